import { createHmac } from 'node:crypto';
import { DUE } from '../deliveries/mails.ts';
import { withdrawFromWall } from '../guestbook/moderate.ts';
import { leavePhoto } from '../photos/keep.ts';
import { renditionKey } from '../photos/photo.ts';
import type { Bucket } from '../platform/bucket.ts';
import { type Clock, type Instant, instant } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { LONGEST_RUN_SECONDS } from '../platform/names.ts';
import type { Queue } from '../platform/queue.ts';
import type { Item, Key, Table, Value } from '../platform/table.ts';
import { sealBefore } from '../visits/lendings.ts';
import { visitBefore } from '../visits/visit.ts';

export interface EraseDeps {
  table: Table;
  /** remembers who was erased; lies apart, so that it outlives a restore of the table */
  erasures: Table;
  /** renditions */
  photos: Bucket;
  /** originals */
  incoming: Bucket;
  /** of erasures */
  queue: Queue;
  clock: Clock;
  log: Log;
  /** key of the HMAC under which an erased visit is remembered */
  addressKey: string;
  settings: Pick<HallSettings, 'receiptDays' | 'backupDays'>;
}

/** What was erased, without saying of whom. `backupsUntil`: the day from which no backup holds it either. */
export interface Receipt {
  /** first 10 characters of the visit's keyed hash: what the visitor may quote */
  number: string;
  askedAt: Instant;
  erasedAt: Instant;
  by: string;
  items: number;
  photos: number;
  backupsUntil: Instant;
}

/** The second pass comes when no function that saw the visit unerased can still be running. */
export const SECOND_PASS_SECONDS = LONGEST_RUN_SECONDS + 1;
/** After this an erasure that is not through is the sweeper's. */
const DONE_SECONDS = SECOND_PASS_SECONDS + 15;
const DAY_MS = 86_400_000;
/** `erasedBy` of a visit whose time is over. */
export const EXPIRY = 'expiry';

const visitKey = (visitId: string): Key => ({ pk: `VISIT#${visitId}`, sk: 'VISIT' });

/** Under what an erased visit is remembered: keyed, so that the receipt names nobody. */
const erasedKey = (addressKey: string, visitId: string): Key => ({
  pk: `ERASED#${createHmac('sha256', addressKey).update(`erased ${visitId}`).digest('hex')}`,
  sk: 'RECEIPT',
});

/**
 * Asks for the erasure of a visit: one conditional write sets `erased` with its due intent, and from then on every door answers as if there were
 * no such visit and no worker begins anything for it. true also when it was asked before; false: there is no such visit.
 */
export const askErasure = async (
  deps: Pick<EraseDeps, 'table' | 'queue' | 'clock' | 'log'>,
  visitId: string,
  by: string,
): Promise<boolean> => {
  const { table, queue, clock, log } = deps;
  const now = clock();
  const asked = await table.update(
    visitKey(visitId),
    {
      set: {
        erased: true,
        state: 'erased',
        erasedAt: instant(now),
        erasedBy: by,
        due: DUE,
        dueAt: instant(now + DONE_SECONDS * 1000),
      },
      // What is not needed to find the rest goes at once.
      remove: ['consents', 'language'],
    },
    { ...visitBefore('erased'), missing: ['erased'] },
  );
  if (!asked && !(await table.get(visitKey(visitId)))) return false;
  await queue.send({ visitId, pass: 1 });
  if (asked) log.info('erasure-asked', { visitId, by: by.startsWith('staff') ? 'staff' : by });
  return true;
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
 * What stays when a visit expires: approved entries live on the wall for a time of their own, with the rows of their pictures. Nothing
 * stays when somebody asked for the erasure.
 */
const staying = (visit: Item, items: readonly Item[]): Set<string> => {
  if (visit['erasedBy'] !== EXPIRY) return new Set();
  const approved = items.filter(item => item.sk.startsWith('ENTRY#') && item['state'] === 'approved');
  return new Set(approved.flatMap(({ sk, photoId, drawingId }) => [sk, `HAS#${photoId}`, `HAS#${drawingId}`]));
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
  const stays = staying(visit, items);
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
  const key = erasedKey(deps.addressKey, visitId);
  const now = clock();
  const receipt: Receipt = {
    number: key.pk.slice(7, 17),
    askedAt,
    erasedAt: instant(now),
    by: String(visit['erasedBy']).split(':')[0] as string,
    items: items + 1,
    photos,
    backupsUntil: instant(now + deps.settings.backupDays * DAY_MS),
  };
  const dueAt = instant(now + deps.settings.receiptDays * DAY_MS);
  await deps.erasures.put(
    { ...key, type: 'RECEIPT', ...(receipt as unknown as Record<string, Value>), due: DUE, dueAt },
    { new: true },
  );
  await table.delete(visitKey(visitId), { has: ['erased'] });
  log.info('erased', { receipt: receipt.number, items: receipt.items, photos });
  return receipt;
};

/** The receipt of a visit; undefined: not erased, or not through yet. */
export const receiptOf = async (
  deps: Pick<EraseDeps, 'erasures' | 'addressKey'>,
  visitId: string,
): Promise<Receipt | undefined> => {
  const found = await deps.erasures.get(erasedKey(deps.addressKey, visitId));
  if (!found) return undefined;
  const { pk: _pk, sk: _sk, type: _type, due: _due, dueAt: _dueAt, ...receipt } = found;
  return receipt as unknown as Receipt;
};

/** Whether a visit's erasure is through, for who would make it anew. */
export const wasErased =
  (deps: Pick<EraseDeps, 'erasures' | 'addressKey'>) =>
  async (visitId: string): Promise<boolean> =>
    (await receiptOf(deps, visitId)) !== undefined;

/** Lets receipts go whose time is over; answers how many. */
export const expireReceipts = async ({ erasures, clock }: Pick<EraseDeps, 'erasures' | 'clock'>): Promise<number> => {
  const { items } = await erasures.query({ index: 'due', pk: DUE, to: instant(clock()) });
  for (const { pk, sk } of items) await erasures.delete({ pk, sk });
  return items.length;
};

/**
 * After a restore and before traffic: erases again each of `visitIds` (those the restored table holds) that was erased since the backup, with
 * its pictures. No worker runs yet, so one pass is enough, and the receipt that was given stays. Can be repeated. `dryRun` only counts.
 */
export const applyErasures = async (
  deps: Omit<EraseDeps, 'queue' | 'settings'>,
  visitIds: readonly string[],
  dryRun = false,
): Promise<number> => {
  let again = 0;
  for (const visitId of visitIds) {
    const receipt = await receiptOf(deps, visitId);
    const visit = receipt && (await deps.table.get(visitKey(visitId)));
    if (!visit) continue;
    again++;
    if (dryRun) continue;
    await deleteVisit(deps, { ...visit, erasedBy: receipt.by }, true);
    await deps.table.delete(visitKey(visitId));
  }
  deps.log.info('erasures-applied', { visits: visitIds.length, again, dryRun });
  return again;
};
