import { describe, expect, it } from 'vitest';
import { LONGEST_WAIT_MS, takeSlot } from '../../functions/deliveries/pace.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';

/** Slots that `workers` take in `seconds` of virtual time, each calling for 80 ms once its slot has come. */
const backlog = async (rate: number, workers: number, seconds: number): Promise<number[]> => {
  const table = memoryTable();
  const start = Date.parse('2026-11-22T01:00:00Z');
  const free = Array.from({ length: workers }, (_, index) => start + index);
  const slots: number[] = [];
  for (;;) {
    const now = Math.min(...free);
    if (now > start + seconds * 1000) return slots.sort((a, b) => a - b);
    const worker = free.indexOf(now);
    const slot = await takeSlot(table, () => now, rate);
    if ('at' in slot) slots.push(slot.at);
    free[worker] = 'at' in slot ? Math.max(now, slot.at) + 80 : now + slot.later;
  }
};

describe('the pace', () => {
  it.each([
    [1, 8],
    [14, 4],
    [14, 200],
    [80, 20],
    [200, 50],
  ])(
    'at %i a second with %i workers uses at least 97 %% and never more than rate + 1 in any second',
    async (rate, workers) => {
      const seconds = 20;
      const slots = await backlog(rate, workers, seconds);
      const inside = slots.filter(at => at < (slots[0] as number) + seconds * 1000);
      expect(inside.length).toBeGreaterThanOrEqual(0.97 * rate * seconds);
      for (const [index, from] of slots.entries()) {
        const end = slots.findIndex(at => at >= from + 1000);
        if (end > 0) expect(end - index).toBeLessThanOrEqual(rate + 1);
      }
    },
  );

  it('gives a slot at once after a pause, and no slot beyond the longest wait', async () => {
    const table = memoryTable();
    expect(await takeSlot(table, () => 1_000_000, 1)).toEqual({ at: 1_000_000 });
    const taken = [];
    for (let round = 0; round < 8; round++) taken.push(await takeSlot(table, () => 1_000_000, 1));
    expect(
      taken.filter(slot => 'at' in slot).every(slot => 'at' in slot && slot.at <= 1_000_000 + LONGEST_WAIT_MS),
    ).toBe(true);
    expect(taken.at(-1)).toEqual({ later: LONGEST_WAIT_MS / 2 });
    expect(await takeSlot(table, () => 2_000_000, 1)).toEqual({ at: 2_000_000 });
  });
});
