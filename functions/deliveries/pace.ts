import type { Clock } from '../platform/clock.ts';
import type { Table } from '../platform/table.ts';

const KEY = { pk: 'SENDING', sk: 'PACE' };

/** Nobody waits longer than this inside a function for a slot: beyond it the mail goes back to the queue. */
export const LONGEST_WAIT_MS = 4_000;

/** `at`: the instant (ms) at which one mail may leave. `later`: ms after which to ask again; no slot was taken. */
export type Slot = { at: number } | { later: number };

/**
 * Takes the next slot at `rate` mails a second. The item holds the next free slot in microseconds (milliseconds would lose 4 % at 80 a
 * second); slots lie at least 1/rate apart, so no second holds more than rate + 1. A slot is taken by one atomic update: in a
 * backlog it adds to the item, after a pause it sets the item to now. Slots are handed out `LONGEST_WAIT_MS` ahead at most:
 * who gets one waits for it, so none is wasted.
 */
export const takeSlot = async (table: Table, clock: Clock, rate: number): Promise<Slot> => {
  const step = Math.ceil(1_000_000 / rate);
  const now = clock() * 1000;
  // Both writes hold a condition of their own, so that of two workers in a pause one sets and the other adds.
  if (await table.update(KEY, { set: { next: now + step } }, { below: { next: now } })) return { at: clock() };
  const taken = await table.update(
    KEY,
    { add: { next: step } },
    { has: ['next'], below: { next: now + LONGEST_WAIT_MS * 1000 } },
  );
  if (taken) return { at: Math.ceil((Number(taken['next']) - step) / 1000) };
  return { later: LONGEST_WAIT_MS / 2 };
};
