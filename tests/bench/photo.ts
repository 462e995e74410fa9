import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { frameOf, MAIL } from '../../functions/photos/frames.ts';
import { makeRenditions, type Rendition } from '../../functions/photos/renditions.ts';
import { median, overRounds, timed } from './rows.ts';

/** Milliseconds a photo, medians of interleaved rounds, and what the ratios within each round come to. */
export interface PhotoTimes {
  ours: number;
  naive: number;
  floor: number;
  /** decoding once and encoding the same pixels in this process, with nothing between */
  codec: number;
  /** what the floor was measured with */
  floorName: string;
  /** ours / floor */
  overFloor: ReturnType<typeof overRounds>;
  /** naive / ours */
  fasterThanNaive: ReturnType<typeof overRounds>;
}

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

/** A folder in memory, where there is one. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const toolsThere = (): boolean =>
  spawnSync('sh', ['-c', 'djpeg -version && cjpeg -version'], { stdio: 'ignore' }).status === 0;

/**
 * A whole decode and one encode a rendition by libjpeg-turbo's own tools, from and to files in memory: so were the targets measured. One shell
 * starts them all: a process as large as this one takes several milliseconds to start another, which is none of their work.
 */
const byTools = (picture: string, pictures: readonly Rendition[], dir: string): (() => void) => {
  const bitmaps = pictures.map(({ name, data }) => {
    const [jpeg, ppm] = [join(dir, `${name}.jpg`), join(dir, `${name}.ppm`)];
    writeFileSync(jpeg, data);
    const { status } = spawnSync('djpeg', ['-ppm', '-outfile', ppm, jpeg]);
    if (status !== 0) throw new Error(`djpeg ended with ${status}`);
    return ppm;
  });
  const source = join(dir, 'source.jpg');
  copyFileSync(picture, source);
  const all =
    'cd "$0" && djpeg -ppm -outfile whole.ppm source.jpg && for each in "$@"; do cjpeg -quality 80 -outfile out.jpg "$each" || exit 1; done';
  return () => {
    const { status } = spawnSync('sh', ['-c', all, dir, ...bitmaps]);
    if (status !== 0) throw new Error(`djpeg or cjpeg ended with ${status}`);
  };
};

/** The same in this process: a decode and one encode a rendition, with nothing between. */
const byCodec = async (bytes: Uint8Array, pictures: readonly Rendition[]): Promise<() => Promise<void>> => {
  const raws = await Promise.all(
    pictures.map(async ({ data, width, height }) => ({ data: await sharp(data).raw().toBuffer(), width, height })),
  );
  return async () => {
    await sharp(bytes).raw().toBuffer();
    for (const { data, width, height } of raws)
      await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 80, optimiseCoding: false })
        .toBuffer();
  };
};

/** Ours against the naive way and the floor, round by round, in this process and on the cores that it has. */
export const timesOf = async (picture: string, rounds: number): Promise<PhotoTimes> => {
  const bytes = readFileSync(picture);
  const one = () => makeRenditions(bytes, { frame: 'flow', kind: 'photo' });
  const made = await one();
  if (!made.ok) throw new Error(`the picture was refused: ${made.refusal}`);
  const dir = mkdtempSync(join(MEMORY, 'floor-'));
  try {
    const codec = await byCodec(bytes, made.renditions);
    const tools = toolsThere();
    const floor = tools ? byTools(picture, made.renditions, dir) : codec;
    await one();
    const times: Record<'ours' | 'naive' | 'floor' | 'codec', number>[] = [];
    for (let round = 0; round < rounds; round += 1)
      times.push({
        ours: await timed(one),
        floor: await timed(floor),
        codec: await timed(codec),
        naive: await timed(() => naive(bytes)),
      });
    const middle = (of: keyof (typeof times)[number]) => median(times.map(time => time[of]));
    return {
      ours: middle('ours'),
      naive: middle('naive'),
      floor: middle('floor'),
      codec: middle('codec'),
      floorName: tools ? 'djpeg and one cjpeg a rendition' : 'decode and encode of the same pixels in this process',
      overFloor: overRounds(times.map(time => time.ours / time.floor)),
      fasterThanNaive: overRounds(times.map(time => time.naive / time.ours)),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
};
