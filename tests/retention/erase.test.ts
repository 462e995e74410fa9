import { describe, expect, it } from 'vitest';
import { instant } from '../../functions/platform/clock.ts';
import {
  applyErasures,
  askErasure,
  eraseVisit,
  expireVisit,
  receiptOf,
  SECOND_PASS_SECONDS,
  wasErased,
} from '../../functions/retention/erase.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import { visitAt } from '../../functions/visits/visits.ts';
import { START, VISIT } from '../deliveries/hall.ts';
import { DAY, fullHall, OTHER } from './hall.ts';

describe('erasing', () => {
  it('leaves nothing of the visit but a receipt without personal data, after two passes', async () => {
    const hall = await fullHall();
    const number = await askErasure(hall.erase, VISIT, 'visitor');
    expect(number).toMatch(/^[0-9a-f]{10}$/);
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 })).toBeUndefined();
    expect(new Set(hall.left().map(({ sk }) => sk))).toEqual(new Set(['VISIT', 'HAS#photo-0001', 'HAS#photo-0002']));
    expect(hall.photos.keys().some(key => key.includes('photo-0001'))).toBe(false);
    expect(hall.eraseQueue.sent.at(-1)).toEqual({
      nudge: { visitId: VISIT, pass: 2 },
      delaySeconds: SECOND_PASS_SECONDS,
    });
    hall.time.now += SECOND_PASS_SECONDS * 1000;
    const receipt = await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 });
    expect(receipt).toMatchObject({ number, by: 'visitor', photos: 1, backupsUntil: instant(hall.time.now + 7 * DAY) });
    expect(hall.left()).toEqual([]);
    expect(await receiptOf(hall.erase, VISIT)).toEqual(receipt);
    expect(JSON.stringify(receipt)).not.toMatch(/mofa|Hello|token/);
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toBeUndefined();
    expect(await askErasure(hall.erase, VISIT, 'staff:Kim')).toBe(number);
  });

  it('ends the lending before, so that what comes late of the erased visit is nobody else’s', async () => {
    const hall = await fullHall();
    const openedAt = instant(START - 3_600_000);
    const before = { pk: 'CARD#EG-00000001', sk: `ON#${instant(START - 7_200_000)}#${OTHER}` };
    await hall.put(before.pk, before.sk, { visitId: OTHER, from: instant(START - 7_200_000) });
    await hall.put('CARD#EG-00000001', `ON#${openedAt}#${VISIT}`, { visitId: VISIT, from: openedAt });
    await askErasure(hall.erase, VISIT, 'visitor');
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 });
    expect((await hall.table.get(before))?.['until']).toBe(openedAt);
    const card = { cardId: 'EG-00000001', at: instant(START) };
    await expect(visitAt(hall, card)).rejects.toMatchObject({ code: 'no-open-visit' });
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

  it('finds with its second pass the row of a photo that a late request wrote over there', async () => {
    const hall = await fullHall();
    await askErasure(hall.erase, VISIT, 'visitor');
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 });
    // The request saw both rows of the visit there, and repeats the one that is gone meanwhile.
    await hall.put('PHOTO#photo-0002', `IN#${VISIT}`, { photoId: 'photo-0002', visitId: VISIT });
    hall.time.now += SECOND_PASS_SECONDS * 1000;
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toMatchObject({ photos: 1 });
    expect(await hall.table.get({ pk: 'PHOTO#photo-0002', sk: `IN#${VISIT}` })).toBeUndefined();
    expect(await hall.table.get({ pk: 'PHOTO#photo-0002', sk: `IN#${OTHER}` })).toBeDefined();
  });

  it('stops a mail that waits', async () => {
    const hall = await fullHall();
    await askErasure(hall.erase, VISIT, 'staff:Kim');
    await hall.deliver();
    expect(hall.sender.calls()).toBe(0);
  });

  it('asked twice is one erasure with one number; of no visit there is none', async () => {
    const hall = await fullHall();
    const number = await askErasure(hall.erase, VISIT, 'visitor');
    expect(await askErasure(hall.erase, VISIT, 'staff:Kim')).toBe(number);
    expect((await hall.visitItem())?.['erasedBy']).toBe('visitor');
    expect(await askErasure(hall.erase, OTHER, 'visitor')).toBeUndefined();
    expect(hall.erasures.all()).toHaveLength(1);
    expect(await eraseVisit(hall.erase, { visitId: OTHER, pass: 1 })).toBeUndefined();
    expect(hall.log.lines.filter(({ event }) => event === 'erasure-asked')).toHaveLength(1);
  });

  it('broken off after any delete is finished by the sweeper', async () => {
    let survives = 0;
    for (; ; survives++) {
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
      const died = await eraseVisit({ ...hall.erase, table }, { visitId: VISIT, pass: 1 }).then(
        () => false,
        () => true,
      );
      if (!died) break;
      hall.eraseQueue.sent.length = 0;
      hall.time.now += 60_000;
      expect(await sweep(hall.sweepDeps())).toMatchObject({ 'erasure-unfinished': 1 });
      for (const pass of [Number(hall.eraseQueue.sent[0]?.nudge['pass']), 2])
        await eraseVisit(hall.erase, { visitId: VISIT, pass });
      expect([survives, hall.left()]).toEqual([survives, []]);
    }
    expect(survives).toBeGreaterThan(6);
  });

  it('that was asked for and is not through is applied after a restore as well, and gets its receipt there', async () => {
    const hall = await fullHall();
    const backup = hall.table.all();
    const number = await askErasure(hall.erase, VISIT, 'staff:Kim');
    expect(await receiptOf(hall.erase, VISIT)).toBeUndefined();
    expect(JSON.stringify(hall.erasures.all())).not.toMatch(/Kim|EG-|mofa/);
    for (const item of hall.table.all()) await hall.table.delete(item);
    for (const item of backup) await hall.table.put(item);
    // A kiosk that repeats its request does not make the visit anew.
    expect(await wasErased(hall.erase)(VISIT)).toBe(true);
    hall.time.now += SECOND_PASS_SECONDS * 1000;
    expect(await applyErasures(hall.erase, [VISIT, OTHER])).toBe(1);
    expect(hall.left()).toEqual([]);
    expect(await receiptOf(hall.erase, VISIT)).toMatchObject({ number, by: 'staff', erasedAt: instant(hall.time.now) });
  });

  it('is remembered before the visit is marked, so that a crash between leaves it to be asked for again', async () => {
    const hall = await fullHall();
    const dying = { ...hall.table, update: () => Promise.reject(new Error('dead')) };
    await expect(askErasure({ ...hall.erase, table: dying }, VISIT, 'visitor')).rejects.toThrow('dead');
    expect((await hall.visitItem())?.['erased']).toBeUndefined();
    expect(hall.erasures.all()).toMatchObject([{ type: 'ASKED' }]);
    const number = await askErasure(hall.erase, VISIT, 'visitor');
    hall.time.now += 40_000;
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toMatchObject({ number });
  });

  it('that somebody asks for while the visit expires leaves nothing on the wall either', async () => {
    const hall = await fullHall();
    await expireVisit(hall.erase, VISIT);
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 });
    await askErasure(hall.erase, VISIT, 'staff:Kim');
    hall.time.now += 40_000;
    expect(await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 })).toMatchObject({ by: 'staff' });
    expect(hall.left()).toEqual([]);
    expect(await expireVisit(hall.erase, VISIT)).toBe(false);
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
    for (const item of hall.table.all()) await hall.table.delete(item);
    for (const item of backup) await hall.table.put(item);
    for (const key of objects) await hall.photos.put(key, new Uint8Array(9), 'image/jpeg');
    expect(await applyErasures(hall.erase, [VISIT, OTHER], true)).toBe(1);
    expect(hall.left()).not.toEqual([]);
    expect(await applyErasures(hall.erase, [VISIT, OTHER])).toBe(1);
    expect(hall.left()).toEqual([]);
    expect(await applyErasures(hall.erase, [VISIT, OTHER])).toBe(0);
    expect(await receiptOf(hall.erase, VISIT)).toBeDefined();
  });
});
