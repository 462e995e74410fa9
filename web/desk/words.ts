import type { Say } from '../../functions/texts/say-with.ts';
import type { Key } from '../../functions/texts/texts.ts';

/** Reasons for hiding an entry that have words of their own; anything else is what somebody wrote. */
export const REASONS = ['personal-data', 'insult', 'advertising', 'politics', 'children', 'unreadable'] as const;

const KNOWN: Record<string, readonly string[]> = {
  delivery: [
    'waiting',
    'claimed',
    'calling',
    'accepted',
    'delayed',
    'delivered',
    'bounced',
    'complained',
    'rejected',
    'suppressed',
    'unknown',
    'replaced',
    'erased',
  ],
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
  [/^(Permanent\/)(General|NoEmail)$/i, 'state.why.no-such-address'],
  [/^Permanent/i, 'state.why.permanent'],
  [/^Transient\/MailboxFull$/i, 'state.why.mailbox-full'],
  [/^Transient/i, 'state.why.transient'],
  [/suppress/i, 'state.why.suppressed'],
  [/complain|abuse/i, 'state.why.complaint'],
  [/address-corrected/, 'state.why.corrected'],
  [/throttl|TooManyRequests|rate/i, 'state.why.throttled'],
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
