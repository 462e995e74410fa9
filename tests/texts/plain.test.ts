import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, countGraphemes, cutGraphemes } from '../../functions/texts/clean.ts';
import { day, duration, moment, number, shortDay, time } from '../../functions/texts/dates.ts';
import { CONTRAST, contrast, cssVariables, DARK, LIGHT, type Palette } from '../../functions/texts/design-tokens.ts';
import { LANGUAGES } from '../../functions/texts/languages.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const SCOTLAND = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';

describe('clean text', () => {
  it.each([
    ['a\u0000b\u0007c', 'abc'],
    ['evil\u202etxt.exe\u2066', 'eviltxt.exe'],
    ['zero\u200bwidth\ufeff\u2060', 'zerowidth'],
    ['lone\ud800surrogate\udc00', 'lonesurrogate'],
    ['e\u0301', 'é'],
    ['tab\there', 'tab here'],
    ['Subject: x\r\nBcc: y', 'Subject: x Bcc: y'],
    ['a\u200db', 'ab'],
    ['a\u200cb', 'ab'],
    ['\u3164\u1160', ''],
    ['x\u{e0041}y', 'xy'],
    [`${FAMILY} ${SCOTLAND} 👩🏽‍🚀 ❤️ 🇰🇷`, `${FAMILY} ${SCOTLAND} 👩🏽‍🚀 ❤️ 🇰🇷`],
    ['می‌خواهم', 'می‌خواهم'],
    [`z${'\u0335'.repeat(40)}`, `z${'\u0335'.repeat(6)}`],
  ])('of %j is %j', (raw, text) => {
    expect(cleanText(raw)).toBe(text);
  });

  it('keeps as many lines as asked for and joins the rest', () => {
    expect(cleanText('a\r\nb\n\n\n\nc\nd', { lines: 4 })).toBe('a\nb\n\nc d');
    expect(cleanText('a\nb')).toBe('a b');
  });

  it('cuts at what people count as a character', () => {
    expect(cleanText(FAMILY.repeat(3), { max: 2 })).toBe(FAMILY.repeat(2));
    expect(cutGraphemes('각나다', 5)).toBe('각나다');
    expect(countGraphemes(`${FAMILY}각`)).toBe(2);
  });

  it('is clean whatever was typed, and cleaning it again changes nothing', () => {
    const anything = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\u202e', '\u200d', '\r', '\n', '\u0000', FAMILY, 'é', ' ', '\ud800'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(anything, raw => {
        const text = cleanText(raw, { lines: 10 });
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
        expect(cleanText(text, { lines: 10 })).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('loses nothing that can be read', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aB9.,!한글漢字éя가'.split('')) }),
        raw => cleanText(raw) === raw,
      ),
    );
  });
});

describe('dates', () => {
  it('name the day of a moment only where it is not today in Seoul', () => {
    expect(moment('en', '2026-11-22T15:30:00.000Z', '2026-11-23')).toBe('00:30');
    expect(moment('en', '2026-11-22T14:30:00.000Z', '2026-11-23')).toBe('November 22, 2026 23:30');
  });

  it('are Gregorian with Latin digits in every language', () => {
    for (const language of LANGUAGES) {
      expect(day(language, '2026-11-22T03:00:00.000Z')).toMatch(/2026/);
      expect(shortDay(language, '2026-11-22T03:00:00.000Z')).toMatch(/22/);
      expect(number(language, 1234)).toMatch(/^1\D?234$/);
    }
  });

  it('are Seoul’s: one minute before midnight and one after are two days', () => {
    expect(day('ko', '2026-11-22T14:59:00.000Z')).toBe('2026년 11월 22일 일요일');
    expect(day('ko', '2026-11-22T15:01:00.000Z')).toBe('2026년 11월 23일 월요일');
    expect(time('en', '2026-11-22T15:01:00.000Z')).toBe('00:01');
  });

  it('tell a duration in minutes and hours, never as nothing', () => {
    expect([0, 29, 90, 3600, 3900].map(seconds => duration('ko', seconds))).toEqual([
      '1분',
      '1분',
      '2분',
      '1시간',
      '1시간 5분',
    ]);
    expect(duration('en', 3900)).toBe('1 hour 5 minutes');
  });

  it.each([
    ['zh', '2026年11月22日星期日', '2026年11月22日', '1小时5分钟'],
    ['ja', '2026年11月22日（日曜日）', '2026年11月22日', '1時間5分'],
    ['vi', 'Chủ Nhật, ngày 22 tháng 11 năm 2026', 'ngày 22 tháng 11 năm 2026', '1 giờ 5 phút'],
    ['id', 'Minggu, 22 November 2026', '22 November 2026', '1 jam 5 menit'],
    ['es', 'domingo 22 de noviembre de 2026', '22 de noviembre de 2026', '1 hora y 5 minutos'],
    ['fr', 'dimanche 22 novembre 2026', '22 novembre 2026', '1 heure et 5 minutes'],
    ['ar', 'الأحد، 22 نوفمبر 2026', '22 نوفمبر 2026', 'ساعة و5 دقائق'],
    ['ru', 'воскресенье, 22 ноября 2026 г.', '22 ноября 2026 г.', '1 час 5 минут'],
  ] as const)('write day and duration in %s as its readers write them', (language, long, short, time) => {
    const at = '2026-11-22T03:00:00.000Z';
    // Whether a space breaks is the common data's affair.
    const plain = [day(language, at), shortDay(language, at), duration(language, 3900)].map(text =>
      text.replace(/\s/g, ' '),
    );
    expect(plain).toEqual([long, short, time]);
  });
});

const readable = (palette: Palette): number[] => {
  const grounds = [
    palette.ground,
    palette.surface,
    palette.sunken,
    palette.blueWash,
    palette.redWash,
    palette.greenWash,
    palette.amberWash,
  ];
  const ratios = grounds.flatMap(ground =>
    [palette.ink, palette.soft, palette.blue].map(text => contrast(text, ground)),
  );
  const own = [
    contrast(palette.onBlue, palette.blue),
    contrast(palette.onRed, palette.red),
    contrast(palette.red, palette.surface),
    contrast(palette.red, palette.redWash),
    contrast(palette.green, palette.greenWash),
    contrast(palette.amber, palette.amberWash),
  ];
  return [...ratios, ...own];
};

describe('the palettes', () => {
  it.each([
    ['light', LIGHT, 4.5],
    ['dark', DARK, 4.5],
    ['high contrast', CONTRAST, 7],
  ] as const)('%s: every text stands out from every ground', (_name, palette, least) => {
    expect(Math.min(...readable(palette))).toBeGreaterThanOrEqual(least);
    expect(contrast(palette.edge, palette.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.focus, palette.surface)).toBeGreaterThanOrEqual(3);
  });

  it('reach the pages as custom properties', () => {
    expect(cssVariables()).toContain('--blue-wash:#');
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });
});
