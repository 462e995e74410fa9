import { setTimeout as pause } from 'node:timers/promises';
import { Answered, type Kiosk } from '../../infra/local/kiosk.ts';
import { Random } from '../simulation/random.ts';
import type { Told, Visitor } from './told.ts';

/** Shares of the requests that go wrong between a kiosk and the hall. */
const LOST = 0.02;
const ANSWER_LOST = 0.03;
const TWICE = 0.03;
/** A kiosk tries again soon at first; the hall may be away for seconds. */
const FIRST_PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 1_000;
/** A hall that answers nothing for so long is broken, or the soak is. */
const PATIENCE_MS = 300_000;
const DAY_MS = 86_400_000;

/** The room with all its kiosks: its clock goes with the hall's, and it can be made to hold its breath. */
export class Floor {
  readonly random: Random;
  readonly told: Told;
  /** ms by which the hall's clock is ahead of the machine's */
  ahead = 0;
  calm = false;
  readonly #fault: (name: string) => void;
  #onWay = 0;
  #gate: Promise<void> | undefined;
  #open: () => void = () => undefined;

  constructor(seed: number, told: Told, fault: (name: string) => void) {
    this.random = new Random(seed ^ 0x0f1008);
    this.told = told;
    this.#fault = fault;
  }

  /** ms by the hall's clock */
  get now(): number {
    return Date.now() + this.ahead;
  }

  /** Waits until so many ms have passed by the hall's clock. */
  async until(moment: number): Promise<void> {
    while (this.now < moment) await pause(50);
  }

  chance(share: number, fault: string): boolean {
    if (this.calm || !this.random.chance(share)) return false;
    this.#fault(fault);
    return true;
  }

  /** Lets nobody send, waits for what is on its way, and then lets `act` happen. */
  async breathless(act: () => Promise<void>): Promise<void> {
    this.#gate = new Promise(done => {
      this.#open = done;
    });
    try {
      while (this.#onWay > 0) await pause(2);
      await act();
    } finally {
      this.#gate = undefined;
      this.#open();
    }
  }

  /** One thing that goes over the network. */
  async send<T>(act: () => Promise<T>): Promise<T> {
    while (this.#gate) await this.#gate;
    this.#onWay++;
    try {
      return await act();
    } finally {
      this.#onWay--;
    }
  }
}

/** One kiosk of the room. Its clock is wrong by days, or right; it asks until it is told. */
export interface Asking {
  /** an instant by its own clock */
  stamp(ms: number): string;
  /** undefined: refused for good, which is noted with the visitor */
  ask<T>(
    what: string,
    who: Visitor,
    act: (kiosk: Kiosk, sentAt: string) => Promise<T>,
    same?: (answer: T) => string,
  ): Promise<T | undefined>;
}

const codeOf = (error: Answered): string =>
  (error.body as { error?: { code?: string } }).error?.code ?? `status-${error.status}`;

/** A kiosk; `kiosk()` is asked anew for each request, since the hall may have been opened again. */
export const askingKiosk = (floor: Floor, kiosk: () => Promise<Kiosk> | Kiosk): Asking => {
  const { random, told } = floor;
  const skew = random.chance(0.5) ? 0 : random.int(-DAY_MS, DAY_MS);
  const stamp = (ms: number) => new Date(ms + skew).toISOString();
  let line: Promise<unknown> = Promise.resolve();

  /** Once more much later, by a kiosk that is not sure: the answer must be the same. */
  const again = async <T>(
    what: string,
    who: Visitor,
    once: () => Promise<T>,
    first: string,
    same: (answer: T) => string,
  ) => {
    await pause(random.int(0, 2_000));
    const answer = await once().catch(() => undefined);
    if (answer !== undefined && who.erased === undefined && same(answer) !== first)
      told.troubles.push(`another answer: ${what} of ${who.number} said ${first}, then ${same(answer)}`);
  };

  return {
    stamp,
    ask: async (what, who, act, same) => {
      const tried = floor.now;
      const until = Date.now() + PATIENCE_MS;
      // A kiosk has one connection: its requests go one after the other.
      const once = () => {
        const sent = line.then(() => floor.send(async () => act(await kiosk(), stamp(floor.now))));
        line = sent.catch(() => undefined);
        return sent;
      };
      for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(LONGEST_PAUSE_MS, wait * 2)) {
        if (!floor.chance(LOST, 'request-lost'))
          try {
            const answer = await once();
            if (!floor.chance(ANSWER_LOST, 'answer-lost')) {
              who.answers.push({ what, tried });
              if (same && floor.chance(TWICE, 'asked-twice')) void again(what, who, once, same(answer), same);
              return answer;
            }
          } catch (error) {
            if (error instanceof Answered && error.status < 500 && error.status !== 429) {
              who.refusals.push({ what, code: codeOf(error), at: floor.now });
              return undefined;
            }
            if (Date.now() > until) throw new Error(`${what} of ${who.number} is not answered: ${String(error)}`);
          }
        await pause(wait + random.int(0, 50));
      }
    },
  };
};
