import { type DeliverDeps, deliver } from '../../functions/deliveries/deliver.ts';
import { CONCERNS } from '../../functions/deliveries/delivery.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { mailsOfVisit, makeMail } from '../../functions/deliveries/mails.ts';
import type { Sender } from '../../functions/deliveries/sender.ts';
import { checkOutDeps } from '../../functions/doors/check-out-deps.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { derivedId, randomIds } from '../../functions/platform/ids.ts';
import { memoryQueue, type Nudge, type Queue } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import type { Table } from '../../functions/platform/table.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import { FUNCTION_SECONDS, ses } from '../simulation/services.ts';
import { watchedTable } from '../simulation/stores.ts';
import { CALM, type Process, World } from '../simulation/world.ts';
import { limit, type Row, row } from './rows.ts';

/** What the sender in memory says its account may send. */
const RATE = 14;
const SECONDS = 120;
/** A little more than the seconds need. */
const MAILS = 1_700;
const WORKERS = 20;
/** A call to SES, in virtual milliseconds, beside what the simulation's stores take. */
const CALL_MS = 120;
const START = Date.parse('2026-11-22T02:00:00.000Z');
const MINUTE_MS = 60_000;
/** A message that was not worked off comes again after this. */
const VISIBILITY_MS = 180_000;
/** By then a claim without an owner was found, and its mail sent. */
const END_MS = 8 * MINUTE_MS;
/** One worker dies when it has claimed its mail, another when SES has taken it. */
const CRASHES = [
  { after: 30_000, point: 'deliver-mail table.update PACE', side: 'before' },
  { after: 60_000, point: 'ses', side: 'after' },
] as const;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A hall that has nothing but a backlog of mails, its queue with so many workers, its sweeper, and SES that tells what it took. */
const backlog = async () => {
  const world = new World(1, START, CALM);
  const clock = () => world.now;
  const table = memoryTable();
  const common = { table, clock, log: silent, ids: randomIds, settings: DEFAULT_HALL_SETTINGS };
  const outside = ses(world, event =>
    world.act('feedback', async () => void (await takeFeedback({ ...common, addressKey: 'key' }, event))),
  );
  /** slots that were given out, in ms */
  const slots: number[] = [];
  const paced = (inner: Table): Table => ({
    ...inner,
    update: async (key, change, condition) => {
      const after = await inner.update(key, change, condition);
      if (key.sk === 'PACE' && after) slots.push(Number(after['next']) / 1000 - 1000 / RATE);
      return after;
    },
  });

  const ready: Nudge[] = [];
  let free = WORKERS;
  const queue: Queue = {
    send: async (nudge, seconds = 0) =>
      world.after(seconds * 1000, () => {
        ready.push(nudge);
        start();
      }),
  };
  const depsOf = (process: Process): DeliverDeps => {
    const take = async (...mail: Parameters<Sender['send']>) => {
      await world.sleep(CALL_MS);
      return outside.sender.send(...mail);
    };
    return {
      ...{ ...common, table: watchedTable(world, process, paced(table)), queue },
      sender: { ...outside.sender, send: (...mail) => world.cross(process, 'ses', () => take(...mail), true) },
      write: async () => ({ photoLate: false, raw: async mail => new TextEncoder().encode(`To: ${mail.address}`) }),
      sleep: ms => world.sleep(ms),
      ...{ deadline: process.deadline, from: 'Hall <hall@example.org>', configurationSet: 'hall' },
    };
  };
  const work = async (nudge: Nudge): Promise<void> => {
    const { how } = await world.invoke('deliver-mail', FUNCTION_SECONDS, process =>
      deliver(depsOf(process), { visitId: String(nudge['visitId']), deliveryId: String(nudge['deliveryId']) }),
    );
    free += 1;
    if (how !== 'done') world.after(VISIBILITY_MS, () => void queue.send(nudge));
    start();
  };
  const start = (): void => {
    for (; free > 0 && ready.length > 0; free -= 1) world.act('worker', () => work(ready.shift() as Nudge));
  };

  for (let one = 0; one < MAILS; one += 1) {
    const [visitId, deliveryId] = [derivedId('visit', String(one)), derivedId('mail', String(one))];
    await table.put({ pk: `VISIT#${visitId}`, sk: 'VISIT', visitId });
    const address = `visitor-${one}@example.org`;
    const about = { checkOutId: 'check-out', addressHash: address, maskedAddress: address, language: 'en' } as const;
    await makeMail(table, clock, { visitId, deliveryId, address, ...about });
    await queue.send({ visitId, deliveryId });
  }
  for (const { after, ...crash } of CRASHES) world.after(after, () => void world.crashes.push(crash));
  const others = { photos: memoryBucket(), incoming: memoryBucket(), erasures: memoryTable() };
  const sweeping = {
    ...checkOutDeps({ ...common, queue, origin: '', edgeSecret: '', addressKey: 'key' }),
    ...{ ...others, settings: common.settings, photoQueue: memoryQueue(), eraseQueue: memoryQueue() },
    deadline: Number.POSITIVE_INFINITY,
  };
  for (let at = MINUTE_MS; at < END_MS; at += MINUTE_MS)
    world.after(at, () => world.act('sweep', async () => void (await sweep(sweeping))));
  return { world, table, slots, taken: outside.taken };
};

/** Most of them in any second, from one of them on. */
const worstSecond = (times: readonly number[]): number => {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.max(...sorted.map((from, at) => sorted.slice(at, at + 2 * RATE).filter(one => one < from + 1000).length));
};

/** A backlog at 14 mails a second in virtual time, two of its workers dying: how much of the rate is used, the worst second, and what was lost or doubled. */
export const benchPace = async (): Promise<Row[]> => {
  const { world, table, slots, taken } = await backlog();
  await world.runUntil(START + END_MS);
  if (world.crashed !== CRASHES.length || world.troubles.length > 0)
    throw new Error(`the backlog had ${world.crashed} crashes, and ${world.troubles.join('; ') || 'no trouble'}`);
  const first = taken[0]?.at ?? START;
  const times = Map.groupBy(taken, ({ deliveryId }) => deliveryId);
  let once = 0;
  for (let one = 0; one < MAILS; one += 1)
    for (const { deliveryId, state } of await mailsOfVisit(table, derivedId('visit', String(one))))
      if (times.get(deliveryId)?.length === 1 && CONCERNS[state] === 'sent') once += 1;
  return [
    row({
      name: 'pace: use of the rate under a backlog',
      ours: taken.filter(({ at }) => at < first + SECONDS * 1000).length / SECONDS,
      reference: RATE,
      referenceName: 'rate of the account',
      target: 0.97,
      atLeast: true,
      unit: 'mails/s',
    }),
    limit('pace: worst second of slots', worstSecond(slots), RATE + 1, 'mails'),
    row({
      name: `pace: lost or doubled of ${MAILS}, over two crashes`,
      ours: MAILS - once,
      reference: 1,
      referenceName: 'one is too many',
      target: 0.5,
      unit: 'mails',
    }),
  ];
};
