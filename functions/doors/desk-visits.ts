import { CONCERNS } from '../deliveries/delivery.ts';
import type { DeskVisit, DeskVisits, Shown } from '../deliveries/desk.schema.ts';
import { heldSince, lastHold } from '../deliveries/holding.ts';
import { whyOf } from '../deliveries/ledger.ts';
import { type Mail, mailsOfDay, mailsOfVisit } from '../deliveries/mails.ts';
import { isLate, isLateMail, type WaitingPhoto, waitingNow } from '../deliveries/stuck.ts';
import type { Clock } from '../platform/clock.ts';
import type { Table } from '../platform/table.ts';
import { DELIVERY_STATES } from '../visits/delivery-states.ts';
import { lastLendings } from '../visits/lendings.ts';
import { type Visit, visitFrom, visitKey, visitsOfDay } from '../visits/visit.ts';

/** What the staff look for: a day, or a card whenever it was lent; `after` is `next` of the page before. */
export interface Sought {
  day: string;
  card?: string | undefined;
  shown?: Shown | undefined;
  after?: string | undefined;
}

/** Visits a page, and lendings that a search by card looks back. */
const PAGE = 25;

const living = async (table: Table, visitIds: readonly string[]): Promise<Visit[]> =>
  (await table.getMany(visitIds.map(visitKey))).map(visitFrom).filter(visit => visit.state !== 'erased');

/** The visits of a day with its mails. A mail that was asked for later than on the day of its visit brings that visit along. */
const ofDay = async (table: Table, day: string): Promise<{ visits: Visit[]; mails: Mail[] }> => {
  const [visits, mails] = await Promise.all([visitsOfDay({ table }, day), mailsOfDay(table, day)]);
  const here = new Set(visits.map(({ visitId }) => visitId));
  const others = [...new Set(mails.map(({ visitId }) => visitId).filter(visitId => !here.has(visitId)))];
  return { visits: [...visits, ...(await living(table, others))], mails };
};

const ofCard = async (table: Table, card: string): Promise<{ visits: Visit[]; mails: Mail[] }> => {
  const lent = await lastLendings(table, card, PAGE);
  const visits = await living(
    table,
    lent.map(({ visitId }) => visitId),
  );
  const mails = await Promise.all(visits.map(({ visitId }) => mailsOfVisit(table, visitId)));
  return { visits, mails: mails.flat() };
};

const rowOf = (visit: Visit, mails: readonly Mail[], photos: readonly WaitingPhoto[], held: boolean): DeskVisit => {
  const { visitId, cardId, language, state, openedAt, tour } = visit;
  const asked = mails.map(({ askedAt }) => askedAt).sort();
  return {
    visitId,
    cardId,
    language,
    state,
    openedAt,
    at: asked.at(-1) ?? openedAt,
    ...(tour === undefined ? {} : { tour }),
    mails: mails.map(mail => {
      const { deliveryId, maskedAddress, askedAt } = mail;
      const why = whyOf(mail, held);
      return { deliveryId, maskedAddress, state: mail.state, ...(why === undefined ? {} : { why }), askedAt };
    }),
    photos: photos
      .filter(({ visitIds }) => visitIds.includes(visitId))
      .map(({ photoId, kind, requestedAt }) => ({ photoId, kind, requestedAt })),
  };
};

const shows = ({ mails, photos }: DeskVisit, shown: Shown): boolean =>
  (shown === 'waiting' && photos.length > 0) || mails.some(({ state }) => CONCERNS[state] === shown);

/** Place of a row in the list, which is read from the last place to the first. */
const placeOf = ({ at, visitId }: DeskVisit): string => `${at} ${visitId}`;

/**
 * Visits with their mails, each with its state and why it waits: the newest first, a page of 25, and the counts of all. No table is scanned: a
 * day is two queries of the index `day`, what waits one of `due`.
 */
export const deskVisits = async (
  { table, clock }: { table: Table; clock: Clock },
  { day, card, shown, after }: Sought,
): Promise<DeskVisits> => {
  const [{ visits, mails }, waiting, held, last] = await Promise.all([
    card === undefined ? ofDay(table, day) : ofCard(table, card),
    waitingNow({ table, clock }),
    heldSince(table),
    lastHold(table),
  ]);
  const mailsOf = Map.groupBy(mails, ({ visitId }) => visitId);
  const rows = visits.map(visit => rowOf(visit, mailsOf.get(visit.visitId) ?? [], waiting.photos, held !== undefined));
  rows.sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
  const count = (which: Shown) => rows.filter(row => shows(row, which)).length;
  const states = rows.flatMap(row => row.mails.map(({ state }) => state));
  const wanted = rows.filter(row => shown === undefined || shows(row, shown));
  const rest = after === undefined ? wanted : wanted.filter(row => placeOf(row) < after);
  const page = rest.slice(0, PAGE);
  const end = page.at(-1);
  return {
    visits: page,
    ...(end !== undefined && rest.length > PAGE ? { next: placeOf(end) } : {}),
    counts: { all: rows.length, waiting: count('waiting'), 'needs-staff': count('needs-staff'), sent: count('sent') },
    mails: DELIVERY_STATES.map(state => ({ state, count: states.filter(one => one === state).length })).filter(
      one => one.count > 0,
    ),
    late: {
      mails: held ? 0 : waiting.mails.filter(mail => isLateMail(mail, clock())).length,
      photos: waiting.photos.filter(({ requestedAt }) => isLate(requestedAt, clock())).length,
    },
    ...(held ? { held } : {}),
    ...(last ? { lastHold: last } : {}),
  };
};
