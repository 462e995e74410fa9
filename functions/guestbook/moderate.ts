import { photoKey } from '../photos/photo.ts';
import { peopleIn } from '../photos/photos.ts';
import { type Clock, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { Table, Value } from '../platform/table.ts';
import { entriesOf } from './entries.ts';
import type { EntryState, ModerateRequest } from './entry.schema.ts';
import { type Entry, entryKey, entryOf, mayMove, wallPlace } from './entry.ts';

interface Deps {
  table: Table;
  clock: Clock;
}

/** How long the staff may take back what they did to an entry that has outlived its visit. */
const UNDO_MS = 10 * 60_000;

/** The intent of an entry that has outlived its visit and leaves the wall: the sweeper lets it go with its pictures. */
const ending = ({ alone }: Entry, to: EntryState, now: number): { due?: string; dueAt?: string } => {
  if (!alone || to === 'approved') return {};
  return { due: 'open', dueAt: instant(to === 'withdrawn' ? now : now + UNDO_MS) };
};

/** One move of one entry. False: somebody moved it at the same moment. */
const move = async (
  { table, clock }: Deps,
  entry: Entry,
  to: EntryState,
  by: string,
  reason?: string,
): Promise<boolean> => {
  const now = clock();
  const place = wallPlace(to, entry.at, now);
  const step: Value = { at: instant(now), state: to, by, ...(reason === undefined ? {} : { reason }) };
  const end = ending(entry, to, now);
  const stale = [
    ...(place.wall ? [] : ['wall', 'wallAt']),
    ...(reason === undefined ? ['reason'] : []),
    ...(end.due ? [] : ['due', 'dueAt']),
  ];
  const moved = await table.update(
    entryKey(entry.visitId, entry.entryId),
    {
      set: { state: to, by, ...(reason === undefined ? {} : { reason }), ...place, ...end },
      remove: stale,
      append: { history: [step] },
    },
    // Its visit may expire at this moment.
    { is: { state: entry.state }, ...(entry.alone ? {} : { missing: ['alone'] }) },
  );
  return moved !== undefined;
};

/**
 * An act of the staff: approve, hide with a reason, or undo (`pending`). Doing again what is done is a success. Throws `not-found`, and
 * `state-conflict` for an entry that is private or withdrawn, or that somebody else moved at the same moment.
 */
export const moderate = async (
  deps: Deps,
  staff: string,
  entryId: string,
  { visitId, to, reason }: ModerateRequest,
): Promise<{ entryId: string; state: EntryState }> => {
  const item = await deps.table.get(entryKey(visitId, entryId));
  if (!item) throw new HallError('not-found', `There is no entry ${entryId}.`, { where: 'entryId' });
  const entry = entryOf(item);
  if (entry.state === to) return { entryId, state: to };
  const moved = mayMove(entry.state, to) && (await move(deps, entry, to, staff, reason));
  // A client that got no answer repeats its write: the second one fails over the first.
  if (!moved && (await deps.table.get(entryKey(visitId, entryId)))?.['state'] !== to)
    throw new HallError('state-conflict', `The entry is ${entry.state} and cannot become ${to}.`, { where: 'to' });
  return { entryId, state: to };
};

/** A withdrawal holds against the staff, who may move the entry at the same moment: it looks again until the entry is off. */
const takeOff = async (deps: Deps, entry: Entry): Promise<boolean> => {
  for (let seen: Entry | undefined = entry; seen !== undefined && mayMove(seen.state, 'withdrawn'); ) {
    if (await move(deps, seen, 'withdrawn', 'visitor')) return true;
    const item = await deps.table.get(entryKey(entry.visitId, entry.entryId));
    seen = item && entryOf(item);
  }
  return false;
};

/**
 * Takes a person off the wall: every entry of the visit, and everybody's entries with a photo the person is in. Such a photo is marked, so that
 * an entry that comes later stays off as well. Answers how many entries went. Repeatable.
 */
export const withdrawFromWall = async (deps: Deps, visitId: string): Promise<number> => {
  const { table } = deps;
  let count = 0;
  for (const entry of await entriesOf(deps, visitId)) if (await takeOff(deps, entry)) count += 1;
  const { items } = await table.query({ pk: `VISIT#${visitId}`, prefix: 'HAS#' });
  for (const { photoId } of items) {
    const id = String(photoId);
    // The mark first: from here on the wall leaves the photo out, whatever state the entries are in.
    await table.update(photoKey(id), { set: { wallOff: true } }, { has: ['photoId'] });
    for (const other of await peopleIn(table, id))
      for (const entry of await entriesOf(deps, other.visitId))
        if ((entry.photoId === id || entry.drawingId === id) && (await takeOff(deps, entry))) count += 1;
  }
  return count;
};
