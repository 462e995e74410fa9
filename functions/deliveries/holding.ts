import { type Clock, type Instant, instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Queue } from '../platform/queue.ts';
import type { Item, Table } from '../platform/table.ts';
import { changeMail, DUE, HELD_UNTIL, mailOf, PICKED_UP_SECONDS } from './mails.ts';

const KEY = { pk: 'SENDING', sk: 'HOLD' };
/** The hold before, for the staff who ask what happened; only the last one is kept. */
const LAST = { pk: 'SENDING', sk: 'LAST-HOLD' };

/** Why all mail waits: what SES said, or the staff's own wish. */
export interface Hold {
  why: string;
  at: Instant;
  by?: string;
}

/** A hold that is over. */
export interface PastHold extends Hold {
  releasedAt: Instant;
  releasedBy?: string;
}

export interface HoldingDeps {
  table: Table;
  clock: Clock;
  log: Log;
}

/** The warning that is the alarm. What somebody wrote as a reason stays in the table: a log is no place for words of people. */
const warn = ({ log }: HoldingDeps, { why, at, by }: Hold): void =>
  log.warn('mails-held', { since: at, ...(by === undefined ? { why } : { by }) });

/** Holds all mail. true: it was not held before; then there is a warning at once, and from the sweeper one each minute. */
export const holdMails = async (deps: HoldingDeps, why: string, by?: string): Promise<boolean> => {
  const hold: Hold = { why, at: instant(deps.clock()), ...(by === undefined ? {} : { by }) };
  const first = await deps.table.put({ ...KEY, type: 'HOLD', ...hold }, { new: true });
  if (first) warn(deps, hold);
  return first;
};

const namesIn = (item: Item, names: readonly string[]) =>
  Object.fromEntries(names.flatMap(name => (item[name] === undefined ? [] : [[name, String(item[name])]])));

/** undefined: mail goes. */
export const heldSince = async (table: Table): Promise<Hold | undefined> => {
  const found = await table.get(KEY);
  return found && (namesIn(found, ['why', 'at', 'by']) as unknown as Hold);
};

/**
 * Warns while mail is held, whoever holds it and whether or not he lived to say so: who dies between his write and his warning would hold all mail
 * unheard.
 */
export const warnOfHold = async (deps: HoldingDeps): Promise<void> => {
  const held = await heldSince(deps.table);
  if (held) warn(deps, held);
};

/** The last hold that is over. */
export const lastHold = async (table: Table): Promise<PastHold | undefined> => {
  const found = await table.get(LAST);
  return found && (namesIn(found, ['why', 'at', 'by', 'releasedAt', 'releasedBy']) as unknown as PastHold);
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
    // What held it is over, and is no reason any more for which it waits.
    const changed = await changeMail(deps.table, visitId, deliveryId, ({ why: _, ...mail }) =>
      mail.dueAt === HELD_UNTIL ? { ...mail, dueAt } : undefined,
    );
    if (changed) await deps.queue.send({ visitId, deliveryId }, Math.floor(woken++ / NUDGES_A_SECOND));
  }
  return woken;
};

/** Ends the hold; the sweeper wakes the mails within a minute. false: nothing was held. */
export const endHold = async (deps: HoldingDeps, by?: string): Promise<boolean> => {
  const held = await heldSince(deps.table);
  if (!held) return false;
  // Who released is written first: should it end here, the hold is still there and can be released again.
  await deps.table.put({ ...LAST, type: 'HOLD', ...held, releasedAt: instant(deps.clock()), releasedBy: by });
  if (!(await deps.table.delete(KEY, { is: { at: held.at } }))) return false;
  deps.log.info('mails-released', { by });
  return true;
};

/** Ends the hold and sets the mails going at once. The answer is how many. */
export const releaseMails = async (deps: HoldingDeps & { queue: Queue }, by?: string): Promise<number> => {
  await endHold(deps, by);
  return wakeHeld(deps);
};
