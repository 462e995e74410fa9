import { type Instant, instant, seoulDay } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { derivedId, sha256 } from '../platform/ids.ts';
import type { Item, Table } from '../platform/table.ts';
import { checkCard } from './card.ts';
import { pastInstant } from './clock-correction.ts';
import { endOf, everLent, type Lending, lendingAt, lendingKey, readLendings } from './lendings.ts';
import { takeOver } from './logged.ts';
import { joinTour, readTour } from './tours.ts';
import type { CardAt, OpenVisitRequest, TourView } from './visit.schema.ts';
import { linkKey, type OpenDeps, type Visit, type VisitDeps, visitBefore, visitFrom, visitKey } from './visit.ts';

export { readVisit, type Visit, type VisitDeps, visitByToken, visitsOfDay } from './visit.ts';

/** Closes a visit at a time, or earlier than it was closed. Closed visits still receive what happened before. */
const close = async (table: Table, visitId: string, closedAt: Instant): Promise<void> => {
  for (;;) {
    const item = await table.get(visitKey(visitId));
    if (!item || visitFrom(item).state === 'erased') return;
    const before = item['closedAt'] as Instant | undefined;
    if (before !== undefined && before <= closedAt) return;
    const { is } = visitBefore('closed');
    // Written by another meanwhile: then there is an end to compare with. Each round finds an earlier one, or none that is later.
    const unchanged = before === undefined ? { is, missing: ['closedAt'] } : { is: { ...is, closedAt: before } };
    if (await table.update(visitKey(visitId), { set: { state: 'closed', closedAt } }, unchanged)) return;
  }
};

/**
 * Everything that follows from the visit's item. Each step may have been done before: a kiosk that got no answer sends the
 * same request again, and what a crash left undone is done then. The lending comes after link and tour, since it is
 * what makes the card count.
 */
const settle = async (
  deps: VisitDeps,
  visit: Visit,
  said: { by?: string | undefined; saidAt: Instant },
): Promise<void> => {
  const { table, clock } = deps;
  const { visitId, cardId, openedAt } = visit;
  await table.put({ ...linkKey(visit.token), type: 'link', visitId }, { new: true });
  if (visit.tour !== undefined) await joinTour(deps, visit.tour, visit);
  const key = lendingKey(cardId, openedAt, visitId);
  const lent: Item = { ...key, type: 'lending', visitId, from: openedAt, by: said.by, saidAt: said.saidAt };
  await table.put(lent, { new: true });

  const lendings = await readLendings(table, cardId, openedAt);
  const place = lendings.findIndex(lending => lending.visitId === visitId);
  const own = lendings[place] as Lending;
  const before = lendings[place - 1];
  if (before) {
    // Taken back after this lending began: that was this lending's end, told before its beginning.
    if (before.until !== undefined && before.until > openedAt && own.until === undefined) {
      await table.update(key, { set: { until: before.until } }, { has: ['visitId'], missing: ['until'] });
      own.until = before.until;
    }
    await close(table, before.visitId, endOf(lendings, place - 1));
  }
  await takeOver(table, lendings, own);
  const end = endOf(lendings, place);
  if (end <= instant(clock())) await close(table, visitId, end);
};

const erased = () => new HallError('no-open-visit', 'This visit was erased.');

/**
 * The visit's item, made once. A kiosk may repeat its request long after an erasure is through: the receipt is written before the item
 * goes, so who finds no item first finds the receipt then.
 */
const itemOnce = async ({ table, wasErased }: OpenDeps, visitId: string, made: Item): Promise<Item | undefined> => {
  const before = await table.get(visitKey(visitId));
  if (before) return before;
  if (await wasErased(visitId)) throw erased();
  return (await table.put(made, { new: true })) ? made : table.get(visitKey(visitId));
};

/**
 * Lends a card: opens a visit. The same request again gets the first answer; a card that is still lent counts as taken back.
 * Throws `not-a-hall-card`, `unknown-tour`, `in-the-future`, `id-conflict`, `no-open-visit` (this one was erased since).
 */
export const openVisit = async (
  deps: OpenDeps,
  request: OpenVisitRequest,
  deviceId?: string,
): Promise<{ visit: Visit; tour?: TourView }> => {
  const { clock, ids } = deps;
  const cardId = checkCard(request.cardId, deps.settings.card);
  const openedAt = pastInstant(request.at, request.sentAt, clock());
  if (request.tour !== undefined) await readTour(deps, request.tour);
  const { language, tour } = request;
  const visitId = derivedId('visit', request.id);
  const content = sha256(JSON.stringify([cardId, request.at, language, tour ?? null]));
  const day = seoulDay(Date.parse(openedAt));
  const made: Item = {
    ...visitKey(visitId),
    type: 'visit',
    ...{ visitId, language, cardId, openedAt, tour, day, content },
    state: 'open',
    token: ids.id(),
    dayAt: openedAt,
    consents: {},
  };
  const item = await itemOnce(deps, visitId, made);
  if (item?.['content'] !== content)
    throw new HallError('id-conflict', 'Another visit was opened with this id.', { where: 'id' });
  const visit = visitFrom(item);
  if (visit.state === 'erased') throw erased();
  await settle(deps, visit, { by: deviceId, saidAt: request.at });
  return tour === undefined ? { visit } : { visit, tour: await readTour(deps, tour) };
};

/** Takes a card back. The same again changes nothing, also when the card was lent again since. False: it was not lent then. */
export const returnCard = async (
  deps: VisitDeps,
  card: string,
  request: { at: Instant; sentAt: Instant },
): Promise<{ returned: boolean }> => {
  const { table } = deps;
  const cardId = checkCard(card, deps.settings.card);
  const at = pastInstant(request.at, request.sentAt, deps.clock());
  const lendings = await readLendings(table, cardId, at, at);
  if (lendings.some(lending => lending.untilSaid === request.at)) return { returned: true };
  const lending = lendingAt(lendings, { at });
  if (!lending) return { returned: false };
  // What began a moment later by our clock (its request took longer) cannot end before it began.
  const until = at > lending.from ? at : lending.from;
  const change = { set: { until, untilSaid: request.at } };
  await table.update(lendingKey(cardId, lending.from, lending.visitId), change, {
    has: ['visitId'],
    missing: ['until'],
  });
  await close(table, lending.visitId, until);
  return { returned: true };
};

/**
 * The visit that a card was on; `at` by our clock. Also one that ended since. Throws `unknown-card` (never lent) or
 * `no-open-visit` (not lent at that time, or the visit was erased).
 */
export const visitAt = async (deps: { table: Table }, card: { cardId: string; at: Instant }): Promise<Visit> => {
  const { table } = deps;
  const lending = lendingAt(await readLendings(table, card.cardId, card.at, card.at), { at: card.at });
  const item = lending && (await table.get(visitKey(lending.visitId)));
  const visit = item && visitFrom(item);
  if (visit && visit.state !== 'erased') return visit;
  throw await noVisit(table, card.cardId);
};

/** Why there is no visit for a card at a moment. */
export const noVisit = async (table: Table, cardId: string, where = 'cardId'): Promise<HallError> =>
  (await everLent(table, cardId))
    ? new HallError('no-open-visit', 'The card was not lent at that time.', { where })
    : new HallError('unknown-card', 'This card was never lent.', { where });

/**
 * The visit that a kiosk means by a card and its own time. Throws `not-a-hall-card`, `in-the-future`, `unknown-card`,
 * `no-open-visit`. `where` is put before the place of the error, as `people[2]`.
 */
export const visitOf = async (
  deps: Pick<VisitDeps, 'table' | 'clock' | 'settings'>,
  card: CardAt,
  sentAt: Instant,
  where = '',
): Promise<Visit> => {
  const place = (field: string) => (where === '' ? field : `${where}.${field}`);
  const cardId = checkCard(card.cardId, deps.settings.card, place('cardId'));
  return visitAt(deps, { cardId, at: pastInstant(card.at, sentAt, deps.clock(), place('at')) });
};
