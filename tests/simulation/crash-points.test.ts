import { expect, it } from 'vitest';
import { crashAt, eachPoint, reached } from './crashes.ts';
import { LONG_MS } from './seeds.ts';

it(
  'a process may die before and after every call that leaves it, and nothing is lost, doubled or left over',
  async () => {
    let missed = 0;
    let all = 0;
    for (const [seed, crash] of eachPoint(await reached())) {
      missed += await crashAt(seed, [crash]);
      all++;
    }
    // A call that never comes back (an error instead of an answer) has no `after` in that seed.
    expect(missed).toBeLessThan(all / 10);
  },
  LONG_MS,
);
