import { describe, expect, it } from 'vitest';
import { ledger } from '../../functions/deliveries/check-out.schema.ts';
import { checkOut } from '../../functions/deliveries/check-outs.ts';
import { correctUntil, ledgerOf, mailsOf } from '../../functions/deliveries/ledger.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { instant } from '../../functions/platform/clock.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import type { Item } from '../../functions/platform/table.ts';
import { closeDays, daysFrom } from '../../functions/retention/closing.ts';
import {
  applyErasures,
  askErasure,
  type EraseDeps,
  eraseVisit,
  receiptOf,
  SECOND_PASS_SECONDS,
} from '../../functions/retention/erase.ts';
import { exportVisit } from '../../functions/retention/export.ts';
import { type SweepDeps, sweep } from '../../functions/retention/sweep.ts';
import { REQUEST, START, smallHall, VISIT } from '../deliveries/hall.ts';

const DAY = 86_400_000;
const OTHER = 'y'.repeat(26);

/** A hall with one visit: a photo together with another visit, an entry on the wall, a card, a link, a tour and a mail. */
const fullHall = async () => {
  const hall = smallHall();
  const photos = memoryBucket();
  const incoming = memoryBucket();
  const eraseQueue = memoryQueue();
  const photoQueue = memoryQueue();
  const { table, log, time } = hall;
  const clock = () => time.now;
  const settings = DEFAULT_HALL_SETTINGS;
  const erase: EraseDeps = { table, photos, incoming, queue: eraseQueue, clock, log, addressKey: 'key', settings };
  const sweepDeps = (): SweepDeps => ({
    ...hall.checkOutDeps,
    photos,
    incoming,
    eraseQueue,
    photoQueue,
    settings,
    deadline: time.now + 60_000,
  });
  const visit: Item = { ...hall.visit, tour: 'KOREA26' };
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
  await put('CARD#EG-00000001', `ON#${String(visit['openedAt'])}#${VISIT}`, { visitId: VISIT });
  await put('TOUR#KOREA26', `VISIT#${VISIT}`, { visitId: VISIT });
  await checkOut(hall.checkOutDeps, visit, { ...REQUEST, consents: REQUEST.consents }, at);
  const left = () => table.all().filter(item => JSON.stringify(item).includes(VISIT));
  return { ...hall, visit, photos, incoming, eraseQueue, photoQueue, erase, sweepDeps, left, put };
};

describe('erasing', () => {
  it('leaves nothing of the visit but a receipt without personal data, after two passes', async () => {
    const hall = await fullHall();
    expect(await askErasure(hall.erase, VISIT, 'visitor')).toBe(true);
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 })).toBeUndefined();
    expect(hall.left().map(({ sk }) => sk)).toEqual(['VISIT']);
    expect(hall.eraseQueue.sent.at(-1)).toEqual({
      nudge: { visitId: VISIT, pass: 2 },
      delaySeconds: SECOND_PASS_SECONDS,
    });
    hall.time.now += SECOND_PASS_SECONDS * 1000;
    const receipt = await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 });
    expect(receipt).toMatchObject({ by: 'visitor', photos: 1, backupsUntil: instant(hall.time.now + 7 * DAY) });
    expect(hall.left()).toEqual([]);
    expect(await receiptOf(hall.erase, VISIT)).toEqual(receipt);
    expect(JSON.stringify(receipt)).not.toMatch(/mofa|Hello|token/);
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toBeUndefined();
  });

  it('lets a group photo live for the other person in it, and takes the own one', async () => {
    const hall = await fullHall();
    await askErasure(hall.erase, VISIT, 'visitor');
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 });
    expect(hall.photos.keys()).toEqual(['mail', 'print', 'tile'].map(name => `rendition/photo-0002/${name}.jpg`));
    expect(await hall.table.get({ pk: 'PHOTO#photo-0002', sk: `IN#${OTHER}` })).toBeDefined();
    expect(await hall.table.get({ pk: 'PHOTO#photo-0002', sk: `IN#${VISIT}` })).toBeUndefined();
  });

  it('takes with its second pass what a late writer left, and never comes early', async () => {
    const hall = await fullHall();
    await askErasure(hall.erase, VISIT, 'visitor');
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 });
    await hall.put(`VISIT#${VISIT}`, 'DID#late-0001', { zone: 1 });
    hall.time.now += 10_000;
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toBeUndefined();
    await hall.put(`VISIT#${VISIT}`, 'MAIL#late', { address: 'minister@mofa.go.kr' });
    hall.time.now += 21_000;
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toBeDefined();
    expect(hall.left()).toEqual([]);
  });

  it('stops a mail that waits', async () => {
    const hall = await fullHall();
    await askErasure(hall.erase, VISIT, 'staff:Kim');
    await hall.deliver();
    expect(hall.sender.calls()).toBe(0);
  });

  it('asked twice is one erasure; of no visit there is none', async () => {
    const hall = await fullHall();
    expect([await askErasure(hall.erase, VISIT, 'visitor'), await askErasure(hall.erase, VISIT, 'visitor')]).toEqual([
      true,
      true,
    ]);
    expect(await askErasure(hall.erase, OTHER, 'visitor')).toBe(false);
    expect(await eraseVisit(hall.erase, { visitId: OTHER, pass: 1 })).toBeUndefined();
    expect(hall.log.lines.filter(({ event }) => event === 'erasure-asked')).toHaveLength(1);
  });

  it('broken off after any delete is finished by the sweeper', async () => {
    for (let survives = 0; survives < 12; survives++) {
      const hall = await fullHall();
      await askErasure(hall.erase, VISIT, 'visitor');
      let deletes = 0;
      const table = {
        ...hall.table,
        delete: async (...all: Parameters<typeof hall.table.delete>) => {
          if (deletes++ >= survives) throw new Error('dead');
          return hall.table.delete(...all);
        },
      };
      await expect(eraseVisit({ ...hall.erase, table }, { visitId: VISIT, pass: 1 })).rejects.toThrow('dead');
      hall.eraseQueue.sent.length = 0;
      hall.time.now += 60_000;
      expect(await sweep(hall.sweepDeps())).toMatchObject({ 'erasure-unfinished': 1 });
      for (const pass of [Number(hall.eraseQueue.sent[0]?.nudge['pass']), 2])
        await eraseVisit(hall.erase, { visitId: VISIT, pass });
      expect([survives, hall.left()]).toEqual([survives, []]);
    }
  });

  it('is applied again after a restore, before there is traffic (the drill)', async () => {
    const hall = await fullHall();
    const backup = hall.table.all();
    const objects = hall.photos.keys();
    await askErasure(hall.erase, VISIT, 'visitor');
    for (const pass of [1, 2]) {
      await eraseVisit(hall.erase, { visitId: VISIT, pass });
      hall.time.now += 40_000;
    }
    const receipts = hall.table.all().filter(({ sk }) => sk === 'RECEIPT');
    for (const item of hall.table.all()) await hall.table.delete(item);
    for (const item of backup) await hall.table.put(item);
    for (const key of objects) await hall.photos.put(key, new Uint8Array(9), 'image/jpeg');
    expect(await applyErasures(hall.erase, receipts, [VISIT, OTHER])).toBe(1);
    expect(hall.left()).toEqual([]);
    expect(await receiptOf(hall.erase, VISIT)).toBeDefined();
  });
});

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
    expect(await sweep(hall.sweepDeps())).toMatchObject({ 'receipt-expired': 1 });
    expect(await receiptOf(hall.erase, VISIT)).toBeUndefined();
  });
});

describe('the daily closing', () => {
  it('closes the visits of past days once, in Seoul, and drops photos nobody wanted and no entry shows', async () => {
    const hall = await fullHall();
    hall.time.now = Date.parse('2026-11-22T14:59:59Z');
    await closeDays(hall.sweepDeps());
    expect((await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }))?.['state']).toBe('open');
    hall.time.now = Date.parse('2026-11-22T15:00:00Z');
    expect(await closeDays(hall.sweepDeps())).toEqual({ closed: 1, expired: 0, wallExpired: 0 });
    expect(await closeDays(hall.sweepDeps())).toBeUndefined();
    expect((await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }))?.['state']).toBe('closed');
    expect(new Set(hall.photos.keys().map(key => key.split('/')[1]))).toEqual(new Set(['photo-0001']));
  });

  it('expires a visit after keepDays and its wall entry after wallDays, not before', async () => {
    const hall = await fullHall();
    const { keepDays, wallDays } = hall.settings;
    await closeDays({ ...hall.sweepDeps() });
    hall.time.now = START + (keepDays - 1) * DAY;
    expect((await closeDays(hall.sweepDeps()))?.expired).toBe(0);
    hall.time.now = START + (keepDays + 1) * DAY;
    expect((await closeDays(hall.sweepDeps()))?.expired).toBe(1);
    for (const pass of [1, 2]) {
      await eraseVisit(hall.erase, { visitId: VISIT, pass });
      hall.time.now += 40_000;
    }
    expect(
      hall
        .left()
        .map(({ sk }) => sk)
        .sort(),
    ).toEqual(['ENTRY#entry-0001', 'HAS#photo-0001', `IN#${VISIT}`]);
    expect(hall.photos.keys()).toEqual(['rendition/photo-0001/tile.jpg']);
    hall.time.now = START + (wallDays + 1) * DAY;
    expect((await closeDays(hall.sweepDeps()))?.wallExpired).toBe(1);
    expect(hall.left()).toEqual([]);
    expect(hall.photos.keys()).toEqual([]);
  });

  it('goes on in the next run with what it had no time for', async () => {
    const hall = await fullHall();
    hall.time.now += DAY;
    expect(await closeDays({ ...hall.sweepDeps(), deadline: hall.time.now })).toMatchObject({ closed: 0 });
    expect(await closeDays(hall.sweepDeps())).toMatchObject({ closed: 1 });
    expect(daysFrom('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });
});

describe('what the hall knows of a visit', () => {
  it('is a ledger for the desk, in the shape of the contract', async () => {
    const hall = await fullHall();
    await hall.deliver();
    const items = hall.table.all().filter(({ pk }) => pk === `VISIT#${VISIT}` || pk.startsWith('PHOTO#'));
    const read = ledger.parse(ledgerOf(items));
    expect(read).toMatchObject({
      zones: [3],
      interactions: 1,
      checkOuts: [{ mail: true, photo: true }],
      deliveries: [{ state: 'accepted' }],
    });
    expect(read.photos.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(JSON.stringify(read)).not.toContain('minister');
    expect(mailsOf(items)).toMatchObject([{ state: 'accepted', maskedAddress: 'm•••@mofa.go.kr' }]);
    expect(correctUntil(items, hall.settings, hall.time.now)).toBe(instant(START + 30 * 60_000));
    expect(correctUntil(items, hall.settings, START + DAY)).toBeUndefined();
    expect(ledgerOf([])).toBeUndefined();
  });

  it('is exported whole and without the house’s own marks, and not once it is erased', async () => {
    const hall = await fullHall();
    const copy = await exportVisit({ table: hall.table, origin: 'https://hall.example' }, VISIT);
    expect(copy).toMatchObject({
      interactions: [{ zone: 3 }],
      entries: [{ message: 'Hello' }],
      mails: [{ address: 'minister@mofa.go.kr' }],
    });
    expect(copy.photos).toHaveLength(2);
    expect(JSON.stringify(copy)).not.toMatch(/"rev"|"due"|addressHash/);
    await askErasure(hall.erase, VISIT, 'visitor');
    await expect(exportVisit({ table: hall.table, origin: '' }, VISIT)).rejects.toMatchObject({ code: 'not-found' });
  });
});
