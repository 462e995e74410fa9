import { describe, expect, it } from 'vitest';
import { cardView } from '../../functions/visits/cards.ts';
import { logInteractions } from '../../functions/visits/interactions.ts';

import {
  openVisit,
  readVisit,
  returnCard,
  visitAt,
  visitByToken,
  visitOf,
  visitsOfDay,
} from '../../functions/visits/visits.ts';
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

describe('a visit', () => {
  it('is opened once by one request, and found by id, token, day and card', async () => {
    const { deps } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    expect((await openVisit(deps, lending('request-1'))).visit).toEqual(visit);
    expect(await codeOf(openVisit(deps, lending('request-1', MORNING, { language: 'en' })))).toBe('id-conflict');
    expect(await readVisit(deps, visit.visitId)).toEqual(visit);
    expect(await visitByToken(deps, visit.token)).toEqual(visit);
    expect(await visitsOfDay(deps, '2026-11-22')).toEqual([visit]);
    expect(await visitOf(deps, { cardId: 'eg00000001', at: at(MORNING) }, at(MORNING))).toEqual(visit);
  });

  it('that was erased for good is not made again by a late repeat; only a request that finds no visit asks whether it was', async () => {
    const { deps, table, erased } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    erased.add(visit.visitId);
    expect((await openVisit(deps, lending('request-1'))).visit).toEqual(visit);
    for (const key of table.all()) await table.delete(key);
    expect(await codeOf(openVisit(deps, lending('request-1')))).toBe('no-open-visit');
    expect(table.all()).toEqual([]);
  });

  it('ends when its card is lent again, and the first one keeps its time', async () => {
    const { deps, time } = hall();
    const first = await openVisit(deps, lending('request-1'));
    time.now += MINUTE;
    const second = await openVisit(deps, lending('request-2', time.now));
    expect(await readVisit(deps, first.visit.visitId)).toMatchObject({ state: 'closed', closedAt: at(time.now) });
    expect((await visitAt(deps, { cardId: CARD, at: at(time.now - 1) })).visitId).toBe(first.visit.visitId);
    expect((await visitAt(deps, { cardId: CARD, at: at(time.now) })).visitId).toBe(second.visit.visitId);
  });

  it('ends by itself after 14 hours', async () => {
    const { deps } = hall();
    await openVisit(deps, lending('request-1'));
    const late = { cardId: CARD, at: at(MORNING + 14 * 60 * MINUTE) };
    expect(await codeOf(visitAt(deps, late))).toBe('no-open-visit');
    expect(await codeOf(visitAt(deps, { ...late, cardId: 'EG00000009' }))).toBe('unknown-card');
  });

  it('ends when the card is taken back; a replay of that does not end the next visit', async () => {
    const { deps, time } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    const back = { at: at(MORNING + MINUTE), sentAt: at(MORNING + MINUTE) };
    time.now += MINUTE;
    expect(await returnCard(deps, CARD, back)).toEqual({ returned: true });
    expect((await readVisit(deps, visit.visitId)).closedAt).toBe(at(time.now));
    const next = await openVisit(deps, lending('request-2', time.now + 1000, { sentAt: at(time.now + 1000) }));
    time.now += 2 * MINUTE;
    expect(await returnCard(deps, CARD, back)).toEqual({ returned: true });
    expect((await readVisit(deps, next.visit.visitId)).state).toBe('open');
    expect(await returnCard(deps, 'EG00000009', back)).toEqual({ returned: false });
  });

  it('refuses a phone, a foreign card, a time to come and an unknown tour', async () => {
    const { deps, table } = hall();
    for (const cardId of ['08a1b2c3', 'EG0000001', 'XX00000001'])
      expect(await codeOf(openVisit(deps, lending('request-1', MORNING, { cardId })))).toBe('not-a-hall-card');
    const ahead = lending('request-1', MORNING + 5 * MINUTE, { sentAt: at(MORNING) });
    expect(await codeOf(openVisit(deps, ahead))).toBe('in-the-future');
    expect(await codeOf(openVisit(deps, lending('request-1', MORNING, { tour: 'NONE22' })))).toBe('unknown-tour');
    expect(table.all()).toEqual([]);
  });

  it('is nobody any more once it is erased', async () => {
    const { deps, table } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    await table.update({ pk: `VISIT#${visit.visitId}`, sk: 'VISIT' }, { set: { erased: true } });
    expect(await codeOf(readVisit(deps, visit.visitId))).toBe('not-found');
    expect(await codeOf(visitByToken(deps, visit.token))).toBe('not-found');
    expect(await codeOf(visitByToken(deps, 'other'))).toBe('not-found');
    expect(await codeOf(visitAt(deps, { cardId: CARD, at: at(MORNING) }))).toBe('no-open-visit');
    expect(await codeOf(openVisit(deps, lending('request-1')))).toBe('no-open-visit');
    expect(await visitsOfDay(deps, '2026-11-22')).toEqual([]);
    const body = { sentAt: at(MORNING), interactions: [tap('tap-00001', MORNING)] };
    expect((await logInteractions(deps, known, body)).results[0]).toMatchObject({ error: { code: 'no-open-visit' } });
  });

  it('holds the tap of the kiosk that lent the card, though its lending took longer to arrive', async () => {
    const { deps, time } = hall();
    time.now = MORNING + 1500;
    const { visit } = await openVisit(deps, lending('request-1'), 'door');
    time.now = MORNING + 20;
    const body = { sentAt: at(MORNING), interactions: [tap('tap-00001', MORNING)] };
    expect((await logInteractions(deps, known, body, 'door')).results).toEqual([{ id: 'tap-00001', accepted: true }]);
    expect((await cardView({ ...deps, clock: () => MORNING + MINUTE }, CARD, '')).visitId).toBe(visit.visitId);
  });
});

describe('a batch of interactions', () => {
  const refusals: [string, object, string][] = [
    ['no form at all', { id: 3 }, 'invalid-request'],
    ['a zone of no hall', tap('x-0000001', MORNING, { zone: 11 }), 'unknown-zone'],
    ['an unknown exhibit', tap('x-0000002', MORNING, { kind: 'explored', exhibit: 'nothing' }), 'unknown-exhibit'],
    [
      'an exhibit of another zone',
      tap('x-0000003', MORNING, { kind: 'explored', exhibit: 'exhibit-3' }),
      'unknown-exhibit',
    ],
    [
      'an unknown material',
      tap('x-0000004', MORNING, { kind: 'collected', exhibit: 'exhibit-2', material: 'none' }),
      'unknown-material',
    ],
    [
      'an unknown topic',
      tap('x-0000005', MORNING, {
        kind: 'consulted',
        exhibit: 'exhibit-2',
        topic: 'no-topic',
        followUp: true,
      }),
      'invalid-request',
    ],
    [
      'a consent to words of another time',
      tap('x-0000011', MORNING, {
        kind: 'consulted',
        exhibit: 'exhibit-2',
        topic: 'export',
        followUp: true,
        contact: { given: true, version: '1999-01-01', language: 'en' },
      }),
      'old-wording',
    ],
    [
      'an unknown service',
      tap('x-0000006', MORNING, {
        kind: 'chose',
        stage: 'adult',
        interests: ['work'],
        recommended: [],
        saved: ['none'],
      }),
      'unknown-service',
    ],
    ['a time to come', tap('x-0000007', MORNING + 3 * MINUTE), 'in-the-future'],
    ['a time before', tap('x-0000008', MORNING - 60 * MINUTE), 'no-open-visit'],
    ['a card never lent', tap('x-0000009', MORNING, { cardId: 'EG00000009' }), 'unknown-card'],
    ['a phone', tap('x-0000010', MORNING, { cardId: '08a1b2c3' }), 'not-a-hall-card'],
  ];

  it('keeps what is good and refuses each bad one with its reason', async () => {
    const { deps, table } = hall();
    await openVisit(deps, lending('request-1'));
    const good = [
      tap('good-0001', MORNING),
      tap('good-0002', MORNING, { kind: 'explored', exhibit: 'retired' }),
      tap('good-0003', MORNING, {
        kind: 'chose',
        stage: 'adult',
        interests: ['work'],
        recommended: [{ service: 'service-a', because: ['work'] }],
        saved: ['service-a'],
      }),
    ];
    const interactions = [...good, ...refusals.map(([, value]) => value)];
    const { results } = await logInteractions(deps, known, { sentAt: at(MORNING), interactions });
    expect(results.slice(0, 3).every(result => result.accepted)).toBe(true);
    const codes = results.slice(3).map(result => (result.accepted ? 'accepted' : result.error.code));
    expect(codes).toEqual(refusals.map(([, , code]) => code));
    expect(results[4]).toMatchObject({ error: { where: 'interactions[4].zone' } });
    expect(table.all().filter(item => item.sk.startsWith('DID#'))).toHaveLength(3);
  });

  it('accepts a repeat, here and in the same batch, and refuses other content under the same id', async () => {
    const { deps, table } = hall();
    await openVisit(deps, lending('request-1'));
    const one = tap('tap-00001', MORNING);
    const other = tap('tap-00001', MORNING, { zone: 5 });
    const send = async (...interactions: object[]) =>
      (await logInteractions(deps, known, { sentAt: at(MORNING), interactions })).results.map(result =>
        result.accepted ? 'yes' : result.error.code,
      );
    expect(await send(one, one, other)).toEqual(['yes', 'yes', 'id-conflict']);
    expect(await send(one)).toEqual(['yes']);
    expect(await send(other)).toEqual(['id-conflict']);
    expect(await send({ ...one, id: 'tap-00002', zone: 99 }, { ...one, id: 'tap-00002' })).toEqual([
      'unknown-zone',
      'yes',
    ]);
    expect(table.all().filter(item => item.sk.startsWith('DID#'))).toHaveLength(2);
  });

  it('ends what a crash left over while one was moved to the visit it belongs to', async () => {
    const { deps, table, time } = hall();
    time.now = MORNING + 2 * MINUTE;
    const first = (await openVisit(deps, lending('request-1', MORNING, { sentAt: at(time.now) }))).visit;
    const body = () => ({ sentAt: at(time.now), interactions: [tap('tap-00001', MORNING + MINUTE + 1)] });
    await logInteractions(deps, known, body());
    const dead: typeof table.delete = () => Promise.reject(new Error('dead'));
    const late = lending('request-2', MORNING + MINUTE, { sentAt: at(time.now) });
    await expect(openVisit({ ...deps, table: { ...table, delete: dead } }, late)).rejects.toThrow('dead');
    const where = () => table.all().flatMap(item => (item.sk === 'DID#tap-00001' ? [item.pk] : []));
    expect(where()).toHaveLength(2);
    time.now += MINUTE;
    expect((await logInteractions(deps, known, body())).results).toEqual([{ id: 'tap-00001', accepted: true }]);
    expect(where()).toHaveLength(1);
    expect(where()).not.toContain(`VISIT#${first.visitId}`);
  });

  it('is to be sent again when one of it goes at this moment, and is no conflict', async () => {
    const { deps, table } = hall();
    await openVisit(deps, lending('request-1'));
    const body = { sentAt: at(MORNING), interactions: [tap('tap-00001', MORNING)] };
    await logInteractions(deps, known, body);
    const get: typeof table.get = async key => {
      await table.delete(key);
      return table.get(key);
    };
    const going = logInteractions({ ...deps, table: { ...table, get } }, known, body);
    expect(await codeOf(going)).toBe('unavailable');
    expect((await logInteractions(deps, known, body)).results).toEqual([{ id: 'tap-00001', accepted: true }]);
  });

  it('refuses an envelope that is too large or malformed', async () => {
    const { deps } = hall();
    const many = Array.from({ length: 501 }, () => ({}));
    expect(await codeOf(logInteractions(deps, known, { sentAt: at(MORNING), interactions: many }))).toBe('too-many');
    expect(await codeOf(logInteractions(deps, known, { interactions: [{}] }))).toBe('invalid-request');
    expect(await codeOf(logInteractions(deps, known, 'text'))).toBe('invalid-request');
  });

  it('of 500 over one card reads its lendings twice, before and after writing', async () => {
    const { deps, table } = hall();
    await openVisit(deps, lending('request-1'));
    let queries = 0;
    const query: typeof table.query = wanted => {
      queries++;
      return table.query(wanted);
    };
    const counted = { ...table, query };
    const interactions = Array.from({ length: 500 }, (_, n) => tap(`tap-${n + 10_000}`, MORNING));
    const { results } = await logInteractions({ ...deps, table: counted }, known, {
      sentAt: at(MORNING),
      interactions,
    });
    expect(results.every(result => result.accepted)).toBe(true);
    expect(queries).toBe(2);
  });
});
