import type { Bucket } from '../platform/bucket.ts';
import { type Clock, instant } from '../platform/clock.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { KEYS, UPLOAD } from '../platform/names.ts';
import type { Queue } from '../platform/queue.ts';
import type { Table } from '../platform/table.ts';
import type { Refusal } from './photo.schema.ts';
import { type PhotoItem, photoBefore, photoKey, photoOf, refusedKey, renditionKey } from './photo.ts';
import { peopleIn } from './photos.ts';
import { RENDITION_NAMES } from './plan.ts';
import type { makeRenditions, Renditions } from './renditions.ts';

/** What processing needs; `make` is an argument, so that its users need not load an image library. */
export interface ProcessDeps {
  table: Table;
  incoming: Bucket;
  photos: Bucket;
  mailQueue: Queue;
  clock: Clock;
  log: Log;
  make: typeof makeRenditions;
}

/** `stray`: an object nobody asked for; `repeated`: an event for what is done; `erased`: the photo went meanwhile, and so did everything made of it */
export type Outcome = 'ready' | 'refused' | 'repeated' | 'stray' | 'erased';

/** Mails that wait for the photo may look again. */
const nudge = async ({ table, mailQueue, log }: ProcessDeps, photoId: string): Promise<void> => {
  for (const { visitId } of await peopleIn(table, photoId)) {
    // the line that joins a photo's log to its visitors'
    log.info('photo-told', { photoId, visitId });
    await mailQueue.send({ visitId });
  }
};

const asideStray = async ({ incoming, log }: ProcessDeps, key: string): Promise<Outcome> => {
  const name = key.slice(KEYS.original.length);
  if (!key.startsWith(KEYS.original) || !(await incoming.copy(key, refusedKey(name)))) return 'repeated';
  await incoming.delete(key);
  log.warn('stray-object', { key });
  return 'stray';
};

/** The bytes against what the booth announced, then the picture itself. */
const examine = async (deps: ProcessDeps, photo: PhotoItem, bytes: Uint8Array): Promise<Renditions> => {
  if (bytes.length === 0) return { ok: false, refusal: 'empty' };
  if (bytes.length > UPLOAD.maxBytes) return { ok: false, refusal: 'too-large' };
  if (bytes.length !== photo.bytes || sha256(bytes) !== photo.sha256) return { ok: false, refusal: 'other-bytes' };
  return deps.make(bytes, photo);
};

const writeRenditions = async (
  { photos }: ProcessDeps,
  photoId: string,
  renditions: Extract<Renditions, { ok: true }>['renditions'],
) => {
  await Promise.all(renditions.map(({ name, data }) => photos.put(renditionKey(photoId, name), data, UPLOAD.type)));
  return renditions.map(({ name, width, height, data }) => ({ name, width, height, bytes: data.length }));
};

/** True: the photo is still wanted. Otherwise what was made of it is dropped. */
const stillWanted = async (deps: ProcessDeps, photoId: string): Promise<boolean> => {
  if (photoOf(await deps.table.get(photoKey(photoId)))) return true;
  for (const name of RENDITION_NAMES) await deps.photos.delete(renditionKey(photoId, name));
  await deps.incoming.delete(refusedKey(photoId));
  return false;
};

const refuse = async (deps: ProcessDeps, photoId: string, key: string, refusal: Refusal) => {
  await deps.incoming.copy(key, refusedKey(photoId));
  deps.log.warn('photo-refused', { photoId, refusal });
  return { state: 'refused' as const, refusal, refusedAt: instant(deps.clock()) };
};

/**
 * Makes the renditions of an uploaded original, or sets it aside with a reason. The item changes once, from waiting; the original goes last, so
 * that an original that is still there tells a repeated event what a crash left undone. Throws only what may succeed later.
 */
export const processPhoto = async (
  deps: ProcessDeps,
  { key, sequencer }: { key: string; sequencer?: string },
): Promise<Outcome> => {
  const { table, incoming, log, clock } = deps;
  const photoId = key.slice(KEYS.original.length);
  const item = key.startsWith(KEYS.original) ? await table.get(photoKey(photoId)) : undefined;
  if (!item) return asideStray(deps, key);
  const photo = photoOf(item);
  if (!photo) {
    await incoming.delete(key);
    return 'erased';
  }
  if (photo.state !== 'waiting') {
    if ((await incoming.head(key)) === undefined) return 'repeated';
    await nudge(deps, photoId);
    await incoming.delete(key);
    return 'repeated';
  }
  const bytes = await incoming.get(key);
  if (!bytes) return 'repeated';
  const started = clock();
  const made = await examine(deps, photo, bytes);
  const set = made.ok
    ? {
        state: 'ready' as const,
        renditions: await writeRenditions(deps, photoId, made.renditions),
        thumbhash: made.thumbhash,
        readyAt: instant(clock()),
      }
    : await refuse(deps, photoId, key, made.refusal);
  const written = await table.update(
    photoKey(photoId),
    { set: { ...set, sequencer }, remove: ['due', 'dueAt'] },
    photoBefore(set.state),
  );
  if (!written && !(await stillWanted(deps, photoId))) {
    await incoming.delete(key);
    return 'erased';
  }
  await nudge(deps, photoId);
  await incoming.delete(key);
  const ended = clock();
  const seconds = Math.round((ended - Date.parse(photo.requestedAt)) / 1000);
  log.info('photo-processed', { photoId, state: set.state, bytes: bytes.length, ms: ended - started, seconds });
  return made.ok ? 'ready' : 'refused';
};
