/** The hall's time, as well as this kiosk knows it. */
export interface Now {
  /** milliseconds since 1970, by the hall's clock */
  ms(): number;
  /** the same as an ISO instant: what goes into `at` and `sentAt` */
  moment(): string;
  /** Sets the clock right: `server` is what the hall answered, `asked` and `answered` are `performance.now()` around the question. */
  learn(server: string, asked: number, answered: number): void;
}

const KEY = 'hall.clock';

/**
 * After the first answer of the hall, time is counted from that answer with the clock that never jumps; somebody who sets the kiosk's
 * clock changes nothing. After a reload without a network the last known difference holds.
 */
export const hallNow = (
  store: Pick<Storage, 'getItem' | 'setItem'>,
  wall = Date.now,
  steady = () => performance.now(),
): Now => {
  const known = Number(store.getItem(KEY) ?? 0);
  let base = wall() + (Number.isFinite(known) ? known : 0) - steady();
  const ms = () => Math.round(base + steady());
  return {
    ms,
    moment: () => new Date(ms()).toISOString(),
    learn: (server, asked, answered) => {
      const at = Date.parse(server);
      if (Number.isNaN(at)) return;
      base = at - (asked + answered) / 2;
      store.setItem(KEY, String(Math.round(base + steady() - wall())));
    },
  };
};
