import { leavePhoto } from '../photos/keep.ts';
import type { Bucket } from '../platform/bucket.ts';
import { type Clock, instant } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Item, Key, Table } from '../platform/table.ts';
import { EXPIRY } from './receipts.ts';

interface OutlivedDeps {
  table: Table;
  photos: Bucket;
  incoming: Bucket;
  clock: Clock;
}

const DAY_MS = 86_400_000;

const isEntry = ({ sk }: Item): boolean => sk.startsWith('ENTRY#');
const isShown = (item: Item): boolean => isEntry(item) && item['state'] === 'approved';
const picturesOf = ({ photoId, drawingId }: Item): string[] =>
  [photoId, drawingId].filter(id => id !== undefined).map(String);

/**
 * What stays when a visit expires, by sort key: approved entries live on the wall for a time of their own, with the rows of their pictures. They
 * are marked as `alone`, so that one which leaves the wall later goes for good. Repeatable.
 */
export const staying = async ({ table }: OutlivedDeps, items: readonly Item[]): Promise<Set<string>> => {
  const stays = new Set<string>();
  for (const item of items.filter(isShown)) {
    const { pk, sk } = item;
    const alone = { set: { alone: true } };
    // Somebody may take it off at this moment: then it goes with the visit.
    if (!item['alone'] && !(await table.update({ pk, sk }, alone, { is: { state: 'approved' } }))) continue;
    for (const key of [sk, ...picturesOf(item).map(id => `HAS#${id}`)]) stays.add(key);
  }
  return stays;
};

/** Lets an entry go that outlived its visit, with its pictures but those that another one on the wall shows. Repeatable. */
const dropEntry = async (deps: OutlivedDeps, { pk, sk }: Key): Promise<void> => {
  const { items } = await deps.table.query({ pk });
  const entry = items.find(item => item.sk === sk);
  if (!entry) return;
  const shown = new Set(items.filter(item => item.sk !== sk && isShown(item)).flatMap(picturesOf));
  for (const photoId of picturesOf(entry))
    if (!shown.has(photoId)) await leavePhoto(deps, pk.slice('VISIT#'.length), photoId);
  // Last: it is how a repeat finds its pictures.
  await deps.table.delete({ pk, sk });
};

/** Lets an entry go that left the wall after its visit had expired, unless somebody put it back meanwhile. */
export const dropOff = async (deps: OutlivedDeps, { pk, sk }: Key): Promise<void> => {
  // The index may be behind: what is on the wall again has no intent any more.
  if ((await deps.table.get({ pk, sk }))?.['due'] !== undefined) await dropEntry(deps, { pk, sk });
};

/**
 * Takes entries off the wall whose time is over; with the last thing of an expired visit its picture goes too. Also entries before the staff are
 * looked at: one that is left of a visit is nobody's. Answers how many it took.
 */
export const expireWall = async (
  deps: OutlivedDeps & { settings: Pick<HallSettings, 'wallDays'> },
): Promise<number> => {
  const { table, clock, settings } = deps;
  const to = instant(clock() - settings.wallDays * DAY_MS);
  let taken = 0;
  for (const state of ['approved', 'pending', 'hidden'] as const)
    for (const { pk, sk } of (await table.query({ index: 'wall', pk: state, to })).items) {
      if (!(await table.get({ pk, sk: 'VISIT' }))) {
        await dropEntry(deps, { pk, sk });
        taken++;
      } else if (state === 'approved') {
        const off = { set: { state: 'withdrawn', reason: EXPIRY }, remove: ['wall', 'wallAt'] };
        // One that is `alone` already waits for its visit to be gone: the next day.
        if (await table.update({ pk, sk }, off, { is: { state: 'approved' }, missing: ['alone'] })) taken++;
      }
    }
  return taken;
};
