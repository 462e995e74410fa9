import { type Clock, type Instant, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Queue } from '../platform/queue.ts';
import type { Item, Table, Value } from '../platform/table.ts';
import { checkAddress, maskAddress } from '../texts/addresses.ts';
import type { Language } from '../texts/languages.ts';
import { answerConsents } from '../visits/consents.ts';
import { type Visit, visitFrom, visitKey } from '../visits/visit.ts';
import type { CheckOutAnswer, CheckOutRequest } from './check-out.schema.ts';
import { isLive } from './delivery.ts';
import { DUE, mailId, mailsOfVisit, makeMail } from './mails.ts';
import { addressHash, suppression } from './suppression.ts';

export interface CheckOutDeps {
  table: Table;
  /** of mails */
  queue: Queue;
  clock: Clock;
  log: Log;
  addressKey: string;
  /** https origin of the memory page */
  origin: string;
  /** versions of the consents' wordings that may still be on a screen */
  wordings: readonly string[];
  /** the photos room: one person's answer about every photo they are in */
  keepPhotos(visitId: string, keep: boolean): Promise<void>;
}

/** Seconds after which a check-out that was begun is the sweeper's. */
const FINISHED_SECONDS = 45;

export const outKey = (visitId: string, checkOutId: string) => ({ pk: `VISIT#${visitId}`, sk: `OUT#${checkOutId}` });

/** A check-out in the table: begun with its intent, done with the answer it gave. Addresses stay only until the mails are made. */
interface Out {
  checkOutId: string;
  visitId: string;
  /** hash of the request, to tell a repeat from a conflict */
  content: string;
  at: Instant;
  askedAt: Instant;
  /** of the consents: when the visitor was there */
  saidAt: Instant;
  language: Language;
  addresses?: string[];
  consents: CheckOutRequest['consents'];
  state: 'begun' | 'done';
  deliveries?: CheckOutAnswer['deliveries'];
}

const gone = () => new HallError('not-found', 'There is no such visit.');

/** One plain address as it is written into the mail. Throws `bad-address`. */
export const plainAddress = (raw: string, where: string): string => {
  const checked = checkAddress(raw);
  if (!checked.ok) throw new HallError('bad-address', `The address cannot be used (${checked.why}).`, { where });
  return checked.address;
};

const checkWordings = (deps: CheckOutDeps, { consents }: CheckOutRequest) => {
  for (const [purpose, consent] of Object.entries(consents))
    if (!deps.wordings.includes(consent.version))
      throw new HallError('old-wording', 'The wording of this consent has changed; show the new one.', {
        where: `consents.${purpose}.version`,
      });
};

/** What makes two requests the same: everything but the moment of sending. */
const contentOf = ({ cardId, at, language, addresses, consents }: CheckOutRequest): string => {
  const { mail, photo, promotion } = consents;
  return sha256(JSON.stringify([cardId, at, language, addresses, mail, photo, ...(promotion ? [promotion] : [])]));
};

/**
 * The photos as the visit's consent says. Not as this request does: it may have waited in its kiosk while the visitor said otherwise at another. And looked at
 * again when it is done: of two who answer at once, the one who writes last must know what holds. false: the visit is erased.
 */
const keepAsSaid = async (deps: CheckOutDeps, visitId: string, holding: Visit['consents']): Promise<boolean> => {
  let keep = holding.photo?.given === true;
  for (;;) {
    await deps.keepPhotos(visitId, keep);
    const now = await deps.table.get(visitKey(visitId));
    const visit = now && visitFrom(now);
    if (!visit || visit.state === 'erased') return false;
    if ((visit.consents.photo?.given === true) === keep) return true;
    keep = !keep;
  }
};

/** Everything after the intent; each step can be repeated. undefined: the visit is erased, and with it what was begun. */
const finish = async (deps: CheckOutDeps, out: Out): Promise<CheckOutAnswer['deliveries'] | undefined> => {
  const { table, queue } = deps;
  const key = outKey(out.visitId, out.checkOutId);
  const holding = await answerConsents(deps, out.visitId, out.consents, out.saidAt);
  if (!holding) {
    // The erasure deletes the item; until then nobody need look after it, and the addresses are not needed.
    await table.update(key, { remove: ['addresses', 'due', 'dueAt'] }, { is: { state: 'begun' } });
    return undefined;
  }
  if (!(await keepAsSaid(deps, out.visitId, holding))) return undefined;
  const before = await mailsOfVisit(table, out.visitId);
  const deliveries: CheckOutAnswer['deliveries'] = [];
  for (const address of out.addresses ?? []) {
    const hash = addressHash(deps.addressKey, address);
    // The id follows from visit and address: the same address twice in a visit is one mail, whoever asks and how often. A correction may
    // have sent there again since: then that one is the address's mail.
    const live = before.find(mail => mail.addressHash === hash && isLive(mail.state));
    const deliveryId = live?.deliveryId ?? mailId(out.visitId, hash);
    if (deliveries.some(one => one.deliveryId === deliveryId)) continue;
    const suppressed = await suppression(table, hash);
    const mail = await makeMail(table, deps.clock, {
      visitId: out.visitId,
      deliveryId,
      checkOutId: out.checkOutId,
      address,
      addressHash: hash,
      maskedAddress: maskAddress(address),
      language: out.language,
      ...(suppressed ? { suppressed: suppressed.why } : {}),
    });
    if (mail.state === 'waiting') await queue.send({ visitId: out.visitId, deliveryId });
    deliveries.push({ deliveryId, maskedAddress: mail.maskedAddress, state: mail.state });
  }
  const change = { set: { state: 'done', deliveries }, remove: ['addresses', 'due', 'dueAt'] };
  const done = await table.update(key, change, { is: { state: 'begun' } });
  if (done) deps.log.info('checked-out', { visitId: out.visitId, mails: deliveries.length });
  // Somebody else finished it meanwhile: their answer was the first one.
  const first = done ? undefined : ((await table.get(key)) as unknown as Out | undefined);
  return first?.deliveries ?? deliveries;
};

/**
 * A check-out: consents into the visit, one delivery an address. Repeated with the same id it gives the first answer. `at`: when it came;
 * `saidAt`: when the visitor was at the kiosk, by our clock: of two answers about a consent the one said later holds, whichever comes first.
 * Throws `bad-address`, `old-wording`, `consent-missing`, `id-conflict`, `not-found` (erased).
 *
 * Erasing while this runs: the first pass deletes what is there, the second comes when no function that saw the visit unerased can
 * still run. What is written between lies until then and is never sent: the worker reads the visit before it calls.
 */
export const checkOut = async (
  deps: CheckOutDeps,
  visit: Pick<Visit, 'visitId' | 'token' | 'state'>,
  request: CheckOutRequest,
  at: Instant,
  saidAt: Instant = at,
): Promise<CheckOutAnswer> => {
  const { visitId } = visit;
  if (visit.state === 'erased') throw gone();
  const content = contentOf(request);
  const key = outKey(visitId, request.id);
  const page = `${deps.origin}/m/${visit.token}`;
  let out = (await deps.table.get(key)) as unknown as Out | undefined;
  if (!out) {
    checkWordings(deps, request);
    const addresses = request.addresses.map((raw, index) => plainAddress(raw, `addresses[${index}]`));
    if (addresses.length > 0 && !request.consents.mail.given)
      throw new HallError('consent-missing', 'A mail needs the consent to it.', { where: 'consents.mail' });
    const { id: checkOutId, language, consents } = request;
    const now = deps.clock();
    const askedAt = instant(now);
    const begun: Out = {
      checkOutId,
      visitId,
      content,
      at,
      askedAt,
      // Never later than now, or what is taken back in the next minutes would count as said before.
      saidAt: saidAt < at ? saidAt : at,
      language,
      addresses,
      consents,
      state: 'begun',
    };
    const dueAt = instant(now + FINISHED_SECONDS * 1000);
    const item: Item = { ...key, type: 'OUT', ...(begun as unknown as Record<string, Value>), due: DUE, dueAt };
    const first = await deps.table.put(item, { new: true });
    out = first ? begun : ((await deps.table.get(key)) as unknown as Out | undefined);
  }
  if (!out) throw gone();
  if (out.content !== content)
    throw new HallError('id-conflict', 'This id belongs to another check-out.', { where: 'id' });
  const deliveries = out.state === 'done' ? out.deliveries : await finish(deps, out);
  if (!deliveries) throw gone();
  return { checkOutId: request.id, deliveries, page };
};

/** Finishes what a check-out began; the sweeper's way. false: nothing was left to do. */
export const finishCheckOut = async (deps: CheckOutDeps, visitId: string, checkOutId: string): Promise<boolean> => {
  const out = (await deps.table.get(outKey(visitId, checkOutId))) as unknown as Out | undefined;
  if (!out || out.state === 'done') return false;
  await finish(deps, out);
  return true;
};
