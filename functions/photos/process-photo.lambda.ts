import { eachRecord, jsonBody } from '../platform/batch.ts';
import { bucketStore } from '../platform/bucket.store.ts';
import { env } from '../platform/env.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { photoEvent } from './photo-events.ts';
import { processPhoto } from './process.ts';
import { makeRenditions } from './renditions.ts';

const log = lineLog(FUNCTIONS.photo);
const { table, incoming, photos, mailQueue } = env();
const deps = {
  table: tableStore(table),
  incoming: bucketStore(incoming),
  photos: bucketStore(photos),
  mailQueue: queueStore(mailQueue),
  clock: Date.now,
  log,
  make: makeRenditions,
};

/** The photo queue: uploads, and the sweeper's reminders of them. */
export const handler = eachRecord(log, async record => {
  const event = photoEvent(jsonBody(record));
  if (!event || (event.bucket !== undefined && event.bucket !== incoming))
    log.warn('not-an-upload', { messageId: record.messageId });
  else await processPhoto(deps, event);
});
