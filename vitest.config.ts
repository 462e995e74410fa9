import { defineConfig } from 'vitest/config';

/** Tests that start a whole hall (and a browser) run one file after the other: two halls would starve each other on two cores. */
const HALLS = ['tests/journeys/**/*.test.ts', 'tests/browser/**/*.test.ts'];

const waits = { testTimeout: 60_000, hookTimeout: 180_000, expect: { poll: { timeout: 20_000, interval: 50 } } };

export default defineConfig({
  test: {
    coverage: { include: ['functions/**/*.ts'], exclude: ['**/*.d.ts'], thresholds: { lines: 90, branches: 90 } },
    projects: [
      {
        test: { ...waits, name: 'rules', include: ['tests/**/*.test.ts'], exclude: HALLS, sequence: { groupOrder: 0 } },
      },
      {
        test: {
          ...waits,
          name: 'halls',
          include: HALLS,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
