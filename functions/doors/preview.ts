import { catalogue } from '../catalogue/catalogue.ts';
import type { PreviewRequest } from '../deliveries/check-out.schema.ts';
import { previewOf as letterPreview } from '../memories/preview.ts';
import { recall } from '../memories/recall.ts';
import { isIn, peopleIn } from '../photos/photos.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Table } from '../platform/table.ts';
import type { Visit } from '../visits/visit.ts';
import { refuse } from './door.ts';

/** Where the booth finds a picture that nobody else may see yet. */
const src = (photoId: string) => `/api/photos/${encodeURIComponent(photoId)}/preview`;

/**
 * The mail as it would arrive with what the visitor has at the booth but has not sent yet. Stores nothing.
 * Throws `not-found` for a picture of others.
 */
export const previewOf = async (
  deps: { table: Table; origin: string; settings: HallSettings },
  visit: Visit,
  { language, message, name, photoId, drawingId, promotion }: PreviewRequest,
): Promise<{ subject: string; html: string }> => {
  const recalled = (await recall(deps, visit.visitId)) ?? refuse('not-found', 'There is no such visit.');
  // A picture that is still on the booth's disk is not known here: the booth puts it into its place itself.
  const seen = async (id: string) => {
    const known = (await peopleIn(deps.table, id)).length;
    if (known > 0 && !(await isIn(deps, visit.visitId, id))) refuse('not-found', 'This visit is not in that picture.');
    return { photoId: id, people: Math.max(known, 1), src: src(id) };
  };
  const draft = {
    language,
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { name }),
    ...(promotion === undefined ? {} : { promotion }),
    ...(photoId === undefined ? {} : { photo: await seen(photoId) }),
    ...(drawingId === undefined ? {} : { drawing: await seen(drawingId) }),
  };
  return letterPreview(recalled, catalogue, { origin: deps.origin, settings: deps.settings, draft });
};
