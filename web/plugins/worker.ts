import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { transformWithOxc, type Plugin, type Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** Everything a page may come to need, found from its entry: scripts (loaded now or later), styles, fonts and pictures. */
const reach = (bundle: Bundle, page: string): string[] => {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const piece = bundle[name];
    if (piece?.type === 'asset' && name.endsWith('.css')) {
      for (const [, asset] of String(piece.source).matchAll(/url\(["']?\/?(assets\/[^"')]+)/g)) if (asset) found.add(asset);
    }
    if (piece?.type !== 'chunk') return;
    for (const next of [...piece.imports, ...piece.dynamicImports]) visit(next);
    for (const asset of [...(piece.viteMetadata?.importedCss ?? []), ...(piece.viteMetadata?.importedAssets ?? [])]) visit(asset);
  };
  for (const piece of Object.values(bundle)) if (piece.type === 'chunk' && piece.isEntry && piece.name === page) visit(piece.fileName);
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
  async generateBundle(_options, bundle) {
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
    this.emitFile({ type: 'asset', fileName: 'worker.js', source: code });
  },
});
