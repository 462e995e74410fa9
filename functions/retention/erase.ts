import { DUE } from '../deliveries/mails.ts';
import { entriesOf } from '../guestbook/entries.ts';
import { withdrawFromWall } from '../guestbook/moderate.ts';
import { leavePhoto } from '../photos/keep.ts';
import { renditionKey } from '../photos/photo.ts';
import type { Bucket } from '../platform/bucket.ts';
import { instant } from '../platform/clock.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { LONGEST_RUN_SECONDS } from '../platform/names.ts';
import type { Queue } from '../platform/queue.ts';
import type { Item, Key, Table } from '../platform/table.ts';
import { sealBefore } from '../visits/lendings.ts';
import { visitBefore, visitKey } from '../visits/visit.ts';
import { staying } from './outlived.ts';
import { EXPIRY, giveReceipt, noteErasure, type Receipt, type ReceiptDeps, remembered } from './receipts.ts';

export { receiptOf, wasErased } from './receipts.ts';

export interface EraseDeps extends ReceiptDeps {
  table: Table;
  /** renditions */
  photos: Bucket;
  /** originals */
  incoming: Bucket;
  /** of erasures */
  queue: Queue;
  log: Log;
}

/** The second pass comes when no function that saw the visit unerased can still be running. */
export const SECOND_PASS_SECONDS = LONGEST_RUN_SECONDS + 1;
/** After this an erasure that is not through is the sweeper's. */
const DONE_SECONDS = SECOND_PASS_SECONDS + 15;

/** What asking for an erasure needs. */
type AskDeps = Pick<EraseDeps, 'table' | 'queue' | 'clock' | 'log'>;

/** What a visit is set to when its erasure is asked for: from then on it is as if it were not there, and due. */
const marks = (by: string, now: number) => ({
  erased: true,
  state: 'erased',
  erasedAt: instant(now),
  erasedBy: by,
  due: DUE,
  dueAt: instant(now + DONE_SECONDS * 1000),
});

/** Marks a visit by one conditional write. false: it is not there, or was marked before. */
const mark = async ({ table, clock, log }: AskDeps, visitId: string, by: string): Promise<boolean> => {
  const change = {
    set: marks(by, clock()),
    // What is not needed to find the rest goes at once.
    remove: ['consents', 'language'],
  };
  const marked = await table.update(visitKey(visitId), change, { ...visitBefore('erased'), missing: ['erased'] });
  if (marked) log.info('erasure-asked', { visitId, by: by.startsWith('staff') ? 'staff' : by });
  return marked !== undefined;
};

/**
 * Lets a visit go whose time is over. Nothing is remembered of it before it is through: a visit that a restore brings back expires again. false:
 * there is no such visit.
 */
export const expireVisit = async (deps: AskDeps, visitId: string): Promise<boolean> => {
  if (!(await mark(deps, visitId, EXPIRY)) && !(await deps.table.get(visitKey(visitId)))) return false;
  await deps.queue.send({ visitId, pass: 1 });
  return true;
};

/**
 * Asks for the erasure of a visit: one conditional write sets `erased` with its due intent, and from then on every door answers as if there were
 * no such visit and no worker begins anything for it. Also of what stays on the wall after a visit expired. Answers the number of the receipt,
 * the same however often it is asked for; undefined: there is no such visit, and never was one that was erased.
 */
export const askErasure = async (
  deps: AskDeps & ReceiptDeps,
  visitId: string,
  by: string,
): Promise<string | undefined> => {
  const { table, queue, clock } = deps;
  const there = (await table.get(visitKey(visitId))) !== undefined;
  if (!there && (await entriesOf(deps, visitId)).length === 0)
    return (await remembered(deps, visitId))?.['number'] as string | undefined;
  // First: a table that is restored from before the mark does not know of it.
  const number = await noteErasure(deps, visitId, by);
  const bare = { ...visitKey(visitId), type: 'visit', visitId, ...marks(by, clock()) };
  const marked = there ? await mark(deps, visitId, by) : await table.put(bare, { new: true });
  // What somebody says stands above the expiry under way: nothing stays on the wall then.
  if (!marked) await table.update(visitKey(visitId), { set: { erasedBy: by } }, { is: { erasedBy: EXPIRY } });
  await queue.send({ visitId, pass: 1 });
  return number;
};

/** Rows of other partitions that name the visit. */
const pointers = (visit: Item): Key[] => {
  const { visitId, token, cardId, openedAt, tour } = visit as Item & Record<string, string | undefined>;
  return [
    ...(token === undefined ? [] : [{ pk: `LINK#${sha256(token)}`, sk: 'LINK' }]),
    ...(cardId === undefined ? [] : [{ pk: `CARD#${cardId}`, sk: `ON#${openedAt}#${visitId}` }]),
    ...(tour === undefined ? [] : [{ pk: `TOUR#${tour}`, sk: `VISIT#${visitId}` }]),
  ];
};

/**
 * Deletes all that is there of a visit but its VISIT item. Can be repeated; answers how much it found. Only the last pass deletes the visit's rows of
 * its photos: a request that saw the visit may still write its other row of a photo, and these are how the last pass comes by that.
 */
const deleteVisit = async (
  deps: Pick<EraseDeps, 'table' | 'photos' | 'incoming' | 'clock'>,
  visit: Item,
  last: boolean,
): Promise<{ items: number; rows: number; photos: number }> => {
  const { table } = deps;
  const visitId = String(visit['visitId']);
  // Off the wall first, also where another's entry shows a picture this visitor is in.
  if (visit['erasedBy'] !== EXPIRY) await withdrawFromWall(deps, visitId);
  const { items } = await table.query({ pk: `VISIT#${visitId}` });
  const stays = visit['erasedBy'] === EXPIRY ? await staying(deps, items) : new Set<string>();
  let [rows, photos] = [0, 0];
  // Mails first: what is deleted cannot leave any more, since the worker's last write before the call wants the item.
  const order = (item: Item) => (item.sk.startsWith('MAIL#') ? 0 : item.sk.startsWith('OUT#') ? 1 : 2);
  const gone = items.filter(item => item.sk !== 'VISIT' && !stays.has(item.sk)).sort((a, b) => order(a) - order(b));
  const isRow = (item: Item) => item.sk.startsWith('HAS#');
  for (const item of gone) {
    // A group photo stays while another person in it keeps it; this visit's rows go in any case.
    const left = isRow(item) && (await leavePhoto(deps, visitId, String(item['photoId']), last));
    if (left && !last) continue;
    if (left) rows++;
    if (left === 'gone') photos++;
    await table.delete({ pk: item.pk, sk: item.sk });
  }
  const { cardId, openedAt } = visit;
  if (cardId !== undefined) await sealBefore(table, String(cardId), String(openedAt), visitId);
  for (const key of pointers(visit)) await table.delete(key);
  // The wall shows tiles only: the large ones of an expired visit go.
  for (const sk of stays)
    if (sk.startsWith('HAS#'))
      for (const name of ['print', 'mail'] as const) await deps.photos.delete(renditionKey(sk.slice(4), name));
  return { items: gone.filter(item => !isRow(item)).length, rows, photos };
};

/**
 * One pass of an erasure; any pass can come any number of times. The first deletes and orders the second, the second (never earlier than
 * `SECOND_PASS_SECONDS` after the request) deletes what a late writer left, writes the receipt and then removes the VISIT item. The two passes close the gap
 * that a condition on one item leaves: who read the visit before `erased` was set has ended when the second pass begins, and who reads it later writes
 * nothing. undefined: not through yet, or no such visit.
 */
export const eraseVisit = async (
  deps: EraseDeps,
  { visitId, pass }: { visitId: string; pass: number },
): Promise<Receipt | undefined> => {
  const { table, queue, clock, log } = deps;
  const visit = await table.get(visitKey(visitId));
  if (!visit?.['erased']) return undefined;
  const askedAt = String(visit['erasedAt']);
  const early = Date.parse(askedAt) + SECOND_PASS_SECONDS * 1000 - clock();
  const last = pass !== 1 && early <= 0;
  const found = await deleteVisit(deps, visit, last);
  const items = found.items + found.rows + Number(visit['erasedItems'] ?? 0);
  const photos = found.photos + Number(visit['erasedPhotos'] ?? 0);
  await table.update(visitKey(visitId), { set: { erasedItems: items, erasedPhotos: photos } }, { has: ['erased'] });
  if (!last) {
    await queue.send({ visitId, pass: 2 }, Math.max(1, Math.ceil(early / 1000)));
    return undefined;
  }
  if (found.items > 0) log.info('erasure-late-writes', { items: found.items });
  const receipt = await giveReceipt(deps, visitId, {
    askedAt,
    by: String(visit['erasedBy']),
    items: items + 1,
    photos,
  });
  await table.delete(visitKey(visitId), { has: ['erased'] });
  log.info('erased', { receipt: receipt.number, items: receipt.items, photos });
  return receipt;
};

/** What is left on the wall of a visit that expired, under the key that the visit had. */
const remains = async (table: Table, visitId: string): Promise<Item | undefined> =>
  (await entriesOf({ table }, visitId)).length > 0 ? { ...visitKey(visitId), visitId } : undefined;

/**
 * After a restore and before traffic: erases again each of `visitIds` (those the restored table holds) whose erasure was asked for since the
 * backup, with its pictures. No worker runs yet, so one pass is enough; a receipt that was given stays, and who still waits for one gets it. Can
 * be repeated. `dryRun` only counts.
 */
export const applyErasures = async (
  deps: Omit<EraseDeps, 'queue'>,
  visitIds: readonly string[],
  dryRun = false,
): Promise<number> => {
  const { table } = deps;
  let again = 0;
  for (const visitId of visitIds) {
    const row = await remembered(deps, visitId);
    if (!row) continue;
    const by = String(row['by']);
    const visit = (await table.get(visitKey(visitId))) ?? (by === EXPIRY ? undefined : await remains(table, visitId));
    if (!visit) continue;
    again++;
    if (dryRun) continue;
    const { items, rows, photos } = await deleteVisit(deps, { ...visit, erasedBy: by }, true);
    const askedAt = String(row['askedAt']);
    // One that was asked for a moment ago may be under way in the hall's own table, and has its receipt from there.
    if (Date.parse(askedAt) + SECOND_PASS_SECONDS * 1000 <= deps.clock())
      await giveReceipt(deps, visitId, { askedAt, by, items: items + rows + 1, photos });
    await table.delete(visitKey(visitId));
  }
  deps.log.info('erasures-applied', { visits: visitIds.length, again, dryRun });
  return again;
};
