import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { frameOf, MAIL } from '../../functions/photos/frames.ts';
import { makeRenditions } from '../../functions/photos/renditions.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';

/** One row: milliseconds a photo, medians of interleaved rounds, and medians of the ratios within each round. */
export interface PhotoRow {
  megapixels: number;
  ours: number;
  naive: number;
  floor: number;
  /** what the floor was measured with */
  floorName: string;
  /** ours / floor */
  overFloor: number;
  /** naive / ours */
  fasterThanNaive: number;
  /** peak of the whole process so far */
  rssMegabytes: number;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The hall's frame as sharp's composite wants it, made once: RGBA. */
const overlayOf = (): Buffer => {
  const { opaque, mixed } = frameOf('flow');
  const rgba = Buffer.alloc(MAIL.width * MAIL.height * 4);
  for (const { at, bytes } of opaque)
    for (let i = 0; i < bytes.length; i += 3)
      rgba.set([bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, 255], ((at + i) / 3) * 4);
  for (const { at, values } of mixed)
    for (let i = 0; i < values.length; i += 4) {
      const alpha = 255 - values[i + 3]!;
      const [r, g, b] = [0, 1, 2].map(channel => Math.min(255, Math.round((values[i + channel]! * 255) / alpha)));
      rgba.set([r!, g!, b!, alpha], (at / 3) * 4 + i);
    }
  return rgba;
};
const overlay = overlayOf();

/** The way most would write it: one pipeline a rendition, each with its own decode. */
const naive = async (bytes: Uint8Array): Promise<void> => {
  const encode = { quality: 80 } as const;
  await sharp(bytes).autoOrient().resize(2000, 2000, { fit: 'inside' }).jpeg(encode).toBuffer();
  await sharp(bytes)
    .autoOrient()
    .resize({ ...MAIL, fit: 'cover' })
    .composite([{ input: overlay, raw: { ...MAIL, channels: 4 } }])
    .jpeg(encode)
    .toBuffer();
  await sharp(bytes).autoOrient().resize(480, 480, { fit: 'inside' }).jpeg(encode).toBuffer();
  await sharp(bytes).autoOrient().resize(100, 100, { fit: 'inside' }).ensureAlpha().raw().toBuffer();
};

const run = (command: string, args: string[], input: Uint8Array): Buffer => {
  const { stdout, status, error } = spawnSync(command, args, { input, maxBuffer: 256 * 1024 * 1024 });
  if (error || status !== 0) throw new Error(`${command} ended with ${status}`, { cause: error });
  return stdout;
};

interface Floor {
  name: string;
  round(): Promise<number>;
}

/** A whole decode and one encode a rendition, nothing else: with libjpeg-turbo's own tools, or in this process when they are absent. */
const floorOf = async (bytes: Uint8Array): Promise<Floor> => {
  const result = await makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
  if (!result.ok) throw new Error(`the picture was refused: ${result.refusal}`);
  const pictures = result.renditions;
  if (spawnSync('djpeg', ['-version']).error === undefined && spawnSync('cjpeg', ['-version']).error === undefined) {
    const bitmaps = pictures.map(({ data }) => run('djpeg', ['-ppm'], data));
    const round = () =>
      timed(() => {
        run('djpeg', ['-ppm', '-outfile', '/dev/null'], bytes);
        for (const bitmap of bitmaps) run('cjpeg', ['-quality', '80', '-outfile', '/dev/null'], bitmap);
      });
    return { name: 'djpeg and one cjpeg a rendition', round };
  }
  const raws = await Promise.all(
    pictures.map(async ({ data, width, height }) => ({ data: await sharp(data).raw().toBuffer(), width, height })),
  );
  const round = () =>
    timed(async () => {
      await sharp(bytes).raw().toBuffer();
      for (const { data, width, height } of raws)
        await sharp(data, { raw: { width, height, channels: 3 } })
          .jpeg({ quality: 80, optimiseCoding: false })
          .toBuffer();
    });
  return { name: 'decode and encode of the same pixels in this process', round };
};

/** Ours against the naive way and the floor, round by round, on a made picture of EXIF orientation 6 or on one that is given. */
export const benchPhoto = async ({
  megapixels = 12,
  rounds = 7,
  picture,
}: {
  megapixels?: number;
  rounds?: number;
  picture?: Uint8Array;
} = {}): Promise<PhotoRow> => {
  // 24 megapixels are 3:2, as cameras of that size have them; then libjpeg may shrink while it decodes (6000 / 2000 is whole).
  const shape = megapixels === 24 ? { width: 6000, height: 4000 } : { megapixels };
  const bytes = picture ?? (await cameraPicture({ ...shape, orientation: 6 }));
  const floor = await floorOf(bytes);
  const one = () => makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
  for (let warm = 0; warm < 2; warm++) await one();
  const rssMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const times: { ours: number; naive: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round++)
    times.push({ ours: await timed(one), naive: await timed(() => naive(bytes)), floor: await floor.round() });
  return {
    megapixels,
    ours: median(times.map(({ ours }) => ours)),
    naive: median(times.map(time => time.naive)),
    floor: median(times.map(time => time.floor)),
    floorName: floor.name,
    overFloor: median(times.map(time => time.ours / time.floor)),
    fasterThanNaive: median(times.map(time => time.naive / time.ours)),
    rssMegabytes,
  };
};
