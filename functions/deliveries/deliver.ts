import { type Clock, instant } from '../platform/clock.ts';
import { type Ids, sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { LONGEST_RUN_SECONDS } from '../platform/names.ts';
import type { Queue } from '../platform/queue.ts';
import type { Table } from '../platform/table.ts';
import type { Language } from '../texts/languages.ts';
import { type Act, act, erased } from './delivery.ts';
import { heldSince, holdMails } from './holding.ts';
import { changeMail, HELD_UNTIL, type Mail, mailKey, mailOf, mailsOfVisit, PICKED_UP_SECONDS } from './mails.ts';
import { takeSlot } from './pace.ts';
import { SendError, type Sender } from './sender.ts';
import { suppression } from './suppression.ts';

/** A visit's mail as it could leave now; made by `write.ts` from the memories room. */
export interface Written {
  /** a photo or drawing is still being made */
  photoLate: boolean;
  /** the mail as bytes */
  raw(mail: Pick<Mail, 'deliveryId' | 'address'>): Promise<Uint8Array>;
}

export interface DeliverDeps {
  table: Table;
  /** of mails */
  queue: Queue;
  clock: Clock;
  ids: Ids;
  log: Log;
  sender: Sender;
  /** undefined: there is no such visit (any more) */
  write(visitId: string, language: Language): Promise<Written | undefined>;
  sleep(ms: number): Promise<void>;
  /** ms on the clock at which this function is stopped */
  deadline: number;
  from: string;
  configurationSet: string;
}

/** A mail waits so long for its photo, counted from the check-out; then it leaves without it and says so. */
export const PHOTO_WAIT_MS = 60_000;
/** A claim this old has lost its owner: no function runs so long. Should two clocks differ by more, the owner finds at the border that it is his no more. */
export const CLAIM_MS = (LONGEST_RUN_SECONDS + 5) * 1000;
/** After an unclear call SES has so long to tell by a Send event that it took the mail. */
export const UNCLEAR_MS = 15 * 60_000;
/** What a call takes at most, and what is kept for writing down its end. */
const CALL_MS = 10_000;
const WRITE_DOWN_MS = 3_000;
const LONGEST_DELAY_SECONDS = 600;

const isGone = async (table: Table, visitId: string): Promise<boolean> => {
  const visit = await table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' });
  return !visit || visit['erased'] === true;
};

/** Seconds until a refused mail is tried again: doubling, half of it by lot. The lot follows from the mail, so a run can be repeated. */
export const retrySeconds = (deliveryId: string, tries: number): number => {
  const most = Math.min(LONGEST_DELAY_SECONDS, 4 * 2 ** Math.min(tries, 10));
  const lot = Number.parseInt(sha256(`${deliveryId} ${tries}`).slice(0, 8), 16) / 2 ** 32;
  return Math.ceil(most / 2 + (lot * most) / 2);
};

/** A step of this mail, if it is still where `mine` says. */
const step = (deps: DeliverDeps, mail: Mail, what: Act, more: (mail: Mail) => Partial<Mail>, why?: string) =>
  changeMail(deps.table, mail.visitId, mail.deliveryId, now => {
    if (now.owner !== mail.owner) return undefined;
    const next = act(now, what, instant(deps.clock()), why);
    return next && { ...now, ...next, ...more(now) };
  });

/** Back to waiting, with a due time and a nudge after `seconds`; `count` when SES or the network refused it. */
const putBack = async (deps: DeliverDeps, mail: Mail, seconds: number, why: string, count = true): Promise<void> => {
  const dueAt = instant(deps.clock() + (seconds + PICKED_UP_SECONDS) * 1000);
  const back = await step(deps, mail, 'release', now => ({ dueAt, tries: now.tries + (count ? 1 : 0) }), why);
  if (back) await deps.queue.send({ visitId: mail.visitId, deliveryId: mail.deliveryId }, seconds);
};

/** Waits under the hold, where no sweeper looks. */
const park = (deps: DeliverDeps, mail: Mail) =>
  changeMail(deps.table, mail.visitId, mail.deliveryId, now =>
    now.state === 'waiting' && now.dueAt !== HELD_UNTIL ? { ...now, dueAt: HELD_UNTIL } : undefined,
  );

const markErased = (deps: DeliverDeps, mail: Mail) =>
  changeMail(deps.table, mail.visitId, mail.deliveryId, now => {
    const next = erased(now, instant(deps.clock()));
    return next === now ? undefined : { ...now, ...next };
  });

/** What follows from a call that failed. */
const afterError = async (deps: DeliverDeps, mail: Mail, error: SendError): Promise<void> => {
  const { visitId, deliveryId } = mail;
  const fields = { visitId, deliveryId, kind: error.kind, why: error.why };
  switch (error.kind) {
    case 'unclear':
      // It stays `calling`: the Send event settles it, or the sweeper calls it unknown. It never leaves again by itself.
      return deps.log.error('mail-unclear', error, fields);
    case 'rejected':
      await step(deps, mail, 'reject', () => ({}), error.why);
      return deps.log.error('mail-rejected', error, fields);
    case 'throttled':
      deps.log.info('mail-throttled', fields);
      return putBack(deps, mail, retrySeconds(deliveryId, mail.tries), error.why);
    case 'refused-before-sending':
      deps.log.error('mail-refused', error, fields);
      return putBack(deps, mail, retrySeconds(deliveryId, mail.tries), error.why);
    default:
      // Quota, sandbox, paused: the hold comes first, so that the mail cannot leave again between the two writes.
      await holdMails(deps, error.why);
      await step(deps, mail, 'release', () => ({ dueAt: HELD_UNTIL }), error.why);
  }
};

/** The call itself, with all that must hold right before it. */
const call = async (deps: DeliverDeps, mail: Mail, raw: Uint8Array): Promise<void> => {
  const { table, clock, log } = deps;
  if (await isGone(table, mail.visitId)) return void (await markErased(deps, mail));
  const remaining = deps.deadline - clock() - WRITE_DOWN_MS;
  if (remaining < 1000) return putBack(deps, mail, 1, 'no-time-left', false);
  // This write is the border. Before it nothing has left; after it only SES or the staff can say. It fails when the mail was
  // erased, replaced or taken from us in the meantime, and then there is no call.
  const calling = await step(deps, mail, 'call', () => ({ dueAt: instant(clock() + UNCLEAR_MS) }));
  if (!calling) return;
  const { visitId, deliveryId, language } = mail;
  try {
    const { messageId } = await deps.sender.send(raw, {
      from: deps.from,
      to: mail.address,
      configurationSet: deps.configurationSet,
      tags: { deliveryId, visitId, lang: language, kind: mail.corrects === undefined ? 'memory' : 'correction' },
      timeoutMs: Math.min(CALL_MS, remaining),
    });
    const accepted = await step(deps, mail, 'accept', () => ({ messageId }));
    // The Send event may have been faster; then only the message's id is missing.
    if (!accepted)
      await changeMail(table, visitId, deliveryId, now => (now.messageId ? undefined : { ...now, messageId }));
    const seconds = Math.round((clock() - Date.parse(mail.askedAt)) / 1000);
    log.info('mail-accepted', { visitId, deliveryId, seconds });
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    await afterError(deps, mail, error);
  }
};

/** One mail that waits. */
const deliverOne = async (deps: DeliverDeps, waiting: Mail): Promise<void> => {
  const { table, clock } = deps;
  const { visitId, deliveryId } = waiting;
  if (await isGone(table, visitId)) return void (await markErased(deps, waiting));
  if (await heldSince(table)) return void (await park(deps, waiting));
  if (deps.deadline - clock() < CALL_MS + WRITE_DOWN_MS) return deps.queue.send({ visitId, deliveryId }, 1);
  const suppressed = await suppression(table, waiting.addressHash);
  if (suppressed) return void (await step(deps, waiting, 'suppress', () => ({}), suppressed.why));
  const written = await deps.write(visitId, waiting.language);
  if (!written) return void (await markErased(deps, waiting));
  const photoUntil = Date.parse(waiting.askedAt) + PHOTO_WAIT_MS;
  if (written.photoLate && clock() < photoUntil) {
    const dueAt = instant(photoUntil + PICKED_UP_SECONDS * 1000);
    const noted = await changeMail(table, visitId, deliveryId, now =>
      now.state === 'waiting' ? { ...now, why: 'photo', dueAt } : undefined,
    );
    return noted && deps.queue.send({ visitId, deliveryId }, Math.ceil((photoUntil - clock()) / 1000));
  }
  const rate = await deps.sender.rate();
  const owner = deps.ids.id();
  const mail = await changeMail(table, visitId, deliveryId, now => {
    const next = act(now, 'claim', instant(clock()), written.photoLate ? 'without-photo' : undefined);
    return next && { ...now, ...next, owner, dueAt: instant(clock() + CLAIM_MS) };
  });
  if (!mail) return;
  const raw = await written.raw(mail);
  const slot = await takeSlot(table, clock, rate);
  if ('later' in slot) return putBack(deps, mail, Math.ceil(slot.later / 1000), 'pace', false);
  if (slot.at > clock()) await deps.sleep(slot.at - clock());
  await call(deps, mail, raw);
};

/**
 * Handles a message of the mail queue: one delivery, or every one of the visit that waits (a photo became ready or was refused). Throws what
 * may succeed later. The deliveries are read before the visit and its photos: a check-out that comes between is then seen with
 * them, or has a message of its own to come.
 */
export const deliver = async (deps: DeliverDeps, nudge: { visitId: string; deliveryId?: string }): Promise<void> => {
  const { table } = deps;
  const one = nudge.deliveryId === undefined ? undefined : await table.get(mailKey(nudge.visitId, nudge.deliveryId));
  const mails = nudge.deliveryId === undefined ? await mailsOfVisit(table, nudge.visitId) : one ? [mailOf(one)] : [];
  for (const mail of mails) if (mail.state === 'waiting') await deliverOne(deps, mail);
};
