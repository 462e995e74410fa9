import { dropUnkept } from '../photos/keep.ts';
import type { Bucket } from '../platform/bucket.ts';
import { type Clock, instant, seoulDay } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Log } from '../platform/log.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Queue } from '../platform/queue.ts';
import type { Item, Table } from '../platform/table.ts';
import { dropTours } from '../visits/tours.ts';
import { expireVisit } from './erase.ts';
import { expireWall } from './outlived.ts';
import { expireReceipts } from './receipts.ts';
import { keepFigures } from './report.ts';

export interface ClosingDeps {
  table: Table;
  /** where receipts lie */
  erasures: Table;
  photos: Bucket;
  incoming: Bucket;
  /** of erasures */
  eraseQueue: Queue;
  clock: Clock;
  log: Log;
  settings: Pick<HallSettings, 'keepDays' | 'wallDays'>;
  /** ms on the clock at which this function is stopped */
  deadline: number;
}

/** What a closing did. */
export interface Closed {
  closed: number;
  expired: number;
  wallExpired: number;
  receiptsExpired: number;
  toursExpired: number;
}

const PROGRESS = { pk: 'SWEEP', sk: 'DAYS' };
const DAY_MS = 86_400_000;
/** A kiosk that was offline brings visits of days already closed: so many days are looked at again. */
const LATE_DAYS = 3;
const WIDTH = 8;

/** The days from ... to, both included. */
export const daysFrom = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

const visitsOf = async (table: Table, day: string): Promise<Item[]> =>
  (await table.query({ index: 'day', pk: day })).items.filter(item => item.sk === 'VISIT');

/**
 * Closes a visit that is still open, and lets the photos go that nobody wanted kept and no entry shows, also those of a visit that ended with its
 * card. True: it was open.
 */
const closeVisit = async (deps: ClosingDeps, visit: Item, today: string): Promise<boolean> => {
  const { table, clock } = deps;
  const key = { pk: visit.pk, sk: visit.sk };
  const { items } = await table.query({ pk: visit.pk });
  const shown = new Set(
    items
      .filter(({ sk, state }) => sk.startsWith('ENTRY#') && (state === 'pending' || state === 'approved'))
      .flatMap(({ photoId, drawingId }) => [photoId, drawingId]),
  );
  for (const { sk, photoId } of items)
    if (sk.startsWith('HAS#') && !shown.has(photoId)) await dropUnkept(deps, String(photoId));
  const closed = { set: { state: 'closed', closedAt: instant(clock()) } };
  const wasOpen = await table.update(key, closed, { is: { state: 'open' }, missing: ['erased'] });
  // Last: a closing that broke off finds the visit again.
  await table.update(key, { set: { tidied: today } }, { has: ['visitId'], missing: ['erased'] });
  return wasOpen !== undefined;
};

/**
 * The daily closing, in the first minutes of a new day in Seoul: visits of past days that are still open are closed and counted, those older than `keepDays` are
 * erased and tours as old let go, entries older than `wallDays` leave the wall. Remembers the day it is through with and `keepDays` of then; what it cannot do before
 * `deadline` the next run goes on with. undefined: this day's closing was done.
 */
export const closeDays = async (deps: ClosingDeps): Promise<Closed | undefined> => {
  const { table, clock, settings, log } = deps;
  const today = seoulDay(clock());
  const progress = await table.get(PROGRESS);
  const through = progress?.['through'] as string | undefined;
  if (through === today) return undefined;
  const yesterday = dayBefore(today, 1);
  // Without progress (a new or restored table) every day is looked at that a visit may still lie in.
  const since =
    through === undefined ? dayBefore(today, settings.keepDays + 2 * LATE_DAYS) : dayBefore(through, LATE_DAYS);
  const outcome: Closed = { closed: 0, expired: 0, wallExpired: 0, receiptsExpired: 0, toursExpired: 0 };
  const late = () => clock() > deps.deadline - 5_000;
  for (const day of daysFrom(since, yesterday)) {
    const untidy = (await visitsOf(table, day)).filter(visit => visit['erased'] !== true && visit['tidied'] !== today);
    const done = await inParallel(untidy, WIDTH, async visit => !late() && (await closeVisit(deps, visit, today)));
    outcome.closed += done.filter(Boolean).length;
    if (late()) return outcome;
    // Before anything of the day expires: the report lives on the figures, not on the visits.
    if (untidy.length > 0) await keepFigures(deps, day);
  }
  const last = dayBefore(today, settings.keepDays + 1);
  // Visits may be kept for fewer days than at the closing before: then also the days between have expired.
  const kept = Math.max(settings.keepDays, Number(progress?.['keepDays'] ?? 0));
  const firstExpired = dayBefore(through === undefined ? last : dayBefore(through, kept + 1), 2 * LATE_DAYS);
  for (const day of daysFrom(firstExpired, last)) {
    const over = (await visitsOf(table, day)).filter(visit => visit['erased'] !== true);
    const erasing = { ...deps, queue: deps.eraseQueue };
    const done = await inParallel(
      over,
      WIDTH,
      async visit => !late() && (await expireVisit(erasing, String(visit['visitId']))),
    );
    outcome.expired += done.filter(Boolean).length;
    outcome.toursExpired += await dropTours(deps, day);
    if (late()) return outcome;
  }
  outcome.wallExpired = await expireWall(deps);
  outcome.receiptsExpired = await expireReceipts(deps);
  await table.put({ ...PROGRESS, type: 'SWEEP', through: today, keepDays: settings.keepDays });
  log.info('day-closed', { day: yesterday, ...outcome });
  return outcome;
};
