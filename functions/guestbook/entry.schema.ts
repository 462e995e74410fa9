import * as z from 'zod/mini';
import { hallId, instantField, kioskId } from '../platform/fields.schema.ts';
import { cardAt, consent, language } from '../visits/visit.schema.ts';

/** characters as people count them (grapheme clusters) */
export const MESSAGE_MAX = 280;
export const NAME_MAX = 40;

/** POST /api/entries. At least one of message, photoId, drawingId. `wall` is the consent to the screen in the zone. */
export const entryRequest = z.object({
  id: kioskId,
  ...cardAt.shape,
  sentAt: instantField,
  /** raw; cleaned and counted (at most MESSAGE_MAX graphemes) by the hall */
  message: z.optional(z.string().check(z.maxLength(8000))),
  /** how shall we call you; at most NAME_MAX graphemes */
  name: z.optional(z.string().check(z.maxLength(1000))),
  photoId: z.optional(kioskId),
  /** a photo of kind `drawing` */
  drawingId: z.optional(kioskId),
  wall: consent,
});
export type EntryRequest = z.infer<typeof entryRequest>;

export const ENTRY_STATES = ['private', 'pending', 'approved', 'hidden', 'withdrawn'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export const entryAnswer = z.object({ entryId: kioskId, state: z.enum(ENTRY_STATES) });

/** One entry as the wall shows it */
export const wallEntry = z.object({
  entryId: kioskId,
  at: instantField,
  language,
  message: z.optional(z.string()),
  name: z.optional(z.string()),
  photoId: z.optional(kioskId),
  drawingId: z.optional(kioskId),
  thumbhash: z.optional(z.string()),
});
export type WallEntry = z.infer<typeof wallEntry>;

/** GET /api/wall?after= : newest first, paged; ETag */
export const wallPage = z.object({ entries: z.array(wallEntry), next: z.optional(z.string()) });
export type WallPage = z.infer<typeof wallPage>;

/** GET /api/desk/entries?state=pending|approved|hidden */
export const deskEntries = z.object({
  entries: z.array(
    z.object({
      ...wallEntry.shape,
      visitId: hallId,
      state: z.enum(ENTRY_STATES),
      reason: z.optional(z.string()),
      by: z.optional(z.string()),
    }),
  ),
  next: z.optional(z.string()),
});
export type DeskEntries = z.infer<typeof deskEntries>;

/** POST /api/desk/entries/{entryId}: `pending` is the undo */
export const moderateRequest = z.object({
  visitId: hallId,
  to: z.enum(['approved', 'hidden', 'pending']),
  reason: z.optional(z.string().check(z.maxLength(200))),
});
export type ModerateRequest = z.infer<typeof moderateRequest>;
