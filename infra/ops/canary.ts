import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomIds } from '../../functions/platform/ids.ts';
import { lineLog } from '../../functions/platform/log.ts';
import { runCanary } from '../../functions/retention/canary.ts';
import { withCanaryKeys } from '../../functions/retention/canary-keys.ts';
import { type Command, table } from './command.ts';

/** Longest wait for picture and mail: functions that slept have to wake up one after the other. */
const PATIENCE_MS = 90_000;

/** What a walk by hand meets is in its table; lines for metrics and alarms belong to the walk by schedule. */
const QUIET = lineLog('canary', () => undefined);

/** The walk before the hall opens. */
export const CANARY: Record<string, Command> = {
  canary: {
    about: 'walks one whole visit by nobody through the hall, and says "ready" or names the broken step',
    run: async ({ hall, settings }) => {
      const { table: rows, url: origin } = await hall();
      const clock = Date.now;
      const report = await withCanaryKeys({ table: rows, clock, ids: randomIds }, keys =>
        runCanary({
          origin,
          keys,
          fetch,
          clock,
          sleep,
          id: randomUUID,
          log: QUIET,
          settings,
          deadline: clock() + PATIENCE_MS,
        }),
      );
      const { ready, broken, why, steps } = report;
      const said = ready ? 'ready' : `not ready: ${broken} (${why})`;
      const rowsOf = steps.map(one => [one.step, `${one.ms} ms`, one.step === broken ? 'broken' : '']);
      return { result: report, lines: [...table(['step', 'took', ''], rowsOf), said], failed: !ready };
    },
  },
};
