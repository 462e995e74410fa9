import { beforeAll, describe, expect, it } from 'vitest';
import { mimeOf } from '../../functions/deliveries/mime.ts';
import type { Letter } from '../../functions/memories/memory.schema.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { WRITTEN } from '../../functions/texts/languages.ts';
import { type Checked, checkMail } from '../../infra/local/mail-checks.ts';
import { PREVIEW_NAMES, sampleMail } from '../../infra/local/mail-samples.ts';

const hall = { origin: 'https://hall.example.org', settings: DEFAULT_HALL_SETTINGS };
const fixtures = WRITTEN.flatMap(language => PREVIEW_NAMES.map(name => ({ name, language })));
const failed = async (mail: Checked) => (await checkMail(mail)).filter(({ ok }) => !ok);

describe('the mail of every sample in every language', () => {
  it.each(fixtures)('passes every check: $name in $language', async ({ name, language }) => {
    const mail = { ...(await sampleMail(name, language, hall)), origin: hall.origin };
    expect(await failed(mail)).toEqual([]);
    expect(mail.letter.promotion).toBe(name === 'promotion');
  });

  it('is the same bytes for the same visit, clock and id', async () => {
    const [first, second] = [await sampleMail('full', 'ko', hall), await sampleMail('full', 'ko', hall)];
    expect(Buffer.from(first.raw).equals(Buffer.from(second.raw))).toBe(true);
  });
});

let sound: Checked;
beforeAll(async () => {
  sound = { ...(await sampleMail('full', 'en', hall)), origin: hall.origin };
});

/** The letter changed, and what travels with it. */
const relettered = async (change: (letter: Letter) => Partial<Letter>, bytesOf = sound.photo): Promise<Checked> => {
  const letter = { ...sound.letter, ...change(sound.letter) };
  const raw = await mimeOf({
    letter,
    pictures: new Map(letter.inline.map(({ cid }) => [cid, bytesOf])),
    from: `${sound.from.name} <${sound.from.address}>`,
    replyTo: 'hall@example.org',
    to: 'visitor@example.org',
    deliveryId: '0123456789abcdefghjkmnpqrs',
    at: 0,
    ...(letter.promotion ? { unsubscribe: 'https://hall.example.org/m/t/unsubscribe' } : {}),
  });
  return { ...sound, letter, raw };
};
const html = (more: string) => relettered(letter => ({ html: `${letter.html}${more}\n` }));
/** The bytes changed, with the letter as it was. */
const edited = (change: (raw: string) => string, mail = sound): Checked => ({
  ...mail,
  raw: Buffer.from(change(Buffer.from(mail.raw).toString('latin1')), 'latin1'),
});
const READ = 'another parser reads subject, sender, both bodies, pictures and language as they were meant';

/** Each fault breaks one rule, which alone must say so. */
const FAULTS: readonly [rule: string, fault: string, broken: () => Checked | Promise<Checked>][] = [
  ['only 7-bit bytes', 'an eighth bit', () => edited(raw => `X-A: \xfc\r\n${raw}`)],
  ['lines end with CR LF', 'a bare LF', () => edited(raw => `X-A: a\n b\r\n${raw}`)],
  ['lines of at most 76', 'a long line', () => edited(raw => `X-A: ${'x'.repeat(80)}\r\n${raw}`)],
  [
    'at most 1.5 MB',
    'ten pictures of 150 KB',
    async () => {
      const photo = Buffer.alloc(150_000);
      const cids = Array.from({ length: 10 }, (_, at) => `p${at}`);
      const more = cids.map(cid => `<img alt="a" width="2" height="2" src="cid:${cid}">`).join('');
      const inline = cids.map(cid => ({ cid, photoId: cid, filename: 'p.jpg' }));
      const change = (letter: Letter) => ({ html: `${letter.html}${more}\n`, inline: [...letter.inline, ...inline] });
      return { ...(await relettered(change, photo)), photo };
    },
  ],
  [
    'pictures of at most 200 KB',
    'one of 201 KB',
    async () => {
      const photo = Buffer.alloc(201_000);
      return { ...(await relettered(() => ({}), photo)), photo };
    },
  ],
  ['each header once, no others to read it', 'a copy', () => edited(raw => `Cc: a@b.example\r\n${raw}`)],
  ['each header once, no others to read it', 'a second one', () => edited(raw => `Auto-Submitted: no\r\n${raw}`)],
  [
    'each header once, no others to read it',
    'no answer address',
    () => edited(raw => raw.replace(/^Reply-To:.*\r\n/m, '')),
  ],
  [
    'one click ends advertising, exactly when it promotes',
    'a way out of nothing',
    () => edited(raw => `List-Unsubscribe: <https://hall.example.org/>\r\n${raw}`),
  ],
  [
    'one click ends advertising, exactly when it promotes',
    'no way out',
    async () => {
      const mail = { ...(await sampleMail('promotion', 'en', hall)), origin: hall.origin };
      return edited(raw => raw.replace(/^List-.*\r\n/gm, ''), mail);
    },
  ],
  ['html at most 60 KB', 'a page of words', () => html(`<p>${'word '.repeat(13_000)}</p>`)],
  ['nothing that clients drop', 'a script', () => html('<script></script>')],
  ['nothing that clients drop', 'a tracking pixel', () => html('<img alt="a" src="https://x" width="1" height="1">')],
  [
    'links to our host and to institutions only',
    'a tracker',
    () => html('<a href="https://track.example.com/?e=1">x</a>'),
  ],
  ['links to our host and to institutions only', 'http', () => html('<a href="http://hall.example.org/">x</a>')],
  ['each picture has words and a size', 'a bare picture', () => html('<img src="https://hall.example.org/a.jpg">')],
  ['layout tables say so', 'a table', () => html('<table></table>')],
  ['headings in order', 'a deep heading', () => html('<h5>x</h5>')],
  ['direction on each cell', 'a cell from right to left', () => html('<td dir="rtl">x</td>')],
  [
    'preheader of 40 to 100 characters, not the subject',
    'a short one',
    () => relettered(() => ({ preheader: 'short' })),
  ],
  ['(광고) exactly when it promotes', 'a label', () => relettered(({ subject }) => ({ subject: `(광고) ${subject}` }))],
  [
    '(광고) exactly when it promotes',
    'no label',
    async () => ({ ...(await relettered(() => ({ promotion: true }))), memory: { ...sound.memory, promotion: true } }),
  ],
  [READ, 'another subject', () => ({ ...sound, letter: { ...sound.letter, subject: 'Another' } })],
  [READ, 'another language', () => edited(raw => raw.replace('Content-Language: en', 'Content-Language: ko'))],
  [READ, 'another sender', () => ({ ...sound, from: { ...sound.from, name: 'Another' } })],
  [READ, 'html that was cut', () => ({ ...sound, letter: { ...sound.letter, html: `${sound.letter.html}.` } })],
  [READ, 'text that was cut', () => ({ ...sound, letter: { ...sound.letter, text: `${sound.letter.text}.` } })],
  [READ, 'another picture', () => ({ ...sound, photo: Buffer.alloc(10) })],
  [
    'pictures inside are shown, and shown ones are inside',
    'one not there',
    () => html('<img alt="a" width="2" height="2" src="cid:gone">'),
  ],
  [
    'pictures inside are shown, and shown ones are inside',
    'one not shown',
    () => relettered(letter => ({ html: letter.html.replaceAll('cid:photo', 'https://hall.example.org/a.jpg') })),
  ],
  [
    'plain text has every fact of the html',
    'a zone left out',
    () => relettered(letter => ({ text: letter.text.replaceAll(sound.memory.zones[2]?.name.text ?? '?', 'a zone') })),
  ],
];

describe('the checks', () => {
  it.each(FAULTS)('say by "%s" alone: %s', async (rule, _fault, broken) => {
    expect((await failed(await broken())).map(found => found.rule)).toEqual([rule]);
  });

  it('are all broken above', async () => {
    const rules = (await checkMail(sound)).map(({ rule }) => rule);
    expect(new Set(FAULTS.map(([rule]) => rule))).toEqual(new Set(rules));
  });
});
