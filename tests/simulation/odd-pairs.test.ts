import { it } from 'vitest';
import { runPairs } from './crashes.ts';
import { LONG_MS } from './seeds.ts';

it('two processes may die, one after the other, at any two calls (odd pairs)', () => runPairs(1), LONG_MS);
