import { describe, expect, it } from 'vitest';
import type { Table } from '../../functions/platform/table.ts';
import { VISIT_MOVES, visitBefore, visitKey } from '../../functions/visits/visit.ts';
import { openVisit, readVisit, returnCard, visitAt, visitByToken, visitOf } from '../../functions/visits/visits.ts';
import { at, hall, MINUTE, MORNING } from './hall.ts';

const CARD = 'EG00000001';
const HOUR = 60 * MINUTE;
const lending = (id: string, ms = MORNING, extra: object = {}) => ({
  ...{ id, cardId: CARD, at: at(ms), sentAt: at(ms), language: 'ko' as const },
  ...extra,
});
const back = (ms: number, sentAt = ms) => ({ at: at(ms), sentAt: at(sentAt) });

describe('a visit ends', () => {
  it('at the earliest time that anybody tells, in whatever order they do', async () => {
    const { deps, time } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    const closedAt = async () => (await readVisit(deps, visit.visitId)).closedAt;
    time.now = MORNING + 2 * HOUR;
    await openVisit(deps, lending('request-2', time.now));
    expect(await closedAt()).toBe(at(MORNING + 2 * HOUR));
    await openVisit(deps, lending('request-3', MORNING + HOUR, { sentAt: at(time.now) }));
    expect(await closedAt()).toBe(at(MORNING + HOUR));
    await returnCard(deps, CARD, back(MORNING + 30 * MINUTE, time.now));
    expect(await closedAt()).toBe(at(MORNING + 30 * MINUTE));
    await openVisit(deps, lending('request-4', MORNING + 45 * MINUTE, { sentAt: at(time.now) }));
    expect(await closedAt()).toBe(at(MORNING + 30 * MINUTE));
  });

  it.each(['taken back', 'lent again'])(
    'at the earlier of two ends that are told at once, also when that its card was %s is written last',
    async last => {
      const { deps, time, table } = hall();
      const { visit } = await openVisit(deps, lending('request-1'));
      time.now += 2 * MINUTE;
      const back = { at: at(MORNING + MINUTE), sentAt: at(time.now) };
      const takeBack = (table: Table) => returnCard({ ...deps, table }, CARD, back);
      const lendAgain = (table: Table) => openVisit({ ...deps, table }, lending('request-2', time.now));
      const [late, early] = last === 'taken back' ? [takeBack, lendAgain] : [lendAgain, takeBack];
      // The one has read that there is no end yet, when the other writes it.
      let other: Promise<unknown> | undefined;
      await late({
        ...table,
        update: async (key, change, condition) => {
          if (change.set?.['closedAt'] !== undefined) other ??= early(table);
          await other;
          return table.update(key, change, condition);
        },
      });
      expect(other).toBeDefined();
      expect(await readVisit(deps, visit.visitId)).toMatchObject({ state: 'closed', closedAt: back.at });
    },
  );

  it('as it begins to be told, when it was over by then', async () => {
    const { deps, time } = hall();
    time.now = MORNING + 14 * HOUR;
    const { visit } = await openVisit(deps, lending('request-1', MORNING, { sentAt: at(time.now) }));
    expect(await readVisit(deps, visit.visitId)).toMatchObject({ state: 'closed', closedAt: at(time.now) });
    time.now -= 1;
    const young = await openVisit(deps, lending('request-2', MORNING, { sentAt: at(time.now), cardId: 'EG00000002' }));
    expect((await readVisit(deps, young.visit.visitId)).state).toBe('open');
  });

  it('with the taking back of its card also when that was told before its lending', async () => {
    const { deps, time } = hall();
    const first = await openVisit(deps, lending('request-1'));
    time.now = MORNING + 2 * HOUR;
    await returnCard(deps, CARD, back(time.now));
    const second = await openVisit(deps, lending('request-2', MORNING + HOUR, { sentAt: at(time.now) }));
    expect(await readVisit(deps, second.visit.visitId)).toMatchObject({ state: 'closed', closedAt: at(time.now) });
    expect((await readVisit(deps, first.visit.visitId)).closedAt).toBe(at(MORNING + HOUR));
    await expect(visitAt(deps, { cardId: CARD, at: at(time.now) })).rejects.toMatchObject({ code: 'no-open-visit' });
    const third = await openVisit(deps, lending('request-3', time.now + MINUTE, { sentAt: at(time.now + MINUTE) }));
    expect((await readVisit(deps, third.visit.visitId)).state).toBe('open');
  });

  it('not before it began: the taking back came by a faster request', async () => {
    const { deps, time } = hall();
    time.now = MORNING + 1_000;
    const { visit } = await openVisit(deps, lending('request-1'));
    time.now = MORNING + 900;
    expect(await returnCard(deps, CARD, back(MORNING + 500))).toEqual({ returned: true });
    expect((await readVisit(deps, visit.visitId)).closedAt).toBe(at(MORNING + 1_000));
  });

  it('and does not begin anew by a repeat of its opening', async () => {
    const { deps, time } = hall();
    await openVisit(deps, lending('request-1'));
    time.now = MORNING + MINUTE;
    await returnCard(deps, CARD, back(time.now));
    await openVisit(deps, lending('request-1', MORNING, { sentAt: at(time.now) }));
    await expect(visitAt(deps, { cardId: CARD, at: at(time.now) })).rejects.toMatchObject({ code: 'no-open-visit' });
    expect(await returnCard(deps, CARD, back(time.now + 1))).toEqual({ returned: false });
  });

  it('only once when two kiosks take its card back at the same moment', async () => {
    const { deps, table, time } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    time.now = MORNING + HOUR;
    const update: typeof table.update = async (key, change, condition) => {
      if (key.sk.startsWith('ON#') && change.set?.['untilSaid'] === at(MORNING + 2 * MINUTE))
        await returnCard(deps, CARD, back(MORNING + MINUTE, time.now));
      return table.update(key, change, condition);
    };
    await returnCard({ ...deps, table: { ...table, update } }, CARD, back(MORNING + 2 * MINUTE, time.now));
    expect((await readVisit(deps, visit.visitId)).closedAt).toBe(at(MORNING + MINUTE));
    await expect(visitAt(deps, { cardId: CARD, at: at(MORNING + MINUTE) })).rejects.toThrow('not lent');
  });

  it('at no other time when an earlier end is written between reading and writing', async () => {
    const { deps, table, time } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    time.now = MORNING + HOUR;
    const key = { pk: `VISIT#${visit.visitId}`, sk: 'VISIT' };
    await table.update(key, { set: { state: 'closed', closedAt: at(MORNING + 3 * MINUTE) } });
    const update: typeof table.update = async (asked, change, condition) => {
      if (asked.sk === 'VISIT') await table.update(key, { set: { closedAt: at(MORNING + MINUTE) } });
      return table.update(asked, change, condition);
    };
    await returnCard({ ...deps, table: { ...table, update } }, CARD, back(MORNING + 2 * MINUTE, time.now));
    expect((await readVisit(deps, visit.visitId)).closedAt).toBe(at(MORNING + MINUTE));
  });

  it('without a mark once it is erased', async () => {
    const { deps, table, time } = hall();
    const { visit } = await openVisit(deps, lending('request-1'));
    const key = { pk: `VISIT#${visit.visitId}`, sk: 'VISIT' };
    await table.update(key, { set: { erased: true, state: 'erased' } });
    time.now += MINUTE;
    await returnCard(deps, CARD, back(time.now));
    expect((await table.get(key))?.['closedAt']).toBeUndefined();
    await table.delete(key);
    await openVisit(deps, lending('request-2', time.now));
    expect(await table.get(key)).toBeUndefined();
  });
});

describe('the states of a visit', () => {
  const STATES = ['open', 'closed', 'erased'] as const;

  it('lead from open to closed, to an earlier end of it, and from both to being erased, which is the end', () => {
    const moves = STATES.flatMap(from => VISIT_MOVES[from].map(to => `${from} to ${to}`));
    expect(moves).toEqual(['open to closed', 'open to erased', 'closed to closed', 'closed to erased']);
  });

  it.each(STATES.flatMap(from => STATES.map(to => [from, to] as const)))('%s to %s', async (from, to) => {
    const { table } = hall();
    await table.put({ ...visitKey('a'), visitId: 'a', state: from });
    const moved = await table.update(visitKey('a'), { set: { state: to } }, visitBefore(to));
    expect(moved !== undefined).toBe(VISIT_MOVES[from].includes(to));
  });
});

describe('opening a visit', () => {
  it('twice at the same moment makes one, with one page', async () => {
    const { deps } = hall();
    const opened = await Promise.all([1, 2].map(() => openVisit(deps, lending('request-1'))));
    const [{ visit }, again] = opened as [(typeof opened)[0], (typeof opened)[0]];
    expect(again.visit).toEqual(visit);
    expect(await visitByToken(deps, visit.token)).toEqual(visit);
    expect(Object.keys(visit)).not.toContain('closedAt');
    expect(Object.keys(visit)).not.toContain('tour');
  });

  it('keeps which kiosk lent the card and what its clock said, in rows that name their kind', async () => {
    const { deps, table, time } = hall();
    time.now = MORNING + 700;
    const { visit } = await openVisit(deps, lending('request-1'), 'door');
    const { visitId } = visit;
    expect(table.all().map(({ pk, sk, type }) => [pk.split('#')[0], sk.split('#')[0], type])).toEqual(
      expect.arrayContaining([
        ['VISIT', 'VISIT', 'visit'],
        ['LINK', 'LINK', 'link'],
        ['CARD', 'ON', 'lending'],
      ]),
    );
    const row = table.all().find(({ pk }) => pk === `CARD#${CARD}`);
    expect(row).toMatchObject({ visitId, from: at(MORNING + 700), by: 'door', saidAt: at(MORNING) });
    expect(table.all()).toHaveLength(3);
  });
});

describe('a refusal says what is wrong, and where', () => {
  const errorOf = async (promise: Promise<unknown>) => {
    const error = (await promise.catch((thrown: unknown) => thrown)) as {
      code: string;
      message: string;
      where: string;
    };
    return [error.code, error.where, error.message];
  };

  it('of a visit that cannot be opened or found', async () => {
    const { deps } = hall();
    await openVisit(deps, lending('request-1'));
    const other = lending('request-1', MORNING, { language: 'en' });
    expect(await errorOf(openVisit(deps, other))).toEqual([
      'id-conflict',
      'id',
      'Another visit was opened with this id.',
    ]);
    expect(await errorOf(openVisit({ ...deps, wasErased: async () => true }, lending('request-2')))).toEqual([
      'no-open-visit',
      undefined,
      'This visit was erased.',
    ]);
    const none = ['not-found', undefined, 'There is no such visit.'];
    expect(await errorOf(readVisit(deps, 'nobody'))).toEqual(none);
    expect(await errorOf(visitByToken(deps, 'none'))).toEqual(none);
  });

  it('of a card, in the place of the request that names it', async () => {
    const { deps } = hall();
    await openVisit(deps, lending('request-1'));
    const asked = (cardId: string, ms: number, where?: string) =>
      errorOf(visitOf(deps, { cardId, at: at(ms) }, at(MORNING), where));
    const early = ['no-open-visit', 'cardId', 'The card was not lent at that time.'];
    expect(await asked(CARD, MORNING - HOUR)).toEqual(early);
    expect(await asked('EG00000009', MORNING)).toEqual(['unknown-card', 'cardId', 'This card was never lent.']);
    expect((await asked('08a1b2c3', MORNING)).slice(0, 2)).toEqual(['not-a-hall-card', 'cardId']);
    expect((await asked('08a1b2c3', MORNING, 'people[2]')).slice(0, 2)).toEqual([
      'not-a-hall-card',
      'people[2].cardId',
    ]);
    expect((await asked(CARD, MORNING + HOUR)).slice(0, 2)).toEqual(['in-the-future', 'at']);
    expect((await asked(CARD, MORNING + HOUR, 'people[2]')).slice(0, 2)).toEqual(['in-the-future', 'people[2].at']);
  });
});
