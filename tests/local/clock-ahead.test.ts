import { afterEach, expect, it } from 'vitest';
import { clockAhead } from '../../infra/local/clock-ahead.ts';

const machine = Date;
afterEach(() => {
  globalThis.Date = machine;
});

it('is ahead for who asks the time, in every way of asking, and says of a given time what it is', () => {
  const setAhead = clockAhead();
  const { now } = Date;
  const hour = 3_600_000;
  setAhead(hour);
  const before = machine.now() + hour;
  const asked = [now(), Date.now(), machine.parse(new Date().toISOString())];
  const after = machine.now() + hour;
  expect(asked.filter(ms => ms < before || ms > after)).toEqual([]);
  expect(new Date('2026-11-22T01:00:00.000Z').toISOString()).toBe('2026-11-22T01:00:00.000Z');
  expect(new Date(2026, 10, 22).getTime()).toBe(new machine(2026, 10, 22).getTime());
  expect(Date.UTC(2026, 10, 22)).toBe(machine.UTC(2026, 10, 22));
  setAhead(0);
  expect(now()).toBeLessThan(before);
});
