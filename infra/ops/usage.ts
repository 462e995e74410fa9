import type { Counted } from '../local/counted-hall.ts';
import type { Operation } from '../local/counted-visit.ts';
import type { Durations, Worker } from '../local/durations.ts';
import { times, together, type Usage } from './bill.ts';

/** What one visit asked for, and how long the functions worked for it. */
export interface Measured {
  counts: Record<Operation, Counted>;
  durations: Durations;
  /** MB of each function, as the templates say */
  memory: Record<Worker, number>;
}

/** Who answers an operation's requests, and who works off its messages. */
const WORKERS = {
  'tap at the door': { door: 'kiosk' },
  interactions: { door: 'kiosk' },
  'photo asked': { door: 'kiosk' },
  'photo uploaded': {},
  'photo made': { queue: 'photo' },
  entry: { door: 'kiosk' },
  preview: { door: 'kiosk' },
  'check-out': { door: 'kiosk' },
  mail: { queue: 'mail' },
  feedback: { queue: 'feedback' },
  'card looked at': { door: 'kiosk' },
  'memory page': { door: 'public' },
  'photo at home': { door: 'public' },
  'desk queue': { door: 'desk' },
  'day at the desk': { door: 'desk' },
  'report of today': { door: 'desk' },
  approval: { door: 'desk' },
  'wall poll': { door: 'kiosk' },
  'wall poll, unchanged': { door: 'kiosk' },
  tile: { door: 'kiosk' },
  'card returned': { door: 'kiosk' },
  beat: { door: 'kiosk' },
  'catalogue, unchanged': { door: 'kiosk' },
  sweep: { queue: 'sweep' },
  erasure: { door: 'public', queue: 'erase' },
  'day closed': { queue: 'sweep' },
} as const satisfies Partial<Record<Operation, { door?: Worker; queue?: Worker }>>;
/** Operations that are billed here. */
type Billed = keyof typeof WORKERS;

/** How often a visit needs each: a card is read in ten zones, at the booth, and five times while its owner looks at the last step. */
export const OF_A_VISIT: Partial<Record<Billed, number>> = {
  'tap at the door': 1,
  interactions: 1,
  'photo asked': 1,
  'photo uploaded': 1,
  'photo made': 1,
  entry: 1,
  preview: 1,
  'check-out': 1,
  mail: 1,
  feedback: 1,
  'card looked at': 16,
  'memory page': 1,
  'photo at home': 1,
  'desk queue': 1,
  approval: 1,
  tile: 1,
  'card returned': 1,
  // every visit ends so: by its visitor, or when its days are over
  erasure: 1,
  'day closed': 1,
};

/** The hall this was drawn for: ten zones, a booth, a wall and a desk; nine hours a day, 26 days a month. */
export const HALL = { zones: 10, kiosks: 13, hours: 9 * 26, minutes: 30 * 24 * 60, days: 30 } as const;

/** What kiosks ask by the clock in an hour (web/shared/beat.ts, web/zone/catalogues.ts, web/wall/feed.ts, web/booth/steps/attract.tsx, web/desk/use-queue.ts). */
const OF_AN_HOUR: Partial<Record<Billed, number>> = {
  beat: HALL.kiosks * 60,
  'catalogue, unchanged': HALL.zones * 60,
  'wall poll, unchanged': 3600 / 5,
  'wall poll': 3600 / 30,
  'desk queue': 3600 / 5,
};

const GB = 1e9;
/** MB of a function that has one core for itself; with less it has as much less of a core. */
const WHOLE_CORE = 1769;
/** Milliseconds that a function waits for a service: of the first order, nobody measured them here. Each request is waited for alone, which is too much. */
const WAITS = { dynamodb: 5, s3: 30, sqs: 10, ses: 60 } as const;
/** Bytes that Lambda adds to the log of each run (`platform.start`, `platform.report`), and API Gateway for each request. */
const RUN_LINES = 520;
const REQUEST_LINE = 200;
/** A queue's message is received and deleted; the bus puts into two queues, and each such message is one more. */
const TAKING = 2;

const sumOf = (counts: Record<string, number>, ...names: string[]): number =>
  names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);

const waited = (requests: Record<string, number>): number =>
  Object.entries(requests).reduce((sum, [action, count]) => {
    const [service = ''] = action.split(':');
    return sum + count * (WAITS[service as keyof typeof WAITS] ?? 0);
  }, 0);

/** Runs of one function, with their memory, time and lines. */
const runsOf = ({ durations, memory }: Measured, worker: Worker | undefined, runs: number, waits: number): Usage => {
  if (worker === undefined || runs === 0) return {};
  const { cpu, logged } = durations.runs[worker];
  const worked = cpu * Math.max(1, WHOLE_CORE / memory[worker]);
  return {
    run: runs,
    runGBs: ((memory[worker] / 1024) * (runs * worked + waits)) / 1000,
    logGB: (runs * (logged + RUN_LINES)) / GB,
  };
};

/** What one operation is billed as. */
export const usageOf = (measured: Measured, operation: Billed): Usage => {
  const { calls, runs, answeredBytes, requests, bytes, readUnits, writeUnits } = measured.counts[operation];
  const { door, queue }: { door?: Worker; queue?: Worker } = WORKERS[operation];
  // An operation with both waits in its worker: its door only leaves a message.
  const waits = waited(requests);
  const fromBus = operation === 'photo uploaded' ? 1 : operation === 'feedback' ? runs : 0;
  const queued = queue === undefined || queue === 'sweep' ? 0 : runs * TAKING;
  const mails = sumOf(requests, 'ses:SendRawEmail');
  return together(
    {
      page: calls,
      pageGB: answeredBytes / GB,
      call: calls,
      logGB: (calls * REQUEST_LINE) / GB,
      read: readUnits,
      write: writeUnits,
      put: sumOf(requests, 's3:PutObject', 's3:CopyObject', 's3:ListBucket'),
      get: sumOf(requests, 's3:GetObject', 's3:HeadObject'),
      message: sumOf(requests, 'sqs:SendMessage') + queued + fromBus,
      mail: mails,
      // a picture travels as base64
      mailGB: mails > 0 ? (sumOf(bytes, 's3:GetObject') * 4) / 3 / GB : 0,
    },
    runsOf(measured, door, calls, queue === undefined ? waits : 0),
    runsOf(measured, queue, runs, waits),
  );
};

const sumUp = (measured: Measured, often: Partial<Record<Billed, number>>): Usage =>
  together(
    ...(Object.entries(often) as [Billed, number][]).map(([operation, count]) =>
      times(usageOf(measured, operation), count),
    ),
  );

/** For how many days what is kept. */
export interface Kept {
  keepDays: number;
  wallDays: number;
  logDays: number;
}

/** A usage with its logs kept as long as the setting says. */
const withLogs = (usage: Usage, { logDays }: Kept): Usage =>
  together(usage, { keptLogGB: ((usage.logGB ?? 0) * logDays) / HALL.days });

/** What a visit is billed as, from the door to its erasure, with what it keeps in table, bucket and log. */
export const usageOfVisit = (measured: Measured, keep: Kept): Usage => {
  const { counts } = measured;
  const visit = Object.keys(OF_A_VISIT) as Billed[];
  const items = visit.reduce((sum, operation) => sum + sumOf(counts[operation].bytes, 'dynamodb:PutItem'), 0);
  const pictures = sumOf(counts['photo made'].bytes, 's3:PutObject');
  const tile = sumOf(counts.tile.bytes, 's3:GetObject');
  const months = (bytes: number, days: number) => (bytes / GB) * (days / HALL.days);
  return together(withLogs(sumUp(measured, OF_A_VISIT), keep), {
    tableGB: months(items, keep.keepDays),
    backupGB: months(items, keep.keepDays),
    objectGB: months(pictures, keep.keepDays) + months(tile, keep.wallDays),
  });
};

/** What the hall asks by the clock in a month, whether or not anybody comes: kiosks while it is open, the sweep always. */
export const usageOfMonth = (measured: Measured, keep: Kept): Usage =>
  together(
    withLogs(times(sumUp(measured, OF_AN_HOUR), HALL.hours), keep),
    withLogs(times(usageOf(measured, 'sweep'), HALL.minutes), keep),
    // each page asks once a minute for its worker, a file of the site
    times({ page: HALL.kiosks * 60, get: HALL.kiosks * 60 }, HALL.hours),
  );
