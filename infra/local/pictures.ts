import sharp from 'sharp';
import { exifSegment } from './pictures-exif.ts';

/** What a made picture is like; the same answers give the same bytes. */
export interface PictureWish {
  /** stored size in pixels; or `megapixels` in the shape 4:3 */
  width?: number;
  height?: number;
  megapixels?: number;
  seed?: number;
  /** EXIF orientation 1 to 8 */
  orientation?: number;
  /** of the JPEG, 1 to 100; 90 when it is left out */
  quality?: number;
}

/** A small random source (mulberry32): numbers of 0 to 1 that follow from the seed. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** A grid of random heights that is read smoothly at any width; one octave of the noise. */
const octave = (cells: number, width: number, height: number, strength: number, next: () => number) => {
  const step = Math.max(width, height) / cells;
  const across = Math.ceil(width / step) + 2;
  const down = Math.ceil(height / step) + 2;
  const grid = Float32Array.from({ length: across * down }, () => (next() - 0.5) * strength);
  const line = new Float32Array(across);
  /** adds the octave to a row */
  return (y: number, row: Float32Array): void => {
    const gy = y / step;
    const top = Math.floor(gy);
    const t = gy - top;
    for (let i = 0; i < across; i++) line[i] = grid[top * across + i]! * (1 - t) + grid[(top + 1) * across + i]! * t;
    for (let cell = 0, x = 0; x < width; cell++) {
      const end = Math.min(width, Math.ceil((cell + 1) * step));
      const slope = (line[cell + 1]! - line[cell]!) / step;
      for (let value = line[cell]! + (x - cell * step) * slope; x < end; x++, value += slope) row[x]! += value;
    }
  };
};

/** Bell-shaped noise of a sensor, long enough that no pattern shows when each row starts elsewhere in it. */
const sensor = (next: () => number) =>
  Float32Array.from({ length: 1 << 16 }, () => (next() + next() + next() + next() - 2) * 11);

interface Shape {
  /** middle and half axes in pixels */
  x: number;
  y: number;
  rx: number;
  ry: number;
  light: number;
}

/** Something like people before a wall: heads and shoulders with hard edges. */
const people = (width: number, height: number, next: () => number): Shape[] =>
  Array.from({ length: 3 }, (_, index) => {
    const x = width * (0.25 + 0.25 * index + 0.06 * next());
    const head = height * (0.09 + 0.03 * next());
    const y = height * (0.38 + 0.08 * next());
    return [
      { x, y: y + head * 3.4, rx: head * 1.9, ry: head * 2.4, light: -50 + 80 * next() },
      { x, y, rx: head * 0.8, ry: head, light: 40 + 20 * next() },
    ];
  }).flat();

/** Fills a row: gradient, octaves, shapes, strokes of hair, in luma of 0 to 255. */
const paintedPixels = (width: number, height: number, seed: number): Buffer => {
  const next = random(seed);
  const long = Math.max(width, height);
  const octaves = [3, 9, 27, 81, 243, 729]
    .filter(cells => cells < long / 2)
    .map((cells, index) => octave(cells, width, height, 110 / 1.7 ** index, next));
  const tints = [octave(4, width, height, 50, next), octave(13, width, height, 30, next)];
  const blues = [octave(5, width, height, 50, next)];
  const noise = sensor(next);
  const shapes = people(width, height, next);
  const strokes = Array.from({ length: 40 }, () => ({
    x: next() * width,
    lean: next() - 0.5,
    light: next() * 90 - 45,
  }));
  const out = Buffer.allocUnsafe(width * height * 3);
  const luma = new Float32Array(width);
  const red = new Float32Array(width);
  const blue = new Float32Array(width);
  for (let y = 0, o = 0; y < height; y++) {
    luma.fill(95 + (60 * y) / height);
    red.fill(8);
    blue.fill(-8);
    for (const add of octaves) add(y, luma);
    for (const add of tints) add(y, red);
    for (const add of blues) add(y, blue);
    for (const { x, y: cy, rx, ry, light } of shapes) {
      const half = rx * Math.sqrt(Math.max(0, 1 - ((y - cy) / ry) ** 2));
      for (let i = Math.max(0, Math.round(x - half)); i < Math.min(width, x + half); i++) luma[i]! += light;
    }
    for (const { x, lean, light } of strokes) {
      const at = Math.round(x + lean * y);
      if (y < height * 0.5 && at >= 0 && at < width - 1) {
        luma[at]! += light;
        luma[at + 1]! += light;
      }
    }
    let grain = Math.floor(next() * noise.length);
    for (let x = 0; x < width; x++, o += 3) {
      grain = (grain + 1) & 0xffff;
      const light = luma[x]! + noise[grain]!;
      const r = light + red[x]!;
      const g = light - 0.3 * (red[x]! + blue[x]!);
      const b = light + blue[x]!;
      out[o] = r < 0 ? 0 : r > 255 ? 255 : r;
      out[o + 1] = g < 0 ? 0 : g > 255 ? 255 : g;
      out[o + 2] = b < 0 ? 0 : b > 255 ? 255 : b;
    }
  }
  return out;
};

const encode = (data: Buffer, width: number, height: number, quality: number) =>
  sharp(data, { raw: { width, height, channels: 3 } }).jpeg({
    quality,
    chromaSubsampling: '4:2:0',
    optimiseCoding: false,
  });

/**
 * A JPEG as a camera writes it (baseline, 4:2:0) with EXIF orientation, place, artist and a thumbnail. Without a wish: 3 megapixels.
 */
export const cameraPicture = async (wish: PictureWish = {}): Promise<Uint8Array> => {
  const { megapixels = 3, seed = 1, orientation = 1, quality = 90 } = wish;
  const width = wish.width ?? Math.round(Math.sqrt((megapixels * 4e6) / 3) / 16) * 16;
  const height = wish.height ?? Math.round((width * 3) / 4);
  const picture = await encode(paintedPixels(width, height, seed), width, height, quality).toBuffer();
  const thumbnail = await encode(paintedPixels(160, 120, seed), 160, 120, 60).toBuffer();
  // Behind the start marker comes our EXIF; the JFIF segment that libvips writes is skipped, as cameras leave it out.
  const jfif = picture[3] === 0xe0 ? 4 + picture.readUInt16BE(4) - 2 + 2 : 2;
  return Buffer.concat([picture.subarray(0, 2), exifSegment(orientation, thumbnail), picture.subarray(jfif)]);
};

/**
 * A video for Chromium's fake camera (`--use-file-for-fake-video-capture`), 4:2:0, as bytes of a `.y4m` file. The left half is red, the right
 * half blue, so that a mirror can be seen; a bright bar moves, so that two frames differ.
 */
export const y4mVideo = ({ width = 640, height = 480, frames = 4, fps = 10 } = {}): Uint8Array => {
  const parts: Uint8Array[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420jpeg\n`)];
  const half = width / 2;
  for (let frame = 0; frame < frames; frame++) {
    const luma = Buffer.alloc(width * height);
    const bar = Math.floor((height * frame) / frames);
    for (let y = 0; y < height; y++) {
      const inBar = y >= bar && y < bar + height / 8;
      for (let x = 0; x < width; x++) luma[y * width + x] = inBar ? 210 : (x < half ? 96 : 72) + ((x ^ y) & 15);
    }
    const plane = (left: number, right: number) =>
      Buffer.alloc((width * height) / 4).map((_, i) => (i % half < half / 2 ? left : right));
    parts.push(Buffer.from('FRAME\n'), luma, plane(100, 220), plane(220, 100));
  }
  return Buffer.concat(parts);
};

/** The picture with 1 to 8 bytes changed somewhere behind its first two; which ones follows from the seed. */
export const mutated = (jpeg: Uint8Array, seed: number): Uint8Array => {
  const next = random(seed);
  const copy = Uint8Array.from(jpeg);
  for (let count = 1 + Math.floor(next() * 8); count > 0; count--)
    copy[2 + Math.floor(next() * (copy.length - 2))] = Math.floor(next() * 256);
  return copy;
};
