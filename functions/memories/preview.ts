import type { Catalogue } from '../catalogue/catalogue.schema.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import { CONSENT_VERSION } from '../texts/consents.ts';
import type { Language } from '../texts/languages.ts';
import { letterOf } from './letter.ts';
import type { Recalled } from './memory.schema.ts';
import { composeMemory } from './memory.ts';

/** What the booth holds and has not sent yet. `src`: where the booth can show the picture from. */
export interface Draft {
  language?: Language;
  message?: string;
  name?: string;
  photo?: { photoId: string; people: number; src: string };
  drawing?: { photoId: string; src: string };
  /** whether the mail may hold advertising */
  promotion?: boolean;
}

/** The mail as it would arrive with what the booth holds; nothing is stored. */
export const previewOf = (
  recalled: Recalled,
  catalogue: Catalogue,
  { origin, settings, draft }: { origin: string; settings: HallSettings; draft: Draft },
): { subject: string; html: string } => {
  const { photo, drawing, message, name, promotion } = draft;
  const photos: Recalled['photos'] = [
    ...(photo ? [{ photoId: photo.photoId, kind: 'photo', state: 'ready', people: photo.people } as const] : []),
    ...(drawing ? [{ photoId: drawing.photoId, kind: 'drawing', state: 'ready', people: 1 } as const] : []),
  ];
  const entry = {
    ...(recalled.entry ?? { entryId: 'preview', state: 'private', at: recalled.openedAt }),
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { name }),
    ...(photo ? { photoId: photo.photoId } : {}),
    ...(drawing ? { drawingId: drawing.photoId } : {}),
  };
  const known = recalled.photos.filter(one => !photos.some(({ kind }) => kind === one.kind));
  const language = draft.language ?? recalled.language;
  const consents = recalled.consents.filter(({ purpose }) => promotion === undefined || purpose !== 'promotion');
  if (promotion === true)
    consents.push({ purpose: 'promotion', given: true, version: CONSENT_VERSION, at: recalled.openedAt });
  const all = { ...recalled, language, photos: [...photos, ...known], entry, consents };
  const memory = composeMemory(all, catalogue, { origin });
  const pictures = {
    ...(photo ? { photo: photo.src } : memory.photo ? { photo: `/api/photos/${memory.photo.photoId}/preview` } : {}),
    ...(drawing ? { drawing: drawing.src } : {}),
  };
  const { subject, html } = letterOf(memory, { settings, pictures });
  return { subject, html };
};
