import { useEffect, useState } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import type { Kept } from './kept.ts';

/** The blur of a picture; undefined when the hash is none. */
const blurOf = (thumbhash: string): string | undefined => {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), char => char.charCodeAt(0)));
  } catch (error) {
    console.warn('no thumbhash', String(error));
    return undefined;
  }
};

/** A picture of an entry: its blur at once, itself when it is here. */
export const Picture = ({
  photoId,
  thumbhash,
  kept,
  label,
}: {
  photoId: string;
  thumbhash?: string | undefined;
  kept: Kept;
  label: string;
}) => {
  const [source, setSource] = useState<string>();
  const [blur] = useState(() => (thumbhash === undefined ? undefined : blurOf(thumbhash)));
  useEffect(() => {
    let url: string | undefined;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      const blob = await kept.tile(photoId);
      if (gone) return;
      if (!blob) {
        timer = setTimeout(() => void load(), 5_000);
        return;
      }
      url = URL.createObjectURL(blob);
      setSource(url);
    };
    void load();
    return () => {
      gone = true;
      clearTimeout(timer);
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [photoId, kept]);
  return (
    <div class="picture" data-loaded={source !== undefined}>
      {blur === undefined ? null : <img class="blur" src={blur} alt="" />}
      {source === undefined ? null : <img class="tile" src={source} alt={label} data-photo={photoId} />}
    </div>
  );
};
