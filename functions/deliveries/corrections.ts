import { instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import { sha256 } from '../platform/ids.ts';
import type { Item, Value } from '../platform/table.ts';
import { maskAddress } from '../texts/addresses.ts';
import type { DeliveryState } from '../visits/delivery-states.ts';
import type { Visit } from '../visits/visit.ts';
import type { CorrectionRequest } from './check-out.schema.ts';
import { type CheckOutDeps, outKey, plainAddress } from './check-outs.ts';
import { isLive, replaced } from './delivery.ts';
import type { ResendRequest } from './desk.schema.ts';
import { changeMail, DUE, type Mail, mailId, mailKey, mailOf, mailsTo, makeMail } from './mails.ts';
import { addressHash, suppression } from './suppression.ts';

export type CorrectionDeps = Omit<CheckOutDeps, 'keepPhotos' | 'wordings' | 'origin'> & {
  settings: Pick<HallSettings, 'correctMinutes'>;
};

/** Who corrects: the visitor with the card, or a member of the staff by name. */
export type Corrector = 'visitor' | { staff: string };

const fixKey = (visitId: string, id: string) => ({ pk: `VISIT#${visitId}`, sk: `FIX#${id}` });

/** A correction in the table, with its intent until the new mail is made. */
interface Fix {
  id: string;
  visitId: string;
  content: string;
  askedAt: string;
  old: string;
  deliveryId: string;
  address?: string;
  by: string;
  /** of a resend: the state in which the old mail was seen, and must still be */
  seen?: DeliveryState;
  state: 'begun' | 'done';
}

/** Seconds after which a correction that was begun is the sweeper's. */
const FINISHED_SECONDS = 45;

const DONE = { set: { state: 'done' }, remove: ['address', 'due', 'dueAt'] } as const;

/** What a correction answers. */
export interface Corrected {
  deliveryId: string;
  maskedAddress: string;
  state: DeliveryState;
}

const changed = (why: string) => new HallError('state-conflict', why, { where: 'deliveryId' });

/**
 * Whether the old mail may still be replaced as somebody asked: a resend by what was seen then, and what goes to the same address only while
 * nothing is on its way there.
 */
const stillAsked = ({ seen, address }: Fix, mail: Mail): boolean =>
  seen === undefined ? address !== mail.address || !isLive(mail.state) : mail.state === seen;

/** The old mail out of the way of the new one; false: it moved on, or another was faster. */
const replaceOld = async ({ table, clock }: Pick<CorrectionDeps, 'table' | 'clock'>, fix: Fix): Promise<boolean> => {
  const { visitId, deliveryId, by, address } = fix;
  await changeMail(table, visitId, fix.old, mail => {
    if (!stillAsked(fix, mail)) return undefined;
    const why = address === mail.address ? 'sent-again' : 'address-corrected';
    const next = replaced(mail, deliveryId, instant(clock()), by, why);
    return next && { ...mail, ...next };
  });
  return (await table.get(mailKey(visitId, fix.old)))?.['replacedBy'] === deliveryId;
};

/** First the old mail is taken out of the way, then the new one is made: whatever breaks between, no two go out by this. */
const finish = async (deps: Omit<CorrectionDeps, 'settings'>, fix: Fix): Promise<Corrected> => {
  const { table, clock, log } = deps;
  const { visitId, deliveryId, by, address } = fix;
  const old = await table.get(mailKey(visitId, fix.old));
  const made = await table.get(mailKey(visitId, deliveryId));
  if (!old || (address === undefined && !made)) throw new HallError('not-found', 'There is no such delivery.');
  // Where it was to go, it goes already.
  const same = deliveryId === fix.old;
  if (!same && !(await replaceOld(deps, fix))) {
    await table.update(fixKey(visitId, fix.id), DONE, { is: { state: 'begun' } });
    throw changed('This delivery was corrected before, or moved on meanwhile.');
  }
  let mail: Mail;
  if (address === undefined || made) mail = mailOf(made as Item);
  else {
    const hash = addressHash(deps.addressKey, address);
    mail = await makeMail(table, clock, {
      visitId,
      deliveryId,
      checkOutId: mailOf(old).checkOutId,
      address,
      addressHash: hash,
      maskedAddress: maskAddress(address),
      language: mailOf(old).language,
      corrects: fix.old,
      by,
    });
  }
  if (mail.state === 'waiting') await deps.queue.send({ visitId, deliveryId });
  // The audit line is written once, by whoever ends it.
  const done = await table.update(fixKey(visitId, fix.id), DONE, { is: { state: 'begun' } });
  if (done && !same)
    log.info('delivery-corrected', {
      visitId,
      deliveryId: fix.old,
      by: deliveryId,
      who: by === 'visitor' ? by : 'staff',
    });
  return { deliveryId, maskedAddress: mail.maskedAddress, state: mail.state };
};

/**
 * Corrects an address and sends once more. With the card only while it is lent (the caller passes the card's open visit) and within
 * `correctMinutes` of the check-out; the staff at any time, also to the same address. The old delivery is `replaced` unless it
 * was delivered. Where a mail of the visit is on its way to that address, or was delivered there, that one takes the old one's place and no other is
 * made. Repeated with the same id it sends nothing more. `seen` makes it a resend: one more mail leaves if the old one is still in that state.
 * Throws `bad-address`, `suppressed-address`, `too-late`, `not-found`, `id-conflict`, `state-conflict` (corrected before, or in another state).
 */
export const correct = async (
  deps: CorrectionDeps,
  visit: Pick<Visit, 'visitId' | 'token' | 'state'>,
  request: CorrectionRequest,
  who: Corrector,
  seen?: DeliveryState,
): Promise<Corrected> => {
  const { table, clock } = deps;
  const { visitId } = visit;
  const key = fixKey(visitId, request.id);
  const by = who === 'visitor' ? who : who.staff;
  const content = sha256(JSON.stringify(['correction', request.deliveryId, request.address, ...(seen ? [seen] : [])]));
  const repeat = (await table.get(key)) as unknown as Fix | undefined;
  if (repeat && repeat.content !== content)
    throw new HallError('id-conflict', 'This id belongs to something else.', { where: 'id' });
  const found = await table.get(mailKey(visitId, request.deliveryId));
  if (!found || visit.state === 'erased')
    throw new HallError('not-found', 'There is no such delivery.', { where: 'deliveryId' });
  if (repeat) return finish(deps, repeat);
  const old = mailOf(found);
  if (old.replacedBy !== undefined) throw changed('This delivery has been corrected before.');
  if (seen !== undefined && old.state !== seen) throw changed(`This delivery is ${old.state} by now.`);
  const first = await table.get(outKey(visitId, old.checkOutId));
  const since = Date.parse(String(first?.['at'] ?? old.askedAt));
  if (who === 'visitor' && (visit.state !== 'open' || clock() > since + deps.settings.correctMinutes * 60_000))
    throw new HallError('too-late', 'The time to correct this address with the card is over; the staff can help.');
  const address = plainAddress(request.address, 'address');
  const hash = addressHash(deps.addressKey, address);
  if (await suppression(table, hash))
    throw new HallError('suppressed-address', 'Mail to this address came back before; use another one.', {
      where: 'address',
    });
  const there = await mailsTo(table, visitId, hash);
  const live = seen === undefined ? there.find(({ state }) => isLive(state)) : undefined;
  const fix: Fix = {
    id: request.id,
    visitId,
    content,
    askedAt: instant(clock()),
    old: old.deliveryId,
    // The next mail to that address has one id, whoever asks for it: two who ask at once make one.
    deliveryId: live?.deliveryId ?? mailId(visitId, hash, there.length),
    address,
    by,
    ...(seen === undefined ? {} : { seen }),
    state: 'begun',
  };
  const dueAt = instant(clock() + FINISHED_SECONDS * 1000);
  const item: Item = { ...key, type: 'FIX', ...(fix as unknown as Record<string, Value>), due: DUE, dueAt };
  if (!(await table.put(item, { new: true }))) return correct(deps, visit, request, who, seen);
  return finish(deps, fix);
};

/**
 * Sends once more to the same address: the staff's way out of a mail of which nobody can say whether it left. They decide by the state they
 * saw; a mail that was settled meanwhile stays. Otherwise like `correct`, also in what it throws.
 */
export const resend = async (
  deps: CorrectionDeps,
  visit: Pick<Visit, 'visitId' | 'token' | 'state'>,
  request: Omit<ResendRequest, 'visitId'>,
  staff: string,
): Promise<Corrected> => {
  const { seen, ...about } = request;
  const found = await deps.table.get(mailKey(visit.visitId, request.deliveryId));
  if (!found) throw new HallError('not-found', 'There is no such delivery.', { where: 'deliveryId' });
  return correct(deps, visit, { ...about, address: mailOf(found).address }, { staff }, seen);
};

/** Finishes a correction that was begun; the sweeper's way. false: nothing was left to do, or it had lost against another. */
export const finishCorrection = async (
  deps: Omit<CorrectionDeps, 'settings'>,
  visitId: string,
  id: string,
): Promise<boolean> => {
  const fix = (await deps.table.get(fixKey(visitId, id))) as unknown as Fix | undefined;
  if (!fix || fix.state === 'done') return false;
  try {
    await finish(deps, fix);
    return true;
  } catch (error) {
    if (error instanceof HallError && (error.code === 'state-conflict' || error.code === 'not-found')) return false;
    throw error;
  }
};
