import { lookSoon } from '../photos/keep.ts';
import { type PhotoItem, photoOf } from '../photos/photo.ts';
import { peopleIn } from '../photos/photos.ts';
import { type Instant, instant } from '../platform/clock.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Queue } from '../platform/queue.ts';
import { act, noted } from './delivery.ts';
import { type HoldingDeps, heldSince } from './holding.ts';
import { changeMail, DUE, HELD_UNTIL, isMail, type Mail, mailOf, PICKED_UP_SECONDS } from './mails.ts';

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

/** What waits longer than this, in ms, is late: a mail gives its photo a minute, and a lost nudge is found in another. */
const LATE_MS = 120_000;
/** No intent is due later than this, but those under a hold, which wait for the staff and are not late. */
const LOOK_AHEAD_MS = 86_400_000;
const WIDTH = 8;

/** A photo that is still to come, or to be made, and who is in it. */
export interface WaitingPhoto extends Pick<PhotoItem, 'photoId' | 'kind' | 'requestedAt'> {
  visitIds: string[];
}

/** Whether something asked for at `at` has waited too long. */
export const isLate = (at: Instant, now: number): boolean => now - Date.parse(at) >= LATE_MS;

/** Whether a mail waits too long for what a second try can help. One that waits its turn at SES's rate would only stand in line twice. */
export const isLateMail = ({ state, why, askedAt }: Mail, now: number): boolean =>
  state === 'waiting' && why !== 'pace' && isLate(askedAt, now);

/** What waits in the hall at this moment, from the `due` index. */
export const waitingNow = async ({
  table,
  clock,
}: Pick<HoldingDeps, 'table' | 'clock'>): Promise<{ mails: Mail[]; photos: WaitingPhoto[] }> => {
  const { items } = await table.query({ index: 'due', pk: DUE, to: instant(clock() + LOOK_AHEAD_MS) });
  const photos = items.filter(({ sk }) => sk === 'PHOTO').map(photoOf);
  return {
    mails: items.filter(isMail).map(mailOf),
    photos: await inParallel(
      photos.filter(photo => photo?.state === 'waiting'),
      WIDTH,
      async photo => {
        const { photoId, kind, requestedAt } = photo as PhotoItem;
        return { photoId, kind, requestedAt, visitIds: (await peopleIn(table, photoId)).map(one => one.visitId) };
      },
    ),
  };
};

/**
 * The staff's "try again": for what waits in one visit, or for all that is late. A mail gets another nudge, a photo's upload is looked for within a
 * minute (the sweeper's way); both remember who asked. Nothing is sent twice by it: only what waits is set going. The answer counts.
 */
export const tryAgain = async (
  deps: HoldingDeps & { queue: Queue },
  by: string,
  visitId?: string,
): Promise<{ mails: number; photos: number }> => {
  const { table, clock, queue, log } = deps;
  const waiting = await waitingNow(deps);
  const held = (await heldSince(table)) !== undefined;
  const mails = waiting.mails.filter(mail =>
    held ? false : visitId === undefined ? isLateMail(mail, clock()) : mail.visitId === visitId,
  );
  const nudged = await inParallel(mails, WIDTH, async mail => {
    const dueAt = instant(clock() + PICKED_UP_SECONDS * 1000);
    const changed = await changeMail(table, mail.visitId, mail.deliveryId, now =>
      now.state === 'waiting' ? { ...now, ...noted(now, instant(clock()), 'asked-again', by), dueAt } : undefined,
    );
    if (changed) await queue.send({ visitId: mail.visitId, deliveryId: mail.deliveryId });
    return changed !== undefined;
  });
  const photos = waiting.photos.filter(({ requestedAt, visitIds }) =>
    visitId === undefined ? isLate(requestedAt, clock()) : visitIds.includes(visitId),
  );
  const looked = await inParallel(photos, WIDTH, ({ photoId }) => lookSoon(deps, photoId, by));
  const asked = { mails: nudged.filter(Boolean).length, photos: looked.filter(Boolean).length };
  log.info('asked-again', { by, ...asked });
  return asked;
};
