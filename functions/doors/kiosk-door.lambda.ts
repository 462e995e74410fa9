import { handle } from 'hono/aws-lambda';
import { s3Slots } from '../photos/slots.store.ts';
import { bucketStore } from '../platform/bucket.store.ts';
import { env } from '../platform/env.ts';
import { randomIds } from '../platform/ids.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { kioskDoor } from './kiosk-door.ts';

const { table, erasures, incoming, photos, mailQueue, origin, edgeSecret, addressKey, settings } = env();

/** Requests of zones, booths and walls. */
export const handler = handle(
  kioskDoor({
    table: tableStore(table),
    erasures: tableStore(erasures),
    slots: s3Slots(incoming),
    photos: bucketStore(photos),
    queue: queueStore(mailQueue),
    clock: Date.now,
    ids: randomIds,
    log: lineLog(FUNCTIONS.kiosk),
    origin,
    edgeSecret,
    addressKey,
    settings,
  }),
);
