import { describe, expect, it } from 'vitest';
import { checkOut } from '../../functions/deliveries/check-outs.ts';
import { correct } from '../../functions/deliveries/corrections.ts';
import { deliver } from '../../functions/deliveries/deliver.ts';
import { endHold, holdMails } from '../../functions/deliveries/holding.ts';
import { requestPhoto } from '../../functions/photos/photos.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { instant } from '../../functions/platform/clock.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { askErasure, eraseVisit, receiptOf } from '../../functions/retention/erase.ts';
import { type Find, sweep } from '../../functions/retention/sweep.ts';
import { REQUEST, START, VISIT } from '../deliveries/hall.ts';
import { DAY, fullHall } from './hall.ts';

describe('the sweeper', () => {
  it('finds nothing on a quiet day, then picks up a mail nobody was told of within a minute of its time', async () => {
    const hall = await fullHall();
    expect(await sweep(hall.sweepDeps())).toEqual({});
    hall.time.now += 61_000;
    expect(await sweep(hall.sweepDeps())).toEqual({ 'mail-without-nudge': 1 });
    expect(hall.log.lines.filter(({ event }) => event === 'swept')).toEqual([
      { event: 'swept', fields: { find: 'mail-without-nudge', count: 1 } },
    ]);
  });

  it('sends an overdue upload on its way, gives one up after a day, and tells the mails that wait for it', async () => {
    const hall = await fullHall();
    const waiting = {
      kind: 'photo',
      state: 'waiting',
      requestedAt: instant(START),
      due: 'open',
      dueAt: instant(START),
    };
    for (const photoId of ['photo-0003', 'photo-0004']) {
      await hall.put(`PHOTO#${photoId}`, 'PHOTO', { ...waiting, photoId });
      await hall.put(`PHOTO#${photoId}`, `IN#${VISIT}`, { photoId });
    }
    await hall.incoming.put('original/photo-0003', new Uint8Array(9), 'image/jpeg');
    expect(await sweep(hall.sweepDeps())).toEqual({ 'upload-event-lost': 1, 'upload-late': 1 });
    expect(hall.photoQueue.sent.map(({ nudge }) => nudge)).toEqual([{ photoId: 'photo-0003' }]);
    hall.time.now += DAY;
    await sweep(hall.sweepDeps());
    expect(hall.queue.sent.map(({ nudge }) => nudge)).toContainEqual({ visitId: VISIT });
  });

  it('is not stopped by one intent that fails or that it does not know', async () => {
    const hall = await fullHall();
    await hall.put('PHOTO#photo-0003', 'PHOTO', {
      photoId: 'photo-0003',
      state: 'waiting',
      requestedAt: instant(START),
      due: 'open',
      dueAt: instant(START),
    });
    hall.incoming.head = () => Promise.reject(new Error('no bucket'));
    await hall.put('ODD#1', 'ODD', { due: 'open', dueAt: instant(START) });
    hall.time.now += 61_000;
    expect(await sweep(hall.sweepDeps())).toEqual({ failed: 1, 'unknown-intent': 1, 'mail-without-nudge': 1 });
  });

  it('finishes a check-out and a correction that were begun, and counts them', async () => {
    const hall = await fullHall();
    const [mail] = await hall.mails();
    const begun = {
      visitId: VISIT,
      state: 'begun',
      due: 'open',
      dueAt: instant(START),
      askedAt: instant(START),
      content: 'c',
    };
    const { consents } = REQUEST;
    await hall.put(`VISIT#${VISIT}`, 'OUT#check-out-0009', {
      ...begun,
      checkOutId: 'check-out-0009',
      at: instant(START),
      language: 'en',
      addresses: ['aide@mofa.go.kr'],
      consents,
    });
    await hall.put(`VISIT#${VISIT}`, 'FIX#correction-1', {
      ...begun,
      id: 'correction-1',
      old: mail?.deliveryId,
      deliveryId: 'new',
      address: 'minister@mofa.gov',
      by: 'Kim',
    });
    expect(await sweep(hall.sweepDeps())).toEqual({ 'check-out-unfinished': 1, 'correction-unfinished': 1 });
    expect((await hall.mails()).map(({ state, maskedAddress }) => `${maskedAddress} ${state}`).sort()).toEqual([
      'a•••@mofa.go.kr waiting',
      'm•••@mofa.go.kr replaced',
      'm•••@mofa.gov waiting',
    ]);
  });

  it('wakes mails that a broken release left behind', async () => {
    const hall = await fullHall();
    const [mail] = await hall.mails();
    await hall.table.update(
      { pk: `VISIT#${VISIT}`, sk: `MAIL#${mail?.deliveryId}` },
      { set: { dueAt: '9999-12-31T00:00:00.000Z' } },
    );
    expect(await sweep(hall.sweepDeps())).toEqual({ 'held-woken': 1 });
  });

  it('lets a receipt go when its time is over', async () => {
    const hall = await fullHall();
    await askErasure(hall.erase, VISIT, 'visitor');
    hall.time.now += 40_000;
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 });
    hall.time.now += DEFAULT_HALL_SETTINGS.receiptDays * DAY;
    await sweep(hall.sweepDeps());
    expect(await receiptOf(hall.erase, VISIT)).toBeUndefined();
  });

  it('warns each minute while mail is held, also when who held it died before he could say so', async () => {
    const hall = await fullHall();
    const warn = () => {
      throw new Error('dead');
    };
    await expect(holdMails({ ...hall.checkOutDeps, log: { ...hall.log, warn } }, 'quota')).rejects.toThrow('dead');
    const warned = () => hall.log.lines.filter(({ event }) => event === 'mails-held').map(({ fields }) => fields);
    expect(warned()).toEqual([]);
    for (let minute = 1; minute <= 2; minute++) {
      hall.time.now += 60_000;
      await sweep(hall.sweepDeps());
      expect(warned()).toEqual(Array(minute).fill({ since: instant(START), why: 'quota' }));
    }
    await endHold(hall.checkOutDeps);
    await sweep(hall.sweepDeps());
    expect(warned()).toHaveLength(2);
  });
});

describe('what no message announced', () => {
  type Hall = Awaited<ReturnType<typeof fullHall>>;
  const dies = () => Promise.reject(new Error('dead'));
  const photo = { id: 'photo-0009', kind: 'photo', frame: 'plain', bytes: 9, sha256: 'ab'.repeat(32) } as const;

  /** How each gets lost, and within how many seconds of that it is found at the latest: its due time, and a minute until the next sweep. */
  const LOST: [Find, number, (hall: Hall) => Promise<unknown>][] = [
    ['mail-without-nudge', 60, async () => undefined],
    [
      'mail-claim-lost',
      35,
      hall =>
        deliver({ ...hall.deliverDeps(), write: async () => ({ photoLate: false, raw: dies }) }, { visitId: VISIT }),
    ],
    [
      'check-out-unfinished',
      45,
      hall =>
        checkOut(
          { ...hall.checkOutDeps, keepPhotos: dies },
          hall.visit,
          { ...REQUEST, id: 'check-out-0002' },
          REQUEST.at,
        ),
    ],
    [
      'correction-unfinished',
      45,
      async hall => {
        const [mail] = await hall.mails();
        const request = {
          id: 'fix-0001',
          sentAt: REQUEST.sentAt,
          deliveryId: String(mail?.deliveryId),
          address: 'a@x.org',
        };
        const deps = { ...hall.checkOutDeps, settings: hall.settings, queue: { send: dies } };
        return correct(deps, hall.visit, request, 'visitor');
      },
    ],
    [
      'upload-event-lost',
      45,
      async hall => {
        const asked = { ...photo, people: [], sentAt: REQUEST.sentAt };
        await requestPhoto({ ...hall.checkOutDeps, slots: memorySlots() }, asked, [{ visitId: VISIT }]);
        return hall.incoming.put(`original/${photo.id}`, new Uint8Array(9), 'image/jpeg');
      },
    ],
    ['erasure-unfinished', 46, hall => askErasure(hall.erase, VISIT, 'visitor')],
  ];

  it.each(LOST)('is found within a minute of its time, whenever the sweeps come: %s', async (find, seconds, lose) => {
    for (const phase of [1, 20, 40, 59]) {
      const hall = await fullHall();
      await lose(hall).catch(error => expect(error.message).toBe('dead'));
      hall.time.now = START + phase * 1000;
      while (!(find in (await sweep(hall.sweepDeps())))) hall.time.now += 60_000;
      expect(hall.time.now - START).toBeLessThan((seconds + 60) * 1000);
      expect(hall.log.lines).toContainEqual({ event: 'swept', fields: { find, count: 1 } });
    }
  });
});
