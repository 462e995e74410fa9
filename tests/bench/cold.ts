import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { ENV } from '../../functions/platform/names.ts';
import { BUNDLE_FILE, bundleFunctions, ENTRIES, ROOT } from '../../infra/bundle.ts';
import { FUNCTION_IDS, type FunctionId } from '../../infra/constructs/names.ts';
import { limit, median, overRounds, type Row, row, timed } from './rows.ts';

/** KB that a bundle's own code may have: without texts and catalogue, which are data. The size of every bundle is guarded by `npm run check`. */
const MOST: Partial<Record<FunctionId, number>> = { kiosk: 520, mail: 580, photo: 360 };
/** What each bundle may be of the default one, in size and in load time. */
const SHARE = 0.65;

/** Enough of an environment that a function can be loaded. */
const LOADABLE = {
  ...Object.fromEntries(Object.values(ENV).map(name => [name, 'https://hall.example.org/x'])),
  [ENV.settings]: JSON.stringify({
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

/** The default bundle of the same handlers: what esbuild makes for Node when it is asked for no more than small files. */
const defaultBundles = async (out: string): Promise<Metafile> => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(FUNCTION_IDS.map(id => [id, ENTRIES[id]])),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    minify: true,
    external: ['sharp'],
    metafile: true,
    logLevel: 'error',
  });
  return metafile;
};

/** Each bundle's size and load time over bare Node, against the default esbuild bundle of the same handler. */
export const benchCold = async (rounds = 7): Promise<Row[]> => {
  const out = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    const ours = await bundleFunctions(join(out, 'ours'), FUNCTION_IDS);
    const ourParts = JSON.parse(readFileSync(join(out, 'ours', 'meta.json'), 'utf8')) as Metafile;
    const theirParts = await defaultBundles(join(out, 'default'));
    const theirs = (id: FunctionId) => join(out, 'default', `${id}.cjs`);
    const mine = (id: FunctionId) => join(ours[id].dir, BUNDLE_FILE);
    const [bare, sharp] = ['', "require('sharp');"].map((code, at) => {
      const file = join(out, `floor-${at}.cjs`);
      writeFileSync(file, code);
      return file;
    }) as [string, string];
    // sharp lies outside of both bundles, and both load it
    const floor = (id: FunctionId) => (id === 'photo' ? sharp : bare);
    const times = new Map<FunctionId, [number, number][]>(FUNCTION_IDS.map(id => [id, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const [id, found] of times) {
        const [one, other, nothing] = [await load(mine(id)), await load(theirs(id)), await load(floor(id))];
        found.push([Math.max(one - nothing, 1), Math.max(other - nothing, 1)]);
      }
    return [...times].flatMap(([id, found]) => {
      const mineCode = codeOf(ourParts, ENTRIES[id]);
      const most = MOST[id];
      return [
        ...(most === undefined ? [] : [limit(`cold: ${id}, code without texts and catalogue`, mineCode, most, 'KB')]),
        row({
          name: `cold: ${id}, size`,
          ours: mineCode,
          reference: codeOf(theirParts, ENTRIES[id]),
          referenceName: 'default bundle',
          target: SHARE,
          unit: 'KB',
        }),
        row({
          name: `cold: ${id}, load over bare Node${id === 'photo' ? ' with sharp' : ''}`,
          ours: median(found.map(([one]) => one)),
          reference: median(found.map(([, other]) => other)),
          referenceName: 'default bundle',
          ...overRounds(found.map(([one, other]) => one / other)),
          target: SHARE,
          unit: 'ms',
        }),
      ];
    });
  } finally {
    rmSync(out, { recursive: true });
  }
};
