import type { Key } from './texts.ts';

/** A place where texts stand. `keys`: what its texts are called. */
interface Place {
  /** most columns: see `columnsOf` */
  columns: number;
  /** where the number comes from */
  why: string;
  keys: RegExp;
}

/**
 * Texts with a place, and how much it holds in any language: the first that fits a key is its own. On the booth's panel of 1080 pixels,
 * with letters of 12 mm, a title has about 29 columns a line (13 at 200 %), a button half the panel wide 21, a whole one 50; in the letter on a
 * phone of 320 a heading has 26, the title 17, the button 22.
 */
export const PLACES: readonly Place[] = [
  { keys: /^mail\.subject/, columns: 70, why: 'what a desk shows of a subject; a phone shows 40 and cuts the day' },
  { keys: /^mail\.preheader\./, columns: 104, why: 'what a list of mails shows below the subject' },
  { keys: /^mail\.title$/, columns: 34, why: 'two lines of the letter’s title on a phone' },
  { keys: /^mail\.page$/, columns: 32, why: 'a button of two lines on a phone, the second not full' },
  {
    keys: /^(?:memory\.[a-z]+|mail\.who)$/,
    columns: 40,
    why: 'a heading of two lines on a phone, the second not full',
  },
  { keys: /^mail\.(?:ad\.(?:stop|label)|privacy|erase|open)$/, columns: 32, why: 'a link or mark beside others' },
  { keys: /^(?:mail\.why|memory\.take-back)$/, columns: 300, why: 'a paragraph of the letter’s foot' },
  { keys: /^mail\.(?:intro|page\.note|ad$)/, columns: 170, why: 'a paragraph: seven lines on a phone' },
  { keys: /^(?:mail|memory)\./, columns: 110, why: 'a line of a list: four on a phone, two on a desk' },
  { keys: /^consent\.contact\.ask$/, columns: 72, why: 'on a zone’s screen, which has the width of two boxes' },
  {
    keys: /^consent\.[a-z]+\.ask$/,
    columns: 60,
    why: 'two lines beside its box, so that three questions stand on one screen',
  },
  { keys: /^consent\./, columns: 220, why: 'a notice, which is long because the law asks for all of it' },
  { keys: /^booth\.people\.tap$/, columns: 56, why: 'a title that tells what to do: two lines' },
  {
    keys: /^booth\.(?:[a-z]+\.title(?:-plain)?|camera\.check)$/,
    columns: 40,
    why: 'a title of two lines, four at 200 %',
  },
  { keys: /^booth\.attract\.type$/, columns: 56, why: 'a button as wide as the panel, of two lines' },
  {
    keys: /^(?:booth\.(?:address\.(?:add|done|fix|keep|none|right|use)|camera\.(?:keep|retake|retry|shoot|without)|card\.(?:qr|use)|done\.end|hello\.(?:again|send|start|where)|mail\.correct|message\.(?:clear|skip|undo|type|draw)|people\.(?:alone|group|ready)|age\.(?:over|under)|preview\.(?:change|keep|send)|privacy)|kiosk\.(?:back|end|next|idle\.stay))$/,
    columns: 30,
    why: 'a button of two lines beside another',
  },
  {
    keys: /^kiosk\.(?:zoom|contrast|low|language)$/,
    columns: 13,
    why: 'four of them in one row at the foot of the screen',
  },
  { keys: /^booth\.keys\.(?:back|space|shift|signs|letters|language|enter)$/, columns: 14, why: 'a key' },
  { keys: /^booth\.(?:done\.(?:card|mail|qr)|hello\.mails)$/, columns: 30, why: 'a heading over one of three parts' },
  { keys: /^booth\.mail\./, columns: 64, why: 'what became of a mail: two lines below its address' },
  { keys: /^(?:booth|kiosk)\./, columns: 160, why: 'a sentence: four lines of the panel' },
];

/** Most columns of a text; `undefined`: it flows, and no place bounds it. */
export const limitOf = (key: Key): number | undefined => PLACES.find(({ keys }) => keys.test(key))?.columns;

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Width of a text: what people count as a character is one column; a Chinese, Japanese or Korean one, or an emoji, is two. */
export const columnsOf = (text: string): number =>
  /^[ -~]*$/.test(text)
    ? text.length
    : [...graphemes.segment(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
