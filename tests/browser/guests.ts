import { moderate } from '../../functions/guestbook/moderate.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { readVisit } from '../../functions/visits/visit.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { photoDone, takePhoto, writeEntry } from '../../infra/local/visit.ts';
import type { BrowserHall } from './rig.ts';

/** Somebody who wrote into the guestbook. */
export interface Guest {
  cardId: string;
  visitId: string;
  entryId: string;
  photoId?: string;
}

/** Lends a card, takes a photo when `photo` is its seed, writes an entry for the wall. It waits for the staff then. */
export const guest = async (
  rig: BrowserHall,
  said: { message?: string; name?: string; language?: Language; photo?: number; wall?: boolean },
): Promise<Guest> => {
  const { message, name, language = 'ko', photo, wall = true } = said;
  const { cardId, visitId } = await rig.lend({ language });
  const { booth } = rig.kiosks;
  let photoId: string | undefined;
  if (photo !== undefined) {
    photoId = await takePhoto(booth, {
      cards: [cardId],
      file: await cameraPicture({ width: 960, height: 720, seed: photo }),
    });
    await photoDone(booth, photoId);
  }
  const { entryId } = await writeEntry(booth, {
    cardId,
    language,
    wall,
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { name }),
    ...(photoId === undefined ? {} : { photoId }),
  });
  return { cardId, visitId, entryId, ...(photoId === undefined ? {} : { photoId }) };
};

/** The staff approve, hide or undo, without a desk. */
export const judge = (
  rig: BrowserHall,
  { entryId, visitId }: Guest,
  to: 'approved' | 'hidden' | 'pending' = 'approved',
) => moderate({ table: rig.hall.admin.table, clock: Date.now }, 'Guide', entryId, { visitId, to });

/** Path of the guest's memory page. */
export const memoryPath = async (rig: BrowserHall, { visitId }: Pick<Guest, 'visitId'>): Promise<string> =>
  `/m/${(await readVisit({ table: rig.hall.admin.table }, visitId)).token}`;
