/** Text that strangers typed, made safe to print in mail headers, pages and on the wall. Nothing readable is lost. */

// What no reader sees but software obeys: controls, bidi marks and overrides, soft hyphen, word joiner and kin, byte-order mark, interlinear
// anchors, variation-less fillers. Not ZWJ/ZWNJ (below), not emoji's variation selector and tags.
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|\u034f|\u17b4|\u17b5|[\u180b-\u180d\u180f]/gu;
// ZWJ joins emoji; ZWNJ parts letters in Persian. Elsewhere both only hide.
const LOOSE_JOINERS =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})|(?<!\p{Script=Arabic})\u200c|\u200c(?!\p{Script=Arabic})/gu;
// Letters of flags such as Scotland's follow a black flag only.
const LOOSE_TAGS = /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0000}-\u{e007f}]/gu;
const PRIVATE = /[\p{Co}\p{Cn}]/gu;
// No script piles more; what does only climbs over the lines around it.
const PILED_MARKS = /(\p{M}{6})\p{M}+/gu;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** How many characters a person counts. */
export const countGraphemes = (text: string): number => {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
};

/** At most `max` characters as people count them. */
export const cutGraphemes = (text: string, max: number): string => {
  let count = 0;
  for (const { index } of segmenter.segment(text)) {
    if (count === max) return text.slice(0, index).trimEnd();
    count += 1;
  }
  return text;
};

/**
 * NFC; without control characters, bidi overrides, zero-width characters (but those inside emoji and Persian words) and lone surrogates; tabs
 * become spaces. `lines` (default 1): more line breaks than that become spaces. `max`: cut to that many graphemes; without it nothing is cut.
 */
export const cleanText = (raw: string, { max, lines = 1 }: { max?: number; lines?: number } = {}): string => {
  const plain = raw
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\p{Cs}/gu, '')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .replace(LOOSE_TAGS, '')
    .replace(PRIVATE, '')
    .replace(LOOSE_JOINERS, '')
    .replace(PILED_MARKS, '$1')
    .normalize('NFC');
  const rows = plain
    .split('\n')
    .map(row => row.replace(/[ \u00a0\u3000]{2,}/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split('\n');
  const kept = [
    ...rows.slice(0, lines - 1),
    rows
      .slice(lines - 1)
      .filter(Boolean)
      .join(' '),
  ];
  const text = kept.join('\n').trim();
  return max === undefined ? text : cutGraphemes(text, max);
};
