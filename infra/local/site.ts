import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, sourceHash } from '../build.ts';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));

/** What the pages are made of. */
const SOURCES = ['web/**/*', 'functions/**/*', 'package-lock.json'];

/** Folder of the built pages; built when their sources changed. */
export const builtSite = async (): Promise<string> => {
  const { dir } = await cached('pages', sourceHash(SOURCES), async draft => {
    if (!existsSync(join(WEB, 'build.ts'))) return;
    const { buildPages } = await import('../../web/build.ts');
    await buildPages(draft);
  });
  return dir;
};
