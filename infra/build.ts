import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import type { Bundle } from './app.ts';
import { bundleAll, ROOT } from './bundle.ts';
import type { FunctionId } from './constructs/names.ts';
import type { Settings } from './settings.ts';

/** A CloudFormation template, as far as anybody reads it here. */
export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DependsOn?: string | string[] }>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
  Parameters?: Record<string, { Type: string; Default?: string }>;
}

export interface Assembly {
  /** the folder of everything below; the same for the same sources and settings */
  dir: string;
  /** templates by stack, in the order in which they are deployed */
  templates: Record<string, Template>;
  /** each function's folder, with `index.cjs` in it, and the SHA-256 of that file */
  bundles: Record<FunctionId, Bundle>;
  /** false: it lay there already */
  built: boolean;
}

/** Where everything that is made from the sources lies. */
export const DIST = join(ROOT, 'dist');

/** What the templates and the functions are made of. */
const SOURCES = ['functions/**/*', 'infra/*.ts', 'infra/{stacks,constructs}/**/*', 'package-lock.json'];

/** One hash over the names and bytes of files, and over what else decides the result. */
export const sourceHash = (patterns: readonly string[], ...more: string[]): string => {
  const hash = createHash('sha256');
  const files = globSync([...patterns], { cwd: ROOT, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  for (const file of files.sort())
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  for (const part of more) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
};

/**
 * A folder `dist/<kind>/<hash>` that `make` fills, or that lies there from before. It appears whole or not at all, so two
 * processes that build at once do not see each other's half. Older ones go, but for the last few.
 */
export const cached = async (
  kind: string,
  hash: string,
  make: (dir: string) => Promise<void>,
): Promise<{ dir: string; built: boolean }> => {
  const home = join(DIST, kind);
  const dir = join(home, hash);
  if (existsSync(dir)) return { dir, built: false };
  mkdirSync(home, { recursive: true });
  const draft = mkdtempSync(join(home, '.draft-'));
  try {
    await make(draft);
    rename(draft, dir);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  forget(home, dir);
  return { dir, built: true };
};

const rename = (draft: string, dir: string): void => {
  try {
    renameSync(draft, dir);
  } catch (error) {
    // another process was quicker, with the same contents
    if (!existsSync(dir)) throw error;
  }
};

const KEPT = 8;
const forget = (home: string, but: string): void => {
  const age = (dir: string) => statSync(dir).mtimeMs;
  const old = readdirSync(home)
    .filter(name => !name.startsWith('.'))
    .map(name => join(home, name))
    .sort((a, b) => age(b) - age(a))
    .slice(KEPT);
  for (const dir of old) if (dir !== but) rmSync(dir, { recursive: true, force: true });
};

/**
 * Templates and bundles for a hall on this machine: the same sources as for a deploy, with the origin that visitors see here.
 * Built once for the same sources, settings and origin (some seconds), then read.
 */
export const localAssembly = async (options: { settings: Settings; origin: string }): Promise<Assembly> => {
  const { settings, origin } = options;
  const hash = sourceHash(SOURCES, JSON.stringify(settings), origin, process.version);
  const { dir, built } = await cached('assembly', hash, async draft => {
    const [bundles, { hallApp }] = await Promise.all([bundleAll(join(draft, 'bundles')), import('./app.ts')]);
    const assembly = hallApp(settings, { bundles, origin, outdir: join(draft, 'cdk') }).synth();
    const index = {
      stacks: assembly.stacks.map(({ id, templateFile }) => [id, join('cdk', templateFile)]),
      bundles: Object.entries(bundles).map(([id, bundle]) => [id, relative(draft, bundle.dir), bundle.hash]),
    };
    writeFileSync(join(draft, 'index.json'), JSON.stringify(index));
  });
  const index = JSON.parse(readFileSync(join(dir, 'index.json'), 'utf8')) as {
    stacks: [string, string][];
    bundles: [FunctionId, string, string][];
  };
  return {
    dir,
    built,
    templates: Object.fromEntries(
      index.stacks.map(([id, file]) => [id, JSON.parse(readFileSync(join(dir, file), 'utf8')) as Template]),
    ),
    bundles: Object.fromEntries(
      index.bundles.map(([id, folder, hash]) => [id, { dir: join(dir, folder), hash }]),
    ) as Record<FunctionId, Bundle>,
  };
};
