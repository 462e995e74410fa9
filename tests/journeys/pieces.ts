import { createHash, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CheckOutAnswer } from '../../functions/deliveries/check-out.schema.ts';
import { instant, seoulDay } from '../../functions/platform/clock.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Item } from '../../functions/platform/table.ts';
import { checkOut, newCard, photoDone, takePhoto, tapAtDoor } from '../../infra/local/visit.ts';
import { eventually, type JourneyHall } from './hall.ts';

/** A visit as the needs below use it. */
export interface Guest {
  cardId: string;
  visitId: string;
  /** address of the memory page */
  page: string;
}

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
