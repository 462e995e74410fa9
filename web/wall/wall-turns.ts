/** One place in the queue: an entry and the page of the feed it was found on (`''`: the first one). */
export interface Slot {
  id: string;
  page: string;
  /** approved while the wall was on, and not yet been the large one */
  fresh?: true;
  /** its next round began while it was still waiting in this one: it goes to the end of the queue instead of leaving */
  again?: true;
}

/** A page of the feed, newest approval first. `next`: where the next one begins; without it the round is over. */
export interface FeedPage {
  ids: readonly string[];
  next?: string;
}

/**
 * Whose turn it is. The head of the queue is the large one, those behind it are next; each entry stands in it once. The feed is walked page by page
 * (a round), so that however many entries there are, only a page or two is held.
 */
export interface Turns {
  queue: readonly Slot[];
  /** where the round goes on; `''`: it begins anew */
  next: string;
  /** the first page as it was last seen; undefined: never */
  front: readonly string[] | undefined;
}

/** Before anything was seen. */
export const NO_TURNS: Turns = { queue: [], next: '', front: undefined };

/** Those at the top of the first page that were not there before. One that moved up from the second page since others went is not new. */
const arrivals = (front: readonly string[] | undefined, ids: readonly string[]): readonly string[] => {
  if (front === undefined) return [];
  const known = ids.findIndex(id => front.includes(id));
  return known === -1 ? ids : ids.slice(0, known);
};

/** Puts the page behind the queue; the round goes on after it. */
export const stocked = (turns: Turns, page: string, { ids, next }: FeedPage): Turns => {
  const queued = new Set(turns.queue.map(({ id }) => id));
  const both = new Set(ids.filter(id => queued.has(id)));
  const queue = turns.queue.map((slot): Slot => (both.has(slot.id) ? { ...slot, again: true } : slot));
  const more = ids.filter(id => !queued.has(id)).map(id => ({ id, page }));
  return { ...turns, queue: [...queue, ...more], next: next ?? '' };
};

/** Where each entry of the queue is on the pages that were read now; one that is on none of them is absent. */
const placesOn = (pages: ReadonlyMap<string, FeedPage>): Map<string, string> =>
  new Map([...pages].reverse().flatMap(([page, { ids }]) => ids.map(id => [id, page] as const)));

/** Entries whose page was read, and which were on no page that was read. */
export const missing = ({ queue }: Turns, pages: ReadonlyMap<string, FeedPage>): string[] => {
  const places = placesOn(pages);
  return queue.filter(({ id, page }) => pages.has(page) && !places.has(id)).map(({ id }) => id);
};

/**
 * After a look at the feed (the first page and those the queue is from): what was taken off leaves at once, what is new comes next, behind the
 * large one and behind what is new from before.
 */
export const polled = (turns: Turns, pages: ReadonlyMap<string, FeedPage>): Turns => {
  const first = pages.get('');
  if (!first) return turns;
  const gone = new Set(missing(turns, pages));
  const fresh = arrivals(turns.front, first.ids);
  const places = placesOn(pages);
  const stay = turns.queue
    .filter(({ id }) => !gone.has(id) && !fresh.includes(id))
    .map(slot => ({ ...slot, page: places.get(slot.id) ?? slot.page }));
  const waiting = stay.slice(1).findIndex(slot => !slot.fresh);
  const at = stay.length === 0 ? 0 : waiting === -1 ? stay.length : waiting + 1;
  const come = fresh.map((id): Slot => ({ id, page: '', fresh: true }));
  return { ...turns, front: first.ids, queue: [...stay.slice(0, at), ...come, ...stay.slice(at)] };
};

/** The large one has had its turn. Where fewer than `size` are left, it goes to the end and stays on the screen. */
export const turned = (turns: Turns, size: number): Turns => {
  const [head, ...rest] = turns.queue;
  if (!head) return turns;
  const seen = { id: head.id, page: head.page };
  return { ...turns, queue: head.again || rest.length < size ? [...rest, seen] : rest };
};

/** The page to read next, when the queue is too short to fill the screen and the place after it; undefined: none. */
export const wanted = (turns: Turns, size: number): string | undefined =>
  turns.queue.length <= size ? turns.next : undefined;
