import { keepAll } from '../photos/keep.ts';
import { bucketStore } from '../platform/bucket.store.ts';
import { env } from '../platform/env.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { ACCEPTED_VERSIONS } from '../texts/consents.ts';
import { sweep } from './sweep.ts';

const {
  table: name,
  erasures,
  photos,
  incoming,
  photoQueue,
  mailQueue,
  eraseQueue,
  origin,
  addressKey,
  settings,
} = env();
const clock = Date.now;
const table = tableStore(name);
const deps = {
  table,
  erasures: tableStore(erasures),
  photos: bucketStore(photos),
  incoming: bucketStore(incoming),
  queue: queueStore(mailQueue),
  photoQueue: queueStore(photoQueue),
  eraseQueue: queueStore(eraseQueue),
  clock,
  log: lineLog(FUNCTIONS.sweep),
  addressKey,
  origin,
  settings,
  wordings: ACCEPTED_VERSIONS,
  keepPhotos: async (visitId: string, keep: boolean) => void (await keepAll({ table }, visitId, keep)),
};

/** The clock: every minute. Answers what it found, by kind. */
export const handler = (_event: unknown, context: { getRemainingTimeInMillis(): number }) =>
  sweep({ ...deps, deadline: clock() + context.getRemainingTimeInMillis() });
