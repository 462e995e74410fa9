import { expect } from 'vitest';
import type { Wrong } from './hall.ts';
import { simulate } from './simulate.ts';
import type { Faults } from './world.ts';

/** `npm test` runs a thousand seeds, `HALL_LONG=1` twenty thousand; two files share them, so that two processors do. */
export const SEEDS = process.env['HALL_LONG'] === undefined ? 1_000 : 20_000;
export const LONG_MS = 3_600_000;

/** Runs every second seed and fails with the seed that repeats what broke. */
export const runSeeds = async (from: 1 | 2): Promise<void> => {
  let mails = 0;
  let crashed = 0;
  for (let seed = from; seed <= SEEDS; seed += 2) {
    const run = await simulate(seed);
    expect(run.broken, `seed ${seed}: repeat it with simulate(${seed}) of tests/simulation/simulate.ts`).toEqual([]);
    mails += run.mails;
    crashed += run.crashed;
  }
  // A simulation in which nothing happens would pass as well.
  expect(mails).toBeGreaterThan(SEEDS / 2);
  expect(crashed).toBeGreaterThan(SEEDS);
};

/** The first seed in which a mistake shows by what is said of it; undefined: none of so many. */
export const caught = async (
  wrong: () => Wrong,
  says: RegExp,
  most: number,
  faults?: Faults,
): Promise<number | undefined> => {
  for (let seed = 1; seed <= most; seed++) {
    const { broken } = await simulate(seed, { wrong: wrong(), ...(faults ? { faults } : {}) });
    if (broken.some(one => says.test(one))) return seed;
  }
  return undefined;
};
