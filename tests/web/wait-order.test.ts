import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff, nextItem, nextWait, summary, type Waiting } from '../../web/shared/wait-order.ts';

const item = (id: string, session: string, seq: number, more: Partial<Waiting> = {}): Waiting => ({
  id,
  session,
  seq,
  keptAt: 1_000,
  attempts: 0,
  notBefore: 0,
  ...more,
});

describe('order of the queue', () => {
  it('sends a session in its own order, whatever order the disk gives', () => {
    const all = [item('c', 's', 2), item('a', 's', 0), item('b', 's', 1)];
    expect(nextItem(all, 5_000)?.id).toBe('a');
    expect(
      nextItem(
        all.filter(each => each.id !== 'a'),
        5_000,
      )?.id,
    ).toBe('b');
  });
  it('does not let a later item pass one that has to wait in the same session', () => {
    expect(nextItem([item('a', 's', 0, { notBefore: 9_000 }), item('b', 's', 1)], 5_000)).toBeUndefined();
  });
  it('lets another session go on while one has to wait', () => {
    expect(nextItem([item('a', 's', 0, { notBefore: 9_000 }), item('z', 't', 0, { keptAt: 2_000 })], 5_000)?.id).toBe(
      'z',
    );
  });
  it('goes on behind an item that the hall refused for good, and keeps it for the staff', () => {
    const all = [item('a', 's', 0, { refused: 'unknown-card' }), item('b', 's', 1)];
    expect(nextItem(all, 5_000)?.id).toBe('b');
    expect(summary(all, 5_000)).toEqual({ waiting: 2, since: 1_000, trouble: 'refused: unknown-card' });
  });
  it('knows how long nothing is to be done', () => {
    expect(nextWait([item('a', 's', 0, { notBefore: 9_000 })], 5_000)).toBe(4_000);
    expect(nextWait([], 5_000)).toBeUndefined();
  });
  it('tells the staff when something waits for more than a day', () => {
    expect(summary([item('a', 's', 0)], 1_000 + 25 * 3_600_000).trouble).toBe('waiting for more than a day');
    expect(summary([], 0)).toEqual({ waiting: 0 });
  });
  it('sends everything, each session in order, for any mixture', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('s', 't', 'u'), fc.nat(1_000)), { maxLength: 20 }), drawn => {
        let all = drawn.map(([session, keptAt], seq) => item(`${session}${seq}`, session, seq, { keptAt }));
        const sent: Waiting[] = [];
        for (let next = nextItem(all, 2_000); next; next = nextItem(all, 2_000)) {
          sent.push(next);
          const { id } = next;
          all = all.filter(each => each.id !== id);
        }
        expect(sent).toHaveLength(drawn.length);
        for (const session of ['s', 't', 'u']) {
          const order = sent.filter(each => each.session === session).map(each => each.seq);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
      }),
    ));
});

describe('backOff', () => {
  it('doubles from two seconds and stops at five minutes', () => {
    expect([1, 2, 3, 4, 20].map(attempts => backOff(attempts, 0.5))).toEqual([2_000, 4_000, 8_000, 16_000, 300_000]);
  });
  it('spreads kiosks by a fifth to both sides', () => {
    expect(backOff(1, 0)).toBe(1_600);
    expect(backOff(1, 1)).toBe(2_400);
  });
});
