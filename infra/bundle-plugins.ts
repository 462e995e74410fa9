import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { sha256 } from '../functions/platform/ids.ts';

/**
 * The OpenAPI document is made here, once a build: what makes it stays out of the bundle. Packed, because every start of the door
 * would read its 60 KB, and nobody but an engineer ever asks for them.
 */
const openApiOnce: Plugin = {
  name: 'openapi',
  setup: build =>
    build.onLoad({ filter: /functions\/doors\/openapi\.ts$/ }, async () => {
      const { openApi } = await import('../functions/doors/openapi.ts');
      const packed = brotliCompressSync(JSON.stringify(openApi())).toString('base64');
      return {
        contents: `import { brotliDecompressSync } from 'node:zlib';
          export const openApi = () => JSON.parse(brotliDecompressSync(Buffer.from('${packed}', 'base64')));`,
        loader: 'js',
      };
    }),
};

/** The catalogue is checked here, once a build, from its files as they are now: no function checks it again at each start. */
const catalogueOnce: Plugin = {
  name: 'catalogue',
  setup: build =>
    build.onLoad({ filter: /functions\/catalogue\/assembled\.ts$/ }, async ({ path }) => {
      const { assemble } = await import('../functions/catalogue/assemble.ts');
      const { dataFiles } = await import('../functions/catalogue/data-files.ts');
      const read = (file: string) => JSON.parse(readFileSync(join(dirname(path), 'data', file), 'utf8')) as unknown;
      const files = Object.fromEntries(Object.keys(dataFiles).map(file => [file, read(file)]));
      const content = JSON.stringify(JSON.stringify(assemble(files, sha256)));
      return {
        contents: `export const assembled = JSON.parse(${content}, (_, value) => Object.freeze(value));`,
        loader: 'js',
      };
    }),
};

/** Texts that only pages say; no function carries them. A test looks that no function's source names one. */
export const PAGE_PREFIXES = ['booth.', 'zone.', 'wall.', 'desk.', 'state.', 'enrol.', 'kiosk.', 'leaflet.'] as const;

const functionsTexts: Plugin = {
  name: 'texts',
  setup: build =>
    build.onLoad({ filter: /functions\/texts\/[a-z]{2}\.json$/ }, ({ path }) => {
      const all = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
      const said = all.filter(([key]) => !PAGE_PREFIXES.some(prefix => key.startsWith(prefix)));
      return { contents: JSON.stringify(Object.fromEntries(said)), loader: 'json' };
    }),
};

/**
 * The SDK's schemas name their members by constants (`{ [_hH]: _xarp }`), and a bundler keeps every object with a computed key, used or
 * not. With the constants' own text in their place, it drops the shapes of operations that nobody calls: 50 KB of S3's alone.
 */
const shapesInUse: Plugin = {
  name: 'shapes',
  setup: build =>
    build.onLoad({ filter: /@aws-sdk\/client-\w+\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => {
      const schemas = readFileSync(path, 'utf8');
      const texts = new Map(
        [...schemas.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      const contents = schemas.replace(/\[(\w+)\]:/g, (key, name) => (texts.has(name) ? `${texts.get(name)}:` : key));
      return { contents, loader: 'js' };
    }),
};

/** Clients read their own version from their package.json, which has 2 KB of other things. */
const versionOnly: Plugin = {
  name: 'version',
  setup: build =>
    build.onLoad({ filter: /@aws-sdk\/client-\w+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    }),
};

/** Texts and catalogue come out empty, so that a bundle can be weighed as code. It goes before the others, which would fill them. */
export const withoutData: Plugin = {
  name: 'without-data',
  setup: build => {
    build.onLoad({ filter: /functions\/texts\/[a-z]{2}\.json$/ }, () => ({ contents: '{}', loader: 'json' }));
    build.onLoad({ filter: /functions\/catalogue\/assembled\.ts$/ }, () => ({
      contents: 'export const assembled = {};',
      loader: 'js',
    }));
  },
};

/** What makes bundles small: work that needs no function is done at build, and parts that nobody uses are left out. */
export const BUNDLE_PLUGINS: Plugin[] = [openApiOnce, catalogueOnce, functionsTexts, shapesInUse, versionOnly];
