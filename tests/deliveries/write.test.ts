import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { writer } from '../../functions/deliveries/write.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import type { Item } from '../../functions/platform/table.ts';
import { START, smallHall, VISIT } from './hall.ts';

const MAIL = { deliveryId: '0123456789abcdefghjkmnpqrs', address: 'minister@mofa.go.kr' };

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

  it('is written in the language of the check-out, and says when a picture is still being made', async () => {
    const { write } = await withPhoto('waiting');
    const written = await write(VISIT, 'ko');
    expect(written?.photoLate).toBe(true);
    const mail = await PostalMime.parse((await written?.raw(MAIL)) as Uint8Array);
    expect(mail.headers.find(({ key }) => key === 'content-language')?.value).toBe('ko');
  });

  it('is not written for a visit that is erased', async () => {
    const { write, table } = await withPhoto('ready', 10);
    await table.update({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }, { set: { erased: true } });
    expect(await write(VISIT, 'en')).toBeUndefined();
  });
});
