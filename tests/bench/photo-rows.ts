import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { benchPhoto, type PhotoRow } from './photo.ts';
import { qualityOf } from './photo-quality.ts';
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

const overFloor = (name: string, target: number, { ours, floor, floorName, overFloor }: PhotoRow): Row =>
  row({ name, ours, reference: floor, referenceName: floorName, ratio: overFloor, target, unit: 'ms' });

const overNaive = ({ megapixels, naive, ours, fasterThanNaive }: PhotoRow): Row =>
  row({
    name: `photo: ${megapixels} MP, the naive way`,
    ours: naive,
    reference: ours,
    referenceName: 'ours',
    ratio: fasterThanNaive,
    target: 2.9,
    atLeast: true,
    unit: 'ms',
  });

/** The target of the size that a photo is nearest to. */
const targetOf = (megapixels: number): number => (megapixels < 10 ? FLOOR[8] : megapixels < 18 ? FLOOR[12] : FLOOR[24]);

/** Real photos against the floor: every JPEG of a folder. */
const ofFolder = async (folder: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/\.jpe?g$/i.test(name)) continue;
    const picture = readFileSync(join(folder, name));
    const { width = 0, height = 0 } = await sharp(picture).metadata();
    const megapixels = Math.round((width * height) / 1e6);
    const found = await benchPhoto({ megapixels, picture });
    rows.push(overFloor(`photo: ${name}, ${megapixels} MP`, targetOf(megapixels), found));
  }
  if (rows.length === 0) throw new Error(`no JPEG in ${folder}`);
  return rows;
};

/** Renditions against the floor and the naive way; what one decode costs in likeness; memory and photos a second of a process of their own. */
export const benchPhotos = async ({ photos }: { photos?: string | undefined } = {}): Promise<Row[]> => {
  if (photos !== undefined) return ofFolder(photos);
  const rows: Row[] = [];
  for (const [size, target] of Object.entries(FLOOR)) {
    const megapixels = Number(size);
    const found = await benchPhoto({ megapixels });
    rows.push(overFloor(`photo: ${megapixels} MP`, target, found));
    if (megapixels === 12) rows.push(overNaive(found));
  }
  const likeness = await qualityOf(await cameraPicture({ width: 4200, height: 2800 }));
  const lost = Math.max(0, ...likeness.map(({ direct, ours }) => direct - ours));
  rows.push(limit('photo: likeness that one decode for all costs', lost, 0.003, 'SSIM'));
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
