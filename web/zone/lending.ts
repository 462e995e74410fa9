import type { Language } from '../../functions/texts/languages.ts';
import type { CardView, Interaction, OpenVisitAnswer } from '../../functions/visits/visit.schema.ts';

/** A delegation that is joining: the tour stays chosen until the guide ends it. */
export interface Joining {
  code: string;
  /** cards of this page that joined or wait for the network */
  cards: readonly string[];
  /** how many of them wait for the network */
  waiting: number;
  /** as the hall said last; the largest number, for answers may overtake each other */
  tour?: { name: string; joined: number; expected: number };
}

/** Where the welcome page is. */
export type Mode =
  | { is: 'attract' }
  | { is: 'number' }
  | { is: 'working' }
  | { is: 'language'; cardId: string; at: string }
  | { is: 'in-use'; cardId: string; at: string; view: CardView }
  | { is: 'hello'; greeting: string; language: Language; offline: boolean }
  | { is: 'code'; wrong?: string }
  | ({ is: 'joining' } & Joining)
  | { is: 'return'; last?: 'returned' | 'none' };

/** What a tap means in each mode. `first`: the code is missing; `again`: this card is with the tour already. */
export const meaningOf = (mode: Mode, cardId: string): 'lend' | 'join' | 'return' | 'again' | 'first' | 'busy' => {
  if (mode.is === 'joining') return mode.cards.includes(cardId) ? 'again' : 'join';
  if (mode.is === 'return') return 'return';
  if (mode.is === 'code') return 'first';
  return mode.is === 'working' ? 'busy' : 'lend';
};

/** A card on its way into the tour; it is counted at once, so that the next tap need not wait. */
export const joins = (mode: Mode, cardId: string): Mode =>
  mode.is === 'joining' ? { ...mode, cards: [...mode.cards, cardId] } : mode;

/** What the hall answered about a card that joins; undefined: it waits for the network. */
export const joined = (mode: Mode, answer: OpenVisitAnswer | undefined): Mode => {
  if (mode.is !== 'joining') return mode;
  if (!answer) return { ...mode, waiting: mode.waiting + 1 };
  const { tour } = answer;
  return tour && tour.joined >= (mode.tour?.joined ?? 0) ? { ...mode, tour } : mode;
};

/** The hall knows no such tour: the code is asked for again. Another mode stays. */
export const unknownTour = (mode: Mode): Mode => (mode.is === 'joining' ? { is: 'code', wrong: mode.code } : mode);

/** A card that could not be lent is not with the tour. */
export const failed = (mode: Mode, cardId: string): Mode =>
  mode.is === 'joining' ? { ...mode, cards: mode.cards.filter(each => each !== cardId) } : mode;

const HOUR_MS = 3_600_000;
const SEOUL_HOURS = 9;

/** The part of the day in Seoul, for the line of welcome when the hall cannot be asked. */
export const partOfDay = (now: number): 'morning' | 'afternoon' | 'evening' => {
  const hour = Math.floor(now / HOUR_MS + SEOUL_HOURS) % 24;
  return hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening';
};

/** A lending as it is sent; `id` was made here, so that sending twice lends once. */
export const lendingBody = (lending: { id: string; cardId: string; at: string; language: Language; code?: string }) => {
  const { code, ...rest } = lending;
  return { ...rest, ...(code === undefined ? {} : { tour: code }) };
};

/** The tap at the door, logged in zone 1. */
export const doorTap = (id: string, zone: number, cardId: string, at: string): Interaction => ({
  id,
  cardId,
  at,
  zone,
  kind: 'tapped',
});
