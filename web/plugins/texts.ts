import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { isOwed, LANGUAGES, type Language } from '../../functions/texts/languages.ts';

/** What each page says besides its own prefix. */
const COMMON = ['kiosk.', 'hall.', 'error.'];
const MORE: Record<string, readonly string[]> = {
  booth: ['consent.', 'photo.', 'address.'],
  zone: ['consent.contact.', 'welcome.'],
  desk: ['address.', 'state.'],
};

const MODULE = /^virtual:hall-texts\/(\w+)(?:\/(\w+))?$/;

/**
 * `virtual:hall-texts/<page>`: `{ko: () => import(...), ...}` with the texts of that page only, one chunk a language; only languages that
 * are written, and the staff's only on the staff's pages. Fails the build when a language lacks a text that English has.
 */
export const hallTexts = (folder: string): Plugin => {
  const file = (language: Language) => join(folder, `${language}.json`);
  const read = (language: Language) => JSON.parse(readFileSync(file(language), 'utf8')) as Record<string, string>;
  const written = (page: string) =>
    LANGUAGES.filter(language => existsSync(file(language)) && isOwed(language, `${page}.`));
  const textsOf = (page: string, language: Language): Record<string, string> => {
    const prefixes = [`${page}.`, ...COMMON, ...(MORE[page] ?? [])];
    const wanted = Object.keys(read('en')).filter(key => prefixes.some(prefix => key.startsWith(prefix)));
    const texts = read(language);
    const missing = wanted.filter(key => texts[key] === undefined);
    if (missing.length > 0) throw new Error(`Texts missing in ${language}: ${missing.join(', ')}`);
    return Object.fromEntries(wanted.map(key => [key, texts[key] ?? '']));
  };
  return {
    name: 'hall-texts',
    resolveId: id => (MODULE.test(id) ? `\0${id}` : undefined),
    load(id) {
      const [, page = '', language] = MODULE.exec(id.replace('\0', '')) ?? [];
      if (page === '') return undefined;
      for (const known of written(page)) this.addWatchFile(file(known));
      if (language !== undefined) return `export default ${JSON.stringify(textsOf(page, language as Language))}`;
      return `export default {${written(page)
        .map(known => `${known}: () => import('virtual:hall-texts/${page}/${known}').then(m => m.default)`)
        .join(',')}}`;
    },
  };
};
