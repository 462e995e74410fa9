import { type Clock, type Instant, instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Queue } from '../platform/queue.ts';
import type { Table } from '../platform/table.ts';
import { changeMail, DUE, HELD_UNTIL, mailOf, PICKED_UP_SECONDS } from './mails.ts';

const KEY = { pk: 'SENDING', sk: 'HOLD' };

/** Why all mail waits: what SES said, or the staff's own wish. */
export interface Hold {
  why: string;
  at: Instant;
  by?: string;
}

export interface HoldingDeps {
  table: Table;
  clock: Clock;
  log: Log;
}

/** Holds all mail. true: it was not held before; only then is there a warning, which is the alarm. */
export const holdMails = async (deps: HoldingDeps, why: string, by?: string): Promise<boolean> => {
  const first = await deps.table.put({ ...KEY, type: 'HOLD', why, at: instant(deps.clock()), by }, { new: true });
  if (first) deps.log.warn('mails-held', { why, by });
  return first;
};

/** undefined: mail goes. */
export const heldSince = async (table: Table): Promise<Hold | undefined> => {
  const found = await table.get(KEY);
  if (!found) return undefined;
  const by = found['by'];
  return { why: String(found['why']), at: String(found['at']), ...(by === undefined ? {} : { by: String(by) }) };
};

/** Mails whose nudge is spread over the minutes after a release, so that they do not all knock at once. */
const NUDGES_A_SECOND = 20;

/**
 * Sets the held mails going: gives each its due time again and a nudge. While mail is still held it does nothing. Can be
 * broken off anywhere and repeated (the sweeper does): what has its due time back is no longer found here.
 */
export const wakeHeld = async (deps: HoldingDeps & { queue: Queue }): Promise<number> => {
  if (await heldSince(deps.table)) return 0;
  const { items } = await deps.table.query({ index: 'due', pk: DUE, prefix: HELD_UNTIL });
  let woken = 0;
  for (const item of items) {
    const { visitId, deliveryId } = mailOf(item);
    const dueAt = instant(deps.clock() + PICKED_UP_SECONDS * 1000);
    const changed = await changeMail(deps.table, visitId, deliveryId, mail =>
      mail.dueAt === HELD_UNTIL ? { ...mail, dueAt } : undefined,
    );
    if (changed) await deps.queue.send({ visitId, deliveryId }, Math.floor(woken++ / NUDGES_A_SECOND));
  }
  return woken;
};

/** Ends the hold and sets the mails going. The answer is how many. */
export const releaseMails = async (deps: HoldingDeps & { queue: Queue }, by?: string): Promise<number> => {
  if (await deps.table.delete(KEY, { has: ['why'] })) deps.log.info('mails-released', { by });
  return wakeHeld(deps);
};
