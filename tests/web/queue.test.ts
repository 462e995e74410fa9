import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../web/shared/api.ts';
import { hallNow } from '../../web/shared/now.ts';
import { type News, startQueue } from '../../web/shared/queue.ts';
import type { Content, Vault } from '../../web/shared/vault.ts';
import type { Waiting } from '../../web/shared/wait-order.ts';

const store = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

/** A disk in memory; `full` makes it refuse. */
const memoryVault = () => {
  const items = new Map<string, { waiting: Waiting; schema: number; content: Content }>();
  const state = { full: false, writes: 0 };
  const vault: Vault = {
    add: async added => {
      if (state.full) throw new DOMException('full', 'QuotaExceededError');
      state.writes += 1;
      for (const item of added) items.set(item.waiting.id, item);
    },
    list: async () => [...items.values()].map(item => item.waiting),
    open: async id => items.get(id),
    update: async waiting => {
      const item = items.get(waiting.id);
      if (item) item.waiting = waiting;
    },
    remove: async id => void items.delete(id),
  };
  return { vault, items, state };
};

/** A queue whose hall answers by `answer`; every pause is skipped and moves the clock. */
const started = (answer: (route: string, body: object) => Promise<unknown>, disk = memoryVault()) => {
  const clock = { ms: 1_000 };
  const sent: { route: string; id: unknown; schema: number }[] = [];
  const news: News[] = [];
  const queue = startQueue({
    api: {
      call: async () => {
        throw new Error('not used');
      },
      send: async (route, body, schema) => {
        sent.push({ route, id: Reflect.get(body, 'id'), schema });
        return answer(route, body);
      },
    },
    vault: disk.vault,
    now: hallNow(
      store(),
      () => clock.ms,
      () => 0,
    ),
    random: () => 0.5,
    alone: run => void run(),
    pause: (ms, wake) =>
      new Promise(resolve => {
        if (wake.aborted) return resolve();
        wake.addEventListener('abort', () => resolve());
        if (ms < 60_000) setTimeout(resolve, 1);
      }),
  });
  queue.listen(each => news.push(each));
  return { queue, sent, news, disk, clock };
};
const work = (...ids: string[]) => ids.map(id => ({ id, route: 'POST /api/entries', body: { id } }));

describe('queue', () => {
  it('writes all of a session at once and sends it in order, with the version it was written in', async () => {
    const { queue, sent, disk } = started(async () => ({}));
    await queue.keep(work('a', 'b', 'c'));
    await vi.waitFor(() => expect(disk.items.size).toBe(0));
    expect(disk.state.writes).toBe(1);
    expect(sent).toEqual(['a', 'b', 'c'].map(id => ({ route: 'POST /api/entries', id, schema: 1 })));
  });
  it('keeps everything while nobody answers and sends it once when somebody does', async () => {
    let online = false;
    const { queue, sent, disk, news } = started(async () => {
      if (!online) throw new ApiError('offline', 0, 'no answer');
      return { ok: true };
    });
    await queue.keep(work('a', 'b'));
    await vi.waitFor(() => expect(news.some(each => each.is === 'waiting')).toBe(true));
    expect(disk.items.size).toBe(2);
    expect(sent.some(each => each.id === 'b')).toBe(false);
    online = true;
    await queue.nudge();
    await vi.waitFor(() => expect(disk.items.size).toBe(0));
    expect(news.filter(each => each.is === 'sent').map(each => each.id)).toEqual(['a', 'b']);
  });
  it('sets aside what the hall refuses for good and sends the rest', async () => {
    const { queue, disk, news } = started(async (_route, body) => {
      if (Reflect.get(body, 'id') === 'a') throw new ApiError('unknown-card', 404, 'no such card');
      return {};
    });
    await queue.keep(work('a', 'b'));
    await vi.waitFor(() => expect(news.some(each => each.is === 'sent')).toBe(true));
    expect(news).toContainEqual({ is: 'refused', id: 'a', code: 'unknown-card' });
    expect([...disk.items.keys()]).toEqual(['a']);
    expect(await queue.state()).toMatchObject({ waiting: 1, trouble: 'refused: unknown-card' });
  });
  it('sends from memory what a full disk did not take, and tells the staff', async () => {
    let online = false;
    const disk = memoryVault();
    disk.state.full = true;
    const { queue, sent } = started(async () => {
      if (!online) throw new ApiError('offline', 0, 'no answer');
      return {};
    }, disk);
    await queue.keep(work('a'));
    expect(await queue.state()).toMatchObject({ waiting: 1, trouble: 'disk: QuotaExceededError' });
    online = true;
    await queue.nudge();
    await vi.waitFor(async () => expect((await queue.state()).waiting).toBe(0));
    expect(sent.at(-1)?.id).toBe('a');
  });
});
