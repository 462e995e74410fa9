import { readdirSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { cached, sourceHash } from './build.ts';

/** What the pages are made of: their own sources, and the schemas, texts and pure parts they share with the functions. */
const SOURCES = ['web/**/*', 'functions/**/*', 'package-lock.json'];

export interface Site {
  dir: string;
  hash: string;
  /** false: it lay there already */
  built: boolean;
}

/** Builds the pages into `dist/site/<hash>`, once for the same sources. Throws what Vite throws. */
export const buildSite = async (): Promise<Site> => {
  const { dir, built } = await cached('site', sourceHash(SOURCES, process.version), async draft => {
    const { buildPages } = await import('../web/build.ts');
    await buildPages(draft);
  });
  return { dir, hash: basename(dir), built };
};

/** Types of the files a site is made of; a file of another type is not served. */
const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  woff2: 'font/woff2',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
};

/** A file of the site with what S3 keeps beside it; CloudFront adds the security headers (constructs/headers.ts). */
export interface SiteFile {
  /** key in the bucket, and path below the origin */
  key: string;
  type: string;
  cacheControl: string;
}

/** Names under `assets/` hold a hash of the contents and may stay for a year; all else is asked for each time. */
const cacheControl = (key: string): string =>
  key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/** Every file of a built site. Throws for a file whose type is not known. */
export const siteFiles = (dir: string): SiteFile[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'manifest.json')
    .map(entry => {
      const key = relative(dir, `${entry.parentPath}/${entry.name}`);
      const type = TYPES[key.slice(key.lastIndexOf('.') + 1)];
      if (type === undefined) throw new Error(`${key}: the site has no files of this type`);
      return { key, type, cacheControl: cacheControl(key) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
