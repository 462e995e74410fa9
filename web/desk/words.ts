import type { Say } from '../../functions/texts/say-with.ts';
import type { Key } from '../../functions/texts/texts.ts';
import { DELIVERY_STATES } from '../../functions/visits/delivery-states.ts';

/** Reasons for hiding an entry that have words of their own; anything else is what somebody wrote. */
export const REASONS = ['personal-data', 'insult', 'advertising', 'politics', 'children', 'unreadable'] as const;

const KNOWN: Record<string, readonly string[]> = {
  delivery: DELIVERY_STATES,
  entry: ['private', 'pending', 'approved', 'hidden', 'withdrawn'],
  photo: ['waiting', 'ready', 'refused', 'gone'],
  visit: ['open', 'closed', 'erased'],
  refusal: [
    'empty',
    'cut-short',
    'not-a-jpeg',
    'too-many-pixels',
    'too-small',
    'other-bytes',
    'unreadable',
    'too-large',
  ],
  reason: REASONS,
};

/** A state in the staff's words; a word of the machine that nobody wrote words for stands as it is. */
export const stateWords = (say: Say, of: keyof typeof KNOWN, state: string): string =>
  KNOWN[of]?.includes(state) ? say(`state.${of}.${state}` as Key) : state;

/** Beginnings of what SES and the functions give as a reason, and the words for them. */
const WHYS: readonly [RegExp, Key][] = [
  [/^photo$/, 'state.why.photo'],
  [/^without-photo$/, 'state.why.without-photo'],
  [/^turn$/, 'state.why.turn'],
  [/^pace$/, 'state.why.pace'],
  [/^held$/, 'state.why.held'],
  [/^released$/, 'state.why.released'],
  [/^restored$/, 'state.why.restored'],
  [/^(claim-lost|no-time-left)$/, 'state.why.interrupted'],
  [/^(no-send-event|no-answer|status-\d+)$/, 'state.why.no-answer'],
  [/^asked-again$/, 'state.why.asked-again'],
  [/^sent-again$/, 'state.why.sent-again'],
  [/^not-verified$/, 'state.why.sandbox'],
  [/^(mail-from-not-verified|no-configuration-set)$/, 'state.why.sender'],
  [/^(no-connection|no-credentials)$/, 'state.why.connection'],
  [/^(invalid|message-rejected|rendering-failure)$/, 'state.why.refused'],
  [/^(Permanent\/)(General|NoEmail)$/i, 'state.why.no-such-address'],
  [/^Permanent/i, 'state.why.permanent'],
  [/^Transient\/MailboxFull$/i, 'state.why.mailbox-full'],
  [/^Transient/i, 'state.why.transient'],
  [/suppress/i, 'state.why.suppressed'],
  [/complain|abuse/i, 'state.why.complaint'],
  [/address-corrected/, 'state.why.corrected'],
  [/throttl|TooManyRequests|^rate$/i, 'state.why.throttled'],
  [/quota|LimitExceeded/i, 'state.why.quota'],
  [/paused|SendingPaused|AccountSuspended/i, 'state.why.paused'],
];

/** Why a mail is where it is, in words; the machine's own word stands where there are none. */
export const whyWords = (say: Say, why: string): string => {
  const found = WHYS.find(([form]) => form.test(why));
  return found ? say(found[1]) : why;
};

/** Why an entry was hidden. */
export const reasonWords = (say: Say, reason: string): string => stateWords(say, 'reason', reason);

/** Mails and photos in words: "2 mails, 1 photo". */
export const amountWords = (say: Say, { mails, photos }: { mails: number; photos: number }): string =>
  [
    ...(mails > 0 ? [say('desk.amount.mails', { count: mails })] : []),
    ...(photos > 0 ? [say('desk.amount.photos', { count: photos })] : []),
  ].join(', ');

/** What became of a second try. */
export const retriedWords = (say: Say, asked: { mails: number; photos: number }): string => {
  const what = amountWords(say, asked);
  return what === '' ? say('desk.retry.none') : say('desk.retry.done', { what });
};
