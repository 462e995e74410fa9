import { isDeepStrictEqual } from 'node:util';
import { type Clock, type Instant, instant, seoulDay } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { derivedId } from '../platform/ids.ts';
import type { Item, Key, Table, Value } from '../platform/table.ts';
import type { Language } from '../texts/languages.ts';
import { type Delivery, type HistoryLine, isOpen, type Outcome } from './delivery.ts';

/** The one partition of the `due` index: every open intent of the hall. */
export const DUE = 'open';

/** A mail that is held has no time at which it is late; `releaseMails` finds it by this prefix. */
export const HELD_UNTIL = '9999-12-31T00:00:00.000Z';

/** A delivery as it lies in the table. `rev` counts its writes: each one is conditional on the one before. */
export interface Mail extends Delivery {
  visitId: string;
  deliveryId: string;
  checkOutId: string;
  address: string;
  addressHash: string;
  maskedAddress: string;
  language: Language;
  /** when the check-out asked for it; the photo's minute runs from here */
  askedAt: Instant;
  /** deliveryId of the mail it was sent in place of */
  corrects?: string;
  rev: number;
  /** claims so far that ended in a definite refusal */
  tries: number;
  owner?: string;
  messageId?: string;
  dueAt?: Instant;
}

export const mailKey = (visitId: string, deliveryId: string): Key => ({
  pk: `VISIT#${visitId}`,
  sk: `MAIL#${deliveryId}`,
});

/** Mails lie in the index of days beside the visits, under a name of their own: by the day on which they were asked for. */
const dayOf = (day: string): string => `mails-${day}`;

/** The item of a mail. Closed ones leave the `due` index. */
const mailItem = (mail: Mail): Item => {
  const { dueAt, history, ...rest } = mail;
  const open = isOpen(mail.state) && dueAt !== undefined;
  const about = Object.entries(rest as Record<string, Value | undefined>).filter(([, value]) => value !== undefined);
  return {
    ...mailKey(mail.visitId, mail.deliveryId),
    type: 'MAIL',
    ...Object.fromEntries(about),
    history: history.map(line => ({ ...line })),
    at: history.at(-1)?.at ?? mail.askedAt,
    day: dayOf(seoulDay(Date.parse(mail.askedAt))),
    dayAt: mail.askedAt,
    ...(open ? { due: DUE, dueAt } : {}),
  };
};

/** The mail in an item. */
export const mailOf = (item: Item): Mail => {
  const { pk: _pk, sk: _sk, type: _type, due: _due, at: _at, day: _day, dayAt: _dayAt, ...mail } = item;
  return mail as unknown as Mail;
};

export const isMail = (item: Item): boolean => item.sk.startsWith('MAIL#');

/** How often a write that was overtaken is thought over again. */
const ROUNDS = 20;

/**
 * Changes a mail by its own state: reads, asks `next`, writes if nobody wrote between. The answer is the mail as written; undefined:
 * there is no such mail (erased) or `next` saw nothing to do. Never makes an item, so it cannot bring an erased mail back.
 * Throws `unavailable` when it is overtaken without end.
 *
 * A failed condition may be our own doing: the SDK repeats a write whose answer got lost. So what lies there exactly as we wrote it is ours. A worker's
 * writes bear its `owner`; where two others write the very same at the very same time, it does not matter who of them did.
 */
export const changeMail = async (
  table: Table,
  visitId: string,
  deliveryId: string,
  next: (mail: Mail) => Mail | undefined,
): Promise<Mail | undefined> => {
  let tried: { written: Mail; item: Item } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const found = await table.get(mailKey(visitId, deliveryId));
    if (!found) return undefined;
    if (tried && isDeepStrictEqual(found, tried.item)) return tried.written;
    const before = mailOf(found);
    const after = next(before);
    if (!after) return undefined;
    const written = { ...after, rev: before.rev + 1 };
    tried = { written, item: mailItem(written) };
    if (await table.put(tried.item, { is: { rev: before.rev } })) return written;
  }
  throw new HallError('unavailable', 'The delivery is being changed by others. Please try again.');
};

/** Every mail of a visit. */
export const mailsOfVisit = async (table: Table, visitId: string): Promise<Mail[]> =>
  (await table.query({ pk: `VISIT#${visitId}`, prefix: 'MAIL#' })).items.map(mailOf);

/** The mails of a visit to one address. */
export const mailsTo = async (table: Table, visitId: string, hash: string): Promise<Mail[]> =>
  (await mailsOfVisit(table, visitId)).filter(({ addressHash }) => addressHash === hash);

/** The id of a visit's mail to an address, before which there were so many: who makes the next one makes it once, by which request ever. */
export const mailId = (visitId: string, hash: string, before = 0): string =>
  derivedId('mail', visitId, hash, ...(before === 0 ? [] : [String(before)]));

/** The mails asked for on a day in Seoul, oldest first. */
export const mailsOfDay = async (table: Table, day: string): Promise<Mail[]> =>
  (await table.query({ index: 'day', pk: dayOf(day) })).items.map(mailOf);

/** What a new mail needs beside its address. */
export interface NewMail {
  visitId: string;
  deliveryId: string;
  checkOutId: string;
  address: string;
  addressHash: string;
  maskedAddress: string;
  language: Language;
  corrects?: string;
  by?: string;
  suppressed?: string;
}

/** Seconds until somebody must have picked up a mail that waits. */
export const PICKED_UP_SECONDS = 60;

/** Makes the item once. A suppressed address is an end from the start. The answer is the mail that lies there now. */
export const makeMail = async (table: Table, clock: Clock, made: NewMail): Promise<Mail> => {
  const { by, suppressed, ...about } = made;
  const at = instant(clock());
  const first: HistoryLine = {
    at,
    state: suppressed === undefined ? 'waiting' : 'suppressed',
    ...(suppressed === undefined ? {} : { why: suppressed }),
    ...(by === undefined ? {} : { by }),
  };
  const outcome: { outcome: Outcome; outcomeWhy: string; why: string } | undefined =
    suppressed === undefined ? undefined : { outcome: 'suppressed', outcomeWhy: suppressed, why: suppressed };
  const mail: Mail = {
    ...about,
    ...outcome,
    state: first.state,
    history: [first],
    askedAt: at,
    rev: 0,
    tries: 0,
    dueAt: instant(clock() + PICKED_UP_SECONDS * 1000),
  };
  if (await table.put(mailItem(mail), { new: true })) return mail;
  const there = await table.get(mailKey(made.visitId, made.deliveryId));
  return there ? mailOf(there) : mail;
};
