import { createHash, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CheckOutAnswer } from '../../functions/deliveries/check-out.schema.ts';
import { instant, seoulDay } from '../../functions/platform/clock.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Item } from '../../functions/platform/table.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { checkOut, newCard, photoDone, takePhoto, tapAtDoor } from '../../infra/local/visit.ts';
import { type Desk, eventually, type JourneyHall } from './hall.ts';

/** A visit as the needs below use it. */
export interface Guest {
  cardId: string;
  visitId: string;
  /** address of the memory page */
  page: string;
}

/** What a function must be allowed for, by function and by the name of the statement: a piece of a journey that stops without it. */
export type Needs = Record<string, Record<string, () => Promise<unknown>>>;

const HOUR_MS = 3_600_000;
let mailbox = 0;
/** An address that no other mail of the run goes to. */
export const freshAddress = (): string => `success+${++mailbox}@simulator.amazonses.com`;

/** Pieces of journeys over one hall, small enough to be driven dozens of times. */
export const pieces = (journey: JourneyHall, small: Uint8Array) => {
  const { table } = journey.hall.admin;
  const ago = (ms: number) => instant(Date.now() - ms);

  const guest = async (at?: number): Promise<Guest> => {
    const cardId = newCard();
    const { visitId } = await tapAtDoor(journey.zone, { cardId, language: 'en', ...(at === undefined ? {} : { at }) });
    const visit = await table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' });
    return { cardId, visitId, page: `${journey.hall.url}/m/${String(visit?.['token'])}` };
  };
  /** a photo that was announced and whose upload does not come */
  const announce = async ({ cardId }: Guest): Promise<string> => {
    const id = randomUUID();
    const now = ago(0);
    const sha256 = createHash('sha256').update(small).digest('hex');
    const wish = { kind: 'photo', frame: 'flow', bytes: small.length, sha256 };
    await journey.booth.post('/api/photos', { id, people: [{ cardId, at: now }], sentAt: now, ...wish });
    return id;
  };
  const photograph = ({ cardId }: Guest, file: Uint8Array = small) =>
    takePhoto(journey.booth, { cards: [cardId], file });
  const photographed = async (one: Guest): Promise<string> => {
    const photoId = await photograph(one);
    await photoDone(journey.booth, photoId);
    return photoId;
  };
  const leave = ({ cardId }: Guest): Promise<CheckOutAnswer> =>
    checkOut(journey.booth, { cardId, language: 'en', addresses: [freshAddress()] });
  const erase = ({ page }: Guest) => fetch(`${page}/erase`, { method: 'POST' });
  const itemOf = async ({ visitId }: Guest, prefix: string): Promise<Item | undefined> =>
    (await journey.items(`VISIT#${visitId}`)).find(({ sk }) => sk.startsWith(prefix));

  /** a mail that waits for its photo and that nobody looks after any more */
  const forgottenMail = async (): Promise<void> => {
    const one = await guest();
    await announce(one);
    await leave(one);
    const mail = await eventually(
      'the mail waits',
      () => itemOf(one, 'MAIL#'),
      item => item?.['why'] === 'photo',
    );
    await journey.age({ pk: mail?.pk ?? '', sk: mail?.sk ?? '' }, { dueAt: ago(1000) });
  };
  /** a photo whose upload is overdue */
  const lateUpload = async (): Promise<void> => {
    const photoId = await announce(await guest());
    await journey.age({ pk: `PHOTO#${photoId}`, sk: 'PHOTO' }, { dueAt: ago(1000) });
  };
  /** a photo that was erased while its upload was still to come */
  const erasedUpload = async (): Promise<void> => {
    const one = await guest();
    const photo = { pk: `PHOTO#${await announce(one)}`, sk: 'PHOTO' };
    await erase(one);
    await eventually(
      'the photo is erased',
      () => table.get(photo),
      item => item?.['state'] === 'erased',
    );
    await journey.age(photo, { dueAt: ago(1000) });
  };
  /** an erasure whose second pass may come; the sweeper nudges it */
  const overdueErasure = async (one: Guest): Promise<void> => {
    const visit = { pk: `VISIT#${one.visitId}`, sk: 'VISIT' };
    await erase(one);
    await eventually(
      'the first pass is through',
      () => table.get(visit),
      item => item?.['erasedItems'] !== undefined,
    );
    await journey.age(visit, { erasedAt: ago(60_000), dueAt: ago(1000) });
  };
  const newDay = async (): Promise<void> => {
    const yesterday = seoulDay(Date.now() - 24 * HOUR_MS);
    await table.put({ pk: 'SWEEP', sk: 'DAYS', type: 'SWEEP', through: yesterday });
  };

  /** the table of erasures; its name stands in the statement that allows writing there */
  const erasures = () => {
    const found = journey.hall.permissions.statements().find(one => one.statement.sid === 'Remember');
    const client = new DynamoDBClient({
      endpoint: journey.hall.adminEnv.AWS_ENDPOINT_URL ?? '',
      region: journey.hall.adminEnv.AWS_REGION ?? '',
      credentials: {
        accessKeyId: journey.hall.adminEnv.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: journey.hall.adminEnv.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    return tableStore(found?.statement.resources[0]?.split('/').at(-1) ?? '', client);
  };
  /** a receipt whose time is over */
  const oldReceipt = async (): Promise<void> => {
    const receipt = { pk: `ERASED#${randomUUID()}`, sk: 'RECEIPT', type: 'RECEIPT', due: 'open', dueAt: ago(1000) };
    await erasures().put(receipt);
    await newDay();
  };
  return {
    guest,
    announce,
    photograph,
    photographed,
    leave,
    erase,
    itemOf,
    forgottenMail,
    lateUpload,
    erasedUpload,
    overdueErasure,
    newDay,
    erasures,
    oldReceipt,
  };
};

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
      Upload: take,
      See: () => booth.bytes(`/api/photos/${photoId}/preview`),
      ListPhotos: () => booth.bytes(`/api/photos/${absent}/preview`),
      Key: card,
      Send: leave,
      Log: openApi,
      Trace: openApi,
    },
    'desk-door': {
      Table: () => desk.get('/api/desk/devices'),
      Index: () => desk.get('/api/desk/entries?state=pending'),
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
      Trace: () => desk.get('/api/desk/me'),
    },
    'public-door': {
      Table: page,
      See: () => fetch(`${pictured.page}/photo/${photoId}`),
      ListPhotos: () => fetch(`${expecting.page}/photo/${absent}`),
      Key: page,
      Send: async () => make.erase(await make.guest()),
      Log: notice,
      Trace: notice,
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
      Trace: take,
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
      Trace: leave,
    },
    'take-feedback': { Table: leave, Key: leave, Take: leave, Log: leave, Trace: leave },
    'erase-visit': {
      Table: eraseOne,
      Remember: then(async () => make.overdueErasure(await make.guest())),
      Originals: eraseOne,
      Renditions: eraseOne,
      Key: eraseOne,
      Send: eraseOne,
      Take: eraseOne,
      Log: eraseOne,
      Trace: eraseOne,
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
      Trace: tick,
    },
    canary: { Table: daily, Key: daily, Log: daily, Trace: daily },
  };
};
