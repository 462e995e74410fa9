import { isDeepStrictEqual } from 'node:util';
import { instant } from '../platform/clock.ts';
import { errorBody, HallError } from '../platform/errors.ts';
import { inParallel } from '../platform/parallel.ts';
import { parse } from '../platform/schema.parse.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Checked, checkInteraction, type Known } from './interaction.check.ts';
import { type Lending, lendingAt, type Moment, neighboursOf, readLendings } from './lendings.ts';
import { loggedItem, loggedKey, momentOf, move, sameAsBefore } from './logged.ts';
import { type InteractionsAnswer, interactionsRequest, MAX_BATCH } from './visit.schema.ts';
import { type VisitDeps, visitFrom, visitKey, visitPartition } from './visit.ts';
import { noVisit } from './visits.ts';

export type { Known } from './interaction.check.ts';

type Result = InteractionsAnswer['results'][number];

/** One interaction on its way into the table. */
interface Entry extends Checked {
  place: number;
  moment: Moment;
  /** undefined: the card was nobody's at that time, by this request's clock; an earlier copy may lie beside all the same */
  lending: Lending | undefined;
  /** visits in which an earlier copy may lie */
  beside: Lending[];
}

/** Writes at once to the table. */
const WIDTH = 16;

const idOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id.slice(0, 64)
    : undefined;

/** The envelope. Throws `invalid-request`, `too-many`. */
const openEnvelope = (body: unknown) => {
  const list = typeof body === 'object' && body !== null && 'interactions' in body ? body.interactions : undefined;
  if (Array.isArray(list) && list.length > MAX_BATCH)
    throw new HallError('too-many', `A batch holds at most ${MAX_BATCH} interactions.`, { where: 'interactions' });
  return parse(interactionsRequest, body);
};

/** The lendings of each card around the times of a batch: one query a card. */
const lendingsOf = async (table: Table, checked: readonly Checked[]): Promise<Map<string, Lending[]>> => {
  const cards = [...Map.groupBy(checked, one => one.cardId)];
  const read = await inParallel(cards, WIDTH, async ([cardId, ones]) => {
    const times = ones.map(one => one.at).sort();
    return [cardId, await readLendings(table, cardId, times[0]!, times.at(-1))] as const;
  });
  return new Map(read);
};

/** Ids of the visits that were erased, out of those the entries belong to. */
const erasedOf = async (table: Table, entries: readonly Entry[]): Promise<Set<string>> => {
  const visitIds = [...new Set(entries.flatMap(entry => entry.lending?.visitId ?? []))];
  const items = await table.getMany(visitIds.map(visitKey));
  const living = new Set(items.map(visitFrom).flatMap(visit => (visit.state === 'erased' ? [] : [visit.visitId])));
  return new Set(visitIds.filter(visitId => !living.has(visitId)));
};

const copiesBeside = async (table: Table, entries: readonly Entry[]): Promise<Map<string, Item[]>> => {
  const keys = entries.flatMap(entry => entry.beside.map(lending => loggedKey(lending.visitId, entry.interaction.id)));
  const items = keys.length > 0 ? await table.getMany(keys) : [];
  return Map.groupBy(items, item => item.sk.slice('DID#'.length));
};

/**
 * Writes one interaction, unless a copy lies there already. True: it was written now. Throws `id-conflict`, `unavailable` when the copy
 * goes at this moment, and what `noVisit` finds when the card was nobody's.
 */
const write = async (deps: VisitDeps, entry: Entry, erased: Set<string>, copy: Item | undefined): Promise<boolean> => {
  const { interaction, lending, moment, place } = entry;
  if (copy) {
    sameAsBefore(copy, interaction);
    return false;
  }
  if (!lending) throw await noVisit(deps.table, entry.cardId, `interactions[${place}].cardId`);
  if (erased.has(lending.visitId)) throw new HallError('no-open-visit', 'The visit of that time was erased.');
  const item = loggedItem(lending.visitId, interaction, moment, instant(deps.clock()));
  if (await deps.table.put(item, { new: true })) return true;
  const there = await deps.table.get({ pk: item.pk, sk: item.sk });
  // It was moved or erased between the two calls: what became of it is seen at the next try.
  if (!there) throw new HallError('unavailable', 'This is being moved at the moment. Please try again.');
  sameAsBefore(there, interaction);
  return false;
};

/** A copy of before that lies where it does not belong, since whoever moved it died over that, goes where it does. */
const putRight = async (table: Table, lendings: readonly Lending[], copy: Item, erased: Set<string>): Promise<void> => {
  const right = lendingAt(lendings, momentOf(copy));
  if (!right || erased.has(right.visitId) || copy.pk === visitPartition(right.visitId)) return;
  await move(table, copy, right.visitId);
};

/**
 * Looks again after writing. A lending that came in at the same moment either sees what we wrote and takes it over, or is seen
 * here; two copies of one interaction that were written side by side both see each other, and the earlier visit keeps it.
 */
const lookAgain = async (table: Table, written: readonly (Entry & { lending: Lending })[]): Promise<void> => {
  if (written.length === 0) return;
  const lendings = await lendingsOf(table, written);
  const copies = await copiesBeside(table, written);
  for (const entry of written) {
    const now = lendingAt(lendings.get(entry.cardId) ?? [], entry.moment);
    const key = loggedKey(entry.lending.visitId, entry.interaction.id);
    const from = new Map(entry.beside.map(lending => [lending.visitId, lending.from]));
    const twins = copies.get(entry.interaction.id) ?? [];
    const elder = twins.some(twin => (from.get(twin.pk.slice('VISIT#'.length)) ?? '~') < entry.lending.from);
    if (elder) await table.delete(key);
    else if (now && now.visitId !== entry.lending.visitId) {
      const item = await table.get(key);
      if (item) await move(table, item, now.visitId);
    }
  }
};

/**
 * Logs a batch. Each interaction is checked on its own: well-formed ones find the visit that the card was on at that time and
 * are accepted, also when repeated; the others are refused with the reason. `deviceId` is the kiosk that sent it.
 * Throws `invalid-request` and `too-many` for the envelope only, and `unavailable`.
 */
export const logInteractions = async (
  deps: VisitDeps,
  known: Known,
  body: unknown,
  deviceId?: string,
): Promise<InteractionsAnswer> => {
  const { table } = deps;
  const { sentAt, interactions } = openEnvelope(body);
  const results: Result[] = interactions.map(value => ({ id: idOf(value) ?? '', accepted: true }));
  const refuse = (place: number, error: unknown): void => {
    if (!(error instanceof HallError) || error.code === 'unavailable') throw error;
    const id = idOf(interactions[place]);
    results[place] = { ...(id === undefined ? {} : { id }), accepted: false, error: errorBody(error).body.error };
  };

  const checked = new Map<number, Checked>();
  const first = new Map<string, number>();
  const repeats = new Map<number, number>();
  for (const [place, value] of interactions.entries()) {
    try {
      const one = checkInteraction(deps, known, value, sentAt, `interactions[${place}]`);
      const earlier = first.get(one.interaction.id);
      if (earlier === undefined) {
        first.set(one.interaction.id, place);
        checked.set(place, one);
        continue;
      }
      if (!isDeepStrictEqual(checked.get(earlier)?.interaction, one.interaction))
        throw new HallError('id-conflict', 'Another interaction of this batch has this id.', { where: 'id' });
      repeats.set(place, earlier);
    } catch (error) {
      refuse(place, error);
    }
  }

  const lendings = await lendingsOf(table, [...checked.values()]);
  const entries = [...checked].map(([place, one]): Entry => {
    const moment: Moment = { at: one.at, by: deviceId, saidAt: one.interaction.at };
    const around = lendings.get(one.cardId) ?? [];
    return { ...one, place, moment, lending: lendingAt(around, moment), beside: neighboursOf(around, moment) };
  });
  const erased = await erasedOf(table, entries);
  const copies = await copiesBeside(table, entries);
  const written = await inParallel(entries, WIDTH, async entry => {
    try {
      const fresh = await write(deps, entry, erased, copies.get(entry.interaction.id)?.[0]);
      return fresh && entry.lending ? [{ ...entry, lending: entry.lending }] : [];
    } catch (error) {
      refuse(entry.place, error);
      return [];
    }
  });
  await inParallel(entries, WIDTH, async ({ cardId, interaction: { id } }) => {
    for (const copy of copies.get(id) ?? []) await putRight(table, lendings.get(cardId) ?? [], copy, erased);
  });
  await lookAgain(table, written.flat());
  // A repeat within the batch shares the fate of its first.
  for (const [place, earlier] of repeats) results[place] = results[earlier] as Result;
  return { results };
};
