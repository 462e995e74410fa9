import { describe, expect, it } from 'vitest';
import { listDevices } from '../../functions/devices/devices.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { lineLog } from '../../functions/platform/log.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import { CANARY_STEPS, type CanaryStep, runCanary } from '../../functions/retention/canary.ts';
import { withCanaryKeys } from '../../functions/retention/canary-keys.ts';

const ORIGIN = 'https://hall.example.org';
const PAGE = `${ORIGIN}/m/the-token`;
const SLOT = {
  url: 'https://bucket.example.org/',
  fields: { key: 'original/x' },
  expiresAt: '2026-11-22T00:00:00.000Z',
};

/** Which request of the walk belongs to which step: where a hall breaks when that step is broken. */
const BREAKS: Record<CanaryStep, string> = {
  pages: 'GET /booth/',
  catalogue: 'GET /api/catalogue?lang=en',
  lend: 'POST /api/visits',
  zones: 'POST /api/interactions',
  photo: 'POST https://bucket.example.org/',
  renditions: 'GET /api/photos/photo-id',
  guestbook: 'POST /api/entries',
  'check-out': 'POST /api/check-outs',
  mail: 'GET /api/cards/EG99999999',
  'memory-page': 'GET /m/the-token',
  erase: 'POST /m/the-token/erase',
};

/** A hall that answers what a whole visit needs; `more` replaces answers by request. */
const fakeHall = (more: Record<string, () => Response> = {}) => {
  const asked: string[] = [];
  let erased = false;
  const answers: Record<string, () => Response> = {
    'GET /booth/': () => new Response('<!doctype html>'),
    'GET /api/catalogue?lang=en': () => Response.json({ zones: [{ zone: 1 }], exhibits: [{ zone: 1, id: 'hello' }] }),
    'POST /api/visits': () => Response.json({}),
    'GET /api/cards/EG99999999': () => Response.json({ page: PAGE, mails: [{ state: 'delivered' }] }),
    'POST /api/interactions': () => Response.json({ results: [{ id: 'x', accepted: true }] }),
    'POST /api/photos': () => Response.json({ slot: SLOT }),
    'POST https://bucket.example.org/': () => new Response(null, { status: 204 }),
    'GET /api/photos/photo-id': () => Response.json({ state: 'ready' }),
    'POST /api/entries': () => Response.json({}),
    'POST /api/check-outs': () => Response.json({}),
    'GET /m/the-token': () => new Response('', { status: erased ? 404 : 200 }),
    'POST /m/the-token/erase': () => {
      erased = true;
      return new Response('');
    },
    ...more,
  };
  const ask: typeof fetch = async (input, init) => {
    const name = `${init?.method ?? 'GET'} ${String(input).replace(ORIGIN, '')}`;
    asked.push(name);
    const answer = answers[name];
    if (!answer) throw new Error(`nobody asks ${name}`);
    return answer();
  };
  return { asked, ask };
};

const walk = async (hall: ReturnType<typeof fakeHall>) => {
  const lines: string[] = [];
  const log = lineLog('canary', line => lines.push(line));
  let now = 0;
  const report = await runCanary({
    origin: ORIGIN,
    keys: { zone: 'z', booth: 'b' },
    fetch: hall.ask,
    clock: () => now,
    sleep: async ms => {
      now += ms;
    },
    id: () => 'photo-id',
    log,
    settings: { card: { prefix: 'EG', digits: 8 } },
    deadline: 5_000,
  });
  return { report, lines, last: JSON.parse(lines.at(-1) ?? '{}') as object };
};

describe('the canary', () => {
  it('is ready when every step of a visit went well, and says so as a number', async () => {
    const { report, last } = await walk(fakeHall());
    expect(report).toMatchObject({ ready: true });
    expect(report.steps.map(({ step }) => step)).toEqual([...CANARY_STEPS]);
    expect(last).toMatchObject({ event: 'canary', failed: 0, CanaryFailed: 0 });
  });

  it.each(CANARY_STEPS.map(step => [step, BREAKS[step]] as const))(
    'names %s as the broken step when %s answers an error, and logs no link',
    async (step, request) => {
      let calls = 0;
      // the card is asked when it was lent as well: there it is well
      const answer = () => {
        calls++;
        return step === 'mail' && calls === 1
          ? Response.json({ page: PAGE, mails: [] })
          : new Response('no', { status: 500 });
      };
      const hall = fakeHall({ [request]: answer });
      const { report, last, lines } = await walk(hall);
      expect([report.ready, report.broken]).toEqual([false, step]);
      expect(last).toMatchObject({ event: 'canary', failed: 1, step, CanaryFailed: 1 });
      expect(JSON.stringify([report, lines])).not.toContain('the-token');
      const lent = CANARY_STEPS.indexOf(step) > CANARY_STEPS.indexOf('lend');
      expect(hall.asked.includes('POST /m/the-token/erase')).toBe(lent);
    },
  );

  it.each([
    [
      'renditions',
      { 'GET /api/photos/photo-id': () => Response.json({ state: 'refused', refusal: 'too-small' }) },
      'too-small',
    ],
    ['renditions', { 'GET /api/photos/photo-id': () => Response.json({ state: 'waiting' }) }, 'the time is over'],
    [
      'mail',
      { 'GET /api/cards/EG99999999': () => Response.json({ page: PAGE, mails: [{ state: 'rejected' }] }) },
      'the mail is rejected',
    ],
    ['zones', { 'POST /api/interactions': () => Response.json({ results: [{ accepted: false }] }) }, 'was refused'],
    ['photo', { 'POST /api/photos': () => Response.json({}) }, 'no upload slot'],
    ['catalogue', { 'GET /api/catalogue?lang=en': () => Response.json({ zones: [], exhibits: [] }) }, 'no zones'],
  ] as const)('breaks at %s for what an answer says', async (step, more, why) => {
    const { report } = await walk(fakeHall(more));
    expect(report.broken).toBe(step);
    expect(report.why).toContain(why);
  });

  it('has two devices for good, whose keys open nothing between its walks', async () => {
    const deps = { table: memoryTable(), clock: () => 1_000, ids: randomIds };
    const keys = new Set<string>();
    for (let walks = 0; walks < 2; walks++)
      await withCanaryKeys(deps, async ({ zone, booth }) => void keys.add(zone).add(booth));
    const failed = withCanaryKeys(deps, () => Promise.reject(new Error('broke')));
    await expect(failed).rejects.toThrow('broke');
    expect(keys.size).toBe(4);
    const devices = await listDevices(deps);
    expect(devices.map(({ kind, label, revoked }) => [kind, label, revoked]).sort()).toEqual([
      ['booth', 'canary', true],
      ['zone', 'canary', true],
    ]);
  });
});
