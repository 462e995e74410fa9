import { type PhotoItem, photoKey, photoOf } from '../photos/photo.ts';
import { sha256 } from '../platform/ids.ts';
import type { Table } from '../platform/table.ts';
import type { DeskEntries, WallEntry, WallPage } from './entry.schema.ts';
import { type Entry, entryOf } from './entry.ts';

/** Entries a page. */
const PAGE = 50;

type Photos = Map<string, PhotoItem>;

const photosOfEntries = async (table: Table, entries: readonly Entry[]): Promise<Photos> => {
  const ids = new Set(entries.flatMap(({ photoId, drawingId }) => [photoId, drawingId].filter(id => id !== undefined)));
  const items = await table.getMany([...ids].map(photoKey));
  return new Map(items.map(photoOf).flatMap(photo => (photo ? [[photo.photoId, photo]] : [])));
};

/** A picture that can be shown. */
const shown = (photos: Photos, photoId: string | undefined): PhotoItem | undefined => {
  const photo = photoId === undefined ? undefined : photos.get(photoId);
  return photo?.state === 'ready' && !photo.wallOff ? photo : undefined;
};

const viewOf = (entry: Entry, photos: Photos): WallEntry => {
  const { entryId, at, language, message, name } = entry;
  const photo = shown(photos, entry.photoId);
  const drawing = shown(photos, entry.drawingId);
  const thumbhash = photo?.thumbhash ?? drawing?.thumbhash;
  return {
    entryId,
    at,
    language,
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { name }),
    ...(photo ? { photoId: photo.photoId } : {}),
    ...(drawing ? { drawingId: drawing.photoId } : {}),
    ...(thumbhash === undefined ? {} : { thumbhash }),
  };
};

const pageOf = async (table: Table, state: string, after: string | undefined) => {
  const page = { pk: state, index: 'wall', newestFirst: true, limit: PAGE } as const;
  const { items, next } = await table.query(after === undefined ? page : { ...page, after });
  const entries = items.map(entryOf);
  return { entries, photos: await photosOfEntries(table, entries), next: next === undefined ? {} : { next } };
};

/** Whether the wall may show it: nothing of a photo that a person in it took off, and nothing that would be empty. */
const mayShow = (entry: Entry, view: WallEntry, photos: Photos): boolean => {
  const off = [entry.photoId, entry.drawingId].some(id => id !== undefined && photos.get(id)?.wallOff);
  return !off && (view.message !== undefined || view.photoId !== undefined || view.drawingId !== undefined);
};

/** Approved entries, the newest approval first, at most 50. `etag` (quoted) changes exactly when the page does. */
export const wallPage = async (
  { table }: { table: Table },
  { after }: { after?: string | undefined } = {},
): Promise<{ page: WallPage; etag: string }> => {
  const { entries, photos, next } = await pageOf(table, 'approved', after);
  const views = entries.map(entry => ({ entry, view: viewOf(entry, photos) }));
  const page = {
    entries: views.filter(({ entry, view }) => mayShow(entry, view, photos)).map(({ view }) => view),
    ...next,
  };
  return { page, etag: `"${sha256(JSON.stringify(page)).slice(0, 32)}"` };
};

/** Entries in one state for the staff, newest first, at most 50 a page, with who moved them and why. */
export const deskEntries = async (
  { table }: { table: Table },
  { state, after }: { state: 'pending' | 'approved' | 'hidden'; after?: string | undefined },
): Promise<DeskEntries> => {
  const { entries, photos, next } = await pageOf(table, state, after);
  return {
    entries: entries.map(entry => ({
      ...viewOf(entry, photos),
      visitId: entry.visitId,
      state: entry.state,
      ...(entry.reason === undefined ? {} : { reason: entry.reason }),
      ...(entry.by === undefined ? {} : { by: entry.by }),
    })),
    ...next,
  };
};
