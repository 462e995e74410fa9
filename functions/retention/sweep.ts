import { type CheckOutDeps, finishCheckOut } from '../deliveries/check-outs.ts';
import { finishCorrection } from '../deliveries/corrections.ts';
import { wakeHeld, warnOfHold } from '../deliveries/holding.ts';
import { DUE, mailOf } from '../deliveries/mails.ts';
import { unstick } from '../deliveries/stuck.ts';
import { sweepUpload } from '../photos/keep.ts';
import { instant } from '../platform/clock.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Queue } from '../platform/queue.ts';
import type { Item } from '../platform/table.ts';
import { type ClosingDeps, closeDays } from './closing.ts';
import { dropOff } from './outlived.ts';

export interface SweepDeps extends ClosingDeps, CheckOutDeps {
  /** of renditions */
  photoQueue: Queue;
}

/** What a sweep can find; all but those of an ordinary day are alarms, each one: something got lost on its way. */
const FINDS = [
  'check-out-unfinished',
  'correction-unfinished',
  'mail-without-nudge',
  'mail-claim-lost',
  'mail-unknown',
  'upload-event-lost',
  'erasure-unfinished',
  'unknown-intent',
  'failed',
  'upload-late',
  'upload-given-up',
  'held-woken',
] as const;
export type Find = (typeof FINDS)[number];

/**
 * Finds that belong to an ordinary day: a booth that is offline, or a tablet whose visitor walked away, has not uploaded yet (`upload-late`) or
 * never will (`upload-given-up`, which is an alarm of its own); and mails are woken here after the desk released them (`held-woken`).
 */
const ORDINARY: readonly Find[] = ['upload-late', 'upload-given-up', 'held-woken'];

export type Counts = Partial<Record<Find, number>>;

/** Intents a run looks at; the rest comes a minute later. */
const PAGE = 400;
const WIDTH = 8;
/** No intent that is open is due later than this, but those that are held. */
const LOOK_AHEAD_MS = 86_400_000;
/** An erasure that was nudged again gets so long. */
const ERASURE_SECONDS = 60;

const photoOverdue = async (deps: SweepDeps, photoId: string): Promise<Find | undefined> => {
  const outcome = await sweepUpload(deps, photoId);
  if (outcome === 'given-up') {
    // Mails that wait for this photo need not wait on.
    const { items } = await deps.table.query({ pk: `PHOTO#${photoId}`, prefix: 'IN#' });
    for (const { sk } of items) await deps.queue.send({ visitId: sk.slice('IN#'.length) });
    return 'upload-given-up';
  }
  return outcome === 'nudged' ? 'upload-event-lost' : outcome === 'later' ? 'upload-late' : undefined;
};

const erasureOverdue = async (deps: SweepDeps, item: Item): Promise<Find | undefined> => {
  const dueAt = instant(deps.clock() + ERASURE_SECONDS * 1000);
  // The index may be behind: an erasure that is through has no item any more.
  if (!(await deps.table.update({ pk: item.pk, sk: item.sk }, { set: { dueAt } }, { has: ['erased'] })))
    return undefined;
  await deps.eraseQueue.send({ visitId: item.pk.slice('VISIT#'.length), pass: 1 });
  return 'erasure-unfinished';
};

/** Says how long the oldest mail has waited, each minute: the pulse of the hall. Held mails are warned of by themselves. */
const lookAround = async ({ table, clock, log }: SweepDeps): Promise<void> => {
  const to = instant(clock() + LOOK_AHEAD_MS);
  const { items } = await table.query({ index: 'due', pk: DUE, to, limit: PAGE });
  const asked = items.filter(({ sk }) => sk.startsWith('MAIL#')).map(item => Date.parse(mailOf(item).askedAt));
  const oldest = Math.min(clock(), ...asked);
  log.info('looked-around', { oldestMailSeconds: Math.round((clock() - oldest) / 1000), intents: items.length });
};

/** Sets one overdue intent going. */
const pickUp = async (deps: SweepDeps, item: Item): Promise<Find | undefined> => {
  const [kind = '', id = ''] = item.sk.split('#');
  const visitId = item.pk.slice('VISIT#'.length);
  switch (kind) {
    case 'OUT':
      return (await finishCheckOut(deps, visitId, id)) ? 'check-out-unfinished' : undefined;
    case 'FIX':
      return (await finishCorrection(deps, visitId, id)) ? 'correction-unfinished' : undefined;
    case 'MAIL':
      return unstick(deps, mailOf(item));
    case 'PHOTO':
      return photoOverdue(deps, item.pk.slice('PHOTO#'.length));
    case 'VISIT':
      return erasureOverdue(deps, item);
    case 'ENTRY':
      // Nothing got lost: this is how it goes.
      await dropOff(deps, item);
      return undefined;
    default:
      deps.log.warn('unknown-intent', { kind: kind.slice(0, 20) });
      return 'unknown-intent';
  }
};

/**
 * One run of the sweeper: reads only the `due` index, picks up what is overdue, wakes mails left behind by a release, and closes the day when it is over.
 * One intent that fails does not keep the others waiting. The answer counts by kind.
 */
export const sweep = async (deps: SweepDeps): Promise<Counts> => {
  const { table, clock, log } = deps;
  const counts: Counts = {};
  const count = (find: Find, by = 1) => {
    counts[find] = (counts[find] ?? 0) + by;
  };
  const { items } = await table.query({ index: 'due', pk: DUE, to: instant(clock()), limit: PAGE });
  await inParallel(items, WIDTH, async item => {
    if (clock() > deps.deadline - 5_000) return;
    try {
      const find = await pickUp(deps, item);
      if (find) count(find);
    } catch (error) {
      log.error('sweep-failed', error, { kind: item.sk.split('#')[0] });
      count('failed');
    }
  });
  const woken = await wakeHeld(deps);
  if (woken > 0) count('held-woken', woken);
  await warnOfHold(deps);
  const alarms = FINDS.filter(find => !ORDINARY.includes(find) && counts[find]);
  for (const find of alarms) log.warn('swept', { find, count: counts[find] });
  await closeDays(deps);
  await lookAround(deps);
  return counts;
};
