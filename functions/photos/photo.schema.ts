import * as z from 'zod/mini';
import { instantField, kioskId, sha256Hex } from '../platform/fields.schema.ts';
import { UPLOAD } from '../platform/names.ts';
import { cardAt } from '../visits/visit.schema.ts';
import { FRAMES } from './plan.ts';

/** POST /api/photos */
export const photoRequest = z.object({
  /** made by the booth; is the photoId */
  id: kioskId,
  /** everybody in the picture; each keeps and shows it by their own consent */
  people: z.array(cardAt).check(z.minLength(1), z.maxLength(60)),
  sentAt: instantField,
  kind: z.enum(['photo', 'drawing']),
  frame: z.enum(FRAMES),
  bytes: z.int().check(z.minimum(UPLOAD.minBytes), z.maximum(UPLOAD.maxBytes)),
  sha256: sha256Hex,
});
export type PhotoRequest = z.infer<typeof photoRequest>;

/** A presigned POST: exact key, type, size range, SHA-256, five minutes */
export const uploadSlot = z.object({
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expiresAt: instantField,
});
export type UploadSlot = z.infer<typeof uploadSlot>;

export const photoAnswer = z.object({
  photoId: kioskId,
  slot: z.optional(uploadSlot),
  state: z.enum(['waiting', 'ready', 'refused']),
});
export type PhotoAnswer = z.infer<typeof photoAnswer>;

/** POST /api/photos/{photoId}/people: a late joiner */
export const joinPhotoRequest = z.object({
  people: z.array(cardAt).check(z.minLength(1), z.maxLength(60)),
  sentAt: instantField,
});

/** Why a file is no photo; each is a line the booth can show (`texts`: `photo.refused.<reason>`) */
export const REFUSALS = [
  'empty',
  'cut-short',
  'not-a-jpeg',
  'too-many-pixels',
  'too-small',
  'other-bytes',
  'unreadable',
  'too-large',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** GET /api/photos/{photoId} */
export const photoView = z.object({
  photoId: kioskId,
  state: z.enum(['waiting', 'ready', 'refused']),
  refusal: z.optional(z.enum(REFUSALS)),
  /** thumbhash, base64 */
  thumbhash: z.optional(z.string()),
  people: z.int(),
});
export type PhotoView = z.infer<typeof photoView>;
