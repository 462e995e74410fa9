import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../simulation/random.ts';
import { Cards } from './cards.ts';
import { Floor } from './floor.ts';
import { type KillableHall, killableHall } from './killable-hall.ts';
import { furnish } from './kiosks.ts';
import { picturePool } from './pictures.ts';
import { partiesOf } from './plans.ts';
import { redriveAll } from './redrive.ts';
import type { Told } from './told.ts';
import { visiting } from './visitors.ts';

export interface SoakWish {
  visits: number;
  seed: number;
  /** where the hall lies; made */
  dir: string;
  /** ms by the machine's clock in which a minute passes in the hall: all waiting times are scaled by it. 2000 when it is left out */
  minute?: number;
  show(line: string): void;
}

/** What was done to the hall, and where it can be looked at. It is still open. */
export interface Soaked {
  told: Told;
  hall: KillableHall;
  /** faults by name */
  faults: Record<string, number>;
  kills: number;
}

const MINUTE = 60_000;
/** Short enough that an hour of waiting costs two minutes, long enough that a busy machine keeps up. */
const MINUTE_TAKES = 2_000;
/** Parties that are in the hall at the same time. */
const AT_ONCE = 28;
/** One power cut for so many visits. */
const VISITS_A_CUT = 90;
/** When nobody is there any more, the time passes in longer steps. */
const STEP = 3 * MINUTE;
/** Unclear calls and uploads without an event are found within a quarter of an hour, dead letters after five tries of three minutes. */
const HEALING_STEPS = 11;
/** What was erased at the closing is through after this. */
const CLOSING_STEPS = 7;
const SEOUL_MS = 9 * 60 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;
const OPENING_MS = 8 * 60 * MINUTE;
const inTheDay = (now: number): number => (now + SEOUL_MS) % DAY_MS;
/** A soak begins in the morning, so that no night comes before its visits are over. */
const untilMorning = (): number => (DAY_MS + OPENING_MS - inTheDay(Date.now())) % DAY_MS;

/** Runs `work` over all of a list, so many at a time. */
const inTurns = async <T>(list: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> => {
  const rest = [...list];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = rest.shift(); next; next = rest.shift()) await work(next);
    }),
  );
};

/** One soak up to the moment when everything is quiet and the day is closed. Throws when the hall does not come to rest. */
export const soak = async ({ visits, seed, dir, show, minute = MINUTE_TAKES }: SoakWish): Promise<Soaked> => {
  const faults: Record<string, number> = {};
  const fault = (name: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
  };
  mkdirSync(dir, { recursive: true });
  const told: Told = { people: [], photos: [], secrets: [], troubles: [] };
  const floor = new Floor(seed, told, fault);
  const pictures = picturePool();
  const hall = await killableHall({ dir, seed, ahead: untilMorning() }, fault);
  floor.ahead = hall.ahead;
  const kiosks = await furnish(floor, hall);
  const fileOf = await pictures;
  const parties = partiesOf(seed, visits);
  const cards = new Cards(floor, Math.max(60, Math.ceil(visits / 10)));
  const visit = visiting(floor, kiosks, cards, fileOf);

  const pass = async (ms: number) => {
    await floor.breathless(async () => {
      await hall.leap(ms);
      floor.ahead = hall.ahead;
    });
    await hall.tick();
  };

  let done = 0;
  let cuts = 0;
  let over = false;
  const random = new Random(seed ^ 0xc07);
  const share = visits / Math.max(1, Math.round(visits / VISITS_A_CUT));
  let cutAt = share * (0.3 + 0.4 * random.next());
  const conduct = async () => {
    while (!over) {
      await pause(minute);
      if (done >= cutAt) {
        cutAt = share * (++cuts + 0.3 + 0.4 * random.next());
        fault('killed the hall');
        await hall.killAndStart();
      }
      await pass(MINUTE);
    }
  };
  const conducted = conduct();
  const began = Date.now();
  const ticker = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    const count = Object.values(faults).reduce((sum, one) => sum + one, 0);
    show(`${seconds} s: ${done} of ${visits} visits, ${cuts} power cuts, ${count} faults`);
  }, 10_000);
  try {
    const lived = inTurns(parties, AT_ONCE, async party => {
      await visit(party).catch((error: unknown) => told.troubles.push(String(error)));
      done += party.members.length;
    }).finally(() => {
      over = true;
    });
    // A hall that does not start again ends the soak at once.
    await Promise.all([lived, conducted]);
    floor.calm = true;
    await hall.calm();
    show(`all ${visits} visits are over; what was broken must heal now`);
    const steps = async (count: number) => {
      for (let step = 0; step < count; step++) await pass(STEP).then(hall.rest);
    };
    await steps(HEALING_STEPS);
    const again = await redriveAll(dir);
    if (again > 0) show(`${again} dead letters were sent back to their queues`);
    await steps(again > 0 ? HEALING_STEPS : 1);
    await pass(DAY_MS - inTheDay(floor.now));
    await steps(CLOSING_STEPS);
  } finally {
    over = true;
    clearInterval(ticker);
    writeFileSync(join(dir, 'told.json'), JSON.stringify(told));
  }
  for (const wrong of (await hall.look()).wrong) told.troubles.push(`the hall: ${wrong}`);
  const kills = Object.entries(faults).reduce((sum, [name, count]) => sum + (name.startsWith('killed') ? count : 0), 0);
  return { told, hall, faults, kills };
};
