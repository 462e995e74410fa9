import type { Instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import { type Ids, sha256 } from '../platform/ids.ts';
import type { Item, Key, Table } from '../platform/table.ts';
import type { Purpose } from '../texts/consents.ts';
import type { Language } from '../texts/languages.ts';

export interface VisitDeps {
  table: Table;
  clock: () => number;
  ids: Ids;
  settings: Pick<HallSettings, 'card' | 'correctMinutes'>;
}

/** What opening a visit needs beside. */
export interface OpenDeps extends VisitDeps {
  /** was a visit with this id erased, so that its item is gone for good? */
  wasErased(visitId: string): Promise<boolean>;
}

/** One consent as it was given or refused; `version` is the wording's. */
export interface GivenConsent {
  given: boolean;
  version: string;
  language: Language;
  at: Instant;
}

/** One person's time in the hall: the item VISIT#<visitId> / VISIT. */
export interface Visit {
  visitId: string;
  language: Language;
  cardId: string;
  openedAt: Instant;
  closedAt?: Instant;
  state: 'open' | 'closed' | 'erased';
  /** of the memory page; never in a log */
  token: string;
  /** code of the tour it came with */
  tour?: string;
  /** Seoul day of opening */
  day: string;
  consents: Partial<Record<Purpose, GivenConsent>>;
}

/** Where a visit may go from each state. One that is closed may turn out to have ended earlier; erased is the end. */
export const VISIT_MOVES: Record<Visit['state'], readonly Visit['state'][]> = {
  open: ['closed', 'erased'],
  closed: ['closed', 'erased'],
  erased: [],
};

/** The condition under which a visit may turn to a state: that it is in one of those that lead there. */
export const visitBefore = (to: Visit['state']): { is: { state: Visit['state'][] } } => ({
  is: { state: (Object.keys(VISIT_MOVES) as Visit['state'][]).filter(from => VISIT_MOVES[from].includes(to)) },
});

/** Partition of a visit: everything of it lies there. */
export const visitPartition = (visitId: string): string => `VISIT#${visitId}`;
export const visitKey = (visitId: string): Key => ({ pk: visitPartition(visitId), sk: 'VISIT' });
export const linkKey = (token: string): Key => ({ pk: `LINK#${sha256(token)}`, sk: 'LINK' });

/** The item as a visit. */
export const visitFrom = (item: Item): Visit => ({
  visitId: item['visitId'] as string,
  language: item['language'] as Language,
  cardId: item['cardId'] as string,
  openedAt: item['openedAt'] as Instant,
  ...(item['closedAt'] === undefined ? {} : { closedAt: item['closedAt'] as Instant }),
  state: item['erased'] === true ? 'erased' : (item['state'] as Visit['state']),
  token: item['token'] as string,
  ...(item['tour'] === undefined ? {} : { tour: item['tour'] as string }),
  day: item['day'] as string,
  consents: (item['consents'] ?? {}) as unknown as Visit['consents'],
});

/** The visit. Throws `not-found`, also for an erased one. */
export const readVisit = async (deps: { table: Table }, visitId: string): Promise<Visit> => {
  const item = await deps.table.get(visitKey(visitId));
  const visit = item && visitFrom(item);
  if (!visit || visit.state === 'erased') throw new HallError('not-found', 'There is no such visit.');
  return visit;
};

/** The visit whose memory page has this token. Throws `not-found`, in one form for every reason. */
export const visitByToken = async (deps: { table: Table }, token: string): Promise<Visit> => {
  const link = await deps.table.get(linkKey(token));
  if (!link) throw new HallError('not-found', 'There is no such visit.');
  return readVisit(deps, link['visitId'] as string);
};

/** The visits of a day in Seoul, by time of opening, without erased ones. */
export const visitsOfDay = async (deps: { table: Table }, day: string): Promise<Visit[]> => {
  const { items } = await deps.table.query({ index: 'day', pk: day });
  return items.map(visitFrom).filter(visit => visit.state !== 'erased');
};
