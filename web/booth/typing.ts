import { assemble, combineVowels, removeLastCharacter } from 'es-hangul';
import { countGraphemes } from '../../functions/texts/clean.ts';

/** A text being typed: what is before and after the cursor; `composing`: the syllable before the cursor is still open. */
export interface Typed {
  before: string;
  after: string;
  composing: boolean;
}

/** What a key of the screen does. */
export type Stroke = { type: string } | 'back' | 'left' | 'right';

const segments = new Intl.Segmenter('und', { granularity: 'grapheme' });
const split = (text: string): string[] => [...segments.segment(text)].map(each => each.segment);
const isJamo = (text: string): boolean => /^[ㄱ-ㅣ]$/.test(text);

/** The open syllable with one more letter. A lone vowel takes a second vowel or nothing: ㅗ ㅏ gives ㅘ, and ㅘ ㄴ stays two letters. */
const compose = (last: string, jamo: string): string => {
  if (!/^[ㅏ-ㅣ]$/.test(last)) return assemble([last, jamo]);
  return /^[ㅏ-ㅣ]$/.test(jamo) ? combineVowels(last, jamo) : last + jamo;
};

/** A text with the cursor at its end. */
export const typed = (text: string): Typed => ({ before: text, after: '', composing: false });

/** The whole text. */
export const textOf = ({ before, after }: Typed): string => before + after;

/** The text after a key. A letter of Hangul joins the open syllable: ㄱ ㅏ ㅂ ㅅ ㅏ gives 갑사. Nothing longer than `max` characters is made. */
export const press = (state: Typed, stroke: Stroke, max = Number.POSITIVE_INFINITY): Typed => {
  const pieces = split(state.before);
  if (stroke === 'left')
    return { before: pieces.slice(0, -1).join(''), after: (pieces.at(-1) ?? '') + state.after, composing: false };
  if (stroke === 'right') {
    const [first = '', ...rest] = split(state.after);
    return { before: state.before + first, after: rest.join(''), composing: false };
  }
  const head = pieces.slice(0, -1).join('');
  const last = pieces.at(-1) ?? '';
  if (stroke === 'back') {
    // An open syllable is taken apart letter by letter, as people know it; a closed one goes whole.
    const rest = state.composing ? removeLastCharacter(last) : '';
    return { before: head + rest, after: state.after, composing: state.composing && rest !== '' };
  }
  const hangul = isJamo(stroke.type);
  const joined = hangul && state.composing ? head + compose(last, stroke.type) : state.before + stroke.type;
  const next = { before: joined, after: state.after, composing: hangul };
  return countGraphemes(textOf(next)) > max ? state : next;
};
