import * as z from 'zod/mini';
import { cardId, hallId, instantField, kioskId, slug, zoneNumber } from '../platform/fields.schema.ts';
import { LANGUAGES } from '../texts/languages.ts';
import { DELIVERY_STATES } from './delivery-states.ts';

export const language = z.enum(LANGUAGES);

/** A consent as it was shown: which wording, in which language, and the answer. */
export const consent = z.object({ given: z.boolean(), version: z.string().check(z.maxLength(20)), language });
export type Consent = z.infer<typeof consent>;

/** A card at a moment: how kiosks name a visit. */
export const cardAt = z.object({ cardId, at: instantField });
export type CardAt = z.infer<typeof cardAt>;

/** POST /api/visits */
export const openVisitRequest = z.object({
  id: kioskId,
  cardId,
  at: instantField,
  sentAt: instantField,
  language,
  tour: z.optional(z.string().check(z.regex(/^[0-9A-Z]{4,12}$/, 'a tour code'))),
});
export type OpenVisitRequest = z.infer<typeof openVisitRequest>;

export const openVisitAnswer = z.object({
  visitId: hallId,
  language,
  /** a line of welcome in the visitor's language */
  greeting: z.string(),
  tour: z.optional(z.object({ code: z.string(), name: z.string(), joined: z.int(), expected: z.int() })),
});
export type OpenVisitAnswer = z.infer<typeof openVisitAnswer>;

/** POST /api/cards/{cardId}/return */
export const returnCardRequest = z.object({ at: instantField, sentAt: instantField });
export const returnCardAnswer = z.object({ returned: z.boolean() });

const seconds = z.int().check(z.minimum(0), z.maximum(14 * 3600));
const about = {
  id: kioskId,
  cardId,
  at: instantField,
  zone: zoneNumber,
  /** seconds spent with it, where the kiosk knows */
  seconds: z.optional(seconds),
  /** kept for later with one touch */
  kept: z.optional(z.boolean()),
};

/** One thing one visit did with one exhibit; one shape a kind. */
export const interaction = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('watched'), exhibit: slug, ofSeconds: z.optional(seconds) }),
  z.object({ ...about, kind: z.literal('explored'), exhibit: slug }),
  z.object({
    ...about,
    kind: z.literal('tried'),
    exhibit: slug,
    step: z.int().check(z.minimum(0), z.maximum(99)),
    ofSteps: z.int().check(z.minimum(1), z.maximum(99)),
  }),
  z.object({ ...about, kind: z.literal('collected'), exhibit: slug, material: z.optional(slug) }),
  z.object({
    ...about,
    kind: z.literal('chose'),
    stage: slug,
    interests: z.array(slug).check(z.maxLength(12)),
    /** services the zone recommended, best first, each with the interests it follows from */
    recommended: z
      .array(z.object({ service: slug, because: z.array(slug).check(z.maxLength(12)) }))
      .check(z.maxLength(12)),
    saved: z.array(slug).check(z.maxLength(12)),
  }),
  z.object({
    ...about,
    kind: z.literal('consulted'),
    exhibit: slug,
    topic: slug,
    followUp: z.boolean(),
    /** may the company have the address of the mail? asked only with a follow-up; can be taken back on the memory page */
    contact: z.exactOptional(consent),
  }),
  /** a tap at a zone's reader, nothing else */
  z.object({ ...about, kind: z.literal('tapped') }),
]);
export type Interaction = z.infer<typeof interaction>;
export type InteractionKind = Interaction['kind'];

export const MAX_BATCH = 500;

/** POST /api/interactions: the envelope. Each interaction is checked on its own, so that one bad one does not cost the rest. */
export const interactionsRequest = z.object({
  sentAt: instantField,
  interactions: z.array(z.unknown()).check(z.maxLength(MAX_BATCH), z.minLength(1)),
});

export const interactionsAnswer = z.object({
  results: z.array(
    z.union([
      z.object({ id: z.string(), accepted: z.literal(true) }),
      z.object({
        id: z.optional(z.string()),
        accepted: z.literal(false),
        error: z.object({ code: z.string(), message: z.string(), where: z.optional(z.string()) }),
      }),
    ]),
  ),
});
export type InteractionsAnswer = z.infer<typeof interactionsAnswer>;

/** GET /api/cards/{cardId}: what a kiosk may know of a card's open visit. No personal data. */
export const cardView = z.object({
  visitId: hallId,
  language,
  openedAt: instantField,
  zones: z.array(zoneNumber),
  interactions: z.int(),
  tour: z.optional(z.object({ code: z.string(), name: z.string() })),
  photos: z.array(z.object({ photoId: kioskId, state: z.enum(['waiting', 'ready', 'refused']), people: z.int() })),
  entry: z.optional(z.object({ state: z.string() })),
  mails: z.array(
    z.object({ deliveryId: hallId, state: z.enum(DELIVERY_STATES), maskedAddress: z.string(), at: instantField }),
  ),
  /** address of the memory page, while the card is the visitor's; absent for a visit with a group photo only in common */
  page: z.optional(z.string()),
  /** something in the hall advertises: the booth asks for consent to it */
  promotes: z.optional(z.boolean()),
  /** until when an address may be corrected with this card; absent: no longer */
  correctUntil: z.optional(instantField),
});
export type CardView = z.infer<typeof cardView>;

/** A tour reservation */
export const tourRequest = z.object({
  id: kioskId,
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  startsAt: instantField,
  language,
  country: z.optional(z.string().check(z.maxLength(60))),
  leader: z.optional(z.string().check(z.maxLength(80))),
  expected: z.int().check(z.minimum(1), z.maximum(200)),
});
export type TourRequest = z.infer<typeof tourRequest>;

export const tourView = z.object({
  code: z.string(),
  name: z.string(),
  startsAt: instantField,
  language,
  country: z.optional(z.string()),
  leader: z.optional(z.string()),
  expected: z.int(),
  joined: z.int(),
});
export type TourView = z.infer<typeof tourView>;

/** GET /api/desk/tours/{code} */
export const roster = z.object({
  tour: tourView,
  members: z.array(
    z.object({
      visitId: hallId,
      cardId,
      joinedAt: instantField,
      language,
      zones: z.int(),
      hasPhoto: z.boolean(),
      mails: z.array(
        z.object({ state: z.enum(DELIVERY_STATES), maskedAddress: z.string(), why: z.optional(z.string()) }),
      ),
    }),
  ),
});
export type Roster = z.infer<typeof roster>;
