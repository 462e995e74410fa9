/** Languages the hall speaks, in the order they are offered. */
export const LANGUAGES = ['ko', 'en', 'zh', 'ja', 'es', 'fr', 'ar', 'ru', 'vi', 'id'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Languages whose texts are written; kiosks offer these. All of them; one that is announced before it is written would be left out here. */
export const WRITTEN = LANGUAGES satisfies readonly Language[];
export type WrittenLanguage = (typeof WRITTEN)[number];

/** Beginnings of the texts that only staff read: the desk, states of things, the setting up of a screen. They exist in STAFF_LANGUAGES only. */
export const STAFF_PREFIXES = ['desk.', 'state.', 'enrol.'] as const;

/** Languages of the staff's pages. Nothing falls back: such a page offers no other language. */
export const STAFF_LANGUAGES = ['ko', 'en'] as const satisfies readonly WrittenLanguage[];

/** Must this text exist in this language? */
export const isOwed = (language: Language, key: string): boolean =>
  STAFF_LANGUAGES.some(staff => staff === language) || !STAFF_PREFIXES.some(prefix => key.startsWith(prefix));

/** The language in which the hall answers a visitor: theirs when it is written, else English. */
export const spoken = (language: Language): WrittenLanguage => WRITTEN.find(written => written === language) ?? 'en';

/** Each language in its own words. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  ko: '한국어',
  en: 'English',
  zh: '简体中文',
  ja: '日本語',
  es: 'Español',
  fr: 'Français',
  ar: 'العربية',
  ru: 'Русский',
  vi: 'Tiếng Việt',
  id: 'Bahasa Indonesia',
};

/** BCP 47 tag for `lang` and `Content-Language`. */
export const LANGUAGE_TAGS: Record<Language, string> = {
  ko: 'ko',
  en: 'en',
  zh: 'zh-Hans',
  ja: 'ja',
  es: 'es',
  fr: 'fr',
  ar: 'ar',
  ru: 'ru',
  vi: 'vi',
  id: 'id',
};

/** Reading direction. */
export const direction = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** Languages that the catalogue itself is written in. */
export const CATALOGUE_LANGUAGES = ['ko', 'en'] as const;
export type CatalogueLanguage = (typeof CATALOGUE_LANGUAGES)[number];

/** The catalogue's language for a reader: Korean for Korean, English for everybody else. */
export const catalogueLanguage = (language: Language): CatalogueLanguage => (language === 'ko' ? 'ko' : 'en');
