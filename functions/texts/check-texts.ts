import { argumentsOf, format, type Part, parseMessage } from './icu.ts';
import { isOwed, LANGUAGES, type Language } from './languages.ts';
import { columnsOf, limitOf } from './limits.ts';
import type { Key, Messages } from './texts.ts';

/** Numbers that reach every plural form of our languages. */
const COUNTS = [0, 1, 2, 3, 5, 11, 21];

const numbersOf = (parts: readonly Part[]): string[] =>
  parts.flatMap(part =>
    part.is === 'choice'
      ? [...(part.plural ? [part.name] : []), ...Object.values(part.options).flatMap(numbersOf)]
      : part.is === 'hole' && part.number
        ? [part.name]
        : [],
  );

/** Width of a text with its longest plural forms and nothing in its other holes, for which their places leave room. */
const widest = (message: string, parts: readonly Part[], language: Language): number => {
  const names = argumentsOf(parts);
  const numbers = numbersOf(parts);
  const filled = (count: number) => Object.fromEntries(names.map(name => [name, numbers.includes(name) ? count : '']));
  const counts = numbers.length === 0 ? [0] : COUNTS;
  return Math.max(...counts.map(count => columnsOf(format(message, language, filled(count)))));
};

const faultOf = (key: Key, language: Language, message: string, english: string): string | undefined => {
  try {
    const parts = parseMessage(message);
    const [own, theirs] = [parts, parseMessage(english)].map(each => argumentsOf(each).join(', '));
    if (own !== theirs) return `takes ${own || 'nothing'}, and the English one ${theirs || 'nothing'}`;
    const most = limitOf(key) ?? Number.POSITIVE_INFINITY;
    // No need to count where even wide letters alone would fit.
    const columns = message.length * 2 <= most ? 0 : widest(message, parts, language);
    return columns > most ? `has ${columns} columns, and its place ${most}` : undefined;
  } catch (error) {
    return String(error);
  }
};

/**
 * What is wrong with the texts, each fault with the text and its language: one that is missing or that nobody knows, one that cannot be read,
 * that takes other arguments than the English one, or is too long for its place (`limits.ts`).
 */
export const textFaults = (messages: Record<Language, Messages>): string[] => {
  const english = messages.en;
  return LANGUAGES.flatMap(language => {
    const own = messages[language];
    const strangers = Object.keys(own).filter(key => english[key] === undefined || !isOwed(language, key));
    const faults = Object.entries(english).flatMap(([key, meant]) => {
      if (!isOwed(language, key)) return [];
      const message = own[key];
      const fault = message === undefined ? 'is missing' : faultOf(key as Key, language, message, meant);
      return fault === undefined ? [] : [`${key} in ${language} ${fault}`];
    });
    return [...faults, ...strangers.map(key => `${key} in ${language} is no text of ours`)];
  });
};
