import { createHash } from 'node:crypto';
import { cameraPicture, mutated } from '../../infra/local/pictures.ts';
import type { Party } from './plans.ts';

/** A file as a booth uploads it. */
export interface File {
  bytes: Uint8Array;
  sha256: string;
  good: boolean;
}

const SMALL = 24;

const fileOf = (bytes: Uint8Array, good: boolean): File => ({
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  good,
});

/** The pictures of a soak: many small ones, two of a real camera's size, and files that are none. */
export const picturePool = async (): Promise<(party: Pick<Party, 'photo' | 'picture'>) => File> => {
  const small = await Promise.all(
    Array.from({ length: SMALL }, (_, seed) => cameraPicture({ width: 640, height: 480, seed: seed + 1 })),
  );
  const large = [await cameraPicture({ seed: 101 }), await cameraPicture({ megapixels: 8, seed: 102, orientation: 6 })];
  const [first = new Uint8Array()] = small;
  const bad = [
    first.subarray(0, first.length >> 1),
    Buffer.alloc(4096, 'no picture at all '),
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), mutated(first, 3)]),
  ];
  const files = {
    small: small.map(one => fileOf(one, true)),
    large: large.map(one => fileOf(one, true)),
    bad: bad.map(one => fileOf(one, false)),
  };
  return ({ photo, picture }) => {
    const list = photo === 'large' ? files.large : photo === 'bad' ? files.bad : files.small;
    return list[picture % list.length]!;
  };
};
