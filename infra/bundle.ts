import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { FUNCTIONS } from '../functions/platform/names.ts';
import type { Bundle } from './app.ts';
import { BUNDLE_PLUGINS } from './bundle-plugins.ts';
import { FUNCTION_IDS, type FunctionId } from './constructs/names.ts';

/** The project's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where each function begins. */
export const ENTRIES: Record<FunctionId, string> = {
  kiosk: 'functions/doors/kiosk-door.lambda.ts',
  desk: 'functions/doors/desk-door.lambda.ts',
  public: 'functions/doors/public-door.lambda.ts',
  photo: 'functions/photos/process-photo.lambda.ts',
  mail: 'functions/deliveries/deliver-mail.lambda.ts',
  feedback: 'functions/deliveries/take-feedback.lambda.ts',
  erase: 'functions/retention/erase-visit.lambda.ts',
  sweep: 'functions/retention/sweep.lambda.ts',
  canary: 'functions/retention/canary.lambda.ts',
};

/** Name of the one file of a bundle: `.cjs`, so that no package.json decides what it is, here or on Lambda. */
export const BUNDLE_FILE = 'index.cjs';

/** The one function that works on pictures; sharp is a binary of the platform and stays outside of the bundle. */
const WITH_SHARP: FunctionId = 'photo';

/**
 * Bundles functions into `<out>/<function's name>/index.cjs`, with `meta.json` beside the folders saying what each is made of.
 * The same sources give the same bytes. Throws when a bundle but process-photo's reaches sharp.
 */
export const bundleFunctions = async <Id extends FunctionId>(
  out: string,
  ids: readonly Id[],
  plugins: readonly Plugin[] = BUNDLE_PLUGINS,
): Promise<Record<Id, Bundle>> => {
  const { build } = await import('esbuild');
  const place = (id: FunctionId) => join(out, FUNCTIONS[id]);
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(ids.map(id => [`${FUNCTIONS[id]}/index`, ENTRIES[id]])),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    // Korean, Arabic and others as they are: an escape is two to three times as long
    charset: 'utf8',
    legalComments: 'none',
    external: ['sharp'],
    alias: {
      '@aws-sdk/credential-provider-node': join(ROOT, 'infra/lambda-credentials.ts'),
      '@aws-sdk/client-s3': join(ROOT, 'node_modules/@aws-sdk/client-s3'),
    },
    plugins: [...plugins],
    metafile: true,
    logLevel: 'error',
  });
  for (const output of Object.values(metafile.outputs)) {
    const usesSharp = output.imports.some(({ path }) => path === 'sharp');
    if (usesSharp && output.entryPoint !== ENTRIES[WITH_SHARP])
      throw new Error(`${output.entryPoint} reaches sharp; only ${ENTRIES[WITH_SHARP]} may.`);
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'meta.json'), JSON.stringify(metafile));
  const bundles = ids.map(id => [id, { dir: place(id), hash: fileHash(join(place(id), BUNDLE_FILE)) }]);
  return Object.fromEntries(bundles) as Record<Id, Bundle>;
};

/** SHA-256 of a file, lower-case hex. */
export const fileHash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Binaries of a platform below a folder, as paths in it, sorted: `sharp` brings two, nothing else may. */
const binaries = (dir: string): string[] => globSync('**/*.{node,so,dylib,dll}{,.*}', { cwd: dir }).sort();

/** Throws unless sharp for Lambda's platform lies in process-photo, and no other binary of any platform in any bundle. */
export const checkBinaries = (bundles: Record<FunctionId, Bundle>): void => {
  for (const id of FUNCTION_IDS) {
    const found = binaries(bundles[id].dir);
    const foreign = found.filter(file => id !== WITH_SHARP || !file.includes('linux-arm64'));
    if (foreign.length > 0) throw new Error(`${FUNCTIONS[id]} holds ${foreign.join(', ')}, which Lambda cannot use.`);
    if (id === WITH_SHARP && !found.some(file => file.endsWith('.node')))
      throw new Error(`${FUNCTIONS[id]} lacks sharp for linux-arm64.`);
  }
};

/** Bundles every function. */
export const bundleAll = (out: string): Promise<Record<FunctionId, Bundle>> => bundleFunctions(out, FUNCTION_IDS);
