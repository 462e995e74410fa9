import { describe, expect, it } from 'vitest';
import { cardView } from '../../functions/visits/cards.ts';
import { logInteractions } from '../../functions/visits/interactions.ts';
import { createTour, listTours, readTour, roster } from '../../functions/visits/tours.ts';
import { openVisit, visitsOfDay } from '../../functions/visits/visits.ts';
import { at, codeOf, hall, known, MINUTE, MORNING } from './hall.ts';

const CARD = 'EG00000001';
const lending = (id: string, ms = MORNING, extra: object = {}) => ({
  ...{ id, cardId: CARD, at: at(ms), sentAt: at(ms), language: 'ko' as const },
  ...extra,
});
const tap = (id: string, ms: number, extra: object = {}) => ({
  id,
  kind: 'tapped',
  zone: 2,
  cardId: CARD,
  at: at(ms),
  ...extra,
});

describe('a tour', () => {
  const request = { id: 'tour-0001', name: '몽골 대표단', startsAt: at(MORNING), language: 'en' as const, expected: 5 };

  it('is reserved once, listed on its day and joined at the door', async () => {
    const { deps, table } = hall();
    const tour = await createTour(deps, request);
    expect(tour).toMatchObject({ name: '몽골 대표단', expected: 5, joined: 0 });
    expect(tour.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    expect(await createTour(deps, request)).toEqual(tour);
    expect(await codeOf(createTour(deps, { ...request, expected: 6 }))).toBe('id-conflict');
    const opened = await openVisit(deps, lending('request-1', MORNING, { tour: tour.code }));
    expect(opened.tour?.joined).toBe(1);
    expect(await listTours(deps, '2026-11-22')).toEqual([{ ...tour, joined: 1 }]);
    expect(await visitsOfDay(deps, '2026-11-22')).toHaveLength(1);
    const { visitId } = opened.visit;
    const pk = `VISIT#${visitId}`;
    await table.put({ pk, sk: 'HAS#photo-1', photoId: 'photo-1', kind: 'photo' });
    await table.put({
      pk,
      sk: 'MAIL#d',
      deliveryId: 'd',
      state: 'waiting',
      maskedAddress: 'k***@e***',
      at: at(MORNING),
      why: 'photo',
    });
    const { members } = await roster(deps, tour.code);
    expect(members).toEqual([
      expect.objectContaining({
        visitId,
        zones: 0,
        hasPhoto: true,
        mails: [{ state: 'waiting', maskedAddress: 'k***@e***', why: 'photo' }],
      }),
    ]);
    await table.update({ pk, sk: 'VISIT' }, { set: { erased: true } });
    expect((await roster(deps, tour.code)).members).toEqual([]);
    expect(await codeOf(readTour(deps, 'NONE22'))).toBe('unknown-tour');
  });
});

it('shows a card what it may know of its visit: zones as walked, photos, mails, and until when to correct', async () => {
  const { deps, table, time } = hall();
  const tour = await createTour(deps, {
    id: 'tour-0001',
    name: 'T',
    startsAt: at(MORNING),
    language: 'en',
    expected: 1,
  });
  const { visit } = await openVisit(deps, lending('request-1', MORNING, { tour: tour.code }));
  time.now += 10 * MINUTE;
  const taps = [
    tap('tap-00001', MORNING + 2000, { zone: 6 }),
    tap('tap-00002', MORNING + 1000),
    tap('tap-00003', MORNING + 3000),
  ];
  await logInteractions(deps, known, { sentAt: at(time.now), interactions: taps });
  const pk = `VISIT#${visit.visitId}`;
  await table.put({ pk, sk: 'HAS#p1', photoId: 'p1', kind: 'photo' });
  await table.put({ pk, sk: 'HAS#p2', photoId: 'p2', kind: 'photo', keep: false });
  await table.put({ pk, sk: 'HAS#p3', photoId: 'p3', kind: 'photo' });
  await table.put({ pk: 'PHOTO#p1', sk: 'PHOTO', state: 'ready' });
  await table.put({ pk: 'PHOTO#p1', sk: `IN#${visit.visitId}` });
  await table.put({ pk, sk: 'ENTRY#e', state: 'pending', at: at(time.now) });
  await table.put({ pk, sk: 'OUT#o', at: at(time.now) });
  await table.put({ pk, sk: 'MAIL#d', deliveryId: 'd', state: 'waiting', maskedAddress: 'k***', at: at(time.now) });
  const expected = {
    ...{ visitId: visit.visitId, language: 'ko', openedAt: at(MORNING), zones: [2, 6], interactions: 3 },
    tour: { code: tour.code, name: 'T' },
    photos: [{ photoId: 'p1', state: 'ready', people: 1 }],
    entry: { state: 'pending' },
    mails: [{ deliveryId: 'd', state: 'waiting', maskedAddress: 'k***', at: at(time.now) }],
    page: `https://hall/m/${visit.token}`,
  };
  expect(await cardView(deps, CARD, 'https://hall')).toEqual({ ...expected, correctUntil: at(time.now + 30 * MINUTE) });
  time.now += 30 * MINUTE;
  await table.delete({ pk: `TOUR#${tour.code}`, sk: 'TOUR' });
  const { tour: _, ...withoutTour } = expected;
  expect(await cardView(deps, CARD, 'https://hall')).toEqual(withoutTour);
});
