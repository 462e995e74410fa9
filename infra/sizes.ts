import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SizeLimitConfig } from 'size-limit';
import { FUNCTIONS } from '../functions/platform/names.ts';
import { DIST } from './build.ts';
import { BUNDLE_FILE, bundleFunctions } from './bundle.ts';
import { BUNDLE_PLUGINS, withoutData } from './bundle-plugins.ts';
import { FUNCTION_IDS, type FunctionId } from './constructs/names.ts';
import { buildSite } from './site.ts';

/** kB of a function's file, all of which a start reads and compiles: about a tenth above what it was when this was written. */
const WHOLE: Record<FunctionId, number> = {
  kiosk: 820,
  desk: 530,
  public: 770,
  photo: 360,
  mail: 890,
  feedback: 255,
  erase: 420,
  sweep: 430,
  canary: 240,
};

/** kB without texts and catalogue, which grow with languages and exhibits and not with code. */
const CODE: Partial<Record<FunctionId, number>> = { kiosk: 520, desk: 365, public: 490, mail: 580 };

/** kB of script, compressed, that a page loads before it shows something; keyboard, pad and QR come with their step. */
const FIRST_LOAD = { booth: 60, zone: 40, wall: 25, desk: 40, enrol: 20 } as const;

/** A file of the site as Vite's manifest names it. */
interface Chunk {
  file: string;
  imports?: string[];
}

const firstLoad = (site: string, page: string): string[] => {
  const chunks = JSON.parse(readFileSync(join(site, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const walk = (name: string) => {
    const { file, imports = [] } = chunks[name] as Chunk;
    if (files.has(file)) return;
    files.add(file);
    for (const inner of imports) walk(inner);
  };
  walk(`${page}/index.html`);
  return [...files].map(file => join(site, file));
};

const budgets = async (): Promise<SizeLimitConfig> => {
  const out = join(DIST, 'sizes');
  const codeIds = Object.keys(CODE) as FunctionId[];
  await bundleFunctions(join(out, 'whole'), FUNCTION_IDS);
  await bundleFunctions(join(out, 'code'), codeIds, [withoutData, ...BUNDLE_PLUGINS]);
  const { dir: site } = await buildSite();
  const file = (kind: 'whole' | 'code', id: FunctionId) => join(out, kind, FUNCTIONS[id], BUNDLE_FILE);
  return [
    ...FUNCTION_IDS.map(id => ({
      name: FUNCTIONS[id],
      path: file('whole', id),
      limit: `${WHOLE[id]} kB`,
      brotli: false,
    })),
    ...codeIds.map(id => ({
      name: `${FUNCTIONS[id]} without texts and catalogue`,
      path: file('code', id),
      limit: `${CODE[id]} kB`,
      brotli: false,
    })),
    ...Object.entries(FIRST_LOAD).map(([page, most]) => ({
      name: `/${page}, script of the first load, gzip`,
      path: firstLoad(site, page),
      limit: `${most} kB`,
      gzip: true,
    })),
  ];
};

/** What size-limit weighs in `npm run check`, built from the sources as they are. */
export default await budgets();
