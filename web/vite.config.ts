import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import type { InlineConfig } from 'vite';
import { hallTexts } from './plugins/texts.ts';
import { hallTokens } from './plugins/tokens.ts';
import { hallWorker } from './plugins/worker.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** The pages of the hall; a page is a folder with `index.html` and `main.tsx`. */
const PAGES = ['booth', 'zone', 'wall', 'desk', 'enrol'] as const;

/**
 * One build for all pages, so that what they share is fetched once: `<page>/index.html`, `assets/<name>-<hash>`, `worker.js`.
 * Nothing is inlined, neither script nor style nor picture: the policy of the hall allows `'self'` only.
 */
export const pagesConfig = (outDir: string, pages: readonly string[] = PAGES): InlineConfig => ({
  root: here,
  base: '/',
  configFile: false,
  publicDir: join(here, 'public'),
  logLevel: 'warn',
  plugins: [
    preact(),
    hallTexts(join(here, '../functions/texts')),
    hallTokens(),
    hallWorker(join(here, 'worker/sw.ts')),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    reportCompressedSize: false,
    manifest: 'manifest.json',
    rolldownOptions: {
      // on a busy machine it would tell whoever starts the hall which plugin took how long
      checks: { pluginTimings: false },
      input: Object.fromEntries(
        pages
          .filter(page => existsSync(join(here, page, 'main.tsx')))
          .map(page => [page, join(here, page, 'index.html')]),
      ),
    },
  },
});
