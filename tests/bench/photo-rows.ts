import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { cameraPicture } from '../../infra/local/pictures.ts';
import type { PhotoTimes } from './photo.ts';
import { qualityOf } from './photo-quality.ts';
import { limit, median, type Row, row } from './rows.ts';

/**
 * What each size may take of the floor's time on one core, and what a release may not miss where that is out of reach. Both are without loss:
 * libjpeg's own halving would save 30 ms at 12 MP, but costs the print 0.0075 of likeness (the limit is 0.003); at 24 MP it costs nothing and is used.
 */
const FLOOR = {
  8: { target: 1.6, gate: 2.2 },
  12: { target: 1.45, gate: 2 },
  24: { target: 1.05, gate: 1.4 },
} as const;
const ROUNDS = 9;

/** The photos with which the targets were set had 3.1, 4.4 and 6.0 MB; so have these, to a few per cent. 24 MP are 3:2, as cameras of that size have them. */
const PHOTOS = {
  8: { megapixels: 8, quality: 94 },
  12: { megapixels: 12, quality: 93 },
  24: { width: 6000, height: 4000, quality: 88 },
} as const;

/** What process-photo is started with on Lambda (`infra/stacks`). */
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '1073741824', MALLOC_TRIM_THRESHOLD_: '4294967296' };

/** Whether a program can be kept on one core, by util-linux' taskset. */
const CAN_PIN = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** What some code logs as JSON in a Node process of its own. `pinned`: on one core, which sharp then takes for all there are. */
const apart = <T>(code: string, args: readonly (string | number)[], { pinned = false } = {}): T => {
  const node = [process.execPath, '--input-type=module', '-e', code, '--', ...args.map(String)];
  const [command = '', ...rest] = pinned && CAN_PIN ? ['taskset', '-c', '0', ...node] : node;
  const { stdout, stderr, status } = spawnSync(command, rest, { env: { ...process.env, ...MALLOC }, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

// Whole, so that knip sees what a process of its own imports.
const MEASURE = new URL('./photo.ts', import.meta.url).href;
const MAKE = new URL('../../functions/photos/renditions.ts', import.meta.url).href;

const TIMES = `
const { timesOf } = await import(process.argv[1]);
console.log(JSON.stringify(await timesOf(process.argv[2], Number(process.argv[3]))));
`;

/** Photos at work at once in a process of their own. */
interface Work {
  /** megabytes at most */
  rss: number;
  perSecond: number;
  /** milliseconds of processor a photo */
  cpu: number;
}

const WORK = `
const { existsSync, readFileSync } = await import('node:fs');
const { makeRenditions } = await import(process.argv[1]);
const bytes = readFileSync(process.argv[2]);
const lanes = Number(process.argv[3]), photos = Number(process.argv[4]);
await makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
const began = performance.now(), used = process.cpuUsage();
let left = photos;
await Promise.all(Array.from({ length: lanes }, async () => {
  while (left-- > 0) await makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
}));
const took = performance.now() - began;
const { user, system } = process.cpuUsage(used);
// The peak that getrusage tells may be the parent's; the kernel's own line is of this program only.
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
const peak = Number(/VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
console.log(JSON.stringify({ rss: peak / 1024, perSecond: (photos * 1000) / took, cpu: (user + system) / 1000 / photos }));
`;

const work = (file: string, lanes: number, photos: number): Work => apart(WORK, [MAKE, file, lanes, photos]);

/** A picture against the floor and against the naive way, on one core where that can be had. */
const rowsOf = (name: string, megapixels: number, file: string): Row[] => {
  const found = apart<PhotoTimes>(TIMES, [MEASURE, file, ROUNDS], { pinned: true });
  const { ours, floor, naive, codec } = found;
  const size = megapixels < 10 ? 8 : megapixels < 18 ? 12 : 24;
  const { target, gate } = FLOOR[size];
  const core = CAN_PIN ? ', on one core' : ', not pinned to a core';
  return [
    row({
      name,
      ours,
      reference: floor,
      referenceName: `${found.floorName}${core}`,
      ...found.overFloor,
      target,
      unit: 'ms',
      beyond: {
        because:
          codec < ours
            ? `decoding once and encoding take ${codec.toFixed(0)} ms here; the floor neither shrinks nor turns the picture, and that takes the rest`
            : 'the floor neither shrinks nor turns the picture, which takes more than reading it at half its size saves',
        gate,
      },
    }),
    row({
      name: `${name}, the naive way`,
      ours: naive,
      reference: ours,
      referenceName: `ours${core}`,
      ...found.fasterThanNaive,
      target: 2.9,
      atLeast: true,
      unit: 'ms',
      ...(size === 8 && {
        beyond: {
          because: 'what is saved is reading the picture three times more, which weighs less the smaller it is',
          gate: 2.3,
        },
      }),
    }),
  ];
};

/** Real photos: every JPEG of a folder. */
const ofFolder = async (folder: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/\.jpe?g$/i.test(name)) continue;
    const file = join(folder, name);
    const { width = 0, height = 0 } = await sharp(readFileSync(file)).metadata();
    const megapixels = Math.round((width * height) / 1e6);
    rows.push(...rowsOf(`photo: ${name}, ${megapixels} MP`, megapixels, file));
  }
  if (rows.length === 0) throw new Error(`no JPEG in ${folder}`);
  return rows;
};

/** Photos a second with all cores at work, two or three at once, whichever is faster. */
const together = (file: string): Row => {
  const cores = Math.min(2, availableParallelism());
  const found = new Map<number, Work[]>([
    [2, []],
    [3, []],
  ]);
  for (let round = 0; round < 3; round += 1) for (const [lanes, works] of found) works.push(work(file, lanes, 12));
  const alone = work(file, 1, 12).cpu;
  const rates = [...found].map(([lanes, works]) => ({
    lanes,
    rate: median(works.map(({ perSecond }) => perSecond)),
    cpu: median(works.map(({ cpu }) => cpu)),
  }));
  const [{ lanes, rate, cpu } = { lanes: 0, rate: 0, cpu: 0 }] = rates.sort((a, b) => b.rate - a.rate);
  return row({
    name: `photo: 12 MP photos a second on ${cores} cores`,
    ours: rate,
    reference: 12,
    referenceName: `target, ${lanes} at once`,
    target: 1,
    atLeast: true,
    unit: '/s',
    beyond: {
      because: `a photo takes ${cpu.toFixed(0)} ms of processor with others beside it (${alone.toFixed(0)} by itself), so ${cores} cores make at most ${((cores * 1000) / cpu).toFixed(1)}`,
      gate: 0.8,
    },
  });
};

/** Renditions against the floor and the naive way; what one decode costs in likeness; memory and photos a second of a process of their own. */
export const benchPhotos = async ({ photos }: { photos?: string | undefined } = {}): Promise<Row[]> => {
  if (photos !== undefined) return ofFolder(photos);
  const dir = mkdtempSync(join(tmpdir(), 'photo-'));
  const file = (megapixels: string | number) => join(dir, `${megapixels}.jpg`);
  try {
    const rows: Row[] = [];
    for (const [megapixels, wish] of Object.entries(PHOTOS)) {
      writeFileSync(file(megapixels), await cameraPicture({ ...wish, orientation: 6 }));
      rows.push(...rowsOf(`photo: ${megapixels} MP`, Number(megapixels), file(megapixels)));
    }
    const likeness = await qualityOf(await cameraPicture({ width: 4200, height: 2800 }));
    const lost = Math.max(0, ...likeness.map(({ direct, ours }) => direct - ours));
    rows.push(
      limit('photo: likeness that one decode for all costs', lost, 0.003, 'SSIM'),
      limit('photo: peak memory at 24 MP', work(file(24), 1, 3).rss, 170, 'MB'),
      together(file(12)),
    );
    return rows;
  } finally {
    rmSync(dir, { recursive: true });
  }
};
