import { useEffect, useMemo } from 'preact/hooks';
import type { Session } from './session.ts';

/** Addresses of the session's own pictures, as long as the step is shown; then they are taken back. */
export const usePictures = ({ photo, drawing }: Pick<Session, 'photo' | 'drawing'>): ReadonlyMap<string, string> => {
  const urls = useMemo(
    () =>
      new Map(
        [photo, drawing].flatMap(picture =>
          picture
            ? [[picture.id, URL.createObjectURL(new Blob([picture.bytes], { type: 'image/jpeg' }))] as const]
            : [],
        ),
      ),
    [photo, drawing],
  );
  useEffect(
    () => () => {
      for (const url of urls.values()) URL.revokeObjectURL(url);
    },
    [urls],
  );
  return urls;
};
