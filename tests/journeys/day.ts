import { randomUUID } from 'node:crypto';
import { instant, seoulDay } from '../../functions/platform/clock.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { logWalk, newCard, photoDone, writeEntry } from '../../infra/local/visit.ts';
import { type Desk, eventually, type JourneyHall } from './hall.ts';
import { freshAddress, pieces } from './pieces.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The rarer tasks of a hall's day, each once: what a visit alone does not need. Where the hall would wait for minutes or days, items are made
 * older instead.
 */
export const everyTask = async (journey: JourneyHall, desk: Desk): Promise<void> => {
  const { hall, zone, booth, wall } = journey;
  const { table } = hall.admin;
  const small = await cameraPicture({ width: 640, height: 480 });
  const make = pieces(journey, small);
  const ago = (ms: number) => instant(Date.now() - ms);

  /** A card is lent anew, and the kiosk that did it tells later than the zone that logged: what was logged moves to the new visit. */
  const lateLending = async (lend: (request: object) => Promise<unknown>): Promise<void> => {
    const cardId = newCard();
    const visit = (at: string) => ({ id: randomUUID(), cardId, at, sentAt: ago(0), language: 'en' });
    await zone.post('/api/visits', visit(ago(60 * MINUTE_MS)));
    await logWalk(zone, [{ id: randomUUID(), cardId, at: ago(20 * MINUTE_MS), zone: 2, kind: 'tapped' }]);
    await lend(visit(ago(30 * MINUTE_MS)));
  };

  /** Somebody wants to be seen on the wall, the staff say yes, and the visitor takes it back on the memory page. */
  const onTheWall = async (): Promise<void> => {
    const one = await make.guest();
    const photoId = await make.photographed(one);
    await make.leave(one);
    const words = { cardId: one.cardId, language: 'en', message: 'Seen!', photoId, wall: true } as const;
    const { entryId } = await writeEntry(booth, words);
    await desk.get('/api/desk/entries?state=pending');
    await desk.post(`/api/desk/entries/${entryId}`, { visitId: one.visitId, to: 'approved' });
    await eventually(
      'the entry is on the wall',
      () => wall.get<{ entries: { entryId: string }[] }>('/api/wall'),
      ({ entries }) => entries.some(shown => shown.entryId === entryId),
    );
    await wall.bytes(`/api/tiles/${photoId}`);
    await desk.get(`/api/visits/${one.visitId}`);
    for (const what of ['wall', 'contact', 'unsubscribe']) await fetch(`${one.page}/${what}`, { method: 'POST' });
    await fetch(`${one.page}/photo/${photoId}?size=print`);
  };

  const tour = async (): Promise<void> => {
    const request = { name: 'Delegation', startsAt: ago(0), language: 'en', expected: 2 };
    const { code } = await desk.post<{ code: string }>('/api/desk/tours', { id: randomUUID(), ...request });
    const visit = { id: randomUUID(), cardId: newCard(), at: ago(0), sentAt: ago(0), language: 'en', tour: code };
    await desk.post('/api/desk/visits', visit);
    for (const path of [`tours/${code}`, 'tours', 'report', 'report?format=csv', 'devices', 'visits'])
      await desk.get(`/api/desk/${path}`);
  };

  /** The visitor corrects an address with the card, the staff correct it once more, and the card comes back. */
  const correction = async (): Promise<void> => {
    const one = await make.guest();
    const { deliveries } = await make.leave(one);
    const card = { cardId: one.cardId, at: ago(0) };
    const wish = { id: randomUUID(), card, sentAt: ago(0), deliveryId: deliveries[0]?.deliveryId };
    const made = { ...wish, address: freshAddress() };
    const { deliveryId } = await booth.post<{ deliveryId: string }>('/api/corrections', made);
    const { visitId } = one;
    const next = { id: randomUUID(), visitId, sentAt: ago(0), deliveryId, address: freshAddress() };
    await desk.post('/api/desk/corrections', next);
    await booth.post(`/api/cards/${one.cardId}/return`, { at: ago(0), sentAt: ago(0) });
  };

  /**
   * A photo is erased while its pictures are being made: what came of it goes as well. The erasure is told at the moment the function asks
   * for the original; should its pictures be made still sooner, then once more.
   */
  const erasedInTheMaking = async (): Promise<void> => {
    const large = await cameraPicture();
    const { permissions } = hall;
    const { allow } = permissions;
    const told: Promise<unknown>[] = [];
    permissions.allow = (who, questions) => {
      const asked = questions.find(one => who === 'process-photo' && one.action === 's3:GetObject');
      const photo = { pk: `PHOTO#${asked?.resource.split('/').at(-1)}`, sk: 'PHOTO' };
      if (asked) told.push(table.update(photo, { set: { state: 'erased' } }, { is: { state: 'waiting' } }));
      return allow(who, questions);
    };
    const dropping = () =>
      permissions.used().filter(one => one.function === 'process-photo' && one.actions.includes('s3:DeleteObject'));
    try {
      await eventually(
        'a photo is erased in the making',
        async () => {
          await make.photograph(await make.guest(), large);
          await hall.settled();
          await Promise.all(told);
          return dropping().length;
        },
        // originals, refused ones and renditions are deleted by three statements
        count => count === 3,
      );
    } finally {
      permissions.allow = allow;
    }
  };

  /** The event of an upload gets lost; the sweeper finds the original and tells again. */
  const lostEvent = async (): Promise<void> => {
    const taking = hall.permissions
      .statements()
      .find(one => one.function === 'process-photo' && one.statement.sid === 'Take');
    hall.permissions.takeOut('process-photo', taking?.index ?? -1);
    const photoId = await make.photograph(await make.guest());
    await journey.age({ pk: `PHOTO#${photoId}`, sk: 'PHOTO' }, { dueAt: ago(1000) });
    await hall.tick();
    hall.permissions.putBack();
    hall.permissions.denied.splice(0);
    await photoDone(booth, photoId);
  };

  /** A day is over: visits are closed, a picture that nobody kept goes, old entries leave the wall, old visits expire. */
  const closing = async (): Promise<void> => {
    const one = await make.guest();
    const photoId = await make.photographed(one);
    const visit = { pk: `VISIT#${one.visitId}`, sk: 'VISIT' };
    await journey.age(visit, { day: seoulDay(Date.now() - DAY_MS), dayAt: ago(DAY_MS) });
    await make.oldReceipt();
    await eventually(
      'the picture that nobody kept is gone',
      async () => {
        await make.newDay();
        await hall.tick();
        return table.get({ pk: `PHOTO#${photoId}`, sk: 'PHOTO' });
      },
      photo => photo === undefined || photo['state'] === 'erased',
    );
  };

  /** An erasure through both passes, with a picture of its own. */
  const erasure = async (): Promise<void> => {
    const one = await make.guest();
    await make.photographed(one);
    await make.leave(one);
    await writeEntry(booth, { cardId: one.cardId, language: 'en', message: 'gone tomorrow' });
    await make.overdueErasure(one);
    await eventually(
      'the receipt is written',
      async () => {
        await hall.tick();
        return journey.items(`VISIT#${one.visitId}`);
      },
      items => items.length === 0,
    );
  };

  /** What is asked for is not there yet, or no picture: the answer says so. */
  const notThere = async (): Promise<void> => {
    const one = await make.guest();
    const photoId = await make.announce(one);
    await booth.bytes(`/api/photos/${photoId}/preview`).catch(String);
    await fetch(`${one.page}/photo/${photoId}`);
    await photoDone(booth, await make.photograph(one, Buffer.alloc(2048, 'no picture')));
  };

  await notThere();
  await lateLending(request => zone.post('/api/visits', request));
  await lateLending(request => desk.post('/api/desk/visits', request));
  await onTheWall();
  await tour();
  await correction();
  await lostEvent();
  await make.forgottenMail();
  await make.erasedUpload();
  await hall.tick();
  await closing();
  await erasure();
  await erasedInTheMaking();
  await desk.post('/api/desk/erasures', { visitId: (await make.guest()).visitId });
  const { code } = await hall.admin.addDevice('booth');
  await booth.post('/api/devices/enrol', { code, as: 'token' });
  await booth.post('/api/devices/beat', { waiting: 0 });
  await hall.daily();
  await desk.post('/api/desk/sign-out', {});
};
