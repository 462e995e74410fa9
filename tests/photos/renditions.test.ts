import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode, makeRenditions } from '../../functions/photos/renditions.ts';
import { cameraPicture, mutated } from '../../infra/local/pictures.ts';

const asked = { frame: 'plain', kind: 'photo' } as const;
const made = async (bytes: Uint8Array, wish: Parameters<typeof makeRenditions>[1] = asked) => {
  const result = await makeRenditions(bytes, wish);
  if (!result.ok) throw new Error(result.refusal);
  return result;
};
const pixelsOf = async (data: Uint8Array) => {
  const { data: rgb, info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x: number, y: number) => [...rgb.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  };
};

const COLOURS = { red: [230, 20, 20], green: [20, 200, 20], blue: [20, 20, 230], white: [240, 240, 240] };
/** An upright picture with four corners: red green / blue white, 480x360. */
const upright = () => {
  const rgb = Buffer.alloc(480 * 360 * 3);
  for (let y = 0; y < 360; y++)
    for (let x = 0; x < 480; x++) {
      const colour = y < 180 ? (x < 240 ? COLOURS.red : COLOURS.green) : x < 240 ? COLOURS.blue : COLOURS.white;
      rgb.set(colour, (y * 480 + x) * 3);
    }
  return sharp(rgb, { raw: { width: 480, height: 360, channels: 3 } });
};
// What a camera stores so that its orientation number brings the upright picture back (each step is a pass of its own).
const STORED: Record<number, ((rgb: Sharp) => Sharp)[]> = {
  1: [],
  2: [s => s.flop()],
  3: [s => s.rotate(180)],
  4: [s => s.flip()],
  5: [s => s.flop(), s => s.rotate(270)],
  6: [s => s.rotate(270)],
  7: [s => s.flip(), s => s.rotate(270)],
  8: [s => s.rotate(90)],
};
const storedAs = async (orientation: number) => {
  let step = upright();
  for (const change of STORED[orientation]!) {
    const { data, info } = await change(step).raw().toBuffer({ resolveWithObject: true });
    step = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  }
  return step.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
};
const near = (have: number[], want: number[]) => have.every((value, i) => Math.abs(value - want[i]!) < 30);

describe('renditions', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are upright for EXIF orientation %i', async orientation => {
    const bytes = await storedAs(orientation);
    const auto = await pixelsOf(await sharp(bytes).autoOrient().jpeg().toBuffer());
    const { renditions } = await made(bytes);
    for (const name of ['print', 'tile']) {
      const picture = await pixelsOf(renditions.find(one => one.name === name)!.data);
      expect([picture.width, picture.height]).toEqual([480, 360]);
      expect(near(picture.at(60, 60), COLOURS.red)).toBe(true);
      expect(near(picture.at(420, 60), COLOURS.green)).toBe(true);
      expect(near(picture.at(60, 300), COLOURS.blue)).toBe(true);
      expect(near(picture.at(420, 300), COLOURS.white)).toBe(true);
      expect(near(picture.at(60, 60), auto.at(60, 60))).toBe(true);
    }
    const mail = await pixelsOf(renditions.find(one => one.name === 'mail')!.data);
    expect([mail.width, mail.height]).toEqual([1200, 800]);
    expect(near(mail.at(100, 100), COLOURS.red)).toBe(true);
    expect(near(mail.at(1100, 700), COLOURS.white)).toBe(true);
  });

  it('carry no metadata of the original, and are baseline sRGB JPEGs of the planned sizes', async () => {
    const original = await cameraPicture({ width: 2400, height: 1600, orientation: 6 });
    expect(Buffer.from(original).includes('Hong Gildong')).toBe(true);
    expect((await sharp(original).metadata()).orientation).toBe(6);
    const { renditions, thumbhash } = await made(original, { frame: 'flow', kind: 'photo' });
    expect(renditions.map(({ name, width, height }) => [name, width, height])).toEqual([
      ['print', 1333, 2000],
      ['mail', 1200, 800],
      ['tile', 320, 480],
    ]);
    for (const { data, width, height } of renditions) {
      const facts = await sharp(data).metadata();
      expect([facts.width, facts.height, facts.space, facts.isProgressive]).toEqual([width, height, 'srgb', false]);
      expect([facts.exif, facts.icc, facts.xmp, facts.orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      for (const word of ['Exif', 'Hong', 'Booth', 'Camera Works'])
        expect(Buffer.from(data).includes(word)).toBe(false);
    }
    expect(Buffer.from(thumbhash, 'base64').length).toBeGreaterThan(15);
    expect(Buffer.from(thumbhash, 'base64').length).toBeLessThan(40);
  });

  it('keep the mail picture below 200 KB even for noise, by a lower quality', async () => {
    const rgb = Buffer.alloc(1300 * 900 * 3);
    for (let i = 0, state = 1; i < rgb.length; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      rgb[i] = state >>> 16;
    }
    const noise = await sharp(rgb, { raw: { width: 1300, height: 900, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    const { renditions } = await made(noise);
    expect(renditions.find(({ name }) => name === 'mail')!.data.length).toBeLessThanOrEqual(200 * 1024);
  });

  it('contain a drawing on white without a frame, so that no stroke is cut', async () => {
    const tall = await sharp({ create: { width: 400, height: 800, channels: 3, background: '#336699' } })
      .jpeg()
      .toBuffer();
    const { renditions } = await made(tall, { frame: 'night', kind: 'drawing' });
    const mail = await pixelsOf(renditions[1]!.data);
    expect(near(mail.at(5, 5), [255, 255, 255])).toBe(true);
    expect(near(mail.at(600, 5), [51, 102, 153])).toBe(true);
    expect(near(mail.at(600, 795), [51, 102, 153])).toBe(true);
  });

  it.each(['flow', 'night', 'plain'] as const)(
    'lay the frame %s over the edge and leave the middle alone',
    async frame => {
      const grey = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#808080' } })
        .jpeg()
        .toBuffer();
      const mail = await pixelsOf((await made(grey, { frame, kind: 'photo' })).renditions[1]!.data);
      expect(near(mail.at(600, 400), [128, 128, 128])).toBe(true);
      expect(near(mail.at(600, 797), [128, 128, 128])).toBe(false);
    },
  );

  it('accept grey and CMYK JPEGs, and bytes behind the end, which do not come out again', async () => {
    const picture = sharp(await cameraPicture({ width: 640, height: 480 }));
    const grey = await picture.clone().toColourspace('b-w').jpeg().toBuffer();
    const cmyk = await picture.clone().toColourspace('cmyk').jpeg().toBuffer();
    const tail = Buffer.concat([await picture.clone().jpeg().toBuffer(), Buffer.from('PK-secret-tail'.repeat(1000))]);
    for (const bytes of [grey, cmyk, tail]) {
      const { renditions } = await made(bytes);
      for (const { data } of renditions) {
        expect((await sharp(data).metadata()).channels).toBe(3);
        expect(Buffer.from(data).includes('PK-secret-tail')).toBe(false);
      }
    }
  });

  it('end every one of 500 mutated files in pixels or a named refusal, never in a crash', async () => {
    const picture = await cameraPicture({ width: 400, height: 330 });
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 500; seed++) {
      const result = await decode(mutated(picture, seed));
      outcomes.add(typeof result === 'string' ? result : 'ok');
    }
    expect(outcomes.has('ok')).toBe(true);
    expect(outcomes.has('unreadable')).toBe(true);
  });
});
