import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Hono } from 'hono';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { parse } from '../../functions/platform/schema.parse.ts';
import { type Interaction, interaction, interactionsRequest } from '../../functions/visits/visit.schema.ts';
import { countedHall } from '../../infra/local/counted-hall.ts';
import { logWalk, newCard, tapAtDoor } from '../../infra/local/visit.ts';
import { walk } from '../../infra/local/walk.ts';
import { busyDoors } from './doors-rig.ts';
import { limit, median, overRounds, type Row, row, timed } from './rows.ts';

const ROUNDS = 9;
const SECONDS = 2;

/** Where the doors answer here: no network, and stores in memory instead of DynamoDB. */
const WHERE = 'in process, in memory';

/** Interactions a second behind the door, and of reading and checking the same bytes alone. Each round has a table of its own. */
const logging = async (size: number): Promise<Row> => {
  const times: { ours: number; reference: number }[] = [];
  for (let round = 0; round < ROUNDS + 2; round += 1) {
    const hall = await busyDoors();
    const body = await hall.batch(size);
    const reference = await timed(() => {
      const { interactions } = parse(interactionsRequest, JSON.parse(body));
      for (const one of interactions) parse(interaction, one);
    });
    const ours = await timed(() => hall.log(body));
    times.push({ ours, reference });
  }
  const measured = times.slice(2);
  const rate = (ms: number) => (size * 1000) / ms;
  return row({
    name: `doors: interactions a second, batches of ${size}, ${WHERE}`,
    ours: rate(median(measured.map(time => time.ours))),
    reference: rate(median(measured.map(time => time.reference))),
    referenceName: 'parsing and checking alone',
    ...overRounds(measured.map(time => time.reference / time.ours)),
    target: 0.05,
    atLeast: true,
    unit: '/s',
  });
};

/** Write units an interaction, as DynamoDB would bill them. */
const unitsOf = async (size: number): Promise<number> => {
  const hall = await countedHall();
  const until = Date.now();
  const from = until - 3_600_000;
  const batch: Interaction[] = [];
  while (batch.length < size) {
    const cardId = newCard();
    await tapAtDoor(hall.kiosks.zone, { cardId, language: 'ko', at: from });
    batch.push(...walk({ catalogue, cardId, from, until, zones: [2], seed: batch.length }).slice(0, 3));
  }
  const { count } = await hall.count(() => logWalk(hall.kiosks.zone, batch.slice(0, size)));
  return count.writeUnits / size;
};

/** Requests a second of one route, against a bare app that answers the same bytes. */
const answering = async (name: string, ask: () => Promise<{ text: string }>): Promise<Row> => {
  const { text } = await ask();
  const bare = new Hono().get('/', context => context.body(text));
  const many = 50;
  const times: [number, number][] = [];
  for (let round = 0; round < ROUNDS + 2; round += 1) {
    const ours = await timed(async () => {
      for (let n = 0; n < many; n += 1) await ask();
    });
    const reference = await timed(async () => {
      for (let n = 0; n < many; n += 1) await (await bare.request('/')).text();
    });
    times.push([ours, reference]);
  }
  const measured = times.slice(2);
  const rate = (ms: number) => (many * 1000) / ms;
  return row({
    name: `doors: ${name}, requests a second, ${WHERE}`,
    ours: rate(median(measured.map(([one]) => one))),
    reference: rate(median(measured.map(([, other]) => other))),
    referenceName: `a bare app with the same ${(Buffer.byteLength(text) / 1000).toFixed(0)} KB`,
    ...overRounds(measured.map(([one, other]) => other / one)),
    target: 0.02,
    atLeast: true,
    unit: '/s',
  });
};

/** Requests a second that so many workers answer in the same two seconds, and how many cores that kept busy. */
const together = async (count: number): Promise<{ rate: number; cores: number }> => {
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./doors-worker.ts', import.meta.url), { workerData: { seconds: SECONDS } }),
  );
  try {
    await Promise.all(workers.map(worker => once(worker, 'message')));
    const answers = workers.map(worker => once(worker, 'message'));
    const used = process.cpuUsage();
    for (const worker of workers) worker.postMessage('go');
    const rate = (await Promise.all(answers)).reduce((sum, [answered]) => sum + Number(answered), 0) / SECONDS;
    const { user, system } = process.cpuUsage(used);
    return { rate, cores: (user + system) / 1e6 / SECONDS };
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()));
  }
};

/** What the doors answer a second on one core over stores in memory, what a second core adds, and what an interaction writes. */
export const benchDoors = async (): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const size of [100, 500]) {
    rows.push(
      await logging(size),
      limit(`doors: write units an interaction, batches of ${size}`, await unitsOf(size), 1, 'WRU'),
    );
  }
  const hall = await busyDoors();
  rows.push(await answering('memory page', hall.page), await answering('wall feed', hall.wall));
  const rounds = [];
  for (let round = 0; round < 3; round += 1) rounds.push({ one: await together(1), two: await together(2) });
  const cores = median(rounds.map(({ one }) => one.cores));
  rows.push(
    row({
      name: `doors: requests a second on two cores, ${WHERE}`,
      ours: median(rounds.map(({ two }) => two.rate)),
      reference: median(rounds.map(({ one }) => one.rate)),
      referenceName: 'one worker',
      ...overRounds(rounds.map(({ one, two }) => two.rate / one.rate)),
      target: 1.6,
      atLeast: true,
      unit: '/s',
      beyond: {
        because: `one worker alone keeps ${cores.toFixed(2)} cores busy: its garbage is collected on the other`,
        gate: 1.35,
      },
    }),
  );
  return rows;
};
