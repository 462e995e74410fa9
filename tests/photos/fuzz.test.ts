import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { REFUSALS } from '../../functions/photos/photo.schema.ts';
import { decode, makeRenditions } from '../../functions/photos/renditions.ts';
import { inParallel } from '../../functions/platform/parallel.ts';
import { cameraPicture, mutated } from '../../infra/local/pictures.ts';

const RUNS = process.env['HALL_LONG'] === undefined ? 20_000 : 100_000;
/** Every so many decoded pictures also become renditions, which costs thirty times as much. */
const WHOLE = 100;
const SIDE = 320;
const HANG_MS = 2_000;
const WIDTH = availableParallelism();

it(`${RUNS} mutated JPEGs each decode or are refused with a known reason: no crash, no hang, no other error`, async () => {
  // The smallest that is allowed: the time goes into the decoder's branches, not into pixels. In a small file nearly every change hits
  // tables and headers, in a camera's mostly pixels, so that both ends are met.
  const smooth = Buffer.from(Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (Math.floor(at / 3) % SIDE) / 2));
  const plain = sharp(smooth, { raw: { width: SIDE, height: SIDE, channels: 3 } });
  const pictures = [
    await cameraPicture({ width: SIDE, height: SIDE, orientation: 6 }),
    await plain.clone().jpeg({ quality: 40 }).toBuffer(),
    await plain.clone().jpeg({ quality: 30, progressive: true }).toBuffer(),
    await plain.clone().grayscale().jpeg({ quality: 60 }).toBuffer(),
  ];
  const ends = new Map<string, number>();
  const suspicious: number[] = [];
  const bytesOf = (seed: number) => mutated(pictures[seed % pictures.length] as Uint8Array, seed);
  /** Processor time of this process in ms, not wall time: a busy machine is no hang. */
  const worked = (since?: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1000;
  };
  await inParallel([...Array(RUNS).keys()], WIDTH, async seed => {
    const bytes = bytesOf(seed);
    const begun = process.cpuUsage();
    const picture = await decode(bytes);
    // At most this much was its own, the rest was that of those beside it: who may have been too long is measured alone.
    if (worked(begun) >= HANG_MS) suspicious.push(seed);
    const end = typeof picture === 'string' ? picture : 'decoded';
    ends.set(end, (ends.get(end) ?? 0) + 1);
    if (typeof picture === 'string') expect(REFUSALS, `seed ${seed}`).toContain(picture);
    else if (seed % WHOLE === 0)
      expect((await makeRenditions(bytes, { frame: 'plain', kind: 'photo' })).ok, `seed ${seed}`).toBe(true);
  });
  for (const seed of suspicious) {
    const begun = process.cpuUsage();
    await decode(bytesOf(seed));
    expect(worked(begun), `seed ${seed}, alone`).toBeLessThan(HANG_MS);
  }
  // Both ends must be met, or the mutations prove nothing.
  expect(ends.get('decoded')).toBeGreaterThan(RUNS / 10);
  expect(RUNS - (ends.get('decoded') ?? 0)).toBeGreaterThan(RUNS / 10);
}, 3_600_000);
