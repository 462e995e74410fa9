import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { BUNDLE_FILE, bundleFunctions, ENTRIES, ROOT } from '../../infra/bundle.ts';
import { limit, median, type Row, row, timed } from './rows.ts';

/** KB of a bundle's own code: without texts and catalogue, which are data. */
const MOST = { kiosk: 520, mail: 580, photo: 360 } as const;
type Id = keyof typeof MOST;
const IDS = Object.keys(MOST) as Id[];

/** Enough of an environment that a function can be loaded. */
const LOADABLE = {
  ...Object.fromEntries(
    [
      'TABLE',
      'INCOMING',
      'PHOTOS',
      'PHOTO_QUEUE',
      'MAIL_QUEUE',
      'ERASE_QUEUE',
      'ORIGIN',
      'EDGE_SECRET',
      'ADDRESS_KEY',
      'MAIL_FROM',
      'REPLY_TO',
      'CONFIGURATION_SET',
      'ERASURES',
    ].map(name => [`HALL_${name}`, 'https://hall.example.org/x']),
  ),
  HALL_SETTINGS: JSON.stringify({
    controller: { name: { ko: 'x', en: 'x' }, contact: 'x@example.org', address: { ko: 'x', en: 'x' } },
  }),
  AWS_REGION: 'ap-northeast-2',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
};

const data = (input: string) => /functions\/((texts|catalogue)\/.*\.json|catalogue\/assembled\.ts)$/.test(input);

/** KB of the bundle that begins at `entry`, without texts and catalogue. */
const codeOf = ({ outputs }: Metafile, entry: string): number => {
  const output = Object.values(outputs).find(({ entryPoint }) => entryPoint === entry);
  const inside = Object.entries(output?.inputs ?? {}).filter(([path]) => data(path));
  return ((output?.bytes ?? 0) - inside.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)) / 1000;
};

const load = (file: string) =>
  timed(() => {
    const { status, stderr } = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(file)})`], {
      cwd: ROOT,
      env: { ...LOADABLE, NODE_PATH: join(ROOT, 'node_modules') },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${file} cannot be loaded: ${stderr}`);
  });

/** Each bundle's size and load time over bare Node, against the default esbuild bundle of the same handler. */
export const benchCold = async (rounds = 7): Promise<Row[]> => {
  const out = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    const ours = await bundleFunctions(join(out, 'ours'), IDS);
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: Object.fromEntries(IDS.map(id => [id, ENTRIES[id]])),
      outdir: join(out, 'default'),
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      minify: true,
      external: ['sharp'],
      metafile: true,
      logLevel: 'error',
    });
    const theirs = (id: Id) => join(out, 'default', `${id}.cjs`);
    const mine = (id: Id) => join(ours[id].dir, BUNDLE_FILE);
    const [bare, sharp] = ['', "require('sharp');"].map((code, at) => {
      const file = join(out, `floor-${at}.cjs`);
      writeFileSync(file, code);
      return file;
    }) as [string, string];
    // sharp lies outside of both bundles, and both load it
    const floor = (id: Id) => (id === 'photo' ? sharp : bare);
    const rows: Row[] = [];
    for (const id of IDS) {
      const mineCode = codeOf(
        JSON.parse(readFileSync(join(out, 'ours', 'meta.json'), 'utf8')) as Metafile,
        ENTRIES[id],
      );
      const theirCode = codeOf(metafile, ENTRIES[id]);
      const times: [number, number, number][] = [];
      for (let round = 0; round < rounds; round += 1)
        times.push([await load(mine(id)), await load(theirs(id)), await load(floor(id))]);
      const over = (at: 0 | 1) => median(times.map(time => Math.max(time[at] - time[2], 1)));
      rows.push(
        limit(`cold: ${id}, code without texts and catalogue`, mineCode, MOST[id], 'KB'),
        row({
          name: `cold: ${id}, size`,
          ours: mineCode,
          reference: theirCode,
          referenceName: 'default bundle',
          target: 0.65,
          unit: 'KB',
        }),
        row({
          name: `cold: ${id}, load over bare Node${id === 'photo' ? ' with sharp' : ''}`,
          ours: over(0),
          reference: over(1),
          referenceName: 'default bundle',
          target: 0.65,
          unit: 'ms',
        }),
      );
    }
    return rows;
  } finally {
    rmSync(out, { recursive: true });
  }
};
