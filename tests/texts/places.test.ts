import { describe, expect, it } from 'vitest';
import { textFaults } from '../../functions/texts/check-texts.ts';
import { argumentsOf, parseMessage } from '../../functions/texts/icu.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { columnsOf, limitOf, PLACES } from '../../functions/texts/limits.ts';
import { type Key, MESSAGES } from '../../functions/texts/texts.ts';
import { sayCalls } from './say-calls.ts';

const everyKey = Object.keys(MESSAGES.en) as Key[];
const isKey = (text: string): text is Key => text in MESSAGES.en;

/** The hall's texts with one changed; `undefined` takes it away. */
const planted = (language: Language, key: string, message?: string) => {
  const { [key]: _, ...rest } = MESSAGES[language];
  return { ...MESSAGES, [language]: message === undefined ? rest : { ...rest, [key]: message } };
};

describe('the texts', () => {
  it('are all there, take what the English ones take and fit their places, in every language', () => {
    expect(textFaults(MESSAGES)).toEqual([]);
  });

  it.each([
    ['is missing', 'fr', 'mail.title', undefined, 'mail.title in fr is missing'],
    ['nobody knows', 'ru', 'mail.titel', 'x', 'mail.titel in ru is no text of ours'],
    [
      'only the staff read, in a language that they do not',
      'fr',
      'desk.title',
      'x',
      'desk.title in fr is no text of ours',
    ],
    ['takes another argument', 'ja', 'mail.tour', '{group} x', 'mail.tour in ja takes group, and the English one tour'],
    ['takes none', 'ja', 'mail.tour', 'x', 'mail.tour in ja takes nothing, and the English one tour'],
    ['is too long', 'es', 'mail.page', 'x'.repeat(33), 'mail.page in es has 33 columns, and its place 32'],
    [
      'is too long in wide letters',
      'zh',
      'booth.done.title',
      '好'.repeat(21),
      'booth.done.title in zh has 42 columns, and its place 40',
    ],
    [
      'is too long in one plural form alone',
      'ru',
      'booth.camera.retake',
      `{left, plural, one {#} few {#} many {${'x'.repeat(31)}} other {#}}`,
      'booth.camera.retake in ru has 31 columns, and its place 30',
    ],
  ] as const)('are found out when one %s, with its name and language', (_what, language, key, message, fault) => {
    expect(textFaults(planted(language, key, message))).toEqual([fault]);
  });

  it('are found out when one cannot be read', () => {
    expect(textFaults(planted('vi', 'mail.tour', 'x {tour'))).toEqual([
      expect.stringMatching(/^mail\.tour in vi .*text cannot be read/),
    ]);
  });
});

describe('places', () => {
  it('bound every text of the mail, the memory, the consents and the booth', () => {
    const bounded = everyKey.filter(key => /^(?:mail|memory|consent|booth|kiosk)\./.test(key));
    expect(bounded.length).toBeGreaterThan(250);
    expect(bounded.filter(key => limitOf(key) === undefined)).toEqual([]);
  });

  it('each hold a text that no earlier one holds, and say why they are as large as they are', () => {
    for (const place of PLACES) {
      const own = everyKey.filter(key => PLACES.find(({ keys }) => keys.test(key)) === place);
      expect(own, String(place.keys)).not.toEqual([]);
      expect(place.why.length).toBeGreaterThan(4);
    }
  });

  it('count a letter as one column, whatever it is made of, and a wide one or an emoji as two', () => {
    expect(['', 'abc', 'é', '가나', '日本', 'مرحبا', '👨‍👩‍👧‍👦', '…'].map(columnsOf)).toEqual([0, 3, 1, 4, 4, 5, 2, 1]);
  });
});

describe('the code', () => {
  const calls = sayCalls(isKey);
  const taken = (key: string) => argumentsOf(parseMessage(MESSAGES.en[key] ?? ''));

  it('gives every text the values that it takes, and one that it says alone no others', () => {
    expect(calls.length).toBeGreaterThan(400);
    const wrong = calls.flatMap(({ where, keys, values }) =>
      values === undefined
        ? []
        : keys.flatMap(key => [
            ...taken(key).flatMap(name => (values.includes(name) ? [] : [`${where}: ${key} gets no {${name}}`])),
            ...(keys.length > 1
              ? []
              : values.filter(name => !taken(key).includes(name)).map(name => `${where}: ${key} takes no {${name}}`)),
          ]),
    );
    expect(wrong).toEqual([]);
    // What is gathered elsewhere (`{ ...counts }`) is seen by the tests of the letter.
    expect(calls.filter(({ values }) => values === undefined).length).toBeLessThan(8);
  });

  it('puts on buttons and into titles of the booth only what is bounded as such', () => {
    const inside = (element: string) =>
      calls
        .filter(call => call.inside === element)
        .flatMap(({ keys }) => keys.filter(key => /^(?:booth|kiosk)\./.test(key)));
    const tooLoose = (element: string, most: number) =>
      inside(element).filter(key => (limitOf(key as Key) ?? Number.POSITIVE_INFINITY) > most);
    expect(inside('Button').length).toBeGreaterThan(20);
    expect(tooLoose('Button', 30)).toEqual(['booth.attract.type']);
    expect(tooLoose('button', 30)).toEqual([]);
    expect(inside('Title').length).toBeGreaterThan(10);
    expect(tooLoose('Title', 40)).toEqual(['booth.people.tap']);
    expect(tooLoose('h2', 30)).toEqual([]);
  });
});
