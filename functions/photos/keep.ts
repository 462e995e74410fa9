import type { Bucket } from '../platform/bucket.ts';
import { type Clock, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Queue } from '../platform/queue.ts';
import type { Table } from '../platform/table.ts';
import { hasKey, inKey, originalKey, photoBefore, photoKey, photoOf, refusedKey, renditionKey } from './photo.ts';
import { nextLook, peopleIn, UPLOAD_DUE_MS } from './photos.ts';
import { RENDITION_NAMES } from './plan.ts';

/** Hours after which an upload that never came is given up; kiosks may be offline for a day's opening hours. */
const GIVE_UP_HOURS = 24;

interface Storage {
  table: Table;
  incoming: Bucket;
  photos: Bucket;
  clock: Clock;
}

/** One person's consent to keep a photo. Throws `not-found` when the visit is not in it. */
export const keepPhoto = async (
  { table }: { table: Table },
  visitId: string,
  photoId: string,
  keep: boolean,
): Promise<void> => {
  const has = await table.update(hasKey(visitId, photoId), { set: { keep } }, { has: ['photoId'] });
  if (!has) throw new HallError('not-found', 'This visit is not in that photo.', { where: 'photoId' });
  await table.update(inKey(photoId, visitId), { set: { keep } }, { has: ['photoId'] });
};

/** One person's consent for every photo of the visit; answers how many. */
export const keepAll = async ({ table }: { table: Table }, visitId: string, keep: boolean): Promise<number> => {
  const { items } = await table.query({ pk: `VISIT#${visitId}`, prefix: 'HAS#' });
  for (const item of items) await keepPhoto({ table }, visitId, String(item['photoId']), keep);
  return items.length;
};

/** Every object of a photo, whichever of them there are. */
const dropObjects = async ({ incoming, photos }: Pick<Storage, 'incoming' | 'photos'>, photoId: string) => {
  await incoming.delete(originalKey(photoId));
  await incoming.delete(refusedKey(photoId));
  for (const name of RENDITION_NAMES) await photos.delete(renditionKey(photoId, name));
};

/** What an item tells of its photo, and goes with it. */
const ABOUT = [
  ...['kind', 'frame', 'sha256', 'bytes', 'requestedAt', 'slotAt', 'sequencer', 'wallOff'],
  ...['renditions', 'thumbhash', 'readyAt', 'refusal', 'refusedAt', 'asked'],
];

const dropPhoto = async (deps: Storage, photoId: string): Promise<void> => {
  const { table, clock } = deps;
  // The item says `erased` for a while instead of being absent: an upload under way, or a worker that dies over its renditions, may still
  // leave bytes; whoever finds them drops them, at the latest the sweeper with the item.
  const dueAt = instant(clock() + UPLOAD_DUE_MS);
  await table.update(
    photoKey(photoId),
    { set: { state: 'erased', due: 'open', dueAt }, remove: ABOUT },
    photoBefore('erased'),
  );
  await dropObjects(deps, photoId);
  for (const { visitId } of await peopleIn(table, photoId)) {
    await table.delete(inKey(photoId, visitId));
    await table.delete(hasKey(visitId, photoId));
  }
};

/**
 * Takes one person out of a photo, for erasing. The photo goes with the last one: it stays while another keeps it or has not
 * decided yet. Repeatable. Without `last` the visit's own row stays: it is how the next pass finds the photo again.
 */
export const leavePhoto = async (
  deps: Storage,
  visitId: string,
  photoId: string,
  last = true,
): Promise<'gone' | 'kept'> => {
  await deps.table.delete(inKey(photoId, visitId));
  const others = await peopleIn(deps.table, photoId);
  const kept = others.some(({ keep }) => keep !== false);
  if (!kept) await dropPhoto(deps, photoId);
  // After the rest: this row is how a repeat finds the photo after a crash.
  if (last) await deps.table.delete(hasKey(visitId, photoId));
  return kept ? 'kept' : 'gone';
};

/** At the end of the day: a photo that nobody said yes to goes. True: it went. */
export const dropUnkept = async (deps: Storage, photoId: string): Promise<boolean> => {
  if ((await peopleIn(deps.table, photoId)).some(({ keep }) => keep === true)) return false;
  await dropPhoto(deps, photoId);
  return true;
};

/**
 * A photo whose upload is overdue. `nudged`: the bytes are there and the event got lost; `later`: none yet; `given-up`: none for a day, so it is
 * refused as `empty`; `done`: there is nothing to wait for.
 */
export const sweepUpload = async (
  deps: Storage & { photoQueue: Queue; log: Log },
  photoId: string,
): Promise<'nudged' | 'later' | 'given-up' | 'done'> => {
  const { table, incoming, photoQueue, clock, log } = deps;
  const item = await table.get(photoKey(photoId));
  const photo = photoOf(item);
  if (photo?.state !== 'waiting') {
    if (item?.['state'] !== 'erased') return 'done';
    await dropObjects(deps, photoId);
    await table.delete(photoKey(photoId), { is: { state: 'erased' } });
    return 'done';
  }
  const waiting = { is: { state: 'waiting' } } as const;
  const there = (await incoming.head(originalKey(photoId))) !== undefined;
  // The last slot counts: what is asked for again may still come.
  const slotAt = Date.parse(photo.slotAt ?? photo.requestedAt);
  if (!there && clock() - slotAt >= GIVE_UP_HOURS * 3_600_000) {
    const given = { set: { state: 'refused', refusal: 'empty' }, remove: ['due', 'dueAt'] };
    await table.update(photoKey(photoId), given, photoBefore('refused'));
    log.warn('upload-given-up', { photoId });
    return 'given-up';
  }
  await table.update(photoKey(photoId), { set: { dueAt: nextLook(slotAt, clock()) } }, waiting);
  if (!there) return 'later';
  await photoQueue.send({ photoId });
  log.warn('upload-event-lost', { photoId });
  return 'nudged';
};

/** Lets the sweeper look for an upload at its next run, because somebody of the staff asked. false: it waits for nothing any more. */
export const lookSoon = async (
  { table, clock }: Pick<Storage, 'table' | 'clock'>,
  photoId: string,
  by: string,
): Promise<boolean> => {
  const at = instant(clock());
  const change = { set: { dueAt: at, asked: { at, by } } };
  return (await table.update(photoKey(photoId), change, { is: { state: 'waiting' } })) !== undefined;
};
