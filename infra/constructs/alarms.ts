import { FUNCTIONS, type METRICS } from '../../functions/platform/names.ts';
import { QUEUES, type QueueId } from './names.ts';

/** Where a number comes from: a line of our own log, or a service of AWS by what it is about. Several are summed. */
export type Measured =
  | { ours: keyof typeof METRICS }
  | { sqs: 'ApproximateAgeOfOldestMessage' | 'ApproximateNumberOfMessagesVisible'; queue: string }
  | { api: '5xx' }
  | { lambda: 'Errors' | 'Throttles'; of: string }
  | { table: 'ReadThrottleEvents' | 'WriteThrottleEvents' }
  | { ses: 'Reputation.BounceRate' | 'Reputation.ComplaintRate' };

/** One way in which a mail or a photo can stop. Its name is a heading in infra/RUNBOOK.md. */
export interface AlarmPlan {
  measured: readonly Measured[];
  statistic: 'Maximum' | 'Sum' | 'Average';
  /** fires at this value and above; rates are parts of 1 */
  from: number;
  /** minutes of one look, and how many looks in a row must be too high */
  minutes: 1 | 5 | 15 | 60;
  looks: number;
  /** what silence means: nothing to say, or that somebody who should speak does not */
  silence?: 'alarm';
  /** why this number */
  because: string;
}

const waits = (queue: QueueId, seconds: number, because: string): AlarmPlan => ({
  measured: [{ sqs: 'ApproximateAgeOfOldestMessage', queue }],
  statistic: 'Maximum',
  from: seconds,
  minutes: 1,
  looks: 2,
  because,
});
const any = (ours: keyof typeof METRICS, because: string, minutes: 5 | 15 | 60 = 5, from = 1): AlarmPlan => ({
  measured: [{ ours }],
  statistic: 'Sum',
  from,
  minutes,
  looks: 1,
  because,
});
const functions = (lambda: 'Errors' | 'Throttles', ids: readonly (keyof typeof FUNCTIONS)[]): Measured[] =>
  ids.map(id => ({ lambda, of: FUNCTIONS[id] }));

/** Every alarm of the hall. */
export const ALARMS = {
  PhotosWait: waits('photo', 120, 'a picture takes 2 s, and the visitor stands at the booth for about two minutes'),
  MailsWait: {
    measured: [{ ours: 'OldestMailSeconds' }],
    statistic: 'Maximum',
    from: 300,
    minutes: 1,
    looks: 2,
    because: 'a mail waits one minute for its photo and leaves at once after it; five minutes are four too many',
  },
  ErasuresWait: waits('erase', 600, 'an erasure is through after 31 s; the visitor was told "now"'),
  FeedbackWaits: waits('feedback', 900, 'a call without an answer is called unknown after 15 minutes without an event'),
  DeadLetters: {
    measured: QUEUES.map(queue => ({ sqs: 'ApproximateNumberOfMessagesVisible', queue: `${queue}-dead` })),
    statistic: 'Maximum',
    from: 1,
    minutes: 1,
    looks: 1,
    because: 'five tries failed; nobody tries again by itself',
  },
  MailsUnknown: any('MailsUnknown', 'nobody but a person can decide whether such a mail leaves again'),
  MailsHeld: any('MailsHeld', 'no mail leaves at all; the sweeper says so each minute, for as long as it is so'),
  MailsRefused: any('MailsRefused', 'three in five minutes are no passing fault: a permission or the network', 5, 3),
  MailsRejected: any('MailsRejected', 'SES never takes this mail, and its visitor waits for it'),
  BounceRate: {
    measured: [{ ses: 'Reputation.BounceRate' }],
    statistic: 'Average',
    from: 0.02,
    minutes: 60,
    looks: 1,
    because: 'AWS reviews an account at 5 % and may pause it at 10 %',
  },
  ComplaintRate: {
    measured: [{ ses: 'Reputation.ComplaintRate' }],
    statistic: 'Average',
    from: 0.0005,
    minutes: 60,
    looks: 1,
    because: 'AWS reviews an account at 0.1 % and may pause it at 0.5 %',
  },
  PhotosRefused: any('PhotosRefused', 'one may be a slip; five in a quarter of an hour are a camera', 15, 5),
  UploadsGivenUp: any(
    'UploadsGivenUp',
    "a booth kept a picture for a day and never sent it: its visitor's is lost",
    60,
  ),
  Swept: any('Swept', 'a message got lost or a worker died: what the sweeper finds does not happen on an ordinary day'),
  SweeperSilent: {
    measured: [{ ours: 'OldestMailSeconds' }],
    statistic: 'Maximum',
    // never by its value
    from: 1e9,
    minutes: 5,
    looks: 1,
    silence: 'alarm',
    because: 'it speaks each minute; without it nothing that gets stuck is found, nor is a day closed',
  },
  RecordsFailed: any(
    'RecordsFailed',
    'each is tried again; ten in five minutes are on their way to the dead letters',
    5,
    10,
  ),
  DoorsFail: {
    measured: [{ api: '5xx' }],
    statistic: 'Sum',
    from: 3,
    minutes: 5,
    looks: 1,
    because: 'kiosks keep what was not taken and send it again, so one is no loss; three are a pattern',
  },
  FunctionsFail: {
    measured: functions('Errors', ['kiosk', 'desk', 'public', 'photo', 'mail', 'feedback', 'erase', 'sweep', 'canary']),
    statistic: 'Sum',
    from: 3,
    minutes: 5,
    looks: 1,
    because: 'handlers catch what a request or a message does wrong: what comes through is out of time, memory or code',
  },
  DoorsThrottled: {
    measured: functions('Throttles', ['kiosk', 'desk', 'public']),
    statistic: 'Sum',
    from: 1,
    minutes: 5,
    looks: 1,
    because: 'a visitor saw an error since the account runs too few functions at once',
  },
  TableThrottled: {
    measured: [{ table: 'ReadThrottleEvents' }, { table: 'WriteThrottleEvents' }],
    statistic: 'Sum',
    from: 10,
    minutes: 5,
    looks: 1,
    because: 'the SDK tries again twice, and a table on demand grows within minutes',
  },
  CanaryFailed: any('CanaryFailed', 'it walks before the hall opens, so that there is still time', 60),
} as const satisfies Record<string, AlarmPlan>;
