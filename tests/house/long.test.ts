import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

it.each([
  [
    'twenty thousand seeds of the simulation',
    'tests/simulation/seeds.ts',
    "'HALL_LONG'] === undefined ? 1_000 : 20_000",
  ],
  ['all pairs of crashes', 'tests/simulation/crashes.ts', "'HALL_LONG'] === undefined ? 400 : 1;"],
  ['a hundred thousand mutated pictures', 'tests/photos/fuzz.test.ts', "'HALL_LONG'] === undefined ? 20_000 : 100_000"],
  ['a mutation score of 85 %', 'stryker.config.mjs', 'break: 85'],
  ['one try for every test', 'vitest.config.ts', "'HALL_LONG'] === undefined ? retry : 0"],
  ['the mutants after the tests', 'package.json', '"test:long": "HALL_LONG=1 vitest run && stryker run"'],
])('the long run holds %s, as promised', async (_what, file, words) => {
  expect(await readFile(file, 'utf8')).toContain(words);
});
