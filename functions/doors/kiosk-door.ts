import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { catalogue, kioskCatalogue } from '../catalogue/catalogue.ts';
import { promotes } from '../catalogue/promotes.ts';
import { checkOut } from '../deliveries/check-outs.ts';
import { correct } from '../deliveries/corrections.ts';
import type { DeviceKind, EnrolAnswer } from '../devices/device.schema.ts';
import { beat, enrol } from '../devices/devices.ts';
import { writeEntry } from '../guestbook/entries.ts';
import { wallPage } from '../guestbook/wall.ts';
import { renditionKey } from '../photos/photo.ts';
import { joinPhoto, photoView, requestPhoto } from '../photos/photos.ts';
import type { Slots } from '../photos/slots.ts';
import type { Bucket } from '../platform/bucket.ts';
import { instant } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { ROUTES } from '../platform/names.ts';
import type { Table } from '../platform/table.ts';
import { wasErased } from '../retention/erase.ts';
import { ACCEPTED_VERSIONS } from '../texts/consents.ts';
import { LANGUAGES, type Language } from '../texts/languages.ts';
import { cardView } from '../visits/cards.ts';
import { pastInstant } from '../visits/clock-correction.ts';
import { logInteractions } from '../visits/interactions.ts';
import type { CardAt } from '../visits/visit.schema.ts';
import { openVisit, returnCard, visitOf } from '../visits/visits.ts';
import { type CheckOutDoorDeps, checkOutDeps } from './check-out-deps.ts';
import { baseDoor, COOKIES, type DoorDeps, refuse, serve, tagged } from './door.ts';
import { greeting } from './greeting.ts';
import { known } from './known.ts';
import { openApi } from './openapi.ts';
import { previewOf } from './preview.ts';
import { mayShow } from './tiles.ts';

/** What stands behind the kiosks' door. */
export interface KioskDeps extends DoorDeps, CheckOutDoorDeps {
  slots: Slots;
  /** bucket of renditions */
  photos: Bucket;
  /** receipts of erasures */
  erasures: Table;
}

/** Browsers keep a cookie for 400 days at most; a kiosk that says how it is gets its own anew. */
const KEY_SECONDS = 400 * 86_400;

/** What a kiosk must know of the hall. */
const kioskSettings = (settings: HallSettings): EnrolAnswer['settings'] => {
  const { card, panel, retakes, idleSeconds, correctMinutes, keepDays, wallDays, backupDays, unreviewedWordings } =
    settings;
  return { card, panel, retakes, idleSeconds, correctMinutes, keepDays, wallDays, backupDays, unreviewedWordings };
};

const languageOf = (value: string | undefined): Language => LANGUAGES.find(language => language === value) ?? 'en';

/** The HTTP app of kiosks: zones, booth, wall. */
export const kioskDoor = (deps: KioskDeps): Hono => {
  const { settings, origin, photos, clock } = deps;
  const secure = origin.startsWith('https:');
  const keepKey = (c: Context, kind: DeviceKind, token: string) =>
    setCookie(c, COOKIES.device(kind), token, {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      secure,
      maxAge: KEY_SECONDS,
    });
  const visitsOf = (people: readonly CardAt[], sentAt: string) =>
    Promise.all(people.map(person => visitOf(deps, person, sentAt)));
  const jpeg = async (photoId: string, name: 'mail' | 'tile'): Promise<Response> => {
    const data = (await photos.get(renditionKey(photoId, name))) ?? refuse('not-found', 'There is no such picture.');
    return new Response(data.slice().buffer, {
      headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=60' },
    });
  };

  return serve<(typeof ROUTES.kiosk)[number]>(baseDoor(deps), deps, {
    'POST /api/devices/enrol': async ({ body, context }) => {
      const { device, token } = await enrol(deps, body.code);
      if (body.as === 'cookie') keepKey(context, device.kind, token);
      return {
        deviceId: device.deviceId,
        kind: device.kind,
        ...(device.zone === undefined ? {} : { zone: device.zone }),
        ...(body.as === 'token' ? { token } : {}),
        settings: kioskSettings(settings),
      };
    },
    'POST /api/devices/beat': async ({ body, device, context }) => {
      await beat(deps, device.deviceId, body);
      const key = getCookie(context, COOKIES.device(device.kind));
      if (key !== undefined) keepKey(context, device.kind, key);
      return { now: instant(clock()) };
    },
    'POST /api/visits': async ({ body, device }) => {
      const { visit, tour } = await openVisit({ ...deps, wasErased: wasErased(deps) }, body, device.deviceId);
      return {
        visitId: visit.visitId,
        language: visit.language,
        greeting: greeting(visit.language, clock(), tour),
        ...(tour ? { tour } : {}),
      };
    },
    'POST /api/cards/{cardId}/return': async ({ param, body }) => returnCard(deps, param('cardId'), body),
    'GET /api/cards/{cardId}': async ({ param }) => ({
      ...(await cardView(deps, param('cardId'), origin)),
      ...(promotes(catalogue) ? { promotes: true } : {}),
    }),
    'POST /api/interactions': async ({ body, device }) => logInteractions(deps, known, body, device.deviceId),
    'GET /api/catalogue': async ({ query, context }) => {
      const { etag, body } = kioskCatalogue(languageOf(query('lang')));
      return tagged(context, etag, () => JSON.stringify(body), 'application/json');
    },
    'POST /api/photos': async ({ body }) => requestPhoto(deps, body, await visitsOf(body.people, body.sentAt)),
    'GET /api/photos/{photoId}': async ({ param }) => photoView(deps, param('photoId')),
    'GET /api/photos/{photoId}/preview': async ({ param }) => jpeg(param('photoId'), 'mail'),
    'POST /api/photos/{photoId}/people': async ({ param, body }) => {
      await joinPhoto(deps, param('photoId'), await visitsOf(body.people, body.sentAt));
      return photoView(deps, param('photoId'));
    },
    'POST /api/entries': async ({ body }) => {
      if (body.wall.given && !ACCEPTED_VERSIONS.includes(body.wall.version))
        refuse('old-wording', 'This wording is not in use any more. Reload the page.', 'wall.version');
      const visit = await visitOf(deps, body, body.sentAt);
      return writeEntry(deps, visit.visitId, visit.language, body);
    },
    'POST /api/check-outs': async ({ body }) => {
      const visit = await visitOf(deps, body, body.sentAt);
      // A check-out that waited in its kiosk is older than what was taken back at home meanwhile.
      const saidAt = pastInstant(body.at, body.sentAt, clock());
      return checkOut(checkOutDeps(deps), visit, body, instant(clock()), saidAt);
    },
    'POST /api/check-outs/preview': async ({ body }) => previewOf(deps, await visitOf(deps, body, body.sentAt), body),
    'POST /api/corrections': async ({ body }) => {
      const card = body.card ?? refuse('invalid-request', 'card is missing.', 'card');
      const visit = await visitOf(deps, card, body.sentAt);
      if (visit.state !== 'open') refuse('too-late', 'The card was returned. The staff can still correct the address.');
      return correct({ ...checkOutDeps(deps), settings }, visit, body, 'visitor');
    },
    'GET /api/wall': async ({ query, context }) => {
      const after = query('after');
      const { page, etag } = await wallPage(deps, after === undefined ? {} : { after });
      return tagged(context, etag, () => JSON.stringify(page), 'application/json');
    },
    'GET /api/tiles/{photoId}': async ({ param, device }) => {
      if (!(await mayShow(deps, param('photoId'), device.kind))) refuse('not-found', 'There is no such picture.');
      return jpeg(param('photoId'), 'tile');
    },
    'GET /api/openapi.json': async ({ context }) => context.json(openApi()),
  });
};
