import { catalogueLanguage, type Language } from '../texts/languages.ts';
import { ISOLATE } from './html.ts';
import type { Words } from './memory.schema.ts';

/** A text of the catalogue for a reader, with the language it is really in. */
export const wordsFor = (language: Language, text: { ko: string; en: string }): Words => {
  const its = catalogueLanguage(language);
  return { text: text[its], language: its };
};

/** Words as they stand inside a sentence: between isolates when they are of another language. */
export const inLine = (language: Language, words: Words): string =>
  words.language === language ? words.text : `${ISOLATE.english}${words.text}${ISOLATE.close}`;

const COMMAS: Partial<Record<Language, string>> = { zh: '、', ja: '、', ar: '، ' };

/** Several words inside a sentence, joined as the language joins a list without `and`. */
export const listInLine = (language: Language, list: readonly Words[]): string =>
  list.map(words => inLine(language, words)).join(COMMAS[language] ?? ', ');
