import type { Instant } from '../platform/clock.ts';
import { DELIVERY_STATES, type DeliveryState } from '../visits/delivery-states.ts';

/** One line of a delivery's history, as the staff read it. `by` is a staff member's name or `visitor`. */
export interface HistoryLine {
  at: Instant;
  state: DeliveryState;
  why?: string;
  by?: string;
}

/** What became of a mail after SES took it (or refused it for good), weakest first: of two reports the later in this list holds. */
export const OUTCOMES = [
  'accepted',
  'delayed',
  'delivered',
  'rejected',
  'suppressed',
  'bounced',
  'complained',
] as const satisfies readonly DeliveryState[];
export type Outcome = (typeof OUTCOMES)[number];

/** The pure part of a delivery. `outcome` is kept beside `state` because a replaced delivery still hears of its mail. */
export interface Delivery {
  state: DeliveryState;
  why?: string;
  outcome?: Outcome;
  outcomeWhy?: string;
  /** deliveryId of the mail that was sent in its place */
  replacedBy?: string;
  history: HistoryLine[];
}

/**
 * What a worker, the sweeper or the staff may do, and from which state. What is not in the table does not happen: the caller
 * takes it as "already done". `release` leads back from `calling` only after a definite refusal, which is why a mail with
 * an unclear end (`give-up`) never leaves again by itself.
 */
export const ACTS = {
  claim: { waiting: 'claimed' },
  release: { claimed: 'waiting', calling: 'waiting' },
  call: { claimed: 'calling' },
  accept: { calling: 'accepted', unknown: 'accepted' },
  reject: { claimed: 'rejected', calling: 'rejected' },
  suppress: { waiting: 'suppressed', claimed: 'suppressed' },
  'give-up': { calling: 'unknown' },
} as const satisfies Record<string, Partial<Record<DeliveryState, DeliveryState>>>;
export type Act = keyof typeof ACTS;

/** What SES tells, and the outcome each event means. */
export const EVENTS = {
  send: 'accepted',
  delay: 'delayed',
  delivery: 'delivered',
  reject: 'rejected',
  suppressed: 'suppressed',
  bounce: 'bounced',
  complaint: 'complained',
} as const satisfies Record<string, Outcome>;
export type SesEvent = keyof typeof EVENTS;

/** Replacing a mail that reached somebody does not undo that: such an outcome stays visible. */
const SHOWN_THOUGH_REPLACED: readonly DeliveryState[] = ['delivered', 'complained'];

const isOutcome = (state: DeliveryState): state is Outcome => (OUTCOMES as readonly DeliveryState[]).includes(state);

/** Place of a line in the history by a time: then in the order the states are passed through. */
const placeOf = (time: Instant, { at, state, why = '', by = '' }: HistoryLine): string =>
  `${time} ${String(DELIVERY_STATES.indexOf(state)).padStart(2, '0')} ${at} ${why} ${by}`;

const latest = (history: readonly HistoryLine[], state: DeliveryState): Instant =>
  history.reduce((at, one) => (one.state === state && one.at > at ? one.at : at), '');

/**
 * The lines in the order in which they were true. Two clocks write them, ours and that of SES, and ours notes an answer after it came: whatever
 * they say, SES takes nothing before it is called, and tells nothing of a mail before it took it.
 */
const inOrder = (history: readonly HistoryLine[]): HistoryLine[] => {
  const called = latest(history, 'calling');
  const taken = [called, latest(history, 'accepted')].sort().at(-1) as Instant;
  const placed = history.map(one => {
    const least = one.state === 'accepted' ? called : isOutcome(one.state) ? taken : '';
    return { one, place: placeOf(one.at > least ? one.at : least, one) };
  });
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ one }) => one);
};

/**
 * The history with one more line, each fact once: it too does not depend on the order of arrival. That SES took the mail is one fact which two tell,
 * the answer to our call and the Send event: the earlier of them stays.
 */
const withLine = (history: readonly HistoryLine[], line: HistoryLine): HistoryLine[] => {
  const place = placeOf('', line);
  const twin = history.find(one => (line.state === 'accepted' ? one.state === 'accepted' : placeOf('', one) === place));
  if (!twin) return inOrder([...history, line]);
  return twin.at <= line.at ? [...history] : inOrder(history.map(one => (one === twin ? line : one)));
};

const line = (at: Instant, state: DeliveryState, why?: string, by?: string): HistoryLine => ({
  at,
  state,
  ...(why === undefined ? {} : { why }),
  ...(by === undefined ? {} : { by }),
});

/** State and reason without the ones before. */
const standing = (delivery: Delivery, state: DeliveryState, why?: string): Delivery => {
  const { why: _, ...rest } = delivery;
  return { ...rest, state, ...(why === undefined ? {} : { why }) };
};

/** The state that outcome and replacement make together. */
const settled = (delivery: Delivery): Delivery => {
  const { outcome, outcomeWhy, replacedBy } = delivery;
  if (delivery.state === 'erased') return delivery;
  if (replacedBy !== undefined && (outcome === undefined || !SHOWN_THOUGH_REPLACED.includes(outcome)))
    return standing(delivery, 'replaced', replacedBy);
  return outcome === undefined ? delivery : standing(delivery, outcome, outcomeWhy);
};

/** The delivery after an act; undefined: the act is not possible from here (it was done, or overtaken). */
export const act = (delivery: Delivery, what: Act, at: Instant, why?: string, by?: string): Delivery | undefined => {
  const table: Partial<Record<DeliveryState, DeliveryState>> = ACTS[what];
  const state = table[delivery.state];
  if (state === undefined) return undefined;
  const history = withLine(delivery.history, line(at, state, why, by));
  const next = { ...standing(delivery, state, why), history };
  return isOutcome(state) ? { ...next, outcome: state, ...(why === undefined ? {} : { outcomeWhy: why }) } : next;
};

/**
 * The delivery after an event of SES. The stronger outcome holds, of equal ones the greater reason, so that every order and every
 * repetition ends alike. A repeated event gives an equal delivery.
 */
export const heard = (delivery: Delivery, event: SesEvent, at: Instant, why?: string): Delivery => {
  if (delivery.state === 'erased') return delivery;
  const told: Outcome = EVENTS[event];
  const rank = delivery.outcome === undefined ? -1 : OUTCOMES.indexOf(delivery.outcome);
  const stronger = OUTCOMES.indexOf(told) - rank;
  const holds = stronger > 0 || (stronger === 0 && (why ?? '') > (delivery.outcomeWhy ?? ''));
  const { outcomeWhy: _, ...rest } = delivery;
  const after = holds ? { ...rest, outcome: told, ...(why === undefined ? {} : { outcomeWhy: why }) } : delivery;
  return settled({ ...after, history: withLine(delivery.history, line(at, told, why)) });
};

/** Why a mail was sent in place of another. */
export type Replacing = 'address-corrected' | 'sent-again';

/** The delivery after another was sent in its place; undefined: it was replaced before, or erased. */
export const replaced = (
  delivery: Delivery,
  replacedBy: string,
  at: Instant,
  by: string,
  why: Replacing = 'address-corrected',
): Delivery | undefined => {
  if (delivery.replacedBy !== undefined || delivery.state === 'erased') return undefined;
  return settled({ ...delivery, replacedBy, history: withLine(delivery.history, line(at, 'replaced', why, by)) });
};

/** The delivery with a line about what somebody did for it where it is. */
export const noted = (delivery: Delivery, at: Instant, why: string, by: string): Delivery => ({
  ...delivery,
  history: withLine(delivery.history, line(at, delivery.state, why, by)),
});

/** The delivery of an erased visit: nothing follows. */
export const erased = (delivery: Delivery, at: Instant): Delivery =>
  delivery.state === 'erased'
    ? delivery
    : { ...standing(delivery, 'erased'), history: withLine(delivery.history, line(at, 'erased')) };

/** What the staff make of each state: it takes care of itself, somebody must decide, it has left, or it is no more than history. */
export const CONCERNS = {
  waiting: 'waiting',
  claimed: 'waiting',
  calling: 'waiting',
  delayed: 'waiting',
  bounced: 'needs-staff',
  rejected: 'needs-staff',
  suppressed: 'needs-staff',
  unknown: 'needs-staff',
  accepted: 'sent',
  delivered: 'sent',
  complained: 'sent',
  replaced: 'over',
  erased: 'over',
} as const satisfies Record<DeliveryState, string>;

/** Is there something left to do with it? Then it has a due time. */
export const isOpen = (state: DeliveryState): boolean =>
  state === 'waiting' || state === 'claimed' || state === 'calling';

/** Is it on its way, or was it delivered? Then its address needs no other. What was taken out of the way of another is no mail to count on. */
export const isLive = (state: DeliveryState): boolean =>
  isOpen(state) || state === 'accepted' || state === 'delayed' || state === 'delivered';
