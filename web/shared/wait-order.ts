/** What is known of a queued item without opening it. */
export interface Waiting {
  id: string;
  /** items of one session go in their order; sessions do not wait for each other */
  session: string;
  seq: number;
  /** milliseconds since 1970 at which it was kept */
  keptAt: number;
  attempts: number;
  /** not before this time, milliseconds since 1970 */
  notBefore: number;
  /** set aside: the hall will never take it; staff must look. The code of the refusal */
  refused?: string;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Milliseconds until the next attempt: 2 s, doubled each time to at most 5 min, within 20 % by chance (`random` 0..1) so that kiosks do not march. */
export const backOff = (attempts: number, random: number): number =>
  Math.round(Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS) * (0.8 + 0.4 * random));

/** The first item of each session that is still to be sent, oldest session first. */
const heads = (items: readonly Waiting[]): Waiting[] => {
  const first = new Map<string, Waiting>();
  for (const item of items) {
    if (item.refused !== undefined) continue;
    const head = first.get(item.session);
    if (!head || item.seq < head.seq) first.set(item.session, item);
  }
  return [...first.values()].sort((a, b) => a.keptAt - b.keptAt || a.id.localeCompare(b.id));
};

/** What to send now; undefined: nothing, or nothing yet. */
export const nextItem = (items: readonly Waiting[], now: number): Waiting | undefined =>
  heads(items).find(item => item.notBefore <= now);

/** Milliseconds until something may be sent; undefined: the queue is empty. */
export const nextWait = (items: readonly Waiting[], now: number): number | undefined => {
  const soonest = Math.min(...heads(items).map(item => item.notBefore));
  return Number.isFinite(soonest) ? Math.max(0, soonest - now) : undefined;
};

/** What the staff see: how many wait and since when, and the worst trouble. */
export const summary = (
  items: readonly Waiting[],
  now: number,
): { waiting: number; since?: number; trouble?: string } => {
  if (items.length === 0) return { waiting: 0 };
  const since = Math.min(...items.map(item => item.keptAt));
  const refused = items.find(item => item.refused !== undefined)?.refused;
  const trouble = refused
    ? `refused: ${refused}`
    : now - since > 24 * 3_600_000
      ? 'waiting for more than a day'
      : undefined;
  return { waiting: items.length, since, ...(trouble === undefined ? {} : { trouble }) };
};
