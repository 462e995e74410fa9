import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import {
  endOf,
  everLent,
  type Lending,
  lastLendings,
  lendingAt,
  lendingKey,
  neighboursOf,
  readLendings,
  sealBefore,
} from '../../functions/visits/lendings.ts';
import { at, MINUTE, MORNING } from './hall.ts';

const HOUR = 60 * MINUTE;
const CARD = 'EG00000001';
const lent = (visitId: string, ms: number, more: Partial<Lending> = {}): Lending => ({
  visitId,
  from: at(ms),
  ...more,
});
const on = (lendings: readonly Lending[], ms: number, more: object = {}) =>
  lendingAt(lendings, { at: at(ms), ...more })?.visitId;
const table = async (...lendings: Lending[]) => {
  const made = memoryTable();
  for (const one of lendings) await made.put({ ...lendingKey(CARD, one.from, one.visitId), ...one });
  return made;
};

describe('a lending ends', () => {
  const [first, next] = [lent('a', MORNING), lent('b', MORNING + HOUR)];

  it('after fourteen hours by itself', () => {
    expect(endOf([first], 0)).toBe(at(MORNING + 14 * HOUR));
  });

  it('when the card is lent again, and not because of a lending before', () => {
    expect(endOf([first, next], 0)).toBe(next.from);
    expect(endOf([first, next], 1)).toBe(at(MORNING + 15 * HOUR));
  });

  it('when it was taken back, whichever comes first', () => {
    expect(endOf([lent('a', MORNING, { until: at(MORNING + 2 * HOUR) }), next], 0)).toBe(next.from);
    expect(endOf([lent('a', MORNING, { until: at(MORNING + MINUTE) }), next], 0)).toBe(at(MORNING + MINUTE));
  });
});

describe('the visit that a card was on', () => {
  const back = lent('a', MORNING, { until: at(MORNING + MINUTE) });
  const next = lent('b', MORNING + HOUR);

  it('is nobody before the first lending, and the one lent from its first moment up to its last', () => {
    expect(on([back, next], MORNING - HOUR)).toBeUndefined();
    expect(on([back, next], MORNING)).toBe('a');
    expect(on([back, next], MORNING + MINUTE - 1)).toBe('a');
    expect(on([back, next], MORNING + MINUTE)).toBeUndefined();
    expect(on([back, next], MORNING + HOUR)).toBe('b');
  });

  it('is the coming one for a tap of the last ten seconds before, which took the faster way', () => {
    expect(on([back, next], MORNING + HOUR - 10_000)).toBe('b');
    expect(on([back, next], MORNING + HOUR - 10_001)).toBeUndefined();
    expect(on([next], MORNING + HOUR - 10_000)).toBe('b');
  });

  it('is decided by the clock of the kiosk that lent the card, for half a minute around', () => {
    const [before, own] = [lent('a', MORNING), lent('b', MORNING + HOUR, { by: 'door', saidAt: at(5_000) })];
    const said = (ms: number, difference: number, by = 'door') =>
      on([before, own], MORNING + HOUR + difference, { by, saidAt: at(ms) });
    expect(said(5_000, -30_000)).toBe('b');
    expect(said(4_999, -30_000)).toBe('a');
    expect(said(4_999, 30_000)).toBe('a');
    expect(said(4_999, 30_001)).toBe('b');
    expect(said(5_000, -30_001)).toBe('a');
    expect(said(5_000, -30_000, 'zone')).toBe('a');
    expect(on([before, own], MORNING + HOUR - 1, { by: 'door' })).toBe('a');
  });

  it('is not decided by a clock that said nothing, though neither named a kiosk', () => {
    const [before, own] = [lent('a', MORNING), lent('b', MORNING + HOUR, { saidAt: at(5_000) })];
    expect(on([before, own], MORNING + HOUR - 1, { saidAt: at(6_000) })).toBe('a');
    const mute = lent('b', MORNING + HOUR, { by: 'door' });
    expect(on([before, mute], MORNING + HOUR + 1, { by: 'door', saidAt: at(6_000) })).toBe('b');
  });
});

describe('the neighbours of a moment', () => {
  const [a, b, c] = [lent('a', MORNING), lent('b', MORNING + HOUR), lent('c', MORNING + 2 * HOUR)];
  const near = (ms: number) => neighboursOf([a, b, c], { at: at(ms) }).map(({ visitId }) => visitId);

  it('are the other lendings that begin or end within ten minutes', () => {
    expect(near(MORNING + HOUR + 10 * MINUTE)).toEqual(['a']);
    expect(near(MORNING + HOUR + 10 * MINUTE + 1)).toEqual([]);
    expect(near(MORNING + 2 * HOUR - 10 * MINUTE)).toEqual(['c']);
    expect(near(MORNING + 2 * HOUR - 10 * MINUTE - 1)).toEqual([]);
    expect(near(MORNING)).toEqual([]);
  });
});

describe('the lendings of a card', () => {
  const old = lent('old', MORNING - 14 * HOUR - 10 * MINUTE);
  const now = lent('now', MORNING + 10 * MINUTE, {
    by: 'door',
    saidAt: at(1),
    until: at(MORNING + HOUR),
    untilSaid: at(2),
  });

  it('are read as far as they may matter: the longest visit before, ten minutes after', async () => {
    const older = lent('older', MORNING - 14 * HOUR - 10 * MINUTE - 1);
    const later = lent('later', MORNING + 10 * MINUTE + 1);
    const made = await table(older, old, now, later);
    await made.put({ pk: `CARD#${CARD}`, sk: 'OTHER', visitId: 'none', from: at(MORNING) });
    await made.put({ pk: `CARD#${CARD}`, sk: `AN#${at(MORNING)}`, visitId: 'none', from: at(MORNING) });
    expect(await readLendings(made, CARD, at(MORNING), at(MORNING))).toEqual([old, now]);
    expect(await readLendings(made, CARD, at(MORNING))).toEqual([old, now, later]);
    expect(Object.keys((await readLendings(made, CARD, at(MORNING), at(MORNING)))[0]!)).toEqual(['visitId', 'from']);
  });

  it('are counted from the newest', async () => {
    const made = await table(old, now);
    await made.put({ pk: `CARD#${CARD}`, sk: 'OTHER', visitId: 'none', from: at(MORNING) });
    expect(await lastLendings(made, CARD, 1)).toEqual([now]);
    expect(await lastLendings(made, CARD, 5)).toEqual([now, old]);
  });

  it('tell whether it was ever lent', async () => {
    const made = await table(now);
    expect([await everLent(made, CARD), await everLent(made, 'EG00000002')]).toEqual([true, false]);
    await made.put({ pk: 'CARD#EG00000002', sk: 'OTHER' });
    expect(await everLent(made, 'EG00000002')).toBe(false);
  });
});

describe('sealing the lending before one that is erased', () => {
  it('ends it where that began', async () => {
    const [a, b] = [lent('a', MORNING), lent('b', MORNING + HOUR)];
    const made = await table(a, b);
    await sealBefore(made, CARD, b.from, 'b');
    expect(await readLendings(made, CARD, b.from)).toEqual([{ ...a, until: b.from }, b]);
    await sealBefore(made, CARD, a.from, 'a');
    expect(await readLendings(made, CARD, b.from)).toEqual([{ ...a, until: b.from }, b]);
  });

  it('leaves alone the one that had ended before, and makes no new row of one that went meanwhile', async () => {
    const [a, b] = [lent('a', MORNING, { until: at(MORNING + 1) }), lent('b', MORNING + HOUR)];
    const made = await table(a, b);
    await sealBefore(made, CARD, b.from, 'b');
    expect((await readLendings(made, CARD, b.from))[0]).toEqual(a);
    const gone = await table(lent('a', MORNING), b);
    const query: typeof gone.query = async asked => {
      const page = await gone.query(asked);
      await gone.delete(lendingKey(CARD, at(MORNING), 'a'));
      return page;
    };
    await sealBefore({ ...gone, query }, CARD, b.from, 'b');
    expect(gone.all()).toHaveLength(1);
  });
});
