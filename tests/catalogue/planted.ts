import type { CatalogueFiles } from '../../functions/catalogue/check.ts';
import { dataFiles } from '../../functions/catalogue/data-files.ts';

type Entry = Record<string, unknown>;

/** The files of the hall, copied and changed by `plant`. */
export const planted = (plant: (files: Record<string, Entry>) => unknown): CatalogueFiles => {
  const files = structuredClone(dataFiles) as Record<string, Entry>;
  plant(files);
  return files;
};

/** A list inside a file; without its name the first one. */
export const listIn = (files: Record<string, Entry>, file: string, name?: string): Entry[] =>
  (name === undefined ? Object.values(files[file] ?? {}).find(Array.isArray) : files[file]?.[name]) as Entry[];

/** The files with the first entry of a file changed; `undefined` takes a key away. */
export const withFirst = (file: string, change: Entry): CatalogueFiles =>
  planted(files => {
    const entry = listIn(files, file)[0]!;
    Object.assign(entry, change);
    for (const key of Object.keys(change)) if (change[key] === undefined) delete entry[key];
  });
