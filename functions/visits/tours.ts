import { createHash } from 'node:crypto';
import { type Instant, instant, seoulDay } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Item, Key, Table } from '../platform/table.ts';
import type { DeliveryState } from './delivery-states.ts';
import type { Roster, TourRequest, TourView } from './visit.schema.ts';
import { type Visit, visitFrom, visitPartition } from './visit.ts';

/** No 0 and O, no 1, I and L: a code is read aloud and typed. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 6;

const partition = (code: string): string => `TOUR#${code}`;
const tourKey = (code: string): Key => ({ pk: partition(code), sk: 'TOUR' });
/** Tours lie in the index of days beside the visits, under a name of their own. */
const dayOf = (day: string): string => `tours-${day}`;

/** The code that follows from a request's id; `round` gives another when that one is taken. */
const codeFrom = (id: string, round: number): string => {
  const bytes = createHash('sha256').update(`tour\u0000${id}\u0000${round}`).digest();
  return Array.from({ length: CODE_LENGTH }, (_, place) => ALPHABET[bytes.readUInt32BE(place * 4) % 31]).join('');
};

const FIELDS = ['name', 'startsAt', 'language', 'country', 'leader', 'expected'] as const;

const viewOf = (item: Item, joined: number): TourView => {
  const fields = FIELDS.flatMap(name => (item[name] === undefined ? [] : [[name, item[name]] as const]));
  return { ...(Object.fromEntries(fields) as unknown as TourView), code: item['code'] as string, joined };
};

const members = async (table: Table, code: string): Promise<Item[]> =>
  (await table.query({ pk: partition(code), prefix: 'VISIT#' })).items;

/** Reserves a tour. The same request again gets the same tour; another one with its id is an `id-conflict`. */
export const createTour = async (deps: { table: Table }, request: TourRequest): Promise<TourView> => {
  const fields = Object.fromEntries(FIELDS.map(name => [name, request[name]]));
  const content = sha256(JSON.stringify(fields));
  const startsAt = Date.parse(request.startsAt);
  const indexed = { day: dayOf(seoulDay(startsAt)), dayAt: instant(startsAt) };
  for (let round = 0; ; round++) {
    const code = codeFrom(request.id, round);
    const item: Item = { ...tourKey(code), type: 'tour', code, requestId: request.id, content, ...fields, ...indexed };
    if (await deps.table.put(item, { new: true })) return viewOf(item, 0);
    const taken = await deps.table.get(tourKey(code));
    if (taken?.['requestId'] !== request.id) continue;
    if (taken['content'] === content) return viewOf(taken, (await members(deps.table, code)).length);
    throw new HallError('id-conflict', 'Another tour was reserved with this id.', { where: 'id' });
  }
};

const readItem = async (table: Table, code: string): Promise<Item> => {
  const item = await table.get(tourKey(code));
  if (!item) throw new HallError('unknown-tour', 'There is no tour with this code.', { where: 'tour' });
  return item;
};

/** A tour and how many have joined. Throws `unknown-tour`. */
export const readTour = async (deps: { table: Table }, code: string): Promise<TourView> => {
  const [item, joined] = await Promise.all([readItem(deps.table, code), members(deps.table, code)]);
  return viewOf(item, joined.length);
};

/** The tours that start on a day in Seoul, by time. */
export const listTours = async (deps: { table: Table }, day: string): Promise<TourView[]> => {
  const { items } = await deps.table.query({ index: 'day', pk: dayOf(day) });
  return inParallel(items, 4, async item => viewOf(item, (await members(deps.table, item['code'] as string)).length));
};

/** Lets the tours go that started on a day, with the names in them; the rows of a roster go with their visits. Answers how many. */
export const dropTours = async ({ table }: { table: Table }, day: string): Promise<number> => {
  const { items } = await table.query({ index: 'day', pk: dayOf(day) });
  for (const { pk, sk } of items) await table.delete({ pk, sk });
  return items.length;
};

/** Puts a visit on the roster. Again is a success. */
export const joinTour = async (
  deps: { table: Table },
  code: string,
  visit: Pick<Visit, 'visitId' | 'cardId' | 'openedAt'>,
): Promise<void> => {
  const { visitId, cardId, openedAt } = visit;
  const item = { pk: partition(code), sk: `VISIT#${visitId}`, visitId, cardId, joinedAt: openedAt };
  await deps.table.put(item, { new: true });
};

const memberFrom = async (table: Table, member: Item): Promise<Roster['members'][number] | undefined> => {
  const visitId = member['visitId'] as string;
  const { items } = await table.query({ pk: visitPartition(visitId) });
  const of = (prefix: string) => items.filter(item => item.sk.startsWith(prefix));
  const visit = of('VISIT').map(visitFrom)[0];
  if (!visit || visit.state === 'erased') return undefined;
  return {
    visitId,
    cardId: visit.cardId,
    joinedAt: member['joinedAt'] as Instant,
    language: visit.language,
    zones: new Set(of('DID#').map(item => item['zone'])).size,
    hasPhoto: of('HAS#').some(item => item['keep'] !== false && item['kind'] !== 'drawing'),
    mails: of('MAIL#').map(item => ({
      state: item['state'] as DeliveryState,
      maskedAddress: item['maskedAddress'] as string,
      ...(item['why'] === undefined ? {} : { why: item['why'] as string }),
    })),
  };
};

/** Who came with the tour, who has a photo, and whose mail waits and why; erased visits are left out. Throws `unknown-tour`. */
export const roster = async (deps: { table: Table }, code: string): Promise<Roster> => {
  const [item, joined] = await Promise.all([readItem(deps.table, code), members(deps.table, code)]);
  const found = await inParallel(joined, 8, member => memberFrom(deps.table, member));
  const present = found.filter(member => member !== undefined);
  present.sort((a, b) => (a.joinedAt < b.joinedAt ? -1 : 1));
  return { tour: viewOf(item, joined.length), members: present };
};
