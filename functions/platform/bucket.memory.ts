import { createHash } from 'node:crypto';
import type { Bucket } from './bucket.ts';

/** A bucket in memory, for tests and the simulation. */
export const memoryBucket = (): Bucket & { keys(): string[] } => {
  const objects = new Map<string, { data: Uint8Array; type: string }>();
  return {
    keys: () => [...objects.keys()].sort(),
    get: async key => objects.get(key)?.data.slice(),
    head: async key => {
      const found = objects.get(key);
      if (!found) return undefined;
      const sha256 = createHash('sha256').update(found.data).digest('hex');
      return { bytes: found.data.length, type: found.type, sha256 };
    },
    put: async (key, data, type) => void objects.set(key, { data: data.slice(), type }),
    copy: async (from, to) => {
      const found = objects.get(from);
      if (found) objects.set(to, found);
      return found !== undefined;
    },
    delete: async key => void objects.delete(key),
    list: async prefix => [...objects.keys()].filter(key => key.startsWith(prefix)).sort(),
  };
};
