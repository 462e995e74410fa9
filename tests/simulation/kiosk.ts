import { HallError } from '../../functions/platform/errors.ts';
import type { SimulatedHall } from './hall.ts';
import type { Visitor } from './told.ts';
import type { World } from './world.ts';

type Door = ReturnType<SimulatedHall['doors']>;
/** What a request names: the kiosk's own clock at the sending. */
export type Ask<T> = (door: Door, sentAt: string) => Promise<T>;

const DOOR_SECONDS = 25;
const PATIENCE_MS = 12_000;
/** When a request comes once more: at once, or when an erasure may be through. */
const [SOON_MS, LATE_MS] = [15_000, 30 * 60_000];

/** One kiosk (or a person's browser): its clock is wrong by `skew` ms, it asks until it is told. */
export interface Kiosk {
  name: string;
  /** an instant by its own clock */
  stamp(ms: number): string;
  /** undefined: it was refused for good; that is noted with the visitor */
  ask<T>(what: string, who: Visitor, ask: Ask<T>, same: (answer: T) => string): Promise<T | undefined>;
}

export const kiosk = (world: World, hall: SimulatedHall, name: string, door: string): Kiosk => {
  const { random } = world;
  const skew = random.chance(0.5) ? 0 : random.int(-86_400_000, 86_400_000);
  const stamp = (ms: number) => new Date(ms + skew).toISOString();
  const once = <T>(ask: Ask<T>, sentAt: string) =>
    world.invoke(door, DOOR_SECONDS, process => ask(hall.doors(process), sentAt));

  /** One request over the network: undefined when no answer came. */
  const request = async <T>(ask: Ask<T>) => {
    const sentAt = stamp(world.now);
    await world.sleep(random.int(5, 200));
    if (random.chance(world.faults.network)) return void (await world.sleep(PATIENCE_MS));
    const ended = await once(ask, sentAt);
    if (random.chance(world.faults.network)) return void (await world.sleep(PATIENCE_MS));
    await world.sleep(random.int(5, 200));
    return ended.how === 'died' ? undefined : ended;
  };

  return {
    name,
    stamp,
    ask: async (what, who, ask, same) => {
      const tried = world.now;
      for (let round = 0; ; round++) {
        const ended = await request(ask);
        if (ended?.how === 'done') {
          who.answers.push({ what, tried });
          // A kiosk that missed the answer asks again, also much later: it is told the same.
          if (random.chance(world.faults.double))
            world.after(random.int(0, random.chance(0.2) ? LATE_MS : SOON_MS), () =>
              world.act(`${name} again`, async () => {
                const again = await once(ask, stamp(world.now));
                if (again.how === 'done' && same(again.value) !== same(ended.value))
                  world.troubles.push(`other answer: ${what} said ${same(ended.value)} and then ${same(again.value)}`);
              }),
            );
          return ended.value;
        }
        if (ended?.how === 'failed') {
          const { error } = ended;
          if (!(error instanceof HallError)) throw error;
          if (error.status < 500) {
            who.refusals.push({ what, code: error.code, at: world.now });
            return undefined;
          }
        }
        await world.sleep(Math.min(60_000, 2_000 * 2 ** round));
      }
    },
  };
};
