import type { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { correct, resend } from '../deliveries/corrections.ts';
import { SHOWN } from '../deliveries/desk.schema.ts';
import { endHold, heldSince, holdMails } from '../deliveries/holding.ts';
import { ledgerOf } from '../deliveries/ledger.ts';
import { tryAgain } from '../deliveries/stuck.ts';
import { listDevices } from '../devices/devices.ts';
import { signIn, signOut } from '../devices/staff.ts';
import { moderate } from '../guestbook/moderate.ts';
import { deskEntries } from '../guestbook/wall.ts';
import { photoKey } from '../photos/photo.ts';
import { instant, seoulDay } from '../platform/clock.ts';
import type { ROUTES } from '../platform/names.ts';
import type { Queue } from '../platform/queue.ts';
import type { Table } from '../platform/table.ts';
import { askErasure, wasErased } from '../retention/erase.ts';
import { csvOf, lastWeek, reportOf } from '../retention/report.ts';
import { checkCard } from '../visits/card.ts';
import { cardView } from '../visits/cards.ts';
import { createTour, listTours, roster } from '../visits/tours.ts';
import { readVisit, visitPartition } from '../visits/visit.ts';
import { openVisit, returnCard } from '../visits/visits.ts';
import { type CheckOutDoorDeps, checkOutDeps } from './check-out-deps.ts';
import { deskVisits } from './desk-visits.ts';
import { baseDoor, COOKIES, type DoorDeps, refuse, serve } from './door.ts';
import { greeting } from './greeting.ts';

/** What stands behind the staff's door. */
export interface DeskDeps extends DoorDeps, CheckOutDoorDeps {
  /** receipts of erasures */
  erasures: Table;
  /** erase queue */
  eraseQueue: Queue;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const dayOf = (value: string | undefined, fallback: string, where: string): string => {
  if (value === undefined) return fallback;
  return DAY.test(value) ? value : refuse('invalid-request', `${where} must be a day such as 2026-11-22.`, where);
};

/** The HTTP app of the staff. Every act carries the name of who is signed in. */
export const deskDoor = (deps: DeskDeps): Hono => {
  const { table, clock, log, origin, settings } = deps;
  const secure = origin.startsWith('https:');
  return serve<(typeof ROUTES.desk)[number]>(baseDoor(deps), deps, {
    'POST /api/desk/sign-in': async ({ body, device, context }) => {
      const { name, token } = await signIn(deps, device.deviceId, body);
      setCookie(context, COOKIES.staff, token, { path: '/api', httpOnly: true, sameSite: 'Strict', secure });
      return { name };
    },
    'POST /api/desk/sign-out': async ({ device, context }) => {
      await signOut(deps, device.deviceId);
      deleteCookie(context, COOKIES.staff, { path: '/api' });
      return { ok: true as const };
    },
    'GET /api/desk/me': async ({ staff }) => ({ name: staff }),
    'GET /api/desk/entries': async ({ query }) => {
      const state = query('state') ?? 'pending';
      if (state !== 'pending' && state !== 'approved' && state !== 'hidden')
        return refuse('invalid-request', 'state must be one of pending, approved, hidden.', 'state');
      return deskEntries(deps, { state, after: query('after') });
    },
    'POST /api/desk/entries/{entryId}': async ({ param, body, staff }) => moderate(deps, staff, param('entryId'), body),
    'GET /api/desk/devices': async () => ({ devices: await listDevices(deps) }),
    'GET /api/desk/tours': async ({ query }) => ({
      tours: await listTours(deps, dayOf(query('day'), seoulDay(clock()), 'day')),
    }),
    'POST /api/desk/tours': async ({ body }) => createTour(deps, body),
    'GET /api/desk/tours/{code}': async ({ param }) => roster(deps, param('code')),
    'GET /api/desk/report': async ({ query, context }) => {
      const week = lastWeek(clock());
      const days = await reportOf(deps, dayOf(query('from'), week.from, 'from'), dayOf(query('to'), week.to, 'to'));
      if (query('format') !== 'csv') return context.json({ days });
      context.header('content-disposition', 'attachment; filename="report.csv"');
      context.header('content-type', 'text/csv; charset=utf-8');
      return context.body(csvOf(days));
    },
    'GET /api/desk/visits': async ({ query }) => {
      const [card, show] = [query('card'), query('show')];
      const shown = SHOWN.find(one => one === show);
      if (show !== shown) return refuse('invalid-request', `show must be one of ${SHOWN.join(', ')}.`, 'show');
      return deskVisits(deps, {
        day: dayOf(query('day'), seoulDay(clock()), 'day'),
        card: card === undefined ? undefined : checkCard(card, settings.card, 'card'),
        shown,
        after: query('after'),
      });
    },
    'POST /api/desk/visits': async ({ body, device }) => {
      const { visit, tour } = await openVisit({ ...deps, wasErased: wasErased(deps) }, body, device.deviceId);
      const { visitId, language } = visit;
      return { visitId, language, greeting: greeting(language, clock(), tour), ...(tour ? { tour } : {}) };
    },
    'POST /api/desk/cards/{cardId}/return': async ({ param, body }) => returnCard(deps, param('cardId'), body),
    'GET /api/desk/cards/{cardId}': async ({ param }) => cardView(deps, param('cardId'), origin),
    'POST /api/desk/corrections': async ({ body, staff }) => {
      const visitId = body.visitId ?? refuse('invalid-request', 'visitId is missing.', 'visitId');
      return correct({ ...checkOutDeps(deps), settings }, await readVisit(deps, visitId), body, { staff });
    },
    'POST /api/desk/resends': async ({ body, staff }) =>
      resend({ ...checkOutDeps(deps), settings }, await readVisit(deps, body.visitId), body, staff),
    'POST /api/desk/retries': async ({ body, staff }) => tryAgain(deps, staff, body.visitId),
    'POST /api/desk/holds': async ({ body, staff }) => {
      await holdMails(deps, body.why, staff);
      return { held: true };
    },
    'POST /api/desk/releases': async ({ staff }) => {
      await endHold(deps, staff);
      return { held: (await heldSince(table)) !== undefined };
    },
    'POST /api/desk/erasures': async ({ body, staff }) => {
      const erasing = { ...deps, queue: deps.eraseQueue };
      const receipt = await askErasure(erasing, body.visitId, `staff:${staff}`);
      return { receipt: receipt ?? refuse('not-found', 'There is no such visit.') };
    },
    'GET /api/visits/{visitId}': async ({ param, staff }) => {
      const { visitId } = await readVisit(deps, param('visitId'));
      const { items } = await table.query({ pk: visitPartition(visitId) });
      const photos = items.filter(({ sk }) => sk.startsWith('HAS#')).map(({ sk }) => photoKey(sk.slice('HAS#'.length)));
      log.info('ledger-read', { visitId, staff, at: instant(clock()) });
      const held = (await heldSince(table)) !== undefined;
      return (
        ledgerOf([...items, ...(await table.getMany(photos))], held) ?? refuse('not-found', 'There is no such visit.')
      );
    },
  });
};
