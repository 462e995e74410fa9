import { availableParallelism } from 'node:os';
import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { UPLOAD } from '../platform/names.ts';
import { frameOf, layFrame, MAIL } from './frames.ts';
import type { Refusal } from './photo.schema.ts';
import type { FrameName, RenditionName } from './plan.ts';

// Uploads are untrusted: of all of libvips' loaders only the JPEG one may run, and nothing is kept between two photos.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg'] });
sharp.cache(false);
// sharp's own default depends on the allocator it finds; the number of processors does not.
sharp.concurrency(availableParallelism());

/** Everything a rendition may be: long side in pixels, JPEG quality. */
const PLAN = { print: { side: 2000 }, tile: { side: 480 }, hash: { side: 48 }, quality: 80 } as const;
/** Pixels of an original: 25 megapixels. */
export const MAX_PIXELS = 25_000_000;
/** Shortest side of an original, in pixels: below it nobody is to be seen. */
export const MIN_SIDE = 320;
/** Bytes of the picture inside a mail. */
export const MAIL_BYTES = 200 * 1024;
/** Where a tall picture is cut for the mail, as a share of what is left over above: heads are in the upper half. */
const HEAD_ROOM = 0.35;

/** How a picture of each EXIF orientation becomes upright: mirrored, then turned clockwise (sharp's order after a resize). */
const UPRIGHT: Record<number, { turn?: 90 | 180 | 270; mirror?: 'flip' | 'flop' }> = {
  2: { mirror: 'flop' },
  3: { turn: 180 },
  4: { mirror: 'flip' },
  5: { mirror: 'flip', turn: 90 },
  6: { turn: 90 },
  7: { mirror: 'flop', turn: 90 },
  8: { turn: 270 },
};

export interface Rendition {
  name: RenditionName;
  /** pixels */
  width: number;
  height: number;
  /** a JPEG without metadata, sRGB */
  data: Uint8Array;
}

export type Renditions =
  | { ok: true; renditions: Rendition[] /** base64 */; thumbhash: string }
  | { ok: false; refusal: Refusal };

interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

/** Pixels of a pipeline: three channels, eight bits. */
const pixels = async (pipeline: Sharp): Promise<Pixels> => {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`three channels expected, not ${info.channels}`);
  return { data, width: info.width, height: info.height };
};

const from = ({ data, width, height }: Pixels) => sharp(data, { raw: { width, height, channels: 3 } });

const jpeg = async (picture: Pixels, quality: number): Promise<Uint8Array> =>
  // Optimised Huffman tables cost two and a half times the encoding for 2 % of the bytes.
  from(picture).jpeg({ quality, optimiseCoding: false }).toBuffer();

const inside = (side: number) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const;

/** Bytes that end before the picture does, or that libjpeg could not make sense of. */
const whyUnreadable = (error: unknown): Refusal => {
  const text = error instanceof Error ? error.message : '';
  if (/exceeds pixel limit/i.test(text)) return 'too-many-pixels';
  return /premature end|unexpected end|end of (file|input|stream)/i.test(text) ? 'cut-short' : 'unreadable';
};

/**
 * The one decode: RGB pixels, upright, long side at most 2000. Shrunk first and turned after, so that the full picture is never copied. What
 * is no JPEG that a camera may have written whole comes back as a refusal.
 */
export const decode = async (bytes: Uint8Array): Promise<Pixels | Refusal> => {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > UPLOAD.maxBytes) return 'too-large';
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return 'not-a-jpeg';
  const input = { failOn: 'warning', limitInputPixels: MAX_PIXELS, sequentialRead: true } as const;
  try {
    const { width, height, orientation = 1 } = await sharp(bytes, input).metadata();
    if (width * height > MAX_PIXELS) return 'too-many-pixels';
    if (Math.min(width, height) < MIN_SIDE) return 'too-small';
    let picture = sharp(bytes, input).resize(inside(PLAN.print.side));
    const { turn, mirror } = UPRIGHT[orientation] ?? {};
    if (turn) picture = picture.rotate(turn);
    if (mirror) picture = picture[mirror]();
    return await pixels(picture);
  } catch (error) {
    return whyUnreadable(error);
  }
};

const forMail = (print: Pixels, kind: 'photo' | 'drawing'): Promise<Pixels> => {
  const { width, height } = MAIL;
  if (kind === 'drawing')
    return pixels(from(print).resize({ width, height, fit: 'contain', background: '#ffffff' }).removeAlpha());
  const tall = Math.round((print.width * height) / width);
  const spare = print.height - tall;
  if (spare <= 0) return pixels(from(print).resize({ width, height, fit: 'cover' }));
  const cut = { left: 0, top: Math.round(spare * HEAD_ROOM), width: print.width, height: tall };
  return pixels(from(print).extract(cut).resize({ width, height, fit: 'fill' }));
};

const mailJpeg = async (picture: Pixels): Promise<Uint8Array> => {
  let data = await jpeg(picture, PLAN.quality);
  for (let quality = PLAN.quality - 10; data.length > MAIL_BYTES && quality > 0; quality -= 10)
    data = await jpeg(picture, quality);
  return data;
};

const hashOf = async (tile: Pixels): Promise<string> => {
  const { data, info } = await from(tile)
    .resize(inside(PLAN.hash.side))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
};

/**
 * All renditions of an uploaded JPEG from one decode: `print` (long side 2000 px), `mail` (1200x800, framed, at most 200 KB; a drawing
 * is contained on white without a frame), `tile` (long side 480 px). Upright, sRGB, no metadata. Whatever is no whole photo of
 * 320 px to 25 megapixels comes back as a refusal.
 */
export const makeRenditions = async (
  bytes: Uint8Array,
  { frame, kind }: { frame: FrameName; kind: 'photo' | 'drawing' },
): Promise<Renditions> => {
  const print = await decode(bytes);
  if (typeof print === 'string') return { ok: false, refusal: print };
  const finished = (name: RenditionName, { width, height }: Pixels, data: Uint8Array): Rendition => ({
    name,
    width,
    height,
    data,
  });
  const mail = async () => {
    const picture = await forMail(print, kind);
    if (kind === 'photo') layFrame(frameOf(frame), picture.data);
    return finished('mail', picture, await mailJpeg(picture));
  };
  const tile = async () => {
    const picture = await pixels(from(print).resize(inside(PLAN.tile.side)));
    const [data, thumbhash] = await Promise.all([jpeg(picture, PLAN.quality), hashOf(picture)]);
    return { rendition: finished('tile', picture, data), thumbhash };
  };
  const [printed, mailed, tiled] = await Promise.all([jpeg(print, PLAN.quality), mail(), tile()]);
  return {
    ok: true,
    renditions: [finished('print', print, printed), mailed, tiled.rendition],
    thumbhash: tiled.thumbhash,
  };
};
