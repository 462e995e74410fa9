import { randomUUID } from 'node:crypto';
import { instant } from '../../functions/platform/clock.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { newCard } from '../../infra/local/visit.ts';
import type { Desk, JourneyHall } from './hall.ts';
import { freshAddress, pieces } from './pieces.ts';

/** What a function must be allowed for, by function and by the name of the statement: a piece of a journey that stops without it. */
export type Needs = Record<string, Record<string, () => Promise<unknown>>>;

/** Every statement of every role, with the piece of a journey that needs it. */
export const needsOf = async (journey: JourneyHall, desk: Desk): Promise<Needs> => {
  const small = await cameraPicture({ width: 640, height: 480 });
  const make = pieces(journey, small);
  const { hall, booth, wall } = journey;
  const pictured = await make.guest();
  const photoId = await make.photographed(pictured);
  const { deliveries } = await make.leave(pictured);
  const expecting = await make.guest();
  const absent = await make.announce(expecting);
  const bereft = await make.guest();
  const lost = await make.photographed(bereft);
  await make.leave(bereft);
  await journey.dropObject('Photos', `rendition/${lost}/mail.jpg`);

  const card = () => booth.get(`/api/cards/${pictured.cardId}`);
  const openApi = () => booth.get('/api/openapi.json');
  const page = () => fetch(pictured.page);
  const notice = () => fetch(`${hall.url}/privacy`);
  const take = async () => make.photograph(await make.guest());
  const leave = () => make.leave(pictured);
  const eraseOne = async () => {
    const one = await make.guest();
    await make.announce(one);
    await make.erase(one);
  };
  const eventAgain = () => {
    const bucket = Object.entries(hall.buckets).find(([id]) => id.startsWith('Incoming'))?.[1] ?? '';
    const object = { key: `original/${photoId}`, size: small.length, sequencer: '00' };
    const detail = { version: '0', bucket: { name: bucket }, object, reason: 'PostObject' };
    return hall.put({ source: 'aws.s3', 'detail-type': 'Object Created', detail });
  };
  const tick = () => hall.tick();
  const daily = () => hall.daily();
  const then = (before: () => Promise<unknown>) => async () => {
    await before();
    await hall.tick();
  };
  return {
    'kiosk-door': {
      Table: card,
      Index: () => wall.get('/api/wall'),
      Recognize: () => make.guest(),
      Upload: take,
      See: () => booth.bytes(`/api/photos/${photoId}/preview`),
      ListPhotos: () => booth.bytes(`/api/photos/${absent}/preview`),
      Key: card,
      Send: leave,
      Log: openApi,
    },
    'desk-door': {
      Table: () => desk.get('/api/desk/devices'),
      Index: () => desk.get('/api/desk/entries?state=pending'),
      Recognize: () => {
        const now = instant(Date.now());
        const lending = { id: randomUUID(), cardId: newCard(), at: now, sentAt: now, language: 'en' };
        return desk.post('/api/desk/visits', lending);
      },
      Remember: async () => desk.post('/api/desk/erasures', { visitId: (await make.guest()).visitId }),
      Key: () => desk.get('/api/desk/devices'),
      Send: () =>
        desk.post('/api/desk/corrections', {
          id: randomUUID(),
          visitId: pictured.visitId,
          sentAt: instant(Date.now()),
          deliveryId: deliveries[0]?.deliveryId,
          address: freshAddress(),
        }),
      Log: () => desk.get('/api/desk/me'),
    },
    'public-door': {
      Table: page,
      Remember: async () => make.erase(await make.guest()),
      See: () => fetch(`${pictured.page}/photo/${photoId}`),
      ListPhotos: () => fetch(`${expecting.page}/photo/${absent}`),
      Key: page,
      Send: async () => make.erase(await make.guest()),
      Log: notice,
    },
    'process-photo': {
      Table: take,
      Originals: take,
      Refuse: async () => make.photograph(await make.guest(), Buffer.alloc(2048, 'no picture')),
      ListIncoming: eventAgain,
      Render: take,
      Key: take,
      Send: take,
      Take: take,
      Log: take,
    },
    'deliver-mail': {
      Table: leave,
      See: leave,
      ListPhotos: () => make.leave(bereft),
      Key: leave,
      Send: () => make.leave(expecting),
      Mail: leave,
      // the rate is asked for once in a while; a new process asks
      Quota: () => hall.recycle().then(leave),
      Take: leave,
      Log: leave,
    },
    'take-feedback': { Table: leave, Key: leave, Take: leave, Log: leave },
    'erase-visit': {
      Table: eraseOne,
      Remember: then(async () => make.overdueErasure(await make.guest())),
      Originals: eraseOne,
      Renditions: eraseOne,
      Key: eraseOne,
      Send: eraseOne,
      Take: eraseOne,
      Log: eraseOne,
    },
    sweep: {
      Table: tick,
      Index: tick,
      Forget: then(make.oldReceipt),
      Forgettable: then(make.newDay),
      Originals: then(make.lateUpload),
      Refused: then(make.erasedUpload),
      ListIncoming: then(make.lateUpload),
      Renditions: then(make.erasedUpload),
      Key: tick,
      Send: then(make.forgottenMail),
      Log: tick,
    },
    canary: { Table: daily, Key: daily, Log: daily },
  };
};
