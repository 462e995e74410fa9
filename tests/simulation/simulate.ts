import { check, checkExpired, checkForgotten } from './check.ts';
import { simulatedHall, type Wrong } from './hall.ts';
import { Random } from './random.ts';
import { visitors } from './visitors.ts';
import { CALM, type Crash, type Faults, World } from './world.ts';

/** 2026-11-22 11:00 in Seoul. */
const START = Date.parse('2026-11-22T02:00:00.000Z');
const MINUTE = 60_000;
/** Faults end here; what they left behind must heal by itself. */
const FAULTS_END = START + 15 * MINUTE;
/** Calls without an answer are found within a quarter of an hour; then a night follows. */
const NEXT_DAY = START + 26 * 60 * MINUTE;
/** The days for which visits are kept are over then, and the next days' closings have been. */
const EXPIRED = START + 34 * 24 * 60 * MINUTE;
/** The time of the wall and of the receipts is over then. */
const FORGOTTEN = EXPIRED + 85 * 24 * 60 * MINUTE;
/** Between these the sweeper comes seldom: nothing happens. */
const BUSY = [START, NEXT_DAY, EXPIRED, FORGOTTEN];

/** Every so many runs go on until visits have expired, and some of them until all is forgotten. */
const EXPIRY_EVERY = 7;
const FORGOTTEN_EVERY = 21;

/** Some runs have a little of everything, some much of one thing. */
const faultsOf = (seed: number): Faults => {
  const random = new Random(seed ^ 0x5eed);
  const wild = random.chance(0.3) ? 3 : 1;
  const some = (most: number) => (random.chance(0.75) ? random.next() * most * wild : 0);
  return {
    slow: some(0.02),
    error: some(0.01),
    echo: some(0.02),
    crash: some(0.01),
    loss: some(0.15),
    double: some(0.15),
    throttle: some(0.1),
    network: some(0.1),
    ses: some(0.4),
  };
};

export interface Simulated {
  /** in words, each with what it is about; empty: everything was kept */
  broken: string[];
  /** named points that were come to, each with the first and the last time, counted in calls */
  points: World['points'];
  /** crashes, wanted ones and others */
  crashed: number;
  /** wanted crashes that did not happen */
  missed: number;
  mails: number;
}

/** One run: the same seed (and the same crashes and mistakes) gives the same run. */
export const simulate = async (
  seed: number,
  { wrong = {}, crashes = [], faults }: { wrong?: Wrong; crashes?: readonly Crash[]; faults?: Faults } = {},
): Promise<Simulated> => {
  const world = new World(seed, START, faults ?? faultsOf(seed), crashes);
  const hall = simulatedHall(world, wrong);
  const people = visitors(world, hall);
  const tick = () => {
    const often = BUSY.some(from => world.now >= from && world.now < from + 66 * MINUTE);
    const pause = often ? MINUTE : world.now < NEXT_DAY ? 120 * MINUTE : 720 * MINUTE;
    world.after(pause, () => {
      world.act('sweep', async () => {
        const ended = await hall.sweepOnce();
        if (ended.how === 'failed' && world.now > FAULTS_END + MINUTE) throw ended.error;
      });
      tick();
    });
  };
  tick();
  await world.runUntil(FAULTS_END);
  world.faults = CALM;
  // Five receives can be used up by then; the alarm of the dead letters says what to do.
  world.after(16 * MINUTE, () => {
    for (const line of Object.values(hall.lines)) line.redrive();
  });
  await world.runUntil(NEXT_DAY + 4 * MINUTE);
  const { taken, heard, lines } = hall;
  const evidence = async () => ({
    now: world.now,
    people,
    items: hall.table.all(),
    receipts: hall.erasures.all(),
    incoming: hall.incoming.keys(),
    photos: hall.photos.keys(),
    pictures: await Promise.all(
      hall.photos.keys().map(async key => [key, new TextDecoder().decode(await hall.photos.get(key))] as const),
    ),
    taken,
    heard,
    neverCalled: hall.neverCalled(),
    waiting: Object.entries(lines).flatMap(([name, line]) => (line.waiting() > 0 ? [name] : [])),
  });
  const broken = check(await evidence());
  if (broken.length === 0 && seed % EXPIRY_EVERY === 0) {
    await world.runUntil(EXPIRED + 5 * MINUTE);
    broken.push(...checkExpired(await evidence()));
    if (seed % FORGOTTEN_EVERY === 0) {
      await world.runUntil(FORGOTTEN + 5 * MINUTE);
      broken.push(...checkForgotten(await evidence()));
    }
  }
  return {
    broken: [...world.troubles, ...broken],
    points: world.points,
    crashed: world.crashed,
    missed: world.crashes.length,
    mails: taken.length,
  };
};
