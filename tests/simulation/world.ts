import { HallError } from '../../functions/platform/errors.ts';
import { Random } from './random.ts';

/** How often each fault comes, as shares of the calls (or messages) it can hit. */
export interface Faults {
  /** a call takes seconds */
  slow: number;
  /** a store refuses before it did anything, or did it and the answer is an error */
  error: number;
  /** the client got no answer and repeated the call by itself; the answer is that of the second */
  echo: number;
  /** the process dies at a call, before or after it */
  crash: number;
  /** a message or an event gets lost, comes twice, is throttled */
  loss: number;
  double: number;
  throttle: number;
  /** a request or its answer gets lost between kiosk and door */
  network: number;
  /** SES answers in a bad way */
  ses: number;
}

export const CALM: Faults = {
  slow: 0,
  error: 0,
  echo: 0,
  crash: 0,
  loss: 0,
  double: 0,
  throttle: 0,
  network: 0,
  ses: 0,
};

/** One run of a function: it can die at any call, and then none of its calls comes back. */
export interface Process {
  name: string;
  dead: boolean;
  /** a store refused it something, or left it without an answer */
  troubled: boolean;
  /** ms on the clock at which it began */
  begun: number;
  /** ms on the clock at which it is stopped */
  deadline: number;
  die(): void;
}

export type Ended<T> = { how: 'done'; value: T } | { how: 'failed'; error: unknown } | { how: 'died' };

/** A crash that is wanted: at the n-th time that any process comes to this point. */
export interface Crash {
  point: string;
  side: 'before' | 'after';
}

interface Event {
  at: number;
  place: number;
  run(): void;
}

const never = <T>() => new Promise<T>(() => undefined);

/** Virtual time, and everything that happens in it, one thing after the other in an order that the seed decides. */
export class World {
  now: number;
  readonly random: Random;
  faults: Faults;
  /** points that were come to, each with the first and the last time, counted in calls */
  readonly points = new Map<string, { first: number; last: number }>();
  #calls = 0;
  /** crashes still to come, in this order */
  readonly crashes: Crash[];
  crashed = 0;
  readonly troubles: string[] = [];
  #events: Event[] = [];
  #place = 0;

  constructor(seed: number, start: number, faults: Faults, crashes: readonly Crash[] = []) {
    this.random = new Random(seed);
    this.now = start;
    this.faults = faults;
    this.crashes = [...crashes];
  }

  after(ms: number, run: () => void): void {
    const event = { at: this.now + Math.max(0, ms), place: this.#place++, run };
    let low = 0;
    let high = this.#events.length;
    // Latest first, so that the next one is taken off the end.
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle] as Event).at > event.at) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  sleep(ms: number): Promise<void> {
    return new Promise(done => this.after(ms, done));
  }

  /** Lets everything happen that happens up to a moment. */
  async runUntil(moment: number): Promise<void> {
    for (let next = this.#events.at(-1); next && next.at <= moment; next = this.#events.at(-1)) {
      this.#events.pop();
      this.now = next.at;
      next.run();
      // Everything that follows at once (promises only, no timers) is over when the event loop comes around.
      await new Promise(setImmediate);
    }
    this.now = moment;
  }

  /** Somebody who acts for themselves; an error of theirs is an error of the simulation or of the hall. */
  act(who: string, life: () => Promise<void>): void {
    life().catch((error: unknown) => {
      this.troubles.push(`${who}: ${error instanceof Error ? `${error.name} ${error.message}` : String(error)}`);
    });
  }

  /** Runs a function in a process of its own. */
  invoke<T>(name: string, seconds: number, work: (process: Process) => Promise<T>): Promise<Ended<T>> {
    return new Promise(end => {
      const process: Process = {
        name,
        dead: false,
        troubled: false,
        begun: this.now,
        deadline: this.now + seconds * 1000,
        die: () => {
          process.dead = true;
          end({ how: 'died' });
        },
      };
      work(process).then(
        value => !process.dead && end({ how: 'done', value }),
        (error: unknown) => !process.dead && end({ how: 'failed', error }),
      );
    });
  }

  #hit(process: Process, point: string, side: Crash['side']): boolean {
    const next = this.crashes[0];
    const wanted = next !== undefined && next.point === point && next.side === side;
    if (wanted) this.crashes.shift();
    if (!wanted && !this.random.chance(this.faults.crash)) return false;
    this.crashed++;
    process.die();
    return true;
  }

  async #pass(process: Process, usual: number): Promise<boolean> {
    const slow = this.random.chance(this.faults.slow);
    // Not every call gives way to the others; that they may is what matters.
    if (slow || this.random.chance(0.5))
      await this.sleep(slow ? this.random.int(500, 9_000) : this.random.int(1, usual));
    if (!process.dead && this.now >= process.deadline) process.die();
    return !process.dead;
  }

  /** A call that leaves a process. `point` is its name; `steady`: it fails in its own way only. */
  async cross<T>(process: Process, point: string, call: () => Promise<T>, steady = false): Promise<T> {
    if (process.dead) return never();
    const last = this.#calls++;
    this.points.set(point, { first: this.points.get(point)?.first ?? last, last });
    if (this.#hit(process, point, 'before') || !(await this.#pass(process, 20))) return never();
    const busy = () => {
      process.troubled = true;
      return new HallError('unavailable', 'The hall is busy. Please try again in a moment.');
    };
    const { error, echo } = this.faults;
    if (!steady && this.random.chance(error)) throw busy();
    let answer = await call();
    if (!steady && this.random.chance(echo)) answer = await call();
    if (process.dead || this.#hit(process, point, 'after')) return never();
    if (!(await this.#pass(process, 5))) return never();
    if (!steady && this.random.chance(error)) throw busy();
    return answer;
  }
}
