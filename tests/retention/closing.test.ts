import { describe, expect, it } from 'vitest';
import { ledger } from '../../functions/deliveries/check-out.schema.ts';
import { correctUntil, ledgerOf, mailsOf } from '../../functions/deliveries/ledger.ts';
import { instant } from '../../functions/platform/clock.ts';
import { closeDays, daysFrom } from '../../functions/retention/closing.ts';
import { askErasure, eraseVisit } from '../../functions/retention/erase.ts';
import { exportVisit } from '../../functions/retention/export.ts';
import { createTour, readTour } from '../../functions/visits/tours.ts';
import { START, VISIT } from '../deliveries/hall.ts';
import { DAY, fullHall } from './hall.ts';

describe('the daily closing', () => {
  it('closes the visits of past days once, in Seoul, and drops photos nobody wanted and no entry shows', async () => {
    const hall = await fullHall();
    hall.time.now = Date.parse('2026-11-22T14:59:59Z');
    await closeDays(hall.sweepDeps());
    expect((await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }))?.['state']).toBe('open');
    hall.time.now = Date.parse('2026-11-22T15:00:00Z');
    expect(await closeDays(hall.sweepDeps())).toEqual({
      ...{ closed: 1, expired: 0, wallExpired: 0, receiptsExpired: 0, toursExpired: 0 },
    });
    expect(await closeDays(hall.sweepDeps())).toBeUndefined();
    expect((await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }))?.['state']).toBe('closed');
    expect(new Set(hall.photos.keys().map(key => key.split('/')[1]))).toEqual(new Set(['photo-0001']));
  });

  it('drops them also when the card came back before, and looks at late ones of the next days', async () => {
    const hall = await fullHall();
    await hall.table.update({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }, { set: { state: 'closed', closedAt: 'earlier' } });
    await hall.put('PHOTO#photo-0002', `IN#${VISIT}`, { photoId: 'photo-0002', visitId: VISIT, keep: false });
    hall.time.now += DAY;
    expect(await closeDays(hall.sweepDeps())).toMatchObject({ closed: 0 });
    const photosLeft = () => [...new Set(hall.photos.keys().map(key => key.split('/')[1]))];
    expect(photosLeft()).toEqual(['photo-0001']);
    expect((await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }))?.['closedAt']).toBe('earlier');
    await hall.put('PHOTO#photo-0003', 'PHOTO', { photoId: 'photo-0003', kind: 'photo', state: 'ready' });
    await hall.put('PHOTO#photo-0003', `IN#${VISIT}`, { photoId: 'photo-0003', visitId: VISIT });
    await hall.put(`VISIT#${VISIT}`, 'HAS#photo-0003', { photoId: 'photo-0003', kind: 'photo' });
    await hall.photos.put('rendition/photo-0003/tile.jpg', new Uint8Array(9), 'image/jpeg');
    hall.time.now += DAY;
    await closeDays(hall.sweepDeps());
    expect(photosLeft()).toEqual(['photo-0001']);
  });

  it('writes down the figures of a day that had visits, which outlive them, and of no other day', async () => {
    const hall = await fullHall();
    hall.time.now += DAY;
    await closeDays(hall.sweepDeps());
    const { items } = await hall.table.query({ pk: 'REPORT' });
    expect(items).toMatchObject([{ sk: '2026-11-22', figures: { visits: 1, interactions: 1 } }]);
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

  it('takes an entry off the wall whose time is shorter than that of its visit, which keeps it', async () => {
    const hall = await fullHall();
    const deps = () => ({ ...hall.sweepDeps(), settings: { ...hall.settings, wallDays: 3 } });
    hall.time.now = START + 4 * DAY;
    expect(await closeDays(deps())).toMatchObject({ wallExpired: 1 });
    const entry = hall.left().find(({ sk }) => sk === 'ENTRY#entry-0001');
    expect(entry).toMatchObject({ state: 'withdrawn', reason: 'expiry' });
    expect([entry?.['wall'], entry?.['wallAt']]).toEqual([undefined, undefined]);
    hall.time.now += DAY;
    expect(await closeDays(deps())).toMatchObject({ wallExpired: 0 });
  });

  it('expires at its next run what a shorter keepDays lets go, also of days that it was through with', async () => {
    const hall = await fullHall();
    hall.time.now = START + 20 * DAY;
    await closeDays(hall.sweepDeps());
    hall.time.now += DAY;
    const shorter = { ...hall.sweepDeps(), settings: { ...hall.settings, keepDays: 3 } };
    expect(await closeDays(shorter)).toMatchObject({ expired: 1 });
    // Nothing old is looked for again when it grows.
    hall.time.now += DAY;
    expect(await closeDays(hall.sweepDeps())).toMatchObject({ expired: 0 });
  });

  it('lets a tour go with the visits of its day, since it names who led it', async () => {
    const hall = await fullHall();
    const about = { name: 'A ministry', leader: 'Kim', language: 'en' as const, expected: 3 };
    const { code } = await createTour(hall, { id: 'tour-0001', startsAt: instant(START), ...about });
    hall.time.now = START + hall.settings.keepDays * DAY;
    await closeDays(hall.sweepDeps());
    expect((await readTour(hall, code)).leader).toBe('Kim');
    hall.time.now += DAY;
    expect(await closeDays(hall.sweepDeps())).toMatchObject({ toursExpired: 1 });
    await expect(readTour(hall, code)).rejects.toMatchObject({ code: 'unknown-tour' });
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
