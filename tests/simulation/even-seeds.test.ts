import { it } from 'vitest';
import { LONG_MS, runSeeds, SEEDS } from './seeds.ts';

it(
  `nothing is lost, sent twice, sent to another or left over in even seeds up to ${SEEDS}, whatever breaks`,
  () => runSeeds(2),
  LONG_MS,
);
