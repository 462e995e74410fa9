import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { press, type Stroke, type Typed, textOf, typed } from '../../web/booth/typing.ts';

const type = (text: string, from: Typed = typed('')): Typed =>
  [...text].reduce((state, key) => press(state, { type: key }), from);
const strokes = (state: Typed, ...keys: Stroke[]): Typed => keys.reduce((now, key) => press(now, key), state);

describe('typing', () => {
  it.each([
    ['ㄱㅏㅂㅅㅏ', '갑사'],
    ['ㅇㅏㄴㄴㅕㅇ', '안녕'],
    ['ㅎㅏㄴㄱㅡㄹ', '한글'],
    ['ㅗㅏㄴ', 'ㅘㄴ'],
    ['ㄱㅗㅏㄴ', '관'],
    ['ㅇㅓㅂㅅㄷㅏ', '없다'],
    ['ㅃㅏㄹㄱㅏㅇ', '빨강'],
    ['ㅋㅋㅋ', 'ㅋㅋㅋ'],
  ])('composes %s to %s', (keys, expected) => expect(textOf(type(keys))).toBe(expected));
  it('takes any letters in any order without a fault, because visitors play', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ', 'back', 'a'),
          { maxLength: 12 },
        ),
        keys => {
          const state = strokes(typed(''), ...keys.map(key => (key === 'back' ? key : { type: key }) as Stroke));
          expect(textOf(state)).toBe(textOf(state).normalize('NFC'));
        },
      ),
      { numRuns: 2_000 },
    ));
  it('takes an open syllable apart letter by letter', () => {
    const open = type('ㄱㅏㅂㅅ');
    expect(textOf(strokes(open, 'back'))).toBe('갑');
    expect(textOf(strokes(open, 'back', 'back'))).toBe('가');
    expect(textOf(strokes(open, 'back', 'back', 'back', 'back'))).toBe('');
  });
  it('takes a closed syllable away whole, because the cursor had moved', () => {
    const state = strokes(type('ㄱㅏㅂㅅ'), { type: ' ' }, 'back', 'back');
    expect(textOf(state)).toBe('');
  });
  it('does not compose across a space', () => expect(textOf(type('ㄱ ㅏ'))).toBe('ㄱ ㅏ'));
  it('types in the middle after the cursor went left', () => {
    const state = strokes(typed('ac'), 'left', { type: 'b' });
    expect(textOf(state)).toBe('abc');
    expect(textOf(strokes(state, 'right', { type: 'd' }))).toBe('abcd');
  });
  it('takes an emoji of several code points away with one key', () => {
    expect(textOf(strokes(typed('a👩‍👩‍👧'), 'back'))).toBe('a');
  });
  it('makes nothing longer than the limit, but still lets the last syllable close', () => {
    const full = press(press(typed('가나'), { type: 'ㄷ' }, 3), { type: 'ㅏ' }, 3);
    expect(textOf(full)).toBe('가나다');
    expect(textOf(press(full, { type: 'ㄹ' }, 3))).toBe('가나달');
    expect(textOf(press(press(full, { type: 'ㄹ' }, 3), { type: 'ㅏ' }, 3))).toBe('가나달');
  });
});
