import { expect } from 'vitest';
import { POINTS } from './points.ts';
import { simulate } from './simulate.ts';
import type { Crash, World } from './world.ts';

const SIDES = ['before', 'after'] as const;
const LONG = process.env['HALL_LONG'] !== undefined;
/** Every point is come to within so many seeds; it ends as soon as none is left. */
const SEEDS = LONG ? 8_000 : 2_500;
/** These need two losses in one run, in one of a thousand seeds or fewer: the long run demands them too. */
const RARE = ['public-door table.get ENTRY', 'sweep table.update FIX'];
/** These are always looked at, so that a call without a point is found. */
const LEAST_SEEDS = 60;

type Seeds = Map<number, World['points']>;

/** Which points each seed comes to, for as many seeds as it takes to come to all. Fails on a call that has no point in the list. */
export const reached = async (): Promise<Seeds> => {
  const seeds: Seeds = new Map();
  const open = new Set(POINTS.filter(point => LONG || !RARE.includes(point)));
  for (let seed = 1; seed <= SEEDS && (seed <= LEAST_SEEDS || open.size > 0); seed++) {
    const { points } = await simulate(seed);
    for (const point of points.keys()) {
      expect(POINTS, `seed ${seed}: a call without a crash point; add it to points.ts`).toContain(point);
      open.delete(point);
    }
    seeds.set(seed, points);
  }
  expect([...open], 'no seed comes to these').toEqual([]);
  return seeds;
};

/** Runs a seed in which processes die at these points, and answers how many of them were not come to. */
export const crashAt = async (seed: number, crashes: readonly Crash[]): Promise<number> => {
  const { broken, missed } = await simulate(seed, { crashes });
  const where = crashes.map(({ point, side }) => `${side} ${point}`).join(', then ');
  expect(broken, `seed ${seed}, died ${where}`).toEqual([]);
  return missed;
};

/** Each point on each side, with the first seed that comes to it. */
export const eachPoint = function* (seeds: Seeds): Generator<[number, Crash]> {
  for (const point of POINTS) {
    const [seed] = [...seeds].find(([, points]) => points.has(point)) ?? [];
    if (seed !== undefined) for (const side of SIDES) yield [seed, { point, side }];
  }
};

/** `npm test` tries one in so many pairs, `HALL_LONG=1` all of them; two files share them, so that two processors do. */
const SHARE = process.env['HALL_LONG'] === undefined ? 400 : 1;

/**
 * Lets two processes of a run die, the second before or after any call that follows; for every second pair of points. Where the first dies before a
 * call, it dies after the one before.
 */
export const runPairs = async (file: 0 | 1): Promise<void> => {
  const seeds = await reached();
  const all = POINTS.flatMap(one => POINTS.map(two => [one, two] as const));
  const last = Number.POSITIVE_INFINITY;
  let happened = 0;
  let runs = 0;
  for (const [one, two] of all.filter((_, place) => place % (2 * SHARE) === file * SHARE)) {
    const [seed] =
      [...seeds].find(([, points]) => (points.get(two)?.last ?? 0) > (points.get(one)?.first ?? last)) ?? [];
    if (seed === undefined) continue;
    for (const side of SIDES) {
      runs++;
      const crashes = [
        { point: one, side: 'after' },
        { point: two, side },
      ] as const;
      if ((await crashAt(seed, crashes)) === 0) happened++;
    }
  }
  // Not every point is come to again after another; if few were, the pairs would prove nothing.
  expect(happened).toBeGreaterThan(runs / 2);
};
