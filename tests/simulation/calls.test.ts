import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sources } from '../house/sources.ts';

/** Runs of the simulation that are watched: the first ones, and then those that go on until everything is forgotten. */
const FIRST = 168;
const LAST = 1_050;

/** Calls that change something outside of the process. A process that dies over a read has changed nothing. */
const WRITE = /\b(?:table|erasures|incoming|photos|\w*[qQ]ueue|sender)\s*\.(?:put|update|delete|send|copy)\(/g;

/** Writes to which the simulation need not come, by file: how many at most, and why. */
const ELSEWHERE: Record<string, { calls: number; why: string }> = {
  'devices/devices.ts': { calls: 5, why: 'keys of kiosks: one write each, and who got no answer asks again' },
  'devices/staff.ts': { calls: 8, why: 'sign-in of the staff: one write each, and who got no answer asks again' },
  'retention/report.ts': { calls: 1, why: 'figures that follow from the visits: written again if they are missing' },
  'retention/erase.ts': {
    calls: 2,
    why: 'after a restore, and of what outlived its visit: tests/retention repeats them',
  },
  'retention/outlived.ts': { calls: 1, why: 'a wall whose time is shorter than that of visits: tests/retention' },
  'deliveries/check-outs.ts': { calls: 1, why: 'an erasure within a check-out: some seeds come to it' },
  'deliveries/corrections.ts': { calls: 1, why: 'two corrections of one mail at once: some seeds come to it' },
  'deliveries/deliver.ts': { calls: 1, why: 'a function that nears its end: some seeds come to it' },
  'deliveries/suppression.ts': {
    calls: 1,
    why: 'an address that may have mail again: one write by hand, which can be repeated',
  },
  'photos/process.ts': { calls: 3, why: 'an erasure while renditions are made: some seeds come to it' },
  'visits/interactions.ts': { calls: 1, why: 'two copies written side by side: tests/visits/landing.property' },
};

interface Ranges {
  url: string;
  functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
}

/** What was run of each file. Types are blanked out, not cut out: places in what ran are places in the source. */
const watched = (): Map<string, Ranges> => {
  const folder = mkdtempSync(join(tmpdir(), 'calls-'));
  try {
    const run = `const { simulate } = await import('./tests/simulation/simulate.ts');
      for (let seed = 1; seed <= ${LAST}; seed += seed < ${FIRST} ? 1 : 21) await simulate(seed);`;
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    execFileSync(process.execPath, ['--input-type=module', '--eval', run], { env });
    const found = readdirSync(folder).flatMap(name => JSON.parse(readFileSync(join(folder, name), 'utf8')).result);
    return new Map((found as Ranges[]).map(ranges => [ranges.url, ranges]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const count = (ranges: Ranges | undefined, at: number): number =>
  (ranges?.functions ?? [])
    .flatMap(one => one.ranges)
    .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset)
    .reduce((inner, one) => (one.endOffset - one.startOffset < inner.endOffset - inner.startOffset ? one : inner), {
      startOffset: 0,
      endOffset: Number.POSITIVE_INFINITY,
      count: 0,
    }).count;

it('the simulation comes to every write of the functions, or it is said here why it need not', async () => {
  const ran = watched();
  const missed = new Map<string, string[]>();
  let seen = 0;
  for (const file of await sources('functions')) {
    if (/\.(store|memory)\.ts$/.test(file)) continue;
    const text = readFileSync(file, 'utf8');
    for (const { 0: call, index } of text.matchAll(WRITE)) {
      seen++;
      if (count(ran.get(`file://${process.cwd()}/${file}`), index) > 0) continue;
      const name = file.slice('functions/'.length);
      missed.set(name, [...(missed.get(name) ?? []), `line ${text.slice(0, index).split('\n').length}: ${call}`]);
    }
  }
  expect(seen).toBeGreaterThan(80);
  for (const [file, calls] of missed)
    expect(calls.length, `${file} has writes without a crash point: ${calls.join(', ')}`).toBeLessThanOrEqual(
      ELSEWHERE[file]?.calls ?? 0,
    );
}, 600_000);
