import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '../platform/env.ts';
import { randomIds } from '../platform/ids.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { tableStore } from '../platform/table.store.ts';
import { type CanaryReport, runCanary } from './canary.ts';
import { withCanaryKeys } from './canary-keys.ts';

const { table, origin, settings } = env();
const clock = Date.now;
const log = lineLog(FUNCTIONS.canary);
const devices = { table: tableStore(table), clock, ids: randomIds };
/** what the end of a walk takes: erasing, and giving the keys back */
const LAST_MS = 15_000;

/** Before the hall opens: one whole visit by nobody. What it met is a metric, and an alarm when a step broke. */
export const handler = (_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<CanaryReport> => {
  const deadline = clock() + context.getRemainingTimeInMillis() - LAST_MS;
  return withCanaryKeys(devices, keys =>
    runCanary({ origin, keys, fetch, clock, sleep, id: randomUUID, log, settings, deadline }),
  );
};
