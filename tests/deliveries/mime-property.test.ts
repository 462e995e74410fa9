import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { mimeOf, type Parts } from '../../functions/deliveries/mime.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { checkAddress } from '../../functions/texts/addresses.ts';
import { LANGUAGES } from '../../functions/texts/languages.ts';
import { hostileWords, TYPED_ENCODED_WORDS, UNSEEN } from './hostile-words.ts';

const RUNS = 10_000;
const SEED = 20261122;

const MEANT = [
  'Auto-Submitted',
  'Content-Language',
  'Content-Type',
  'Date',
  'From',
  'MIME-Version',
  'Message-ID',
  'Reply-To',
  'Subject',
  'To',
];
const headersOf = (raw: Uint8Array): string[] =>
  (Buffer.from(raw).toString('latin1').split('\r\n\r\n')[0] ?? '')
    .split(/\r\n(?![ \t])/)
    .map(line => line.split(':')[0] ?? '')
    .sort();
/** As it was sent: this parser puts one more line end after a body in quoted-printable. */
const asRead = (body: string | undefined) => body?.replaceAll('\r\n', '\n').replace(/\n$/, '');

const mail = (words: { subject: string; text: string; html: string }, more: Partial<Parts> = {}) =>
  mimeOf({
    letter: { language: 'en', preheader: '', inline: [], promotion: false, ...words },
    pictures: new Map(),
    from: 'Hall <hall@example.org>',
    replyTo: 'answers@example.org',
    to: 'minister@example.org',
    deliveryId: '0123456789abcdefghjkmnpqrs',
    at: Date.parse('2026-11-22T02:00:00Z'),
    ...more,
  });

/** Domains as typed and as SES takes them; by RFC 3492, not by our rule. */
const IDN = [
  ['한국.kr', 'xn--3e0b707e.kr'],
  ['München.de', 'xn--mnchen-3ya.de'],
  ['почта.рф', 'xn--80a1acny.xn--p1ai'],
  ['مثال.com', 'xn--mgbh0fb.com'],
  ['例え.jp', 'xn--r8jz45g.jp'],
] as const;
const addresses = fc.tuple(fc.emailAddress(), fc.option(fc.constantFrom(...IDN))).map(([address, idn]) => {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  const [typed, wire] = idn ?? [domain, domain.toLowerCase()];
  return { typed: `${local}@${typed}`, wire: `${local}@${wire}` };
});

describe('hostile words', () => {
  it('make no header that was not meant, and lose nothing but control characters (check 7)', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileWords,
        hostileWords,
        hostileWords,
        addresses,
        async (subject, name, message, { typed, wire }) => {
          const checked = checkAddress(typed);
          const raw = await mail(
            { subject: subject.typed, text: `x${message.typed}`, html: `<p>${message.typed}</p>` },
            { from: `${name.typed} <hall@example.org>`, to: checked.ok ? checked.address : '' },
          );
          // An empty subject is left out; nothing is ever added.
          expect(headersOf(raw)).toEqual(MEANT.filter(one => one !== 'Subject' || subject.header !== ''));
          expect(raw.every(byte => byte < 128 && byte !== 0)).toBe(true);
          const {
            from,
            to,
            cc,
            bcc,
            replyTo,
            subject: read = '',
            text,
            html,
            attachments,
          } = await PostalMime.parse(raw);
          expect([from, to?.map(({ address }) => address), cc, bcc, replyTo?.length, attachments]).toEqual([
            { name: name.header, address: 'hall@example.org' },
            [wire],
            undefined,
            undefined,
            1,
            [],
          ]);
          expect([read, asRead(text), asRead(html)]).toEqual([
            subject.header,
            `x${message.body}`,
            `<p>${message.body}</p>`,
          ]);
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  }, 300_000);

  it.each(TYPED_ENCODED_WORDS)('that look encoded are read as they were typed: %s', async (typed, shown) => {
    const read = await PostalMime.parse(
      await mail({ subject: typed, text: 'x', html: 'x' }, { from: `${typed} <hall@example.org>` }),
    );
    expect([read.subject, read.from]).toEqual([shown, { name: shown, address: 'hall@example.org' }]);
  });
});

describe('hostile words, end to end', () => {
  const flat = (text: string) => text.normalize('NFC').replace(/[\s>]+/g, '');

  it.each(LANGUAGES)(
    'leave nothing unseen in subject, headers and bodies of a mail in %s, and are read',
    async language => {
      await fc.assert(
        fc.asyncProperty(hostileWords, hostileWords, hostileWords, async (name, message, tour) => {
          const sample = sampleOf('short', language, catalogue);
          const words = {
            tour: { code: 'T', name: tour.typed },
            entry: { entryId: 'e', name: name.typed, message: message.typed, state: 'private', at: sample.openedAt },
          };
          const memory = composeMemory({ ...sample, ...words }, catalogue, { origin: 'https://hall.example' });
          const raw = await mail(letterOf(memory, { settings }));
          const { headers, subject, from, text = '', html = '' } = await PostalMime.parse(raw);
          expect(headersOf(raw)).toEqual(MEANT);
          for (const { value } of headers) expect(value).not.toMatch(UNSEEN);
          for (const shown of [subject, from?.name, text.replaceAll('\r', ''), html.replaceAll('\r', '')])
            expect(shown).not.toMatch(UNSEEN);
          for (const { header } of [name, message, tour]) expect(flat(text)).toContain(flat(header));
        }),
        { numRuns: 25, seed: SEED },
      );
    },
  );
});
