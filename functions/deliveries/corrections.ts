import { instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import { derivedId, sha256 } from '../platform/ids.ts';
import type { Item, Value } from '../platform/table.ts';
import { maskAddress } from '../texts/addresses.ts';
import type { DeliveryState } from '../visits/delivery-states.ts';
import type { Visit } from '../visits/visit.ts';
import type { CorrectionRequest } from './check-out.schema.ts';
import { type CheckOutDeps, outKey, plainAddress } from './check-outs.ts';
import { replaced } from './delivery.ts';
import { changeMail, DUE, type Mail, mailKey, mailOf, makeMail } from './mails.ts';
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

/** First the old mail is taken out of the way, then the new one is made: whatever breaks between, no two go out by this. */
const finish = async (deps: Omit<CorrectionDeps, 'settings'>, fix: Fix): Promise<Corrected> => {
  const { table, clock, log } = deps;
  const { visitId, deliveryId, by, address } = fix;
  const old = await table.get(mailKey(visitId, fix.old));
  const made = await table.get(mailKey(visitId, deliveryId));
  if (!old || (address === undefined && !made)) throw new HallError('not-found', 'There is no such delivery.');
  await changeMail(table, visitId, fix.old, mail => {
    const why = address === mail.address ? 'sent-again' : 'address-corrected';
    const next = replaced(mail, deliveryId, instant(clock()), by, why);
    return next && { ...mail, ...next };
  });
  const now = await table.get(mailKey(visitId, fix.old));
  if (now?.['replacedBy'] !== deliveryId) {
    await table.update(fixKey(visitId, fix.id), DONE, { is: { state: 'begun' } });
    throw new HallError('state-conflict', 'This delivery has been corrected before.', { where: 'deliveryId' });
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
  if (await table.update(fixKey(visitId, fix.id), DONE, { is: { state: 'begun' } }))
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
 * was delivered. Repeated with the same id it sends nothing more. Throws `bad-address`, `suppressed-address`, `too-late`, `not-found`,
 * `id-conflict`, `state-conflict` (corrected before).
 */
export const correct = async (
  deps: CorrectionDeps,
  visit: Pick<Visit, 'visitId' | 'token' | 'state'>,
  request: CorrectionRequest,
  who: Corrector,
): Promise<Corrected> => {
  const { table, clock } = deps;
  const { visitId } = visit;
  const key = fixKey(visitId, request.id);
  const by = who === 'visitor' ? who : who.staff;
  const content = sha256(JSON.stringify(['correction', request.deliveryId, request.address]));
  const repeat = (await table.get(key)) as unknown as Fix | undefined;
  if (repeat && repeat.content !== content)
    throw new HallError('id-conflict', 'This id belongs to something else.', { where: 'id' });
  const found = await table.get(mailKey(visitId, request.deliveryId));
  if (!found || visit.state === 'erased')
    throw new HallError('not-found', 'There is no such delivery.', { where: 'deliveryId' });
  if (repeat) return finish(deps, repeat);
  const old = mailOf(found);
  if (old.replacedBy !== undefined)
    throw new HallError('state-conflict', 'This delivery has been corrected before.', { where: 'deliveryId' });
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
  const fix: Fix = {
    id: request.id,
    visitId,
    content,
    askedAt: instant(clock()),
    old: old.deliveryId,
    deliveryId: derivedId('correction', visitId, request.id, hash),
    address,
    by,
    state: 'begun',
  };
  const dueAt = instant(clock() + FINISHED_SECONDS * 1000);
  const item: Item = { ...key, type: 'FIX', ...(fix as unknown as Record<string, Value>), due: DUE, dueAt };
  if (!(await table.put(item, { new: true }))) return correct(deps, visit, request, who);
  return finish(deps, fix);
};

/**
 * Sends once more to the same address: the staff's way out of a mail of which nobody can say whether it left. Otherwise like `correct`, also in
 * what it throws.
 */
export const resend = async (
  deps: CorrectionDeps,
  visit: Pick<Visit, 'visitId' | 'token' | 'state'>,
  request: Pick<CorrectionRequest, 'id' | 'deliveryId' | 'sentAt'>,
  staff: string,
): Promise<Corrected> => {
  const found = await deps.table.get(mailKey(visit.visitId, request.deliveryId));
  if (!found) throw new HallError('not-found', 'There is no such delivery.', { where: 'deliveryId' });
  return correct(deps, visit, { ...request, address: mailOf(found).address }, { staff });
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
