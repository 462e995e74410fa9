import { readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { checkCatalogueTexts } from '../../functions/catalogue/check.ts';

/** An editor writes a file in several steps; we look when it has been quiet for so long. */
const QUIET_MS = 250;

const textsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter(file => file.endsWith('.json'))
      .map(file => [file, readFileSync(join(folder, file), 'utf8')]),
  );

/**
 * Watches the catalogue's files. After an edit that holds together `onEdit` is called; one that does not is told to `onFault`, a line a
 * problem, and nothing else happens: what runs goes on with the catalogue of before. Answers how to stop watching.
 */
export const watchCatalogue = (
  folder: string,
  onEdit: () => Promise<void>,
  onFault: (lines: string[]) => void,
): (() => void) => {
  let seen = JSON.stringify(textsOf(folder));
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const look = async () => {
    const texts = textsOf(folder);
    const now = JSON.stringify(texts);
    if (now === seen) return;
    seen = now;
    const faults = checkCatalogueTexts(texts).problems.filter(({ severity }) => severity === 'error');
    if (faults.length > 0) onFault(faults.map(({ file, place, reason }) => `${file} ${place}: ${reason}`));
    else await onEdit();
  };
  const watcher = watch(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(look, look);
    }, QUIET_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
};
