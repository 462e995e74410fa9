import type * as z from 'zod/mini';
import * as checkOuts from '../deliveries/check-out.schema.ts';
import type { DeviceKind } from '../devices/device.schema.ts';
import * as devices from '../devices/device.schema.ts';
import * as entries from '../guestbook/entry.schema.ts';
import * as photos from '../photos/photo.schema.ts';
import type { ErrorCode } from '../platform/errors.ts';
import type { ROUTES } from '../platform/names.ts';
import * as visits from '../visits/visit.schema.ts';
import { DESK_CONTRACT, ON_A_CARD } from './desk-contract.ts';

/** A route of kiosks or staff, as the front door knows it. */
export type Route = (typeof ROUTES)['kiosk' | 'desk'][number];

/** What a route takes and gives. The doors check by it and the OpenAPI document is made from it. */
export interface Operation {
  summary: string;
  /** kinds of device that may; `staff`: a desk where somebody is signed in; `anyone`: no key */
  who: readonly DeviceKind[] | 'staff' | 'anyone';
  body?: z.ZodMiniType;
  /** largest body in bytes; 64 KiB where it says nothing */
  bodyBytes?: number;
  query?: Record<string, string>;
  answer: z.ZodMiniType | 'image/jpeg' | 'application/json';
  errors?: readonly ErrorCode[];
}

const ANY = devices.DEVICE_KINDS;

/** Every route of kiosks and staff. */
export const CONTRACT = {
  'POST /api/devices/enrol': {
    summary: 'Give a one-time code, get a key: as a cookie for our pages, as a token for other software',
    who: 'anyone',
    body: devices.enrolRequest,
    answer: devices.enrolAnswer,
    errors: ['unknown-key'],
  },
  'POST /api/devices/beat': {
    summary: "Say how much is still kept on the device; the staff see it. Answers the hall's time",
    who: ANY,
    body: devices.beatRequest,
    answer: devices.beatAnswer,
  },
  'POST /api/visits': {
    summary: 'A tap at the door: lends the card, opens a visit, answers a greeting',
    who: ['zone', 'desk'],
    body: visits.openVisitRequest,
    answer: visits.openVisitAnswer,
    errors: ['not-a-hall-card', 'unknown-tour', 'id-conflict', 'in-the-future', 'no-open-visit'],
  },
  'POST /api/cards/{cardId}/return': {
    summary: 'The card comes back; its visit ends',
    who: ['zone', 'desk', 'booth'],
    body: visits.returnCardRequest,
    answer: visits.returnCardAnswer,
    errors: ['not-a-hall-card', 'unknown-card'],
  },
  'GET /api/cards/{cardId}': {
    summary: 'The open visit of a card. No personal data',
    who: ['zone', 'booth', 'desk'],
    answer: visits.cardView,
    errors: ON_A_CARD,
  },
  'POST /api/interactions': {
    summary: 'Up to 500 things visitors did, each answered on its own',
    who: ['zone'],
    body: visits.interactionsRequest,
    bodyBytes: 1024 * 1024,
    answer: visits.interactionsAnswer,
    errors: ['too-many', 'too-large'],
  },
  'GET /api/catalogue': {
    summary: 'The catalogue in a language; with ETag',
    who: ANY,
    query: { lang: 'one of the languages of the hall; en where it says nothing' },
    answer: 'application/json',
  },
  'POST /api/photos': {
    summary: 'Ask for an upload slot for a photo of one or more people; again with the same id: a fresh slot',
    who: ['booth'],
    body: photos.photoRequest,
    answer: photos.photoAnswer,
    errors: [...ON_A_CARD, 'id-conflict'],
  },
  'GET /api/photos/{photoId}': {
    summary: 'What became of a photo: waiting, ready, refused and why',
    who: ['booth', 'desk'],
    answer: photos.photoView,
    errors: ['not-found'],
  },
  'GET /api/photos/{photoId}/preview': {
    summary: 'The picture as the mail will hold it',
    who: ['booth'],
    answer: 'image/jpeg',
    errors: ['not-found'],
  },
  'POST /api/photos/{photoId}/people': {
    summary: 'Somebody joins the picture later',
    who: ['booth', 'desk'],
    body: photos.joinPhotoRequest,
    answer: photos.photoView,
    errors: [...ON_A_CARD, 'not-found'],
  },
  'POST /api/entries': {
    summary: 'A guestbook entry: a message, a photo, a drawing; and the consent to the wall',
    who: ['booth'],
    body: entries.entryRequest,
    answer: entries.entryAnswer,
    errors: [...ON_A_CARD, 'id-conflict', 'old-wording'],
  },
  'POST /api/check-outs': {
    summary: 'Ask for the mail: addresses and consents of one card. Pressing twice is one mail',
    who: ['booth', 'zone'],
    body: checkOuts.checkOutRequest,
    answer: checkOuts.checkOutAnswer,
    errors: [...ON_A_CARD, 'id-conflict', 'bad-address', 'old-wording', 'consent-missing'],
  },
  'POST /api/check-outs/preview': {
    summary: 'The mail as it will arrive. Nothing is stored',
    who: ['booth'],
    body: checkOuts.previewRequest,
    answer: checkOuts.previewAnswer,
    errors: ON_A_CARD,
  },
  'POST /api/corrections': {
    summary: "Correct the address of a mail while the card is the visitor's, and send once more",
    who: ['booth'],
    body: checkOuts.correctionRequest,
    answer: checkOuts.correctionAnswer,
    errors: [...ON_A_CARD, 'bad-address', 'too-late', 'not-found', 'state-conflict'],
  },
  'GET /api/wall': {
    summary: 'Approved entries, newest first, paged; with ETag',
    who: ['wall', 'booth', 'desk'],
    query: { after: '`next` of the page before' },
    answer: entries.wallPage,
  },
  'GET /api/tiles/{photoId}': {
    summary: 'The small picture of an approved entry; for the desk, of one that waits as well',
    who: ['wall', 'booth', 'desk'],
    answer: 'image/jpeg',
    errors: ['not-found'],
  },
  'GET /api/openapi.json': { summary: 'This document', who: 'anyone', answer: 'application/json' },
  ...DESK_CONTRACT,
} as const satisfies Record<Route, Operation>;
