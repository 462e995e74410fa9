import { globSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { CONSENT_VERSION, consentWording, needsEnglish, PURPOSES } from '../../functions/texts/consents.ts';
import { argumentsOf, format, parseMessage, type Values } from '../../functions/texts/icu.ts';
import {
  direction,
  isOwed,
  LANGUAGE_TAGS,
  LANGUAGES,
  type Language,
  STAFF_LANGUAGES,
  STAFF_PREFIXES,
  spoken,
  WRITTEN,
} from '../../functions/texts/languages.ts';
import { pick, sayWith } from '../../functions/texts/say-with.ts';
import { type Key, MESSAGES, type Messages, say } from '../../functions/texts/texts.ts';

const english = MESSAGES.en;
const everyKey = Object.keys(english) as Key[];

/** Words without a final particle pair, so that the oracle, which knows no particles, says the same. */
const withoutParticles = (message: string) =>
  message.replace(/\}(은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)로|\(이\)라|\(이\)며|\(이\)나|아\(야\))/g, '}');

const wordings = (message: string): Values[] => {
  const names = argumentsOf(parseMessage(message));
  const selected = (name: string) => new RegExp(`\\{\\s*${name}\\s*,\\s*select\\s*,\\s*(\\w+)`).exec(message)?.[1];
  return [0, 1, 2, 3, 5, 11, 21, 101, 1234].map((count, index) =>
    Object.fromEntries(
      names.map(name => {
        const counted = new RegExp(`\\{\\s*${name}\\s*,\\s*(plural|number)`).test(message);
        return [name, counted ? count : (selected(name) ?? `word ${index}`)];
      }),
    ),
  );
};

describe.each(WRITTEN)('the texts in %s', language => {
  const messages: Messages = MESSAGES[language];
  const keys = everyKey.filter(key => isOwed(language, key));

  it('read the same by intl-messageformat, for every text and count', () => {
    for (const key of keys) {
      const message = withoutParticles(messages[key] ?? '');
      const oracle = new IntlMessageFormat(message, `${LANGUAGE_TAGS[language]}-u-nu-latn`, undefined, {
        ignoreTag: true,
      });
      for (const values of wordings(message))
        expect(format(message, language, values), key).toBe(oracle.format(values));
    }
  });

  it('hold no quote before a brace, no straggling spaces and nothing empty', () => {
    const wrong = keys.filter(key => /'[{}#|]|''|^\s|\s$|^$/.test(messages[key] ?? ''));
    expect(wrong).toEqual([]);
  });

  it('give every consent its four notices under the version of today', () => {
    for (const purpose of PURPOSES) {
      const wording = consentWording(
        language,
        (key, values) => say(language, key, values),
        purpose,
        DEFAULT_HALL_SETTINGS,
      );
      for (const notice of [wording.ask, wording.what, wording.why, wording.howLong, wording.refuse])
        expect(notice.length).toBeGreaterThan(8);
      expect(wording.version).toBe(CONSENT_VERSION);
      expect(wording.howLong).toContain(purpose === 'wall' ? '365' : '30');
    }
  });
});

describe('saying', () => {
  it('throws when a value is missing, naming it', () => {
    expect(() => format('Hello {name}', 'en')).toThrow('no value for {name}');
    expect(() => say('fr', 'mail.tour')).toThrow('mail.tour in fr: no value for {tour}');
    expect(() => sayWith('en', MESSAGES.en)('booth.done.decided', { done: 1 })).toThrow(
      'booth.done.decided in en: no value for {all}',
    );
  });

  it('throws for a text that is not there, naming it', () => {
    expect(() => say('en', 'no.such' as Key)).toThrow('no text no.such in en');
    expect(() => sayWith('en', {})('hall.name')).toThrow('no text hall.name in en');
  });

  it.each(['{', '{n', '{n, plural}', '{n, plural, one {x}}', 'a } b', '{n, date}', '{n, plural, other {x}'])(
    'refuses %s, which is no message',
    message => {
      expect(() => parseMessage(message)).toThrow('text cannot be read');
    },
  );

  it('picks exact counts before plural forms, nests, and selects', () => {
    const message = '{n, plural, =0 {nobody} one {{x, select, a {A} other {O}} #} other {# of {n}}}';
    expect([0, 1, 1000].map(n => format(message, 'en', { n, x: 'a' }))).toEqual(['nobody', 'A 1', '1,000 of 1000']);
    expect(format('{x, select, a {A} other {O}}', 'en', { x: 'b' })).toBe('O');
    expect(format('{n, number}', 'en', { n: 12345 })).toBe('12,345');
  });

  it('owes every text to visitors in every language, and to the staff in theirs', () => {
    const missing = (language: Language) => everyKey.filter(key => !isOwed(language, key));
    expect(STAFF_LANGUAGES.flatMap(missing)).toEqual([]);
    expect(missing('zh').length).toBeGreaterThan(0);
    expect(missing('zh').filter(key => !STAFF_PREFIXES.some(prefix => key.startsWith(prefix)))).toEqual([]);
  });

  it('says a page’s own texts from what the page picked', () => {
    const mine = pick(MESSAGES.ko, ['hall.']);
    expect(Object.keys(mine)).toEqual(['hall.name']);
    expect(sayWith('ko', mine)('hall.name')).toBe('전자정부 전시·체험관');
  });

  it('answers in English while a language is not written', () => {
    for (const language of LANGUAGES)
      expect(spoken(language)).toBe((WRITTEN as readonly string[]).includes(language) ? language : 'en');
  });

  it('shows English beside a wording nobody reviewed, unless the hall decided otherwise', () => {
    expect(needsEnglish('fr', { unreviewedWordings: false })).toBe(true);
    expect(needsEnglish('fr', { unreviewedWordings: true })).toBe(false);
    expect(needsEnglish('ko', { unreviewedWordings: false })).toBe(false);
  });

  it('reads Arabic from the right, the rest from the left', () => {
    expect(LANGUAGES.filter(language => direction(language) === 'rtl')).toEqual(['ar']);
  });
});

it('are all said: a text that nobody shows is translated ten times for nothing', () => {
  const code = globSync('{functions,infra,web}/**/*.{ts,tsx}')
    .map(file => readFileSync(file, 'utf8'))
    .join('\n');
  // Some names are put together: `zone.name.${zone}`.
  const beginnings = [...code.matchAll(/`([a-z][\w.-]*\.)\$\{/g)].map(([, text]) => text as string);
  const unsaid = everyKey.filter(key => !code.includes(`'${key}'`) && !beginnings.some(text => key.startsWith(text)));
  expect(unsaid).toEqual([]);
});
