import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../web/shared/api.ts';
import { startBeat } from '../../web/shared/beat.ts';
import type { Now } from '../../web/shared/now.ts';

const now: Now = { ms: () => 0, moment: () => '2026-11-22T05:00:00.000Z', learn: () => undefined };

/** An api that notes the trouble of each beat. */
const listening = () => {
  const heard: (string | undefined)[] = [];
  const call = async (_: string, { body }: { body: { trouble?: string } }) => {
    heard.push(body.trouble);
    return { now: '2026-11-22T05:00:00.000Z' };
  };
  return { heard, api: { call } as unknown as Api };
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a call for the staff', () => {
  it('is told at once and with every beat until the session ends', async () => {
    const { heard, api } = listening();
    const beat = startBeat({ api, now });
    expect(await beat.call('a child is at the booth')).toBe(true);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(heard.slice(1)).toEqual(Array(11).fill('a child is at the booth'));
  });

  it('stays in sight for three minutes when the child walks off at once, and no longer', async () => {
    const { heard, api } = listening();
    const beat = startBeat({ api, now });
    await beat.call('a child is at the booth');
    beat.calm();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    const called = heard.filter(trouble => trouble !== undefined).length;
    expect(called).toBeGreaterThanOrEqual(3);
    expect(heard.at(-1)).toBeUndefined();
  });
});
