import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { writer } from '../../functions/deliveries/write.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import type { Item } from '../../functions/platform/table.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { START, smallHall, VISIT } from './hall.ts';

const MAIL = { deliveryId: '0123456789abcdefghjkmnpqrs', address: 'minister@mofa.go.kr' };

/** The 20th of November 2026, as each language writes it in a subject. */
const DAYS: [Language, string][] = [
  ['ko', '2026년 11월 20일'],
  ['en', 'November 20, 2026'],
  ['zh', '2026年11月20日'],
  ['ja', '2026年11月20日'],
  ['es', '20 de noviembre de 2026'],
  ['fr', '20 novembre 2026'],
  ['ar', '20 نوفمبر 2026'],
  ['ru', '20 ноября 2026'],
  ['vi', 'ngày 20 tháng 11 năm 2026'],
  ['id', '20 November 2026'],
];

const withPhoto = async (state: string, bytes?: number) => {
  const hall = smallHall();
  const photos = memoryBucket();
  const at = new Date(START).toISOString();
  await hall.begin();
  const put = (pk: string, sk: string, more: object) => hall.table.put({ pk, sk, ...more } as Item);
  await put(`VISIT#${VISIT}`, 'HAS#photo-0001', { photoId: 'photo-0001', kind: 'photo', keep: true });
  await put('PHOTO#photo-0001', 'PHOTO', {
    photoId: 'photo-0001',
    kind: 'photo',
    frame: 'flow',
    state,
    requestedAt: at,
    renditions: [],
  });
  await put('PHOTO#photo-0001', `IN#${VISIT}`, { photoId: 'photo-0001', keep: true });
  if (bytes !== undefined)
    await photos.put('rendition/photo-0001/mail.jpg', new Uint8Array(bytes).fill(7), 'image/jpeg');
  const write = writer({
    table: hall.table,
    photos,
    catalogue,
    letter: memory => letterOf(memory, { settings: hall.settings }),
    clock: () => START,
    log: hall.log,
    origin: 'https://hall.example',
    from: 'Hall <hall@example.org>',
    replyTo: 'answers@example.org',
  });
  return { ...hall, write };
};

describe('the mail of a visit', () => {
  it('holds the picture that its html shows, and no other part', async () => {
    const { write } = await withPhoto('ready', 100_000);
    const written = await write(VISIT, 'en');
    expect(written?.photoLate).toBe(false);
    const mail = await PostalMime.parse((await written?.raw(MAIL)) as Uint8Array);
    expect(mail.html).toContain('cid:photo');
    expect(mail.attachments.map(({ contentId, content }) => [contentId, (content as ArrayBuffer).byteLength])).toEqual([
      ['<photo>', 100_000],
    ]);
  });

  it.each([
    ['would be over 9.5 MB', 8_000_000],
    ['has no bytes any more', undefined],
  ])('leaves a picture behind that %s, and names none', async (_why, bytes) => {
    const { write, log } = await withPhoto('ready', bytes);
    const raw = (await (await write(VISIT, 'ko'))?.raw(MAIL)) as Uint8Array;
    expect(raw.length).toBeLessThan(200_000);
    const mail = await PostalMime.parse(raw);
    expect(mail.attachments).toEqual([]);
    expect(mail.html).not.toContain('cid:');
    expect(mail.html).toContain('https://hall.example/m/token-of-the-page');
    expect(log.lines.map(({ event }) => event)).toEqual(['mail-without-pictures']);
  });

  it('holds the way to the memory page alone when even its words would be over 9.5 MB', async () => {
    const { write, log, table } = await withPhoto('ready', 10);
    const message = '한'.repeat(1_300_000);
    await table.put({ pk: `VISIT#${VISIT}`, sk: 'ENTRY#1', message, name: 'Ann', state: 'private', at: 'now' } as Item);
    const raw = (await (await write(VISIT, 'ko'))?.raw(MAIL)) as Uint8Array;
    expect(raw.length).toBeLessThan(100_000);
    const { html = '', text = '', attachments } = await PostalMime.parse(raw);
    for (const body of [html, text]) {
      expect(body).toContain('https://hall.example/m/token-of-the-page');
      expect(body).not.toMatch(/한한|Ann/);
    }
    expect(attachments).toEqual([]);
    expect(log.lines.map(({ event }) => event)).toEqual(['mail-without-pictures', 'mail-without-words']);
  });

  it('is written in the language of the check-out, and says when a picture is still being made', async () => {
    const { write } = await withPhoto('waiting');
    const written = await write(VISIT, 'ko');
    expect(written?.photoLate).toBe(true);
    const mail = await PostalMime.parse((await written?.raw(MAIL)) as Uint8Array);
    expect(mail.headers.find(({ key }) => key === 'content-language')?.value).toBe('ko');
  });

  describe.each([
    ['23:59 to 00:01', '2026-11-20T14:59:00.000Z', '2026-11-20T15:01:00.000Z'],
    ['00:01 to 00:03', '2026-11-19T15:01:00.000Z', '2026-11-19T15:03:00.000Z'],
  ])('of a visit from %s in Seoul', (_when, openedAt, at) => {
    it.each(DAYS)('says in %s the day on which it began (check 21)', async (language, day) => {
      const { write, table } = await withPhoto('waiting');
      await table.update({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }, { set: { openedAt } });
      for (const zone of [1, 3]) {
        const interaction = { id: `did-00000${zone}`, cardId: 'EG-00000001', at, zone, kind: 'tapped' };
        await table.put({ pk: `VISIT#${VISIT}`, sk: `DID#${interaction.id}`, interaction, zone, at } as Item);
      }
      const mail = await PostalMime.parse((await (await write(VISIT, language))?.raw(MAIL)) as Uint8Array);
      for (const shown of [mail.subject, mail.text, mail.html]) {
        expect(shown).toContain(day);
        expect(shown).not.toContain(day.replace(/20(?!26)/, '21'));
        expect(shown).not.toContain(day.replace(/20(?!26)/, '19'));
      }
    });
  });

  it('is not written for a visit that is erased', async () => {
    const { write, table } = await withPhoto('ready', 10);
    await table.update({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }, { set: { erased: true } });
    expect(await write(VISIT, 'en')).toBeUndefined();
  });
});
