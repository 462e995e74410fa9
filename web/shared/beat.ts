import type { Api } from './api.ts';
import type { Now } from './now.ts';
import type { Queue } from './queue.ts';

/** Every minute: tells the hall that the kiosk is alive and how much it keeps, and learns the hall's time. */
export const startBeat = (deps: {
  api: Api;
  now: Now;
  queue?: Queue;
  seconds?: number;
}): { call(trouble: string): Promise<boolean> } => {
  const { api, now, queue, seconds = 60 } = deps;
  let online = true;
  /** `trouble` replaces the queue's own: a visitor needs the staff. True when the hall heard it. */
  const beat = async (trouble?: string): Promise<boolean> => {
    const state = (await queue?.state()) ?? { waiting: 0 };
    const worst = trouble ?? state.trouble;
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
  return { call: beat };
};
