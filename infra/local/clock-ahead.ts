/**
 * Takes this process's clock over, so that it can be set ahead of the machine's: `Date` and everything that asks it. Timers keep their length. To be
 * called before what asks is loaded, since modules keep `Date.now` for themselves. The answer sets how far ahead it is, in ms.
 */
export const clockAhead = (): ((ms: number) => void) => {
  const Machine = Date;
  let ahead = 0;
  globalThis.Date = class extends Machine {
    constructor(...given: []) {
      if (given.length === 0) super(Machine.now() + ahead);
      else super(...given);
    }
    static override now(): number {
      return Machine.now() + ahead;
    }
  } as DateConstructor;
  return ms => {
    ahead = ms;
  };
};
