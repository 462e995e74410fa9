import sharp, { type Sharp } from 'sharp';
import { ssim } from 'ssim.js';
import { frameOf, layFrame, MAIL } from '../../functions/photos/frames.ts';
import type { RenditionName } from '../../functions/photos/plan.ts';
import { makeRenditions, type Rendition } from '../../functions/photos/renditions.ts';

/** How like the photo a rendition is, from 0 to 1 (SSIM of its light). */
export interface Quality {
  name: RenditionName;
  /** of our rendition, which shares one decode with the others */
  ours: number;
  /** of one made from the original for itself */
  direct: number;
}

const raw = async (picture: Sharp): Promise<Sharp> => {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
};

const framed = async (name: RenditionName, picture: Sharp): Promise<Sharp> => {
  if (name !== 'mail') return picture;
  const data = await picture.raw().toBuffer();
  layFrame(frameOf('flow'), data);
  return sharp(data, { raw: { ...MAIL, channels: 3 } });
};

const rgba = async (picture: Sharp) => {
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
};

/**
 * Each rendition of an upright photo and one made for itself from all pixels of the original, both against what those pixels are at that size
 * before any encoding. The photo has the mail's shape, 3:2: where one is cut, half a pixel more or less would weigh more than what is measured.
 */
export const qualityOf = async (bytes: Uint8Array): Promise<Quality[]> => {
  const made = await makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
  if (!made.ok) throw new Error(`the picture was refused: ${made.refusal}`);
  const whole = await raw(sharp(bytes));
  const one = async ({ name, width, height, data }: Rendition): Promise<Quality> => {
    const size = { width, height, fit: 'fill' } as const;
    const truth = await framed(name, await raw(whole.clone().resize(size)));
    const direct = sharp(await truth.clone().jpeg({ quality: 80 }).toBuffer());
    const right = await rgba(truth);
    const like = async (picture: Sharp) => ssim(right, await rgba(picture), { downsample: false }).mssim;
    return { name, ours: await like(sharp(data)), direct: await like(direct) };
  };
  return Promise.all(made.renditions.map(one));
};
