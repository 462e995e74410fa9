import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every TypeScript source below the folders, as paths from the project's root. */
export const sources = async (...folders: string[]): Promise<string[]> => {
  const listed = await Promise.all(folders.map(folder => readdir(folder, { recursive: true, withFileTypes: true })));
  return listed
    .flat()
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !path.includes('node_modules') && !path.includes('/breach-'))
    .sort();
};
