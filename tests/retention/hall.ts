import { checkOut } from '../../functions/deliveries/check-outs.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { instant } from '../../functions/platform/clock.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import type { Item } from '../../functions/platform/table.ts';
import type { EraseDeps } from '../../functions/retention/erase.ts';
import type { SweepDeps } from '../../functions/retention/sweep.ts';
import { REQUEST, START, smallHall, VISIT } from '../deliveries/hall.ts';

export const DAY = 86_400_000;
export const OTHER = 'y'.repeat(26);

/** A hall with one visit: a photo together with another visit, an entry on the wall, a card, a link, a tour and a mail. */
export const fullHall = async () => {
  const hall = smallHall();
  const photos = memoryBucket();
  const incoming = memoryBucket();
  const erasures = memoryTable();
  const eraseQueue = memoryQueue();
  const photoQueue = memoryQueue();
  const { table, log, time } = hall;
  const clock = () => time.now;
  const settings = DEFAULT_HALL_SETTINGS;
  const erase: EraseDeps = {
    table,
    erasures,
    photos,
    incoming,
    queue: eraseQueue,
    clock,
    log,
    addressKey: 'key',
    settings,
  };
  const sweepDeps = (): SweepDeps => ({
    ...hall.checkOutDeps,
    erasures,
    photos,
    incoming,
    eraseQueue,
    photoQueue,
    settings,
    deadline: time.now + 60_000,
  });
  const visit = { ...hall.visit, tour: 'KOREA26' };
  const at = instant(START);
  const put = (pk: string, sk: string, more: object = {}) => table.put({ pk, sk, ...more } as Item);
  await table.put(visit);
  await put(`VISIT#${VISIT}`, 'DID#did-0001', {
    interaction: { id: 'did-0001', kind: 'tapped' },
    zone: 3,
    at,
    receivedAt: at,
  });
  await put(`VISIT#${VISIT}`, 'ENTRY#entry-0001', {
    entryId: 'entry-0001',
    visitId: VISIT,
    state: 'approved',
    message: 'Hello',
    photoId: 'photo-0001',
    at,
    language: 'en',
    wall: 'approved',
    wallAt: at,
    history: [],
  });
  for (const [photoId, people] of [
    ['photo-0001', [VISIT]],
    ['photo-0002', [VISIT, OTHER]],
  ] as const) {
    await put(`PHOTO#${photoId}`, 'PHOTO', { photoId, kind: 'photo', state: 'ready', requestedAt: at });
    for (const person of people) {
      await put(`PHOTO#${photoId}`, `IN#${person}`, { photoId, visitId: person });
      await put(`VISIT#${person}`, `HAS#${photoId}`, { photoId, kind: 'photo' });
    }
    for (const name of ['print', 'mail', 'tile'])
      await photos.put(`rendition/${photoId}/${name}.jpg`, new Uint8Array(9), 'image/jpeg');
  }
  await put(`LINK#${sha256('token-of-the-page')}`, 'LINK', { visitId: VISIT });
  await put('CARD#EG-00000001', `ON#${instant(START - 3_600_000)}#${VISIT}`, { visitId: VISIT });
  await put('TOUR#KOREA26', `VISIT#${VISIT}`, { visitId: VISIT });
  await checkOut(hall.checkOutDeps, visit, { ...REQUEST, consents: REQUEST.consents }, at);
  const left = () => table.all().filter(item => JSON.stringify(item).includes(VISIT));
  const visitItem = () => table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' });
  return {
    ...hall,
    clock,
    visit,
    visitItem,
    erasures,
    photos,
    incoming,
    eraseQueue,
    photoQueue,
    erase,
    sweepDeps,
    left,
    put,
  };
};
