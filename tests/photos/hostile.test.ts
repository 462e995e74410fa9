import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { requestPhoto } from '../../functions/photos/photos.ts';
import { makeRenditions } from '../../functions/photos/renditions.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';

const made = (bytes: Uint8Array) => makeRenditions(bytes, { frame: 'plain', kind: 'photo' });
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#446688' } });
/** A segment of a JPEG: marker, length, content. */
const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
/** The JPEG with segments right behind its beginning. */
const withSegments = (jpeg: Uint8Array, ...segments: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(jpeg.subarray(0, 2)), ...segments, Buffer.from(jpeg.subarray(2))]);

describe('what is hidden in a JPEG does not come out of it', () => {
  it.each([
    ['a script in a comment', segment(0xfe, Buffer.from('<script>alert(1)</script>'))],
    [
      '64 KB of XMP',
      segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.alloc(65_000, 'X')])),
    ],
    ['an archive', segment(0xe9, Buffer.from('PK\u0003\u0004 payload.exe'))],
  ])('%s', async (_name, hidden) => {
    const { ok, ...rest } = await made(withSegments(await cameraPicture({ width: 640, height: 480 }), hidden));
    expect(ok).toBe(true);
    const { renditions } = rest as Extract<Awaited<ReturnType<typeof made>>, { ok: true }>;
    for (const { data } of renditions) {
      for (const word of ['<script>', 'XXXXXXXX', 'PK\u0003\u0004'])
        expect(Buffer.from(data).includes(word)).toBe(false);
      expect(data.length).toBeLessThan(1_000_000);
    }
  });

  it('an ICC profile of megabytes: refused or gone, and the picture is sRGB', async () => {
    const parts = Array.from({ length: 160 }, (_, at) =>
      segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([at + 1, 160]), Buffer.alloc(65_000, 7)])),
    );
    const result = await made(withSegments(await plain(640, 480).jpeg().toBuffer(), ...parts));
    if (!result.ok) return expect(result.refusal).toBe('unreadable');
    for (const { data } of result.renditions) {
      const { icc, space } = await sharp(data).metadata();
      expect([icc, space]).toEqual([undefined, 'srgb']);
    }
  });
});

describe('a file that would be a burden is refused from its first bytes', () => {
  const header = (width: number, height: number) => {
    const ihdr = Buffer.alloc(25);
    ihdr.writeUInt32BE(13, 0);
    ihdr.write('IHDR', 4);
    ihdr.writeUInt32BE(width, 8);
    ihdr.writeUInt32BE(height, 12);
    return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ihdr, Buffer.alloc(1000)]);
  };
  const svg = (body: string, size = 640) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${body}</svg>`.padEnd(2000));
  it.each([
    ['an SVG that names a file', svg('<image href="file:///etc/passwd"/>')],
    ['an SVG of 30000 by 30000', svg('', 30_000)],
    ['an SVG with a filter bomb', svg('<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter>'.repeat(20))],
    ['100 KB of chance', Buffer.concat([Buffer.from([0]), randomBytes(100_000)])],
    ['a PNG header of 60000 by 60000', header(60_000, 60_000)],
    ['a PNG header of 45 megapixels', header(9_000, 5_000)],
    ['a PNG header of 196 megapixels', header(14_000, 14_000)],
  ])('%s', async (_name, bytes) => expect(await made(bytes)).toEqual({ ok: false, refusal: 'not-a-jpeg' }));

  it('a progressive JPEG of 48 megapixels', async () => {
    const bytes = await plain(8_000, 6_000).jpeg({ progressive: true, quality: 10 }).toBuffer();
    expect(await made(bytes)).toEqual({ ok: false, refusal: 'too-many-pixels' });
  }, 120_000);

  it('a strip of 65500 by 700, by its pixels', async () => {
    // Only the header: what is refused by it is never decoded.
    const bytes = await plain(700, 700).jpeg().toBuffer();
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt16BE(65_500, frame + 7);
    expect(await made(bytes)).toEqual({ ok: false, refusal: 'too-many-pixels' });
  });

  it('a JPEG of twelve bits', async () => {
    const bytes = await plain(640, 480).jpeg().toBuffer();
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    expect(await made(bytes.fill(12, frame + 4, frame + 5))).toEqual({ ok: false, refusal: 'unreadable' });
  });
});

/** 320 by 320 of one blue, with arithmetic coding: `jpegtran -arithmetic`, which sharp cannot write. */
const ARITHMETIC =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/' +
  '2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/yQARCAFAAUADASIAAhEBAxEB/8wACg' +
  'AQEAUBEBEF/9oADAMBAAIRAxEAPwD+L0ErSN0t/9k=';

it('a JPEG with arithmetic coding, which few can read, comes out as one that all can', async () => {
  const result = await made(Buffer.from(ARITHMETIC, 'base64'));
  const tile = result.ok ? result.renditions.find(({ name }) => name === 'tile') : undefined;
  const [red = 0, green = 0, blue = 0] = await sharp(tile?.data).raw().toBuffer();
  expect([red, green, blue].map(one => Math.round(one / 0x11))).toEqual([4, 6, 8]);
  expect(Buffer.from(tile?.data ?? []).includes(Buffer.from([0xff, 0xc9]))).toBe(false);
});

it('the same picture under two ids is two photos, in one visit or in two, so that erasing one leaves the other', async () => {
  const deps = { table: memoryTable(), slots: memorySlots(), clock: () => Date.parse('2026-11-22T01:00:00.000Z') };
  const request = { people: [], sentAt: '2026-11-22T01:00:00.000Z', kind: 'photo', frame: 'plain' } as const;
  const same = { ...request, people: [...request.people], bytes: 2000, sha256: 'ab'.repeat(32) };
  await requestPhoto(deps, { ...same, id: 'photo-0001' }, [{ visitId: 'a' }]);
  await requestPhoto(deps, { ...same, id: 'photo-0002' }, [{ visitId: 'a' }]);
  await requestPhoto(deps, { ...same, id: 'photo-0003' }, [{ visitId: 'b' }]);
  expect(deps.table.all().filter(({ sk }) => sk === 'PHOTO')).toHaveLength(3);
});
