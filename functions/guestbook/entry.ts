import { instant } from '../platform/clock.ts';
import type { Item, Key } from '../platform/table.ts';
import type { Language } from '../texts/languages.ts';
import type { Consent } from '../visits/visit.schema.ts';
import type { EntryState } from './entry.schema.ts';

/** One step in the life of an entry; `by` is `visitor` or a name of the staff. */
export interface EntryStep {
  at: string;
  state: EntryState;
  by: string;
  reason?: string;
}

/** A guestbook entry as the table holds it. */
export interface Entry {
  entryId: string;
  visitId: string;
  /** instant of writing */
  at: string;
  language: Language;
  message?: string;
  name?: string;
  photoId?: string;
  drawingId?: string;
  state: EntryState;
  /** why the staff moved it last, and who */
  reason?: string;
  by?: string;
  /** its visit has expired: once it leaves the wall, it goes for good */
  alone?: boolean;
  wallConsent: Consent & { at: string };
  history: EntryStep[];
}

/** Where an entry may go from each state. Without consent it stays private for ever; withdrawn is the end. */
export const ENTRY_MOVES: Record<EntryState, readonly EntryState[]> = {
  private: [],
  pending: ['approved', 'hidden', 'withdrawn'],
  approved: ['pending', 'hidden', 'withdrawn'],
  hidden: ['pending', 'approved', 'withdrawn'],
  withdrawn: [],
};

/** Whether an entry may go from one state to another. */
export const mayMove = (from: EntryState, to: EntryState): boolean => ENTRY_MOVES[from].includes(to);

/** The state a new entry begins in. */
export const firstState = (wallGiven: boolean): EntryState => (wallGiven ? 'pending' : 'private');

/** What the `wall` index holds of an entry. Approved ones sort by their approval: a wall that reads the newest page sees each new one. */
export const wallPlace = (state: EntryState, written: string, now: number): { wall?: string; wallAt?: string } => {
  if (state === 'private' || state === 'withdrawn') return {};
  return { wall: state, wallAt: state === 'approved' ? instant(now) : written };
};

export const entryKey = (visitId: string, entryId: string): Key => ({ pk: `VISIT#${visitId}`, sk: `ENTRY#${entryId}` });

/** The entry of an item of that kind. */
export const entryOf = (item: Item): Entry => item as unknown as Entry;
