import type { WallEntry } from '../../functions/guestbook/entry.schema.ts';

const NAME = 'hall-wall';
const LIST = '/kept/wall';
const tilePath = (photoId: string) => `/api/tiles/${photoId}`;

/** What the wall keeps on its disk: the entries it showed last and their pictures, for the day without a network. */
export interface Kept {
  list(): Promise<WallEntry[]>;
  /** Keeps exactly these; everything else goes, pictures as well. */
  keep(entries: readonly WallEntry[]): Promise<void>;
  /** A picture, from the disk or from the hall; undefined: not to be had now. */
  tile(photoId: string): Promise<Blob | undefined>;
  /** Forgets everything: this screen is no wall any more. */
  forget(): Promise<void>;
}

const pictures = (entries: readonly WallEntry[]): Set<string> =>
  new Set(
    entries.flatMap(({ photoId, drawingId }) =>
      [photoId, drawingId].flatMap(id => (id === undefined ? [] : tilePath(id))),
    ),
  );

/** The disk of this browser. */
export const openKept = async (): Promise<Kept> => {
  const disk = await caches.open(NAME);
  return {
    async list() {
      const known = await disk.match(LIST);
      return known ? ((await known.json()) as WallEntry[]) : [];
    },
    async keep(entries) {
      await disk.put(LIST, new Response(JSON.stringify(entries)));
      const wanted = pictures(entries);
      for (const request of await disk.keys()) {
        const { pathname } = new URL(request.url);
        if (pathname !== LIST && !wanted.has(pathname)) await disk.delete(request);
      }
    },
    async tile(photoId) {
      const path = tilePath(photoId);
      const known = await disk.match(path);
      if (known) return known.blob();
      const fresh = await fetch(path, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
      if (!fresh?.ok) return undefined;
      await disk.put(path, fresh.clone());
      return fresh.blob();
    },
    forget: async () => void (await caches.delete(NAME)),
  };
};
