import { expect, it } from 'vitest';
import { LONG_MS, runSeeds, SEEDS } from './seeds.ts';
import { simulate } from './simulate.ts';

it(
  `nothing is lost, sent twice, sent to another or left over in odd seeds up to ${SEEDS}, whatever breaks`,
  () => runSeeds(1),
  LONG_MS,
);

it('the same seed gives the same run, call for call', async () => {
  for (const seed of [3, 7, 11]) {
    const [first, again] = [await simulate(seed), await simulate(seed)];
    expect(again).toEqual(first);
    expect([...again.points]).toEqual([...first.points]);
  }
});
