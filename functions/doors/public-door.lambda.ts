import { handle } from 'hono/aws-lambda';
import { bucketStore } from '../platform/bucket.store.ts';
import { env } from '../platform/env.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { publicDoor } from './public-door.ts';

const { table, erasures, photos, eraseQueue, origin, edgeSecret, addressKey, settings } = env();

/** Requests of people at home. */
export const handler = handle(
  publicDoor({
    table: tableStore(table),
    erasures: tableStore(erasures),
    photos: bucketStore(photos),
    queue: queueStore(eraseQueue),
    clock: Date.now,
    log: lineLog(FUNCTIONS.public),
    origin,
    edgeSecret,
    addressKey,
    settings,
  }),
);
