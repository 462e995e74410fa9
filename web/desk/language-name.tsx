import { LANGUAGE_NAMES, LANGUAGE_TAGS, type Language } from '../../functions/texts/languages.ts';

/** A language by its own name, in its own letters. */
export const LanguageName = ({ language }: { language: Language }) => (
  <span lang={LANGUAGE_TAGS[language]}>{LANGUAGE_NAMES[language]}</span>
);
