import * as z from 'zod/mini';
import * as checkOuts from '../deliveries/check-out.schema.ts';
import * as work from '../deliveries/desk.schema.ts';
import * as devices from '../devices/device.schema.ts';
import * as entries from '../guestbook/entry.schema.ts';
import * as erasures from '../retention/erase.schema.ts';
import * as visits from '../visits/visit.schema.ts';

/** Errors of whatever names a visit by its card. */
export const ON_A_CARD = ['not-a-hall-card', 'unknown-card', 'no-open-visit', 'in-the-future'] as const;

const empty = z.object({});
const noted = z.object({ ok: z.literal(true) });

/** The staff's half of the contract; `contract.ts` checks it with the other. */
export const DESK_CONTRACT = {
  'POST /api/desk/sign-in': {
    summary: 'Name and PIN; five wrong ones lock the name for a while',
    who: ['desk'],
    body: devices.signInRequest,
    answer: devices.staffView,
    errors: ['not-signed-in', 'locked'],
  },
  'POST /api/desk/sign-out': { summary: 'Leave the desk', who: ['desk'], body: empty, answer: noted },
  'GET /api/desk/me': { summary: 'Who is signed in', who: 'staff', answer: devices.staffView },
  'GET /api/desk/entries': {
    summary: 'Entries by state, oldest first where they wait',
    who: 'staff',
    query: { state: 'pending, approved or hidden', after: '`next` of the page before' },
    answer: entries.deskEntries,
  },
  'POST /api/desk/entries/{entryId}': {
    summary: 'Approve, hide with a reason, or take that back',
    who: 'staff',
    body: entries.moderateRequest,
    answer: entries.entryAnswer,
    errors: ['not-found', 'state-conflict'],
  },
  'GET /api/desk/devices': {
    summary: 'Kiosks, and how much each still keeps',
    who: 'staff',
    answer: devices.devicesView,
  },
  'GET /api/desk/tours': {
    summary: 'Reservations of a day',
    who: 'staff',
    query: { day: '2026-11-22; today where it says nothing' },
    answer: z.object({ tours: z.array(visits.tourView) }),
  },
  'POST /api/desk/tours': {
    summary: 'Reserve a tour for a delegation',
    who: 'staff',
    body: visits.tourRequest,
    answer: visits.tourView,
    errors: ['id-conflict'],
  },
  'GET /api/desk/tours/{code}': {
    summary: 'The roster: who has a photo, whose mail waits and why',
    who: 'staff',
    answer: visits.roster,
    errors: ['unknown-tour'],
  },
  'GET /api/desk/report': {
    summary: 'Figures without people in them; groups under five are left out',
    who: 'staff',
    query: { from: 'first day', to: 'last day', format: 'json or csv' },
    answer: 'application/json',
  },
  'GET /api/desk/visits': {
    summary: 'Visits and mails of a day or of a card, with states, newest first, and why all mail is held',
    who: 'staff',
    query: {
      day: '2026-11-22; today where it says nothing',
      card: 'the number of a card: its last visits, whatever the day',
      show: 'waiting, needs-staff or sent; everything where it says nothing',
      after: '`next` of the page before',
    },
    answer: work.deskVisits,
    errors: ['not-a-hall-card'],
  },
  'POST /api/desk/visits': {
    summary: 'Lend a card at the desk',
    who: 'staff',
    body: visits.openVisitRequest,
    answer: visits.openVisitAnswer,
    errors: ['not-a-hall-card', 'unknown-tour', 'id-conflict', 'in-the-future', 'no-open-visit'],
  },
  'POST /api/desk/cards/{cardId}/return': {
    summary: 'Take a card back at the desk',
    who: 'staff',
    body: visits.returnCardRequest,
    answer: visits.returnCardAnswer,
    errors: ['not-a-hall-card', 'unknown-card'],
  },
  'GET /api/desk/cards/{cardId}': {
    summary: 'The open visit of a card, for the staff',
    who: 'staff',
    answer: visits.cardView,
    errors: ON_A_CARD,
  },
  'POST /api/desk/corrections': {
    summary: 'Correct the address of a mail for a visitor, and send once more',
    who: 'staff',
    body: checkOuts.correctionRequest,
    answer: checkOuts.correctionAnswer,
    errors: ['bad-address', 'suppressed-address', 'not-found', 'state-conflict'],
  },
  'POST /api/desk/resends': {
    summary: 'Send a mail once more to the same address',
    who: 'staff',
    body: work.resendRequest,
    answer: checkOuts.correctionAnswer,
    errors: ['not-found', 'state-conflict', 'suppressed-address'],
  },
  'POST /api/desk/retries': {
    summary: 'Set going what waits in a visit, or all that is late. Sends nothing twice',
    who: 'staff',
    body: work.retryRequest,
    answer: work.retryAnswer,
  },
  'POST /api/desk/holds': {
    summary: 'Hold all mail, for a reason; check-outs are taken all the same',
    who: 'staff',
    body: work.holdRequest,
    answer: work.holdAnswer,
  },
  'POST /api/desk/releases': {
    summary: 'End the hold; the mails leave within a minute',
    who: 'staff',
    body: empty,
    answer: work.holdAnswer,
  },
  'POST /api/desk/erasures': {
    summary: 'Erase a visit for its visitor, at once and for good. Again: the same receipt',
    who: 'staff',
    body: erasures.erasureRequest,
    answer: erasures.erasureAnswer,
    errors: ['not-found'],
  },
  'GET /api/visits/{visitId}': {
    summary: "The ledger of a visit: every stage and each delivery's state",
    who: 'staff',
    answer: checkOuts.ledger,
    errors: ['not-found'],
  },
} as const;
