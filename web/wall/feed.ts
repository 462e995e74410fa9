import type { WallEntry } from '../../functions/guestbook/entry.schema.ts';
import { type Api, ApiError } from '../shared/api.ts';
import { lookEvery } from '../shared/settings.ts';
import type { Kept } from './kept.ts';
import { type FeedPage, missing, NO_TURNS, polled, stocked, type Turns, turned, wanted } from './wall-turns.ts';

/** What the wall shows now: the large one first. */
export interface Showing {
  /** `barred`: the hall does not know this screen (any more) */
  is: 'loading' | 'showing' | 'barred';
  entries: readonly (WallEntry & { fresh: boolean })[];
}

const ANSWER_MS = 4_000;
/** Pages read for one turn at most: a feed of taken-off entries only must not become a loop. */
const PAGES_A_TURN = 3;

const BARRED = new Set(['unknown-key', 'revoked-key', 'wrong-kind']);

/** The wall's clockwork: looks at the feed, takes turns, keeps what it needs without a network. Answers how to stop. */
export const startFeed = (deps: {
  api: Pick<Api, 'call'>;
  kept: Kept;
  /** entries on the screen */
  size: number;
  /** seconds a large one stays */
  seconds: number;
  tell(showing: Showing): void;
}): (() => void) => {
  const { api, kept, size, seconds, tell } = deps;
  let turns: Turns = NO_TURNS;
  let entries = new Map<string, WallEntry>();
  let told = '';
  let stopped = false;
  let timers: ReturnType<typeof setTimeout>[] = [];

  const show = (is: Showing['is'] = 'showing') => {
    const shown = turns.queue.slice(0, size).flatMap(({ id, fresh }) => {
      const entry = entries.get(id);
      return entry ? [{ ...entry, fresh: fresh === true }] : [];
    });
    const text = JSON.stringify([is, shown]);
    if (text !== told && !stopped) tell({ is, entries: shown });
    told = text;
  };

  const read = async (page: string): Promise<FeedPage> => {
    const answer = await api.call('GET /api/wall', {
      ...(page === '' ? {} : { query: { after: page } }),
      timeout: ANSWER_MS,
    });
    for (const entry of answer.entries) entries.set(entry.entryId, entry);
    const ids = answer.entries.map(({ entryId }) => entryId);
    return answer.next === undefined ? { ids } : { ids, next: answer.next };
  };

  /** Holds and keeps what the queue and the first page need; the rest is forgotten, taken-off ones among it. */
  const tidy = async () => {
    const ids = new Set([...(turns.front ?? []), ...turns.queue.map(({ id }) => id)]);
    entries = new Map([...entries].filter(([id]) => ids.has(id)));
    await kept.keep([...ids].flatMap(id => entries.get(id) ?? []));
  };

  const stock = async () => {
    for (let count = 0; count < PAGES_A_TURN; count += 1) {
      const page = wanted(turns, size);
      if (page === undefined) return;
      turns = stocked(turns, page, await read(page));
    }
  };

  const failed = async (error: unknown) => {
    if (error instanceof ApiError && BARRED.has(error.code)) {
      [turns, entries] = [NO_TURNS, new Map()];
      await kept.forget();
      return show('barred');
    }
    if (!(error instanceof ApiError)) console.warn('wall', String(error));
    // Nobody answers, or the disk is full: what was approved last goes on in turn, from what is held.
    if (wanted(turns, size) !== undefined) turns = stocked(turns, '', { ids: [...entries.keys()] });
    show();
  };

  const look = async () => {
    const asked = [...new Set(['', ...turns.queue.map(slot => slot.page)])];
    const pages = new Map(await Promise.all(asked.map(async page => [page, await read(page)] as const)));
    // What is not on the first page any more may have been moved to the second by newer ones.
    const second = pages.get('')?.next;
    if (second !== undefined && !pages.has(second) && missing(turns, pages).length > 0)
      pages.set(second, await read(second));
    turns = polled(turns, pages);
    await stock();
    show();
    await tidy();
  };

  const turn = async () => {
    turns = turned(turns, size);
    await stock();
    show();
  };

  /** Again and again, `every` milliseconds from beginning to beginning, never twice at once. */
  const again = (every: number, work: () => Promise<void>, first = every) => {
    let timer = setTimeout(async function run() {
      const began = performance.now();
      await work().catch(failed);
      timers = timers.filter(one => one !== timer);
      if (stopped) return;
      timer = setTimeout(run, Math.max(every / 5, every - (performance.now() - began)));
      timers.push(timer);
    }, first);
    timers.push(timer);
  };

  const begin = async () => {
    for (const entry of await kept.list()) entries.set(entry.entryId, entry);
    const ids = [...entries.keys()];
    if (ids.length > 0) turns = { ...stocked(turns, '', { ids }), front: ids };
    show(ids.length > 0 ? 'showing' : 'loading');
    again(lookEvery(), look, 0);
    again(seconds * 1000, turn);
  };
  void begin();
  return () => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
  };
};
