import { type Clock, type Instant, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { Item, Table } from '../platform/table.ts';
import type { PhotoAnswer, PhotoRequest, PhotoView } from './photo.schema.ts';
import { hasKey, inKey, type PhotoItem, photoKey, photoOf } from './photo.ts';
import type { Slots } from './slots.ts';

/** Most between two looks whether the upload of a slot has come, in ms. */
export const UPLOAD_DUE_MS = 15 * 60_000;
/** A booth uploads at once, and the event comes within seconds: after this, in ms, somebody looks for the first time. */
const FIRST_LOOK_MS = 45_000;

/** When somebody looks next for the upload of a slot, by when the slot was opened (ms): as late again as it is by now, so less and less often. */
export const nextLook = (slotAt: number, now: number): Instant =>
  instant(now + Math.min(UPLOAD_DUE_MS, Math.max(FIRST_LOOK_MS, now - slotAt)));

/** A photo as one visit has it. */
export interface PhotoState {
  photoId: string;
  kind: 'photo' | 'drawing';
  state: PhotoItem['state'];
  /** how many are in it */
  people: number;
  thumbhash?: string;
  refusal?: PhotoItem['refusal'];
  /** the person's consent to keep it; absent: not asked yet */
  keep?: boolean;
}

const missing = (photoId: string) => new HallError('not-found', `There is no photo ${photoId}.`, { where: 'photoId' });

const enter = async (table: Table, photo: PhotoItem, people: readonly { visitId: string }[]): Promise<void> => {
  const { photoId, kind } = photo;
  for (const { visitId } of people) {
    // The visit's row first: erasing walks from the visit, so nothing of a person lies where that walk does not come by.
    await table.put({ ...hasKey(visitId, photoId), type: 'has', photoId, kind, visitId }, { new: true });
    await table.put({ ...inKey(photoId, visitId), type: 'in', photoId, visitId }, { new: true });
  }
};

/** A fresh slot is a fresh upload to look for. Who asks again and again moves no look away from where it is. */
const lookAnew = async (table: Table, item: Item, now: number): Promise<void> => {
  const { dueAt } = item;
  const soon = nextLook(now, now);
  if (typeof dueAt !== 'string' || dueAt <= soon) return;
  await table.update(
    photoKey(String(item['photoId'])),
    { set: { dueAt: soon, slotAt: instant(now) } },
    { is: { state: 'waiting', dueAt } },
  );
};

/**
 * A photo to come, with an upload slot while it waits for one. The same id with the same content gives a fresh slot; people named on a
 * repeat are added. Throws `id-conflict` when the id stands for another picture, `not-found` when it was erased.
 */
export const requestPhoto = async (
  { table, slots, clock }: { table: Table; slots: Slots; clock: Clock },
  request: PhotoRequest,
  people: readonly { visitId: string }[],
): Promise<PhotoAnswer> => {
  const { id: photoId, kind, frame, bytes, sha256 } = request;
  const now = clock();
  const made: PhotoItem = { photoId, kind, frame, sha256, bytes, state: 'waiting', requestedAt: instant(now) };
  const due = { due: 'open', dueAt: nextLook(now, now) };
  const fresh = await table.put({ ...photoKey(photoId), type: 'photo', ...made, ...due }, { new: true });
  const before = fresh ? undefined : await table.get(photoKey(photoId));
  const photo = fresh ? made : photoOf(before);
  if (!photo) throw missing(photoId);
  const same = photo.kind === kind && photo.frame === frame && photo.bytes === bytes && photo.sha256 === sha256;
  if (!same) throw new HallError('id-conflict', 'This id stands for another photo.', { where: 'id' });
  await enter(table, photo, people);
  if (photo.state !== 'waiting') return { photoId, state: photo.state };
  if (before) await lookAnew(table, before, now);
  return { photoId, state: 'waiting', slot: await slots.open({ photoId, sha256, now }) };
};

/** Adds people to a photo, before or after it is ready. Repeatable. Throws `not-found`. */
export const joinPhoto = async (
  { table }: { table: Table },
  photoId: string,
  people: readonly { visitId: string }[],
): Promise<void> => {
  const photo = photoOf(await table.get(photoKey(photoId)));
  if (!photo) throw missing(photoId);
  await enter(table, photo, people);
};

/** The visits in a photo, with each one's consent to keep it. */
export const peopleIn = async (table: Table, photoId: string): Promise<{ visitId: string; keep?: boolean }[]> =>
  (await table.query({ pk: photoKey(photoId).pk, prefix: 'IN#' })).items.map(({ sk, keep }) => ({
    visitId: sk.slice('IN#'.length),
    ...(typeof keep === 'boolean' ? { keep } : {}),
  }));

/** What became of a photo. Throws `not-found`. */
export const photoView = async ({ table }: { table: Table }, photoId: string): Promise<PhotoView> => {
  const photo = photoOf(await table.get(photoKey(photoId)));
  if (!photo) throw missing(photoId);
  const { state, refusal, thumbhash } = photo;
  return {
    photoId,
    state,
    ...(refusal === undefined ? {} : { refusal }),
    ...(thumbhash === undefined ? {} : { thumbhash }),
    people: (await peopleIn(table, photoId)).length,
  };
};

/** The photos of a visit whose `HAS#` items the caller has read; those that are gone are left out. */
export const photosOf = async (table: Table, has: readonly Item[]): Promise<PhotoState[]> => {
  const ids = has.map(item => String(item['photoId']));
  const found = new Map((await table.getMany(ids.map(photoKey))).map(item => [item['photoId'], photoOf(item)]));
  const states: PhotoState[] = [];
  for (const item of has) {
    const photo = found.get(item['photoId']);
    if (!photo) continue;
    const { photoId, kind, state, thumbhash, refusal } = photo;
    states.push({
      photoId,
      kind,
      state,
      people: (await peopleIn(table, photoId)).length,
      ...(thumbhash === undefined ? {} : { thumbhash }),
      ...(refusal === undefined ? {} : { refusal }),
      ...(typeof item['keep'] === 'boolean' ? { keep: item['keep'] } : {}),
    });
  }
  return states;
};

/** The photos a visit is in. */
export const photoStateFor = async ({ table }: { table: Table }, visitId: string): Promise<PhotoState[]> =>
  photosOf(table, (await table.query({ pk: `VISIT#${visitId}`, prefix: 'HAS#' })).items);

/** Whether a visit is in a photo: who may see it and write about it. */
export const isIn = async ({ table }: { table: Table }, visitId: string, photoId: string): Promise<boolean> =>
  (await table.get(hasKey(visitId, photoId))) !== undefined;
