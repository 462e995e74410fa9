import { HallError } from '../platform/errors.ts';
import { formatText, type Values } from './icu.ts';
import type { Language } from './languages.ts';
import type { Key, Messages } from './texts.ts';

/** Says a text of one language. */
export type Say = (key: Key, values?: Values) => string;

/**
 * `say` for a page that has loaded one language's texts. Throws HallError `internal` for an unknown key or a missing value.
 * Imports no texts itself, so that a page loads only the language it shows.
 */
export const sayWith =
  (language: Language, messages: Messages): Say =>
  (key, values) => {
    const message = messages[key];
    if (message === undefined) throw new HallError('internal', `no text ${key} in ${language}`);
    return formatText(key, message, language, values);
  };

/** The texts whose key begins with one of the prefixes, as `pick(messages, ['booth.', 'error.'])`. */
export const pick = (messages: Messages, prefixes: readonly string[]): Messages =>
  Object.fromEntries(Object.entries(messages).filter(([key]) => prefixes.some(prefix => key.startsWith(prefix))));
