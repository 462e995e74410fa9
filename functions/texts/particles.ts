/**
 * Korean particles that are right after any word. Hangul is certain; numbers are read as Sino-Korean; Latin words by how Koreans usually read
 * their ending; of other scripts (and emoji alone) nobody knows, and the neutral pair `은(는)` stays.
 */

/** How a word ends when read aloud in Korean. */
export type Ending = 'vowel' | 'consonant' | 'rieul' | 'unknown';

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const FINAL_RIEUL = 8;

const hangulEnding = (code: number): Ending => {
  const final = (code - HANGUL_FIRST) % FINALS;
  if (final === 0) return 'vowel';
  return final === FINAL_RIEUL ? 'rieul' : 'consonant';
};

// 영 일 이 삼 사 오 육 칠 팔 구
const DIGITS: readonly Ending[] = [
  'consonant',
  'rieul',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'rieul',
  'rieul',
  'vowel',
];

const numberEnding = (digits: string): Ending => {
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  // 십, 백, 천, 만, 억 end in a consonant; 조 (12 zeros) alone does not.
  if (zeros > 0 && zeros < digits.length) return zeros >= 12 && zeros < 16 ? 'vowel' : 'consonant';
  return DIGITS[Number(digits.at(-1))] ?? 'unknown';
};

const latinEnding = (word: string): Ending => {
  // Capitals are read letter by letter (AI, HR) unless they are long enough to be a word (TOPIS).
  if (/^[A-Z]{1,4}$/.test(word)) return /[LR]$/.test(word) ? 'rieul' : /[MN]$/.test(word) ? 'consonant' : 'vowel';
  const lower = word.toLowerCase();
  if (/le?$/.test(lower)) return 'rieul';
  if (/[mn]e?$/.test(lower) || /ng$/.test(lower)) return 'consonant';
  // A stop after a single vowel closes the syllable: 북, 넷, 맵; otherwise 으 follows: 포스트, 테크.
  if (/(?:^|[^aeiou])[aeiou](?:[bckpt]|ck)$/.test(lower) || /ook$/.test(lower)) return 'consonant';
  return 'vowel';
};

/** How the last sounding part of a text ends; brackets, quotes, punctuation and emoji at its end are silent. */
const endingOf = (text: string): Ending => {
  let rest = text.normalize('NFC').trim();
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest
      .replace(/[([{（［「『《〈【][^()[\]{}（）［］「」『』《》〈〉【】]*[)\]}）］」』》〉】]$/u, found =>
        found.length === rest.length ? found.slice(1, -1) : '',
      )
      .replace(/(?:[\p{P}\p{Z}\p{Cf}\p{M}\p{Sk}\p{Cs}]|[\p{So}\p{Emoji_Presentation}])+$/u, '');
  }
  if (/[%％]$/u.test(text.trim())) return 'vowel';
  const code = rest.codePointAt(rest.length - 1) ?? 0;
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return hangulEnding(code);
  const number = /[\d,]*\d$/.exec(rest)?.[0];
  if (number !== undefined) return numberEnding(number.replaceAll(',', ''));
  const latin = /[A-Za-z]+$/.exec(rest)?.[0];
  if (latin !== undefined) return latinEnding(latin);
  if (/[ぁ-ヿ]$/u.test(rest)) return /[んン]$/u.test(rest) ? 'consonant' : 'vowel';
  return 'unknown';
};

/** The neutral pair as a text writes it, what follows a consonant, what follows a vowel. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  ['은(는)', '은', '는'],
  ['이(가)', '이', '가'],
  ['을(를)', '을', '를'],
  ['과(와)', '과', '와'],
  ['(으)로', '으로', '로'],
  ['(이)라', '이라', '라'],
  ['(이)며', '이며', '며'],
  ['(이)나', '이나', '나'],
  ['아(야)', '아', '야'],
];

/** What follows a word, with the neutral pair at its beginning (if any) turned into the particle that fits the word. */
export const attach = (word: string, rest: string): string => {
  const pair = PAIRS.find(([neutral]) => rest.startsWith(neutral));
  if (!pair) return rest;
  const [neutral, consonant, vowel] = pair;
  const ending = endingOf(word);
  if (ending === 'unknown') return rest;
  // 로 follows a vowel and ㄹ alike: 서울로
  const closed = ending === 'consonant' || (ending === 'rieul' && neutral !== '(으)로');
  return (closed ? consonant : vowel) + rest.slice(neutral.length);
};
