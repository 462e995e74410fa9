import { eachRecord, jsonBody } from '../platform/batch.ts';
import { env } from '../platform/env.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { tableStore } from '../platform/table.store.ts';
import { takeFeedback } from './feedback.ts';

const log = lineLog(FUNCTIONS.feedback);
const { table, addressKey } = env();
const deps = { table: tableStore(table), clock: Date.now, log, addressKey };

/** The feedback queue: events of SES as EventBridge hands them on. */
export const handler = eachRecord(log, async record => {
  await takeFeedback(deps, jsonBody(record));
});
