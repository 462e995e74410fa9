import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cameraPicture, mutated, y4mVideo } from '../../infra/local/pictures.ts';

describe('a made picture', () => {
  it('is the same for the same seed and another for another', async () => {
    const wish = { width: 320, height: 240, seed: 3 };
    const first = Buffer.from(await cameraPicture(wish));
    expect(first.equals(await cameraPicture(wish))).toBe(true);
    expect(first.equals(await cameraPicture({ ...wish, seed: 4 }))).toBe(false);
  });

  it.each([1, 6, 8])(
    'is baseline 4:2:0 with the orientation %i, a place, an artist and a thumbnail',
    async orientation => {
      const picture = await cameraPicture({ width: 640, height: 480, orientation });
      const facts = await sharp(picture, { failOn: 'warning' }).metadata();
      expect(facts).toMatchObject({ format: 'jpeg', width: 640, height: 480, orientation, isProgressive: false });
      expect(facts.chromaSubsampling).toBe('4:2:0');
      const exif = Buffer.from(facts.exif!);
      expect(exif.includes('Hong Gildong')).toBe(true);
      const thumbnail = exif.subarray(exif.indexOf(Buffer.from([0xff, 0xd8, 0xff])));
      expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 160, height: 120 });
    },
  );

  it('has the megapixels it was asked for, in 4:3', async () => {
    const { width, height } = await sharp(await cameraPicture({ megapixels: 1 })).metadata();
    expect(Math.abs((width * height) / 1e6 - 1)).toBeLessThan(0.05);
    expect(width / height).toBeCloseTo(4 / 3, 1);
  });

  it('is mutated behind its first two bytes, by the seed alone', async () => {
    const picture = await cameraPicture({ width: 320, height: 240 });
    const once = mutated(picture, 9);
    expect([...once.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    expect(Buffer.from(once).equals(mutated(picture, 9))).toBe(true);
    const changed = once.reduce((count, byte, at) => count + (byte === picture[at] ? 0 : 1), 0);
    expect(changed).toBeLessThanOrEqual(8);
  });
});

describe('the video for a fake camera', () => {
  const video = Buffer.from(y4mVideo({ width: 64, height: 48, frames: 2, fps: 5 }));
  const header = 'YUV4MPEG2 W64 H48 F5:1 Ip A1:1 C420jpeg\n';
  const frame = 'FRAME\n'.length + 64 * 48 * 1.5;

  it('has the frames its header promises', () => {
    expect(video.subarray(0, header.length).toString()).toBe(header);
    expect(video.length).toBe(header.length + 2 * frame);
    expect(video.subarray(header.length + frame, header.length + frame + 6).toString()).toBe('FRAME\n');
  });

  it('is red on the left and blue on the right, so that a mirror shows', () => {
    const blueness = header.length + 6 + 64 * 48;
    const redness = blueness + 32 * 24;
    expect([video[blueness], video[blueness + 31]]).toEqual([100, 220]);
    expect([video[redness], video[redness + 31]]).toEqual([220, 100]);
  });
});
