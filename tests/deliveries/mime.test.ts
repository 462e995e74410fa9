import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { MAX_RAW_BYTES, mimeOf, type Parts, TooLarge } from '../../functions/deliveries/mime.ts';
import type { Letter } from '../../functions/memories/memory.schema.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { LANGUAGE_TAGS, LANGUAGES, type Language } from '../../functions/texts/languages.ts';

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

/** Of the mail below. Words, picture, clock and id are fixed: another hash means that our MIME, or nodemailer's, became another. */
const GOLDEN: Record<Language, string> = {
  ko: '4069dddfa8c7a8f9e5eb5dab93387d36ca9100442abff6f691841befdd1f6b51',
  en: 'df7a6e5142a400800673355cc64b89810bfe42be9c5a7ae550f029d031476fcd',
  zh: '1644d5da14fd5b6bb273e53fadeaa57e431ab3fca1ebf3892abb3ff86a85d8b2',
  ja: '300a942fb0a8f0502b1f88e6ce2c2d1ec75ba613f3acb8fce9e771047a74635f',
  es: '076d33f9aee1af5239a5c2ece9aa29695e6dcf4ea9ce9a4b0619e26dcd84c5bb',
  fr: '1df0064c5ac85c98dfc226dc8d176e4e6de98a7135477d01976fe9fb641a90cc',
  ar: '8d8f224fd5934f698dc961f01a31f97fec705a38472905c8ed531e65b31ce683',
  ru: 'b5f6ea32d751d14c59ee04951997dcff2d7a977eddf7bd045336f3e3bbfa0f4a',
  vi: '1e97bc3491fae43f20dc879ac9b39b4f76679458b4dca5cac7cfc3506ae9661d',
  id: 'c86fbc5fc5cb40bb2d34809d1a867bd43d5363922c44c924b4915b527a34e343',
};

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
    // This parser puts one more line end after a body in quoted-printable.
    const asSent = (body = '') => body.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n');
    expect([asSent(mail.html), asSent(mail.text)]).toEqual([letter.html, letter.text]);
    expect(Buffer.compare(Buffer.from(mail.attachments[0]?.content as ArrayBuffer), PICTURE)).toBe(0);
    expect(mail.attachments[0]).toMatchObject({
      contentId: '<photo>',
      filename: 'hall.jpg',
      mimeType: 'image/jpeg',
      disposition: 'inline',
    });
    expect(mail.headers.find(({ key }) => key === 'content-language')?.value).toBe(LANGUAGE_TAGS[language]);
  });

  it('is the same bytes for the same letter, clock and id (check 6)', async () => {
    expect(sha256(await mimeOf(parts(letterIn(language))))).toBe(GOLDEN[language]);
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
  it('is other bytes for another id', async () => {
    expect(sha256(await mimeOf(parts(letterIn('ko'), { deliveryId: 'other' })))).not.toBe(GOLDEN.ko);
  });
  it('takes what SES takes, and throws above it', async () => {
    const withPicture = (bytes: number) =>
      mimeOf(parts(letterIn('en'), { pictures: new Map([['photo', new Uint8Array(bytes)]]) }));
    // base64 in lines of 76: 4 bytes for 3, and a line end
    const most = Math.floor((MAX_RAW_BYTES / 78) * 57) - 4_000;
    expect((await withPicture(most)).length).toBeGreaterThan(MAX_RAW_BYTES - 10_000);
    await expect(withPicture(most + 4_000)).rejects.toThrow(TooLarge);
    const html = `<p>${'한'.repeat(3_000_000)}</p>`;
    await expect(mimeOf(parts(letterIn('ko', { html, inline: [] })))).rejects.toThrow(TooLarge);
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
