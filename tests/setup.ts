import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, type RunnerTestSuite } from 'vitest';

const long = process.env['HALL_LONG'] !== undefined;

/** `npm test` guards a change, so it tries the same cases each time; `npm run test:long` looks for new ones. */
if (!long) fc.configureGlobal({ seed: 20_261_122 });

/** Where a loss shows in some interleavings or for some seeds only: there a second try would be another case, and hide the first. */
const seeded = (file: string): boolean =>
  /\/tests\/(soak|simulation)\/|fuzz|property/.test(file) || readFileSync(file, 'utf8').includes("'fast-check'");

const once = ({ tasks }: Pick<RunnerTestSuite, 'tasks'>): void => {
  for (const task of tasks) {
    task.retry = 0;
    if (task.type === 'suite') once(task);
  }
};

const file = expect.getState().testPath;
// biome-ignore lint/correctness/noEmptyPattern: vitest reads here which of its fixtures a hook wants.
if (file !== undefined && seeded(file)) beforeAll(({}, suite) => once(suite));
