/** Markup that may be printed as it is. Made only by `html`, `attribute`-safe holes and `join`. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** What a hole may hold. Text is escaped; nothing is printed for undefined and false. */
export type Hole = Html | string | number | false | undefined | readonly Hole[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text with the five characters of markup escaped. */
const MARKUP = /[&<>"']/;
const escaped = (text: string): string =>
  MARKUP.test(text) ? text.replace(/[&<>"']/g, found => ESCAPES[found] ?? '') : text;

const printed = (hole: Hole): string => {
  if (typeof hole === 'string') return escaped(hole);
  if (hole instanceof Html) return hole.markup;
  if (hole === undefined || hole === false) return '';
  if (typeof hole === 'number') return String(hole);
  let out = '';
  for (const one of hole) out += printed(one);
  return out;
};

// A template is tightened once, not each time it is printed.
const tightened = new WeakMap<TemplateStringsArray, string[]>();
const tight = (strings: TemplateStringsArray): string[] => {
  const known = tightened.get(strings);
  if (known) return known;
  const fresh = strings.map(text => text.replace(/\s*\n\s*/g, ''));
  tightened.set(strings, fresh);
  return fresh;
};

/** Tagged template: every hole is escaped, unless it is Html. Line breaks and the indentation of the template are dropped. */
export const html = (strings: TemplateStringsArray, ...holes: Hole[]): Html => {
  const texts = tight(strings);
  let out = texts[0] ?? '';
  for (let index = 0; index < holes.length; index += 1) out += printed(holes[index]) + texts[index + 1];
  return new Html(out);
};

/**
 * Isolates inside the lines of a memory: English of the catalogue in a text of another language stands between LRI and PDI, a visitor's own words
 * between FSI and PDI. `cleanText` lets nobody type them.
 */
export const ISOLATE = { english: '\u2066', own: '\u2068', close: '\u2069' } as const;

/** Most lines hold none. */
const ISOLATED = /[\u2066\u2068\u2069]/;

/** A line without its isolates, for plain text. */
export const unmarked = (line: string): string =>
  ISOLATED.test(line) ? line.replace(/[\u2066\u2068\u2069]/g, '') : line;

const spanned = (markup: string): string =>
  markup
    .replaceAll(ISOLATE.english, '<span lang="en" dir="ltr">')
    .replaceAll(ISOLATE.own, '<span dir="auto">')
    .replaceAll(ISOLATE.close, '</span>');

/** A line as markup: escaped, its isolates turned into spans with a direction, which isolate too; most mail clients drop `<bdi>`. */
export const marked = (line: string): Html => new Html(ISOLATED.test(line) ? spanned(escaped(line)) : escaped(line));

/** Words of the catalogue as markup, marked with their language where it is not the reader's. */
export const wordsIn = (language: string, words: { text: string; language: string }): Html =>
  words.language === language ? html`${words.text}` : marked(`${ISOLATE.english}${words.text}${ISOLATE.close}`);

/** Text with its line breaks as `<br>`. */
export const withBreaks = (text: string): Html => new Html(text.split('\n').map(escaped).join('<br>'));
