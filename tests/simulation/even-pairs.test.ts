import { it } from 'vitest';
import { runPairs } from './crashes.ts';
import { LONG_MS } from './seeds.ts';

it('two processes may die, one after the other, at any two calls (even pairs)', () => runPairs(0), LONG_MS);
