import { KEYS } from '../platform/names.ts';
import type { Condition, Item, Key } from '../platform/table.ts';
import type { Refusal } from './photo.schema.ts';
import type { FrameName, RenditionName } from './plan.ts';

/** A photo as the table holds it. `erased` stays for minutes only, so that an upload under way leaves nothing. */
export interface PhotoItem {
  photoId: string;
  kind: 'photo' | 'drawing';
  frame: FrameName;
  /** of the original, lower-case hex */
  sha256: string;
  bytes: number;
  state: 'waiting' | 'ready' | 'refused';
  requestedAt: string;
  /** when a slot was opened once more */
  slotAt?: string;
  /** pixels and bytes; once ready */
  renditions?: { name: string; width: number; height: number; bytes: number }[];
  /** base64; once ready */
  thumbhash?: string;
  refusal?: Refusal;
  /** a person in it took it off the wall */
  wallOff?: true;
}

/** The states of a photo's item. */
export type PhotoItemState = PhotoItem['state'] | 'erased';

/** Where a photo may go from each state. Erased is the end: bytes that still come are dropped. */
export const PHOTO_MOVES: Record<PhotoItemState, readonly PhotoItemState[]> = {
  waiting: ['ready', 'refused', 'erased'],
  ready: ['erased'],
  refused: ['erased'],
  erased: [],
};

/** The condition under which a photo may turn to a state: that it is in one of those that lead there. */
export const photoBefore = (to: PhotoItemState): Condition => ({
  is: { state: (Object.keys(PHOTO_MOVES) as PhotoItemState[]).filter(from => PHOTO_MOVES[from].includes(to)) },
});

/** The photo itself. */
export const photoKey = (photoId: string): Key => ({ pk: `PHOTO#${photoId}`, sk: 'PHOTO' });
/** One person in it. */
export const inKey = (photoId: string, visitId: string): Key => ({ pk: `PHOTO#${photoId}`, sk: `IN#${visitId}` });
/** The same, seen from the visit. */
export const hasKey = (visitId: string, photoId: string): Key => ({ pk: `VISIT#${visitId}`, sk: `HAS#${photoId}` });

/** Where the booth uploads to, in `incoming`. */
export const originalKey = (photoId: string): string => `${KEYS.original}${photoId}`;
/** Where a refused original waits for the staff, in `incoming`. */
export const refusedKey = (photoId: string): string => `${KEYS.refused}${photoId}`;
/** A rendition, in the photos bucket. */
export const renditionKey = (photoId: string, name: RenditionName): string => `${KEYS.rendition}${photoId}/${name}.jpg`;

/** The photo of an item; undefined when there is none or it was erased. */
export const photoOf = (item: Item | undefined): PhotoItem | undefined =>
  item === undefined || item['state'] === 'erased' ? undefined : (item as unknown as PhotoItem);
