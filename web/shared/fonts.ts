import type { Language } from '../../functions/texts/languages.ts';

/** Loads the script's letters of a language; each is in many small files of which a browser fetches what a text needs. From our own host. */
const SCRIPTS = {
  latin: () => import('@fontsource-variable/noto-sans/wght.css'),
  kr: () => import('@fontsource-variable/noto-sans-kr/wght.css'),
  jp: () => import('@fontsource-variable/noto-sans-jp/wght.css'),
  sc: () => import('@fontsource-variable/noto-sans-sc/wght.css'),
  arabic: () => import('@fontsource-variable/noto-sans-arabic/wght.css'),
} as const;

const OWN: Partial<Record<Language, keyof typeof SCRIPTS>> = { zh: 'sc', ja: 'jp', ar: 'arabic' };

/** Begins to load the letters for a language; Latin and Hangul always, others when asked for. A font that does not come is not missed. */
export const loadFonts = (language: Language): void => {
  const own = OWN[language];
  for (const script of new Set<keyof typeof SCRIPTS>(['latin', 'kr', ...(own ? [own] : [])]))
    SCRIPTS[script]().catch((error: unknown) => console.warn('no font', script, String(error)));
};
