import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, type Rolldown, transformWithOxc } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** Files that a piece of the build names: in its imports, in its list of what to load along, in `url()`. */
const named = (piece: Bundle[string]): string[] => {
  const text = piece.type === 'chunk' ? piece.code : piece.fileName.endsWith('.css') ? String(piece.source) : '';
  const written = [...text.matchAll(/assets\/[\w.-]+\.\w+/g)].map(([name]) => name);
  return piece.type === 'chunk'
    ? [...piece.imports, ...piece.dynamicImports, ...(piece.viteMetadata?.importedCss ?? []), ...written]
    : written;
};

/** Everything a page may come to need, found from its entry: scripts (loaded now or later), styles, fonts and pictures. */
const reach = (bundle: Bundle, page: string): string[] => {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const piece = bundle[name];
    if (!piece || found.has(name)) return;
    found.add(name);
    for (const next of named(piece)) visit(next);
  };
  for (const piece of Object.values(bundle))
    if (piece.type === 'chunk' && piece.isEntry && piece.name === page) visit(piece.fileName);
  return [...found].sort();
};

/**
 * Writes `worker.js`: the service worker with, for each page, what it consists of. Fonts are listed apart, since they are fetched after the
 * page works. A change of any file changes the worker, which is how a kiosk learns of a new version.
 */
export const hallWorker = (source: string): Plugin => ({
  name: 'hall-worker',
  apply: 'build',
  enforce: 'post',
  // Not earlier: Vite takes chunks away that only carried styles.
  async writeBundle(options, bundle) {
    const pages: Record<string, { shell: string[]; later: string[] }> = {};
    for (const piece of Object.values(bundle)) {
      if (piece.type !== 'chunk' || !piece.isEntry) continue;
      const files = reach(bundle, piece.name).map(name => `/${name}`);
      const later = (name: string) => name.endsWith('.woff2');
      pages[piece.name] = { shell: files.filter(name => !later(name)), later: files.filter(later) };
    }
    const version = createHash('sha256').update(JSON.stringify(pages)).digest('hex').slice(0, 12);
    // Types go first, and with them the declarations of the two names that are filled in here.
    const plain = await transformWithOxc(readFileSync(source, 'utf8'), source, { target: 'es2022' });
    const code = plain.code
      .replace(/^export \{\};\s*$/m, '')
      .replaceAll('__PAGES__', () => JSON.stringify(pages))
      .replaceAll('__VERSION__', () => JSON.stringify(version));
    writeFileSync(join(options.dir ?? '.', 'worker.js'), code);
  },
});
