import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeRenditions } from '../../functions/photos/renditions.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';

const refusalOf = async (bytes: Uint8Array) => {
  const result = await makeRenditions(bytes, { frame: 'plain', kind: 'photo' });
  return result.ok ? undefined : result.refusal;
};
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#446688' } });
const padded = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(2000, 32)]);

describe('a file that is no photo is refused with a reason', () => {
  it('empty: no bytes at all', async () => expect(await refusalOf(new Uint8Array())).toBe('empty'));

  it('cut-short: the end is missing, at every cut, and when only the last two bytes are', async () => {
    const picture = await cameraPicture({ width: 640, height: 480 });
    for (const share of [0.1, 0.5, 0.9, 0.99])
      expect(await refusalOf(picture.subarray(0, Math.floor(picture.length * share)))).toBe('cut-short');
    expect(await refusalOf(picture.subarray(0, picture.length - 2))).toBe('cut-short');
  });

  it('cut-short or unreadable: nothing but a beginning', async () => {
    expect(['cut-short', 'unreadable']).toContain(await refusalOf(Uint8Array.of(0xff, 0xd8, 0xff)));
    expect(['cut-short', 'unreadable']).toContain(await refusalOf(padded('\xff\xd8\xff\xe0')));
  });

  it.each([
    ['one byte', async () => Uint8Array.of(0xff)],
    ['PNG', async () => plain(640, 480).png().toBuffer()],
    ['WebP', async () => plain(640, 480).webp().toBuffer()],
    ['TIFF', async () => plain(640, 480).tiff().toBuffer()],
    ['GIF', async () => plain(640, 480).gif().toBuffer()],
    ['HEIC', async () => padded('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['SVG', async () => padded('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>')],
    ['PDF', async () => padded('%PDF-1.7\n')],
    ['HTML', async () => padded('<!doctype html><script>alert(1)</script>')],
    ['ELF', async () => padded('\x7fELF\x02\x01\x01')],
  ])('not-a-jpeg: %s', async (_, bytes) => expect(await refusalOf(await bytes())).toBe('not-a-jpeg'));

  it('too-many-pixels: 40 megapixels, known from the header before anything is decoded', async () => {
    const small = await plain(400, 400).jpeg().toBuffer();
    const frame = small.indexOf(Buffer.from([0xff, 0xc0]));
    small.writeUInt16BE(5000, frame + 5);
    small.writeUInt16BE(8000, frame + 7);
    expect(await refusalOf(small)).toBe('too-many-pixels');
  });

  it('too-small: one pixel, and a side below 320', async () => {
    expect(await refusalOf(await plain(1, 1).jpeg().toBuffer())).toBe('too-small');
    expect(await refusalOf(await plain(2000, 319).jpeg().toBuffer())).toBe('too-small');
    expect(await refusalOf(await plain(320, 320).jpeg().toBuffer())).toBeUndefined();
  });

  it('too-large: more bytes than a slot lets through', async () =>
    expect(await refusalOf(new Uint8Array(25 * 1024 * 1024 + 1))).toBe('too-large'));

  it('unreadable: every 997th byte is another', async () => {
    const picture = Uint8Array.from(await cameraPicture({ width: 640, height: 480 }));
    for (let at = 6000; at < picture.length; at += 997) picture[at]! ^= 0xff;
    expect(['unreadable', 'cut-short']).toContain(await refusalOf(picture));
  });

  it('even when another format calls itself a JPEG behind the first three bytes', async () => {
    const png = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), await plain(640, 480).png().toBuffer()]);
    expect(['unreadable', 'cut-short']).toContain(await refusalOf(png));
  });
});
