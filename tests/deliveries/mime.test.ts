import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { bodyText, headerText, mimeOf, type Parts } from '../../functions/deliveries/mime.ts';
import type { Letter } from '../../functions/memories/memory.schema.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { LANGUAGE_TAGS, LANGUAGES } from '../../functions/texts/languages.ts';

const WORDS = {
  ko: '전시관에서 보낸 하루',
  en: 'A day in the hall',
  zh: '展馆的一天',
  ja: '展示館での一日',
  es: 'Un día en la sala',
  fr: 'Une journée à la galerie',
  ar: 'يوم في قاعة العرض',
  ru: 'День в зале',
  vi: 'Một ngày ở phòng triển lãm',
  id: 'Sehari di galeri',
} as const;
const PICTURE = Uint8Array.from({ length: 9_000 }, (_, at) => (at * 31) % 256);

const letterIn = (language: Letter['language'], more: Partial<Letter> = {}): Letter => ({
  language,
  subject: `${WORDS[language]} 🎉 2026`,
  preheader: '',
  html: `<!doctype html><html lang="${language}"><body><p>${WORDS[language].repeat(40)}</p><img src="cid:photo" alt=""></body></html>\n`,
  text: `${WORDS[language]}\n\n${WORDS[language].repeat(20)}\n`,
  inline: [{ cid: 'photo', photoId: 'photo-0001', filename: 'hall.jpg' }],
  promotion: false,
  ...more,
});
const parts = (letter: Letter, more: Partial<Parts> = {}): Parts => ({
  letter,
  pictures: new Map([['photo', PICTURE]]),
  from: '전자정부 전시·체험관 <hall@example.org>',
  replyTo: 'answers@example.org',
  to: 'minister@xn--3e0b707e.example',
  deliveryId: '0123456789abcdefghjkmnpqrs',
  at: Date.parse('2026-11-22T02:00:00Z'),
  ...more,
});
const ascii = (raw: Uint8Array) => Buffer.from(raw).toString('latin1');
const headersOf = (raw: Uint8Array) =>
  ascii(raw)
    .split('\r\n\r\n')[0]
    ?.replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n') ?? [];
const NAMES = [
  'From',
  'To',
  'Reply-To',
  'Subject',
  'Message-ID',
  'Date',
  'MIME-Version',
  'Auto-Submitted',
  'Content-Language',
  'Content-Type',
];
const namesOf = (raw: Uint8Array) => headersOf(raw).map(line => line.split(':')[0]);

describe.each(LANGUAGES)('the mail in %s', language => {
  it('has 7-bit bytes, CRLF only and lines of at most 76 (checks 1 and 2)', async () => {
    const raw = await mimeOf(parts(letterIn(language)));
    expect(raw.every(byte => byte < 128)).toBe(true);
    expect(/[\r\n]/.exec(ascii(raw).replaceAll('\r\n', ''))).toBeNull();
    expect(
      Math.max(
        ...ascii(raw)
          .split('\r\n')
          .map(line => line.length),
      ),
    ).toBeLessThanOrEqual(76);
    expect(raw.length).toBeLessThan(1_500_000);
  });

  it('is read back whole by another parser: subject, names, both bodies, picture, language (check 4)', async () => {
    const letter = letterIn(language);
    const mail = await PostalMime.parse(await mimeOf(parts(letter)));
    expect(mail.subject).toBe(letter.subject);
    expect(mail.from).toEqual({ name: '전자정부 전시·체험관', address: 'hall@example.org' });
    expect(mail.to).toEqual([{ name: '', address: 'minister@xn--3e0b707e.example' }]);
    // The last line end of a part belongs to the boundary after it.
    expect(mail.html?.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.html.trimEnd());
    expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.text.trimEnd());
    expect(Buffer.compare(Buffer.from(mail.attachments[0]?.content as ArrayBuffer), PICTURE)).toBe(0);
    expect(mail.attachments[0]).toMatchObject({
      contentId: '<photo>',
      filename: 'hall.jpg',
      mimeType: 'image/jpeg',
      disposition: 'inline',
    });
    expect(mail.headers.find(({ key }) => key === 'content-language')?.value).toBe(LANGUAGE_TAGS[language]);
  });

  it('has exactly the headers that were meant, each once (checks 8 and 10)', async () => {
    expect(namesOf(await mimeOf(parts(letterIn(language)))).sort()).toEqual([...NAMES].sort());
  });
});

describe('the structure', () => {
  const types = (raw: Uint8Array) =>
    [...ascii(raw).matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)].map(([, type]) => type);
  it('is alternative(plain, related(html, picture)) (check 5)', async () => {
    expect(types(await mimeOf(parts(letterIn('en'))))).toEqual([
      'multipart/alternative',
      'text/plain',
      'multipart/related',
      'text/html',
      'image/jpeg',
    ]);
  });
  it('is alternative(plain, html) without a picture, or when its bytes are missing', async () => {
    const wanted = ['multipart/alternative', 'text/plain', 'text/html'];
    expect(types(await mimeOf(parts(letterIn('en', { inline: [] }))))).toEqual(wanted);
    expect(types(await mimeOf(parts(letterIn('en'), { pictures: new Map() })))).toEqual(wanted);
  });
  it('takes base64 for Korean and Arabic, quoted-printable for English (check 3)', async () => {
    for (const [language, encoding] of [
      ['ko', 'base64'],
      ['ar', 'base64'],
      ['en', 'quoted-printable'],
    ] as const)
      expect(ascii(await mimeOf(parts(letterIn(language, { inline: [] }))))).toContain(
        `Content-Transfer-Encoding: ${encoding}`,
      );
  });
  it('is the same bytes for the same clock and id (check 6)', async () => {
    const [one, two] = await Promise.all([mimeOf(parts(letterIn('ko'))), mimeOf(parts(letterIn('ko')))]);
    expect(sha256(one)).toBe(sha256(two));
    expect(sha256(await mimeOf(parts(letterIn('ko'), { deliveryId: 'other' })))).not.toBe(sha256(one));
  });
});

describe('a promotion', () => {
  const unsubscribe = `https://hall.example/m/${'t'.repeat(90)}/unsubscribe`;
  it('brings both list headers, the address on one physical line', async () => {
    const raw = ascii(await mimeOf(parts(letterIn('en', { promotion: true }), { unsubscribe })));
    expect(raw).toContain(`\r\nList-Unsubscribe: <${unsubscribe}>\r\n`);
    expect(raw).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  });
  it('is not built without a way out, and nothing else brings list headers', async () => {
    await expect(mimeOf(parts(letterIn('en', { promotion: true })))).rejects.toThrow('unsubscribe');
    expect(namesOf(await mimeOf(parts(letterIn('en'), { unsubscribe })))).toHaveLength(NAMES.length);
  });
});

/** 10,000 in the long run. */
const RUNS = 10_000;

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\0',
        '\r\nBcc: all@example.org',
        '\u202e',
        '\u2066',
        '\u200b',
        '\ud800',
        '\udc00',
        '=?utf-8?B?',
        '👩‍👩‍👧',
        '"',
        '<x@y>',
        ',',
        ';',
        'a'.repeat(500),
        '한'.repeat(300),
      ),
    ),
    { maxLength: 8 },
  )
  .map(pieces => pieces.join(''));

describe('hostile words', () => {
  it('make no header that was not meant and lose nothing but control characters (check 7)', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (subject, name, message) => {
        const letter = letterIn('en', {
          subject,
          text: `x${message}`,
          html: `<p>${message}</p>`,
          inline: [{ cid: 'photo', photoId: 'p', filename: 'hall.jpg' }],
        });
        const raw = await mimeOf(
          parts(letter, {
            from: `"${headerText(name).replace(/["\\]/g, '')}" <hall@example.org>`,
            pictures: new Map(),
          }),
        );
        // An empty subject is left out; nothing is ever added.
        const allowed = subject && headerText(subject) ? NAMES : NAMES.filter(one => one !== 'Subject');
        expect(namesOf(raw).sort()).toEqual([...allowed].sort());
        expect(raw.every(byte => byte < 128 && byte !== 0)).toBe(true);
        const mail = await PostalMime.parse(raw);
        expect(mail.subject ?? '').toBe(headerText(subject));
        expect(mail.from?.address).toBe('hall@example.org');
        expect(mail.to?.map(({ address }) => address)).toEqual(['minister@xn--3e0b707e.example']);
        expect(mail.cc ?? mail.bcc ?? []).toEqual([]);
        expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(bodyText(`x${message}`).trimEnd());
        expect(mail.html?.replaceAll('\r\n', '\n').trimEnd()).toBe(bodyText(`<p>${message}</p>`).trimEnd());
      }),
      { numRuns: RUNS, seed: 20261122 },
    );
  }, 300_000);

  it('keep emoji whole and lose bidi overrides, invisible characters and half code points', () => {
    expect(headerText('Kim\u202e\u200b 👩‍👩‍👧 \ud800a\u200db')).toBe('Kim 👩‍👩‍👧 ab');
    expect(headerText(' a\r\nBcc: b ')).toBe('a Bcc: b');
    expect(bodyText('a\r\nb\rc\0\u2028d\ud800')).toBe('a\nb\nc\nd');
  });
});
