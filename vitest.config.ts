import { defineConfig } from 'vitest/config';

/** A machine's mood passes a change once more; the long run looks for what is rare, and there a second try would hide it. */
const tries = (retry: number): number => (process.env['HALL_LONG'] === undefined ? retry : 0);

const waits = {
  setupFiles: ['tests/setup.ts'],
  testTimeout: 60_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 20_000, interval: 50 } },
};

export default defineConfig({
  test: {
    coverage: { include: ['functions/**/*.ts'], exclude: ['**/*.d.ts'], thresholds: { lines: 90, branches: 90 } },
    projects: [
      {
        // Journeys start a whole hall each, but mostly wait: beside the rules they cost little time. They use sockets and processes of a
        // machine that may be busy: a second try, which the report names, tells a fault of ours from a mood of the machine. What follows a
        // seed has one try: tests/setup.ts.
        test: {
          ...waits,
          name: 'rules',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**'],
          maxWorkers: 2,
          retry: tries(1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One after the other: two halls with a browser each would starve each other on two cores. A browser is the one part here whose
        // moods are not ours; a test that fails gets a second and a third try, and is reported as flaky.
        test: {
          ...waits,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          maxWorkers: 1,
          fileParallelism: false,
          retry: tries(2),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
