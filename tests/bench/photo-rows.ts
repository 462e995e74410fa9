import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { benchPhoto } from './photo.ts';
import { limit, type Row, row } from './rows.ts';

/** Most of the floor's time, by megapixels, on one core. */
const FLOOR = { 8: 1.6, 12: 1.45, 24: 1.05 } as const;

/** What process-photo is started with on Lambda (`infra/stacks`). */
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '1073741824', MALLOC_TRIM_THRESHOLD_: '4294967296' };

const CHILD = `
const { existsSync, readFileSync } = await import('node:fs');
const { makeRenditions } = await import(process.argv[1]);
const bytes = readFileSync(process.argv[2]);
const lanes = Number(process.argv[3]), each = Number(process.argv[4]);
await makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
const began = performance.now();
await Promise.all(Array.from({ length: lanes }, async () => {
  for (let n = 0; n < each; n += 1) await makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
}));
// The peak that getrusage tells may be the parent's; the kernel's own line is of this program only.
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
const peak = Number(/VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
console.log(JSON.stringify({ rss: peak / 1024, perSecond: (lanes * each * 1000) / (performance.now() - began) }));
`;

const child = (file: string, lanes: number, each: number): { rss: number; perSecond: number } => {
  const module = new URL('../../functions/photos/renditions.ts', import.meta.url).href;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', CHILD, '--', module, file, String(lanes), String(each)],
    { env: { ...process.env, ...MALLOC }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

/** Renditions against the floor and the naive way; memory and photos a second of a process of their own. */
export const benchPhotos = async (): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const [size, target] of Object.entries(FLOOR)) {
    const megapixels = Number(size);
    const { ours, floor, floorName, overFloor, naive, fasterThanNaive } = await benchPhoto({ megapixels });
    rows.push(
      row({
        name: `photo: ${megapixels} MP`,
        ours,
        reference: floor,
        referenceName: floorName,
        ratio: overFloor,
        target,
        unit: 'ms',
      }),
    );
    if (megapixels === 12)
      rows.push(
        row({
          name: 'photo: 12 MP, the naive way',
          ours: naive,
          reference: ours,
          referenceName: 'ours',
          ratio: fasterThanNaive,
          target: 2.9,
          atLeast: true,
          unit: 'ms',
        }),
      );
  }
  const dir = mkdtempSync(join(tmpdir(), 'photo-'));
  try {
    const large = join(dir, '24.jpg');
    const usual = join(dir, '12.jpg');
    writeFileSync(large, await cameraPicture({ width: 6000, height: 4000, orientation: 6 }));
    writeFileSync(usual, await cameraPicture({ megapixels: 12, orientation: 6 }));
    rows.push(limit('photo: peak memory at 24 MP', child(large, 1, 3).rss, 170, 'MB'));
    const cores = Math.min(2, availableParallelism());
    rows.push(
      row({
        name: `photo: 12 MP photos a second on ${cores} cores`,
        ours: child(usual, cores, 8).perSecond,
        reference: 12,
        referenceName: 'target',
        target: 1,
        atLeast: true,
        unit: '/s',
        beyond: {
          because: 'a figure of one machine, whose floor for 12 MP was 103 ms; see the floor above for this one',
          gate: 0.75,
        },
      }),
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
  return rows;
};
