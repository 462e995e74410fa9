import { type Instant, instant } from '../platform/clock.ts';
import type { Item, Key, Table } from '../platform/table.ts';

/** A visit ends by itself after this, in ms: a card that was taken home is nobody's in the morning. */
const MAX_VISIT_MS = 14 * 3_600_000;

/** A replay's time differs by what its request took; this far, in ms, the visits on both sides of a change are looked at. */
const NEIGHBOUR_MS = 10 * 60_000;

/** Within this of a lending, in ms, the clock of the kiosk that lent the card decides: it is exact, ours is late by the request. */
const OWN_CLOCK_MS = 30_000;

/** A tap this long before its card was lent, in ms, came by a faster request than the lending, when the card was nobody's. */
const EARLY_MS = 10_000;

/** One time that a card was lent: the item CARD#<cardId> / ON#<from>#<visitId>. */
export interface Lending {
  visitId: string;
  from: Instant;
  /** when the card was taken back, if it was; being lent again ends a lending as well */
  until?: Instant;
  /** the kiosk that lent it, and the time by its clock */
  by?: string;
  saidAt?: Instant;
  /** the kiosk's time of the taking back: the same again is a replay */
  untilSaid?: Instant;
}

/** A moment by our clock, and what the kiosk said. */
export interface Moment {
  at: Instant;
  by?: string | undefined;
  saidAt?: Instant | undefined;
}

export const lendingKey = (cardId: string, from: Instant, visitId: string): Key => ({
  pk: `CARD#${cardId}`,
  sk: `ON#${from}#${visitId}`,
});

const ms = (at: Instant): number => Date.parse(at);

const begun = (lending: Lending, moment: Moment): boolean => {
  const ownClock =
    lending.by !== undefined &&
    lending.by === moment.by &&
    lending.saidAt !== undefined &&
    moment.saidAt !== undefined &&
    Math.abs(ms(lending.from) - ms(moment.at)) <= OWN_CLOCK_MS;
  return ownClock ? ms(moment.saidAt!) >= ms(lending.saidAt!) : moment.at >= lending.from;
};

/** When the lending at this place of the list ended; undefined: the card is still with the visitor, unless the 14 hours are over. */
export const endOf = (lendings: readonly Lending[], place: number): Instant => {
  const { from, until } = lendings[place]!;
  const next = lendings[place + 1]?.from;
  const longest = instant(ms(from) + MAX_VISIT_MS);
  return [until, next, longest].filter(at => at !== undefined).sort()[0]!;
};

/** The lending that a card was on at a moment; `lendings` are all of that card around it, oldest first. */
export const lendingAt = (lendings: readonly Lending[], moment: Moment): Lending | undefined => {
  const place = lendings.findLastIndex(lending => begun(lending, moment));
  const latest = lendings[place];
  const over = latest === undefined || moment.at >= endOf([latest], 0);
  if (!over) return latest;
  const next = lendings[place + 1];
  return next && ms(next.from) - ms(moment.at) <= EARLY_MS ? next : undefined;
};

/** Other lendings that begin or end near the moment: a replay may have landed there the first time. */
export const neighboursOf = (lendings: readonly Lending[], moment: Moment): Lending[] => {
  const own = lendingAt(lendings, moment);
  const near = (at: Instant) => Math.abs(ms(at) - ms(moment.at)) <= NEIGHBOUR_MS;
  return lendings.filter((lending, place) => lending !== own && (near(lending.from) || near(endOf(lendings, place))));
};

const lendingFrom = (item: Item): Lending => {
  const lending: Lending = { visitId: item['visitId'] as string, from: item['from'] as Instant };
  for (const name of ['until', 'by', 'saidAt', 'untilSaid'] as const)
    if (item[name] !== undefined) lending[name] = item[name] as string;
  return lending;
};

/** All lendings of a card that may matter from one moment to another, oldest first. */
export const readLendings = async (table: Table, cardId: string, from: Instant, to?: Instant): Promise<Lending[]> => {
  const first = `ON#${instant(ms(from) - MAX_VISIT_MS - NEIGHBOUR_MS)}`;
  // '$' comes right after '#': everything that was lent up to then.
  const last = to === undefined ? 'ON$' : `ON#${instant(ms(to) + NEIGHBOUR_MS)}$`;
  const { items } = await table.query({ pk: `CARD#${cardId}`, from: first, to: last });
  return items.map(lendingFrom);
};

/** The last `count` lendings of a card, the newest first. */
export const lastLendings = async (table: Table, cardId: string, count: number): Promise<Lending[]> =>
  (await table.query({ pk: `CARD#${cardId}`, prefix: 'ON#', newestFirst: true, limit: count })).items.map(lendingFrom);

/** Was this card ever lent? */
export const everLent = async (table: Table, cardId: string): Promise<boolean> =>
  (await table.query({ pk: `CARD#${cardId}`, prefix: 'ON#', limit: 1 })).items.length > 0;

/**
 * Says on the lending before that it ended when this one began. Before a lending is erased: without its row the one before would
 * reach over its time, and what comes late of the erased visit would be another's.
 */
export const sealBefore = async (table: Table, cardId: string, from: Instant, visitId: string): Promise<void> => {
  const lendings = await readLendings(table, cardId, from, from);
  const place = lendings.findIndex(lending => lending.visitId === visitId);
  const before = lendings[place - 1];
  if (before)
    await table.update(
      lendingKey(cardId, before.from, before.visitId),
      { set: { until: from } },
      { has: ['visitId'], missing: ['until'] },
    );
};
