import { instant } from '../platform/clock.ts';
import type { Queue } from '../platform/queue.ts';
import { act } from './delivery.ts';
import { type HoldingDeps, heldSince } from './holding.ts';
import { changeMail, HELD_UNTIL, type Mail, PICKED_UP_SECONDS } from './mails.ts';

/** What the sweeper found about a mail. */
export type StuckMail = 'mail-without-nudge' | 'mail-claim-lost' | 'mail-unknown';

/**
 * Sets a mail going whose due time has passed: one that nobody picked up gets another nudge, a claim whose owner died is taken back (no
 * call was made), a call without an answer is now `unknown` and the staff's. undefined: it moved on meanwhile, or waits under a hold.
 */
export const unstick = async (deps: HoldingDeps & { queue: Queue }, stuck: Mail): Promise<StuckMail | undefined> => {
  const { table, clock, queue, log } = deps;
  const { visitId, deliveryId } = stuck;
  const held = (await heldSince(table)) !== undefined;
  const dueAt = held ? HELD_UNTIL : instant(clock() + PICKED_UP_SECONDS * 1000);
  let found: StuckMail | undefined;
  const changed = await changeMail(table, visitId, deliveryId, now => {
    found = undefined;
    if (now.dueAt === undefined || Date.parse(now.dueAt) > clock()) return undefined;
    if (now.state === 'waiting') {
      found = held ? undefined : 'mail-without-nudge';
      return { ...now, dueAt };
    }
    const lost = now.state === 'claimed';
    const next = act(now, lost ? 'release' : 'give-up', instant(clock()), lost ? 'claim-lost' : 'no-send-event');
    found = lost ? 'mail-claim-lost' : 'mail-unknown';
    return next && { ...now, ...next, dueAt };
  });
  if (!changed || !found) return undefined;
  if (found === 'mail-unknown') log.warn('mail-unknown', { visitId, deliveryId });
  else if (!held) await queue.send({ visitId, deliveryId });
  return found;
};
