import { build } from 'vite';
import { pagesConfig } from './vite.config.ts';

/** Builds every page (or those named) and the service worker into `outDir`, which is emptied first. Throws when a text or a type of file is missing. */
export const buildPages = async (outDir: string, pages?: readonly string[]): Promise<void> => {
  await build(pagesConfig(outDir, pages));
};
