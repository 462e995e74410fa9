import { HallError } from '../platform/errors.ts';
import ar from './ar.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import { formatText, type Values } from './icu.ts';
import id from './id.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };
import type { Language, WrittenLanguage } from './languages.ts';
import ru from './ru.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/** Name of a text. English is the list; every other language must have the same (`check-texts.ts`). */
export type Key = keyof typeof en;

/** The texts of one language. */
export type Messages = Readonly<Record<string, string>>;

/** Every written language's texts. */
export const MESSAGES: Record<WrittenLanguage, Messages> = { ko, en, zh, ja, es, fr, ar, ru, vi, id };

/**
 * What the hall says, with the holes of the text filled. For servers: it holds all languages; pages use `sayWith`.
 * Throws HallError `internal` for a language not written yet, an unknown key, or a missing value. Tests see each of these before a visitor does.
 */
export const say = (language: Language, key: Key, values?: Values): string => {
  const message = (MESSAGES as Partial<Record<Language, Messages>>)[language]?.[key];
  if (message === undefined) throw new HallError('internal', `no text ${key} in ${language}`);
  return formatText(key, message, language, values);
};
