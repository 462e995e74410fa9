import * as z from 'zod/mini';
import { cardId, hallId, instantField, kioskId } from '../platform/fields.schema.ts';
import { DELIVERY_STATES, type DeliveryState } from '../visits/delivery-states.ts';
import { language } from '../visits/visit.schema.ts';

/** What the staff may look for, beside everything: visits of which something takes care of itself, needs them, or has left. */
export const SHOWN = ['waiting', 'needs-staff', 'sent'] as const;
export type Shown = (typeof SHOWN)[number];

const hold = z.object({
  why: z.string(),
  at: instantField,
  /** who of the staff; absent: SES said something that holds for every mail */
  by: z.optional(z.string()),
});

const mail = z.object({
  deliveryId: hallId,
  maskedAddress: z.string(),
  state: z.enum(DELIVERY_STATES),
  why: z.optional(z.string()),
  askedAt: instantField,
});

const deskVisit = z.object({
  visitId: hallId,
  cardId,
  language,
  state: z.string(),
  openedAt: instantField,
  /** when a mail was asked for last, else when the visit began: the order of the list */
  at: instantField,
  tour: z.optional(z.string()),
  mails: z.array(mail),
  /** photos and drawings that are still to come, or to be made */
  photos: z.array(z.object({ photoId: z.string(), kind: z.string(), requestedAt: instantField })),
});
export type DeskVisit = z.infer<typeof deskVisit>;

/** GET /api/desk/visits: a day's visits, newest first, with their mails; `counts`, `mails` and `photos` are of the whole day, or card */
export const deskVisits = z.object({
  visits: z.array(deskVisit),
  next: z.optional(z.string()),
  /** visits that each way of looking shows */
  counts: z.object({ all: z.int(), waiting: z.int(), 'needs-staff': z.int(), sent: z.int() }),
  /** mails in each state that there is one in */
  mails: z.array(z.object({ state: z.enum(DELIVERY_STATES), count: z.int() })),
  /** what has waited too long anywhere in the hall */
  late: z.object({ mails: z.int(), photos: z.int() }),
  held: z.optional(hold),
  /** the last hold that is over */
  lastHold: z.optional(z.object({ ...hold.shape, releasedAt: instantField, releasedBy: z.optional(z.string()) })),
});
export type DeskVisits = z.infer<typeof deskVisits>;

/** States from which a mail may go to the same address once more, if somebody decides so: SES took it, or there is an end. */
const RESENDABLE = [
  'accepted',
  'delayed',
  'delivered',
  'bounced',
  'complained',
  'rejected',
  'suppressed',
  'unknown',
] as const satisfies readonly DeliveryState[];

/** POST /api/desk/resends: a mail once more to the same address. `seen`: its state when that was decided; in another it stays */
export const resendRequest = z.object({
  id: kioskId,
  visitId: hallId,
  deliveryId: hallId,
  seen: z.enum(RESENDABLE),
  sentAt: instantField,
});
export type ResendRequest = z.infer<typeof resendRequest>;

/** POST /api/desk/retries: what waits in one visit, or without one all that is late */
export const retryRequest = z.object({ visitId: z.optional(hallId), sentAt: instantField });
export const retryAnswer = z.object({ mails: z.int(), photos: z.int() });

/** POST /api/desk/holds: no mail leaves, for a reason that the next member of the staff reads */
export const holdRequest = z.object({ why: z.string().check(z.minLength(1), z.maxLength(120)), sentAt: instantField });
export const holdAnswer = z.object({ held: z.boolean() });
