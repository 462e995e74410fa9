import fc from 'fast-check';

/** Something that a stranger may type, with what a reader must find of it: in one line of a header, and in a body. */
interface Piece {
  typed: string;
  header: string;
  body: string;
}

/** Nothing of it may get lost. */
const readable = (typed: string): Piece => ({ typed, header: typed, body: typed });
const gone = (typed: string): Piece => ({ typed, header: '', body: '' });
/** A control character: a space keeps the words of a header apart, a body does without. */
const control = (typed: string): Piece => ({ typed, header: ' ', body: '' });
const lineEnd = (typed: string, body = '\n'): Piece => ({ typed, header: ' ', body });
/** Hidden from a header. A body is whatever the letter made of it: see `end to end`. */
const hidden = (typed: string): Piece => ({ typed, header: '', body: typed });

/** Each keeps its sense whatever stands beside it: `hostileWords` puts something readable between two of them. */
const HARMFUL: readonly Piece[] = [
  ...['\0', '\x01', '\x08', '\x0b', '\x0c', '\x1b[2J', '\x7f', '\x85'].map(typed => ({
    ...control(typed),
    ...(typed === '\x1b[2J' ? { header: ' [2J', body: '[2J' } : {}),
  })),
  { typed: '\t', header: ' ', body: '\t' },
  ...['\r\n', '\n', '\r', '\u2028', '\u2029'].map(typed => lineEnd(typed)),
  lineEnd('\r\n\r\n', '\n\n'),
  lineEnd('\r\0\n', '\n\n'),
  { typed: '\r\nBcc: all@example.org', header: ' Bcc: all@example.org', body: '\nBcc: all@example.org' },
  {
    typed: '\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<b>',
    header: ' --x Content-Type: text/html <b>',
    body: '\n\n--x\nContent-Type: text/html\n\n<b>',
  },
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'].map(hidden),
  ...['\u200b', '\u200e', '\u200f', '\u061c', '\u2060', '\ufeff', '\u00ad', '\u202e\u2066\u200b'].map(hidden),
  { typed: 'a\u200db', header: 'ab', body: 'a\u200db' },
  ...['\ud800', '\udbff', '\udc00', '\udfff', '\udc00\ud800', '\ud800\ud800', '\ufffd'].map(gone),
];

const EMOJI = ['🎉', '👩‍👩‍👧', '👩🏽‍🚀', '👨‍👩‍👧‍👦', '❤️', '🏳️‍🌈', '🇰🇷', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👍🏿', '1️⃣'];
const WORDS = [
  '홍길동',
  '田中さん',
  '张伟',
  'عَبْدُ الله',
  'Nguyễn',
  'José',
  'Žižek',
  'ไทย',
  'नमस्ते',
  'שלום',
  'Ελλάδα',
  '𠮷野家',
  '½€',
];
const SYNTAX = [
  '"',
  '\\',
  '<x@y>',
  'a@b.c',
  ',',
  ';',
  ':',
  '(c)',
  '=',
  '=?',
  '?=',
  '%0d%0a',
  '&amp;',
  '<b>',
  '{name}',
  '.',
  '--',
  '=20',
];

const letters = (first: number, last: number) =>
  fc.string({ unit: fc.integer({ min: first, max: last }).map(code => String.fromCodePoint(code)), maxLength: 20 });

const HARMLESS = fc
  .oneof(
    fc.constantFrom(...EMOJI, ...WORDS, ...SYNTAX, ' ', '  ', 'a'.repeat(500), '한'.repeat(300)),
    letters(0x20, 0x7e),
    letters(0xac00, 0xd7a3),
    letters(0x4e00, 0x9fff),
    letters(0x0621, 0x064a),
    letters(0x0410, 0x044f),
    letters(0x1f300, 0x1f5ff),
  )
  .map(readable);
const LONGEST = fc.constantFrom('x'.repeat(2000), '한'.repeat(2000), '🎉'.repeat(1000)).map(readable);

/** Words of a stranger. Only spaces are free: a header has one where some stood, and none at its ends. */
export const hostileWords: fc.Arbitrary<Piece> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...HARMFUL),
      fc.oneof({ weight: 60, arbitrary: HARMLESS }, { weight: 1, arbitrary: LONGEST }),
    ),
    { maxLength: 5 },
  )
  .map(pairs => {
    // an `x` on each side: a joiner or half a character must not find its other half beside it
    const pieces = pairs.flatMap(([harmful, harmless]) => [readable('x'), harmful, readable('x'), harmless]);
    const all = (key: keyof Piece) => pieces.map(piece => piece[key]).join('');
    return { typed: all('typed'), header: all('header').replace(/ +/g, ' ').trim(), body: all('body') };
  });

/** As a parser shows them, an encoded word that somebody typed. It stays readable, with one space more. */
export const TYPED_ENCODED_WORDS: readonly [typed: string, read: string][] = [
  ['=?utf-8?B?4oCu?=', '= ?utf-8?B?4oCu?='],
  ['=?UTF-8?q?=0D=0ABcc:_a?=', '= ?UTF-8?q?=0D=0ABcc:_a?='],
  ['Kim =?iso-8859-1*en?Q?=41?= =?x', 'Kim = ?iso-8859-1*en?Q?=41?= =?x'],
];

/** What nobody can see and software obeys. */
export const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;
