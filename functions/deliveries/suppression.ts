import { createHmac } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';
import type { Table } from '../platform/table.ts';

/** Under what an address is remembered: keyed, so that the table tells nobody who bounced. */
export const addressHash = (addressKey: string, address: string): string =>
  createHmac('sha256', addressKey).update(address.trim().toLowerCase()).digest('hex');

const key = (hash: string) => ({ pk: `ADDRESS#${hash}`, sk: 'ADDRESS' });

/** Why no mail goes to an address. */
export interface Suppression {
  why: string;
  at: Instant;
}

/** Remembers that an address gets no mail. The first reason stays. */
export const suppress = async (table: Table, hash: string, why: string, at: Instant): Promise<boolean> =>
  table.put({ ...key(hash), type: 'ADDRESS', why, at }, { new: true });

/** undefined: mail may go there. */
export const suppression = async (table: Table, hash: string): Promise<Suppression | undefined> => {
  const found = await table.get(key(hash));
  return found ? { why: String(found['why']), at: String(found['at']) } : undefined;
};

/** Forgets that an address gets no mail; the next one goes there. */
export const allow = async (table: Table, hash: string): Promise<void> => void (await table.delete(key(hash)));
