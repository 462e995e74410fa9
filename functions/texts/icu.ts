import { HallError } from '../platform/errors.ts';
import { LANGUAGE_TAGS, type Language } from './languages.ts';
import { attach } from './particles.ts';

/** Values for the holes of a text. */
export type Values = Readonly<Record<string, string | number>>;

/** One piece of a parsed message. `#` is the number of the plural around it. */
export type Part =
  | { is: 'words'; words: string }
  | { is: 'hole'; name: string; number: boolean }
  | { is: 'count' }
  | { is: 'choice'; name: string; plural: boolean; options: Record<string, Part[]> };

/**
 * The part of ICU MessageFormat that our texts use, in under 2 KB instead of 10: `{name}`, `{n, number}`, `{n, plural, =0 {..} one {# ..} other {..}}`
 * and `{x, select, a {..} other {..}}`. Apostrophes are letters (a test forbids them before braces, where ICU would quote).
 * `tests/texts/texts.test.ts` compares every text in every language with intl-messageformat.
 */
export const parseMessage = (message: string): Part[] => {
  let at = 0;
  const fail = (wrong: string): never => {
    throw new HallError('internal', `text cannot be read: ${wrong} at ${at} of ${JSON.stringify(message)}`);
  };
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(message);
    if (!found) return fail(`expected ${pattern.source}`);
    at = pattern.lastIndex;
    return found[1] ?? '';
  };
  const options = (): Record<string, Part[]> => {
    const found: Record<string, Part[]> = {};
    while (message[at] !== '}') {
      const name = take(/\s*(=\d+|[a-z-]+)\s*\{/uy);
      found[name] = parts(true);
      take(/\}\s*/uy);
    }
    if (!found['other']) fail('no `other`');
    return found;
  };
  const hole = (): Part => {
    const name = take(/\{\s*(\w+)\s*/uy);
    if (message[at] === '}') {
      at += 1;
      return { is: 'hole', name, number: false };
    }
    const kind = take(/,\s*(number|plural|select)\s*/uy);
    if (kind === 'number') {
      take(/\}/uy);
      return { is: 'hole', name, number: true };
    }
    take(/,\s*/uy);
    const choice: Part = { is: 'choice', name, plural: kind === 'plural', options: options() };
    take(/\}/uy);
    return choice;
  };
  const parts = (inside: boolean): Part[] => {
    const found: Part[] = [];
    while (at < message.length && message[at] !== '}') {
      if (message[at] === '{') found.push(hole());
      else if (inside && message[at] === '#') {
        at += 1;
        found.push({ is: 'count' });
      } else found.push({ is: 'words', words: take(inside ? /([^{}#]+)/uy : /([^{}]+)/uy) });
    }
    return found;
  };
  const all = parts(false);
  return at < message.length ? fail('a } too many') : all;
};

/** Names of the arguments of a message, each once, in alphabetical order. */
export const argumentsOf = (parts: readonly Part[]): string[] => {
  const names = parts.flatMap(part =>
    part.is === 'hole'
      ? [part.name]
      : part.is === 'choice'
        ? [part.name, ...Object.values(part.options).flatMap(argumentsOf)]
        : [],
  );
  return [...new Set(names)].sort();
};

/** A number in the language's own grouping, always with Latin digits. */
export const formatNumber = (language: Language, value: number): string => numbers(language).format(value);

const once = <T>(make: (language: Language) => T) => {
  const made = new Map<Language, T>();
  return (language: Language): T => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const fresh = make(language);
    made.set(language, fresh);
    return fresh;
  };
};
const numbers = once(language => new Intl.NumberFormat(`${LANGUAGE_TAGS[language]}-u-nu-latn`));
const plurals = once(language => new Intl.PluralRules(LANGUAGE_TAGS[language]));

const render = (parts: readonly Part[], language: Language, values: Values, count?: number): string => {
  let out = '';
  let filled: string | undefined;
  const given = (name: string): string | number => {
    const value = values[name];
    if (value === undefined) throw new HallError('internal', `no value for {${name}}`);
    return value;
  };
  for (const part of parts) {
    if (part.is === 'words') {
      out += language === 'ko' && filled !== undefined ? attach(filled, part.words) : part.words;
      filled = undefined;
      continue;
    }
    if (part.is === 'count') filled = formatNumber(language, count ?? 0);
    else if (part.is === 'hole') {
      const value = given(part.name);
      filled = part.number ? formatNumber(language, Number(value)) : String(value);
    } else {
      const value = given(part.name);
      const chosen = part.plural
        ? (part.options[`=${value}`] ?? part.options[plurals(language).select(Number(value))])
        : part.options[String(value)];
      filled = render(chosen ?? part.options['other'] ?? [], language, values, part.plural ? Number(value) : count);
    }
    out += filled;
  }
  return out;
};

const parsed = new Map<string, Part[]>();

/**
 * A message with its holes filled. In Korean a particle pair right after a hole, as in `{name}을(를)`, becomes the one that fits the value.
 * Throws HallError `internal` when a value is missing or the message cannot be read.
 */
export const format = (message: string, language: Language, values: Values = {}): string => {
  if (!message.includes('{')) return message;
  let parts = parsed.get(message);
  if (!parts) {
    parts = parseMessage(message);
    parsed.set(message, parts);
  }
  return render(parts, language, values);
};

/** `format` for a text with a name: an error says which text it was. */
export const formatText = (key: string, message: string, language: Language, values?: Values): string => {
  try {
    return format(message, language, values);
  } catch (error) {
    throw new HallError('internal', `${key} in ${language}: ${error instanceof Error ? error.message : error}`);
  }
};
