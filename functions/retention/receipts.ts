import { createHmac } from 'node:crypto';
import { DUE } from '../deliveries/mails.ts';
import { type Clock, type Instant, instant } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Item, Key, Table, Value } from '../platform/table.ts';

export interface ReceiptDeps {
  /** remembers who was erased; lies apart, so that it outlives a restore of the table */
  erasures: Table;
  clock: Clock;
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

const DAY_MS = 86_400_000;
/** `erasedBy` of a visit whose time is over. */
export const EXPIRY = 'expiry';

/** Under what an erased visit is remembered: keyed, so that the receipt names nobody. */
const erasedKey = ({ addressKey }: Pick<ReceiptDeps, 'addressKey'>, visitId: string): Key => ({
  pk: `ERASED#${createHmac('sha256', addressKey).update(`erased ${visitId}`).digest('hex')}`,
  sk: 'RECEIPT',
});

/** The same from the first asking to the receipt. */
const numberOf = ({ pk }: Key): string => pk.slice('ERASED#'.length, 'ERASED#'.length + 10);

/** `visitor`, `staff` or `expiry`: who of the staff it was is nothing that stays. */
const kindOf = (by: string): string => by.split(':')[0] as string;

const letGo = ({ clock, settings }: ReceiptDeps) => ({
  due: DUE,
  dueAt: instant(clock() + settings.receiptDays * DAY_MS),
});

/**
 * Remembers that somebody asked for an erasure, and answers its number. What they say stands above a receipt of expiry, after which entries
 * stay on the wall.
 */
export const noteErasure = async (deps: ReceiptDeps, visitId: string, by: string): Promise<string> => {
  const key = erasedKey(deps, visitId);
  const number = numberOf(key);
  const row = { ...key, type: 'ASKED', number, askedAt: instant(deps.clock()), by: kindOf(by), ...letGo(deps) };
  for (const condition of [{ new: true }, { is: { by: EXPIRY } }] as const)
    if (await deps.erasures.put(row, condition)) break;
  return number;
};

/** Makes the receipt, of the row that the asking left where there is one. A receipt that was given stays as it is. */
export const giveReceipt = async (
  deps: ReceiptDeps,
  visitId: string,
  { askedAt, by, items, photos }: Pick<Receipt, 'askedAt' | 'by' | 'items' | 'photos'>,
): Promise<Receipt> => {
  const key = erasedKey(deps, visitId);
  const now = deps.clock();
  const receipt: Receipt = {
    number: numberOf(key),
    askedAt,
    erasedAt: instant(now),
    by: kindOf(by),
    items,
    photos,
    backupsUntil: instant(now + deps.settings.backupDays * DAY_MS),
  };
  const row = { ...key, type: 'RECEIPT', ...(receipt as unknown as Record<string, Value>), ...letGo(deps) };
  await deps.erasures.put(row, { missing: ['erasedAt'] });
  return receipt;
};

/** What is remembered of a visit's erasure: that it was asked for, or its receipt. */
export const remembered = (
  deps: Pick<ReceiptDeps, 'erasures' | 'addressKey'>,
  visitId: string,
): Promise<Item | undefined> => deps.erasures.get(erasedKey(deps, visitId));

/** The receipt of a visit; undefined: not erased, or not through yet. */
export const receiptOf = async (
  deps: Pick<ReceiptDeps, 'erasures' | 'addressKey'>,
  visitId: string,
): Promise<Receipt | undefined> => {
  const found = await remembered(deps, visitId);
  if (found?.['type'] !== 'RECEIPT') return undefined;
  const { pk: _pk, sk: _sk, type: _type, due: _due, dueAt: _dueAt, ...receipt } = found;
  return receipt as unknown as Receipt;
};

/** Whether a visit's erasure was asked for or is through, for who would make it anew. */
export const wasErased =
  (deps: Pick<ReceiptDeps, 'erasures' | 'addressKey'>) =>
  async (visitId: string): Promise<boolean> =>
    (await remembered(deps, visitId)) !== undefined;

/** Lets receipts go whose time is over; answers how many. */
export const expireReceipts = async ({ erasures, clock }: Pick<ReceiptDeps, 'erasures' | 'clock'>): Promise<number> => {
  const { items } = await erasures.query({ index: 'due', pk: DUE, to: instant(clock()) });
  for (const { pk, sk } of items) await erasures.delete({ pk, sk });
  return items.length;
};
