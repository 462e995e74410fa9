import { catalogue } from '../catalogue/catalogue.ts';
import type { PreviewRequest } from '../deliveries/check-out.schema.ts';
import { previewOf as letterPreview } from '../memories/preview.ts';
import { recall } from '../memories/recall.ts';
import { isIn, photoView } from '../photos/photos.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Table } from '../platform/table.ts';
import type { Visit } from '../visits/visit.ts';
import { refuse } from './door.ts';

/** Where the booth finds a picture that nobody else may see yet. */
const src = (photoId: string) => `/api/photos/${encodeURIComponent(photoId)}/preview`;

/**
 * The mail as it would arrive with what the visitor has at the booth but has not sent yet. Stores nothing.
 * Throws `not-found` for a picture that this visit is not in.
 */
export const previewOf = async (
  deps: { table: Table; origin: string; settings: HallSettings },
  visit: Visit,
  { language, message, name, photoId, drawingId }: PreviewRequest,
): Promise<{ subject: string; html: string }> => {
  const recalled = (await recall(deps, visit.visitId)) ?? refuse('not-found', 'There is no such visit.');
  const own = async (id: string) => {
    if (!(await isIn(deps, visit.visitId, id))) refuse('not-found', 'This visit is not in that picture.');
    return photoView(deps, id);
  };
  const photo = photoId === undefined ? undefined : await own(photoId);
  const drawing = drawingId === undefined ? undefined : await own(drawingId);
  const draft = {
    language,
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { name }),
    ...(photo ? { photo: { photoId: photo.photoId, people: photo.people, src: src(photo.photoId) } } : {}),
    ...(drawing ? { drawing: { photoId: drawing.photoId, src: src(drawing.photoId) } } : {}),
  };
  return letterPreview(recalled, catalogue, { origin: deps.origin, settings: deps.settings, draft });
};
