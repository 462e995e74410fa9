import * as z from 'zod/mini';
import { hallId, instantField, kioskId } from '../platform/fields.schema.ts';
import { DELIVERY_STATES } from '../visits/delivery-states.ts';
import { cardAt, consent, language } from '../visits/visit.schema.ts';

const address = z.string().check(z.maxLength(320));

/** POST /api/check-outs. `addresses` may be empty: consents only (the QR is the way home). */
export const checkOutRequest = z.object({
  id: kioskId,
  ...cardAt.shape,
  sentAt: instantField,
  language,
  addresses: z.array(address).check(z.maxLength(5)),
  /** `promotion` only where the catalogue promotes something, and so was asked */
  consents: z.object({ mail: consent, photo: consent, promotion: z.exactOptional(consent) }),
});
export type CheckOutRequest = z.infer<typeof checkOutRequest>;

export const checkOutAnswer = z.object({
  checkOutId: kioskId,
  deliveries: z.array(z.object({ deliveryId: hallId, maskedAddress: z.string(), state: z.enum(DELIVERY_STATES) })),
  /** the memory page of this visit */
  page: z.string(),
});
export type CheckOutAnswer = z.infer<typeof checkOutAnswer>;

/** POST /api/check-outs/preview: the mail as it will arrive; nothing is stored */
export const previewRequest = z.object({
  ...cardAt.shape,
  sentAt: instantField,
  language,
  message: z.optional(z.string().check(z.maxLength(8000))),
  name: z.optional(z.string().check(z.maxLength(1000))),
  photoId: z.optional(kioskId),
  drawingId: z.optional(kioskId),
  /** the answer about advertising, where it was asked */
  promotion: z.optional(z.boolean()),
});
export type PreviewRequest = z.infer<typeof previewRequest>;
/** `html` shows the picture by `/api/photos/{photoId}/preview` */
export const previewAnswer = z.object({ subject: z.string(), html: z.string() });

/** POST /api/corrections (card) and /api/desk/corrections (staff: by visitId) */
export const correctionRequest = z.object({
  id: kioskId,
  card: z.optional(cardAt),
  visitId: z.optional(hallId),
  sentAt: instantField,
  deliveryId: hallId,
  address,
});
export type CorrectionRequest = z.infer<typeof correctionRequest>;
export const correctionAnswer = z.object({
  deliveryId: hallId,
  maskedAddress: z.string(),
  state: z.enum(DELIVERY_STATES),
});

/** GET /api/visits/{visitId} (desk): the ledger of a visit */
export const ledger = z.object({
  visitId: hallId,
  state: z.string(),
  language,
  openedAt: instantField,
  tour: z.optional(z.string()),
  zones: z.array(z.int()),
  interactions: z.int(),
  photos: z.array(
    z.object({
      photoId: z.string(),
      kind: z.string(),
      state: z.string(),
      why: z.optional(z.string()),
      /** who of the staff asked to look for it again, the last time */
      asked: z.optional(z.object({ at: instantField, by: z.string() })),
    }),
  ),
  entries: z.array(z.object({ entryId: z.string(), state: z.string(), why: z.optional(z.string()) })),
  checkOuts: z.array(z.object({ checkOutId: z.string(), at: instantField, mail: z.boolean(), photo: z.boolean() })),
  deliveries: z.array(
    z.object({
      deliveryId: hallId,
      maskedAddress: z.string(),
      state: z.enum(DELIVERY_STATES),
      why: z.optional(z.string()),
      history: z.array(
        z.object({ at: instantField, state: z.string(), why: z.optional(z.string()), by: z.optional(z.string()) }),
      ),
    }),
  ),
});
export type Ledger = z.infer<typeof ledger>;
