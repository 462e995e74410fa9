import { handle } from 'hono/aws-lambda';
import { env } from '../platform/env.ts';
import { randomIds } from '../platform/ids.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { deskDoor } from './desk-door.ts';

const { table, erasures, mailQueue, eraseQueue, origin, edgeSecret, addressKey, settings } = env();

/** Requests of the staff. */
export const handler = handle(
  deskDoor({
    table: tableStore(table),
    erasures: tableStore(erasures),
    queue: queueStore(mailQueue),
    eraseQueue: queueStore(eraseQueue),
    clock: Date.now,
    ids: randomIds,
    log: lineLog(FUNCTIONS.desk),
    origin,
    edgeSecret,
    addressKey,
    settings,
  }),
);
