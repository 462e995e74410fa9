import fc from 'fast-check';
import validator from 'validator';
import { describe, expect, it } from 'vitest';
import { CONSUMER_DOMAINS, checkAddress, maskAddress, suggestion } from '../../functions/texts/addresses.ts';

const accepted = (raw: string) => {
  const checked = checkAddress(raw);
  return checked.ok ? checked.address : checked.why;
};

describe('an address', () => {
  it.each([
    ['kim@mofa.go.kr', 'kim@mofa.go.kr'],
    ['  Kim.Min+hall@MOFA.go.KR ', 'Kim.Min+hall@mofa.go.kr'],
    ['kim@외교부.한국', 'kim@xn--9d0b002a0wg.xn--3e0b707e'],
    ['info@müller.de', 'info@xn--mller-kva.de'],
    ["o'brien@health.gov.ie", "o'brien@health.gov.ie"],
    ['a@b.com.au', 'a@b.com.au'],
    ['ana@mre.gob.uy', 'ana@mre.gob.uy'],
  ])('%s goes out as %s', (raw, address) => {
    expect(accepted(raw)).toBe(address);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['kim', 'no-at'],
    ['홍길동@naver.com', 'local'],
    ['"kim"@naver.com', 'local'],
    ['kim min@naver.com', 'local'],
    ['a@b@naver.com', 'local'],
    ['.kim@naver.com', 'local'],
    ['k..im@naver.com', 'local'],
    ['kim@', 'domain'],
    ['@naver.com', 'local'],
    ['kim@naver', 'domain'],
    ['kim@naver..com', 'domain'],
    ['kim@-naver.com', 'domain'],
    ['kim@[127.0.0.1]', 'domain'],
    ['kim@127.0.0.1', 'domain'],
    ['kim@0x7f.1', 'domain'],
    ['kim@nav er.com', 'domain'],
    ['kim@naver.com/x', 'domain'],
    ['kim@naver.com:25', 'domain'],
    ['kim@naver.com\r\nBcc: x@y.com', 'local'],
    [`${'a'.repeat(65)}@naver.com`, 'too-long'],
    [`a@${`${'b'.repeat(60)}.`.repeat(5)}com`, 'domain'],
    [`${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(3)}${'c'.repeat(10)}.com`, 'too-long'],
  ])('%j is refused: %s', (raw, why) => {
    expect(accepted(raw)).toBe(why);
  });

  it('that is accepted is one for validator too, is ASCII and short enough', () => {
    const letters = fc.constantFrom(...'aZ09.-_+@\'" \r\n\u0000한글é\u202e()<>,;:[]\\'.split(''));
    const typed = fc.oneof(
      fc.string({ unit: letters, maxLength: 30 }),
      fc.tuple(fc.string({ unit: letters, maxLength: 12 }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
    );
    fc.assert(
      fc.property(typed, raw => {
        const checked = checkAddress(raw);
        if (!checked.ok) return true;
        return /^[\x21-\x7e]{3,254}$/.test(checked.address) && validator.isEmail(checked.address);
      }),
      { numRuns: 2000 },
    );
  });

  it('that anybody has is accepted', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), raw => checkAddress(raw).ok),
      { numRuns: 500 },
    );
  });

  it('is masked so that its owner knows it and nobody else learns it', () => {
    expect(maskAddress('minjun.kim@mofa.go.kr')).toBe('m•••@mofa.go.kr');
    expect(maskAddress('nothing')).toBe('•••');
  });
});

describe('a suggestion', () => {
  it.each([
    ['a@gmial.com', 'a@gmail.com'],
    ['a@gmai.com', 'a@gmail.com'],
    ['a@nvaer.com', 'a@naver.com'],
    ['a@naver.con', 'a@naver.com'],
    ['a@hanmial.net', 'a@hanmail.net'],
    ['a@outlokk.com', 'a@outlook.com'],
  ])('for %s is %s', (typed, meant) => {
    expect(suggestion(typed)).toBe(meant);
  });

  it.each([
    'a@mofa.go.kr',
    'a@gov.sa',
    'a@nave.mil',
    'a@gmail.edu',
    'a@daum.int',
    'a@mre.gob.uy',
    'a@mail.com',
    'a@nate.go.kr',
    'a@example.org',
    'nothing',
  ])('is never made for %s', address => {
    expect(suggestion(address)).toBeUndefined();
  });

  it('is never made for a domain that is on the list itself', () => {
    for (const domain of CONSUMER_DOMAINS) expect(suggestion(`a@${domain}`)).toBeUndefined();
  });
});
