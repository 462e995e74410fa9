import { describe, expect, it } from 'vitest';
import { format } from '../../functions/texts/icu.ts';
import { attach } from '../../functions/texts/particles.ts';
import { MESSAGES } from '../../functions/texts/texts.ts';

const right: readonly (readonly [string, string, string])[] = [
  ['홈택스', '은(는)', '는'],
  ['정부24', '을(를)', '를'],
  ['2026', '은(는)', '은'],
  ['2027', '과(와)', '과'],
  ['AI', '이(가)', '가'],
  ['HR', '은(는)', '은'],
  ['TOPIS', '을(를)', '를'],
  ['UNI-PASS', '은(는)', '는'],
  ['eGovFrame', '은(는)', '은'],
  ['Google', '(으)로', '로'],
  ['Facebook', '을(를)', '을'],
  ['Chat', '이(가)', '이'],
  ['Spring', '은(는)', '은'],
  ['카카오톡(앱)', '을(를)', '을'],
  ['전자통관시스템(UNI-PASS)', '이(가)', '이'],
  ['서울', '(으)로', '로'],
  ['부산', '(으)로', '으로'],
  ['대구', '(으)로', '로'],
  ['하늘', '은(는)', '은'],
  ['지수👩🏽‍🚀', '은(는)', '는'],
  ['하늘 ✨', '과(와)', '과'],
  ['김민준!', '아(야)', '아'],
  ['민서', '아(야)', '야'],
  ['“나라장터”', '을(를)', '를'],
  ['1,000', '이(가)', '이'],
  ['1000000000000', '이(가)', '가'],
  ['3', '을(를)', '을'],
  ['4', '을(를)', '를'],
  ['100%', '은(는)', '는'],
  ['さくら', '은(는)', '는'],
  ['ペン', '은(는)', '은'],
  ['(주)한국', '은(는)', '은'],
  ['선생님', '(이)라', '이라'],
  ['친구', '(이)며', '며'],
  ['[별]', '(으)로', '로'],
];

describe('Korean particles', () => {
  it.each(right)('%s takes of %s the form %s', (word, pair, form) => {
    expect(attach(word, `${pair} 봅니다`)).toBe(`${form} 봅니다`);
  });

  it.each(['عبد الرحمن', '🎉', '', '外交部', 'Иван'])(
    'keeps the neutral pair after %s, whose sound nobody knows',
    word => {
      expect(attach(word, '은(는) 왔습니다')).toBe('은(는) 왔습니다');
    },
  );

  it('are chosen inside a text by what fills the hole, and only in Korean', () => {
    expect(format('{name}을(를) 끝까지', 'ko', { name: '홈택스' })).toBe('홈택스를 끝까지');
    expect(format('{name}을(를)', 'en', { name: '홈택스' })).toBe('홈택스을(를)');
    expect(format('{n, plural, other {#명}}이(가)', 'ko', { n: 3 })).toBe('3명이');
  });

  it('leave a visitor’s own words as they are, even when they hold a pair', () => {
    expect(format('{text}', 'ko', { text: '사과은(는)' })).toBe('사과은(는)');
  });

  it('are written in our texts as pairs that are resolved, never the other way round', () => {
    const left = Object.entries(MESSAGES.ko).filter(([, message]) =>
      [...message.matchAll(/\}([가-힣]{0,2}\([가-힣]{1,2}\)[가-힣]?)/g)].some(([, rest]) =>
        attach('책', rest ?? '').includes('('),
      ),
    );
    expect(left).toEqual([]);
  });
});
