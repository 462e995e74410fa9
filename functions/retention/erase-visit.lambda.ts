import { eachRecord, jsonBody } from '../platform/batch.ts';
import { bucketStore } from '../platform/bucket.store.ts';
import { env } from '../platform/env.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { eraseVisit } from './erase.ts';

const log = lineLog(FUNCTIONS.erase);
const { table, erasures, photos, incoming, eraseQueue, addressKey, settings } = env();
const deps = {
  table: tableStore(table),
  erasures: tableStore(erasures),
  photos: bucketStore(photos),
  incoming: bucketStore(incoming),
  queue: queueStore(eraseQueue),
  clock: Date.now,
  log,
  addressKey,
  settings,
};

/** The erase queue: one pass over one visit. */
export const handler = eachRecord(log, async record => {
  const { visitId, pass } = jsonBody(record) ?? {};
  if (typeof visitId !== 'string' || typeof pass !== 'number')
    return log.warn('not-an-erasure', { messageId: record.messageId });
  await eraseVisit(deps, { visitId, pass });
});
