import type { Api } from './api.ts';
import type { Now } from './now.ts';
import type { Queue } from './queue.ts';

/** A call stays on the staff's screen at least this long, in milliseconds: a child may walk off before anybody has looked. */
const CALL_MS = 3 * 60_000;

/** What a kiosk tells the hall about itself. */
export interface Beat {
  /** A visitor needs the staff: `trouble` replaces the queue's own until `calm`. True when the hall heard it. */
  call(trouble: string): Promise<boolean>;
  /** Nobody waits for the staff any more; what was called stays in sight for three minutes all the same. */
  calm(): void;
}

/** Every minute: tells the hall that the kiosk is alive and how much it keeps, and learns the hall's time. */
export const startBeat = (deps: { api: Api; now: Now; queue?: Queue; seconds?: number }): Beat => {
  const { api, now, queue, seconds = 60 } = deps;
  let online = true;
  let called: { trouble: string; since: number; until: number } | undefined;
  const beat = async (): Promise<boolean> => {
    const state = (await queue?.state()) ?? { waiting: 0 };
    if (called && called.until < performance.now()) called = undefined;
    const worst = called?.trouble ?? state.trouble;
    const asked = performance.now();
    try {
      const answer = await api.call('POST /api/devices/beat', {
        body: {
          waiting: state.waiting,
          ...(state.since === undefined ? {} : { waitingSince: new Date(state.since).toISOString() }),
          ...(worst === undefined ? {} : { trouble: worst }),
        },
      });
      now.learn(answer.now, asked, performance.now());
      // The network is back: what waits need not wait for its turn.
      if (!online) await queue?.nudge();
      online = true;
      return true;
    } catch (error) {
      online = false;
      console.warn('beat', String(error));
      return false;
    }
  };
  void beat();
  setInterval(() => void beat(), seconds * 1000);
  addEventListener('online', () => void beat());
  return {
    call: trouble => {
      called = { trouble, since: performance.now(), until: Number.POSITIVE_INFINITY };
      return beat();
    },
    calm: () => {
      if (called) called.until = called.since + CALL_MS;
    },
  };
};
