import { photoKey } from '../photos/photo.ts';
import { isIn } from '../photos/photos.ts';
import { type Clock, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { derivedId } from '../platform/ids.ts';
import type { Item, Table } from '../platform/table.ts';
import { cleanText, countGraphemes } from '../texts/clean.ts';
import type { Language } from '../texts/languages.ts';
import { type EntryRequest, type EntryState, MESSAGE_MAX, NAME_MAX } from './entry.schema.ts';
import { type Entry, entryKey, entryOf, firstState, wallPlace } from './entry.ts';

/** Lines a message may have on the wall and in the mail. */
const MESSAGE_LINES = 10;

/** Text as it is stored; undefined when nothing readable is left. Throws `invalid-request` when it is too long. */
const cleaned = (raw: string | undefined, where: 'message' | 'name', max: number): string | undefined => {
  const text = cleanText(raw ?? '', { lines: where === 'message' ? MESSAGE_LINES : 1 });
  const count = countGraphemes(text);
  if (count > max)
    throw new HallError('invalid-request', `${where} has ${count} characters; at most ${max} are kept.`, { where });
  return text === '' ? undefined : text;
};

const mustBeIn = async (table: Table, visitId: string, request: EntryRequest): Promise<void> => {
  for (const where of ['photoId', 'drawingId'] as const) {
    const photoId = request[where];
    if (photoId !== undefined && !(await isIn({ table }, visitId, photoId)))
      throw new HallError('not-found', 'This visit is not in that photo.', { where });
  }
};

/** A person in it took the photo off the wall before this entry came; then it may not come back with it. */
const isOff = async (table: Table, photoId: string | undefined): Promise<boolean> =>
  photoId !== undefined && (await table.get(photoKey(photoId)))?.['wallOff'] === true;

/**
 * Writes an entry of a visit. The same id with the same content answers as the first time. Throws `invalid-request` (nothing said, too long),
 * `not-found` (a photo the visit is not in), `id-conflict` (the id stands for another entry).
 */
export const writeEntry = async (
  { table, clock }: { table: Table; clock: Clock },
  visitId: string,
  language: Language,
  request: EntryRequest,
): Promise<{ entryId: string; state: EntryState }> => {
  const { id: entryId, photoId, drawingId, wall } = request;
  const message = cleaned(request.message, 'message', MESSAGE_MAX);
  const name = cleaned(request.name, 'name', NAME_MAX);
  if (message === undefined && photoId === undefined && drawingId === undefined)
    throw new HallError('invalid-request', 'An entry needs a message, a photo or a drawing.', { where: 'message' });
  await mustBeIn(table, visitId, request);
  const said = [message, name, photoId, drawingId].map(part => (part === undefined ? '-' : `+${part}`));
  const content = derivedId(...said, String(wall.given), wall.version, wall.language);
  const now = clock();
  const at = instant(now);
  const off = wall.given && ((await isOff(table, photoId)) || (await isOff(table, drawingId)));
  const state = off ? 'withdrawn' : firstState(wall.given);
  const item: Item = {
    ...entryKey(visitId, entryId),
    type: 'entry',
    entryId,
    visitId,
    at,
    language,
    message,
    name,
    photoId,
    drawingId,
    state,
    wallConsent: { ...wall, at },
    history: [{ at, state, by: 'visitor' }],
    content,
    ...wallPlace(state, at, now),
  };
  if (await table.put(item, { new: true })) return { entryId, state };
  const first = await table.get(entryKey(visitId, entryId));
  if (first?.['content'] !== content)
    throw new HallError('id-conflict', 'This id stands for another entry.', { where: 'id' });
  return { entryId, state: entryOf(first).state };
};

/** The entries of a visit, oldest first. */
export const entriesOf = async ({ table }: { table: Table }, visitId: string): Promise<Entry[]> => {
  const { items } = await table.query({ pk: `VISIT#${visitId}`, prefix: 'ENTRY#' });
  return items.map(entryOf).sort((a, b) => (a.at < b.at ? -1 : 1));
};
