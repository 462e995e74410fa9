import type { Api } from './api.ts';
import { ApiError, SCHEMA } from './api.ts';
import type { Now } from './now.ts';
import { upload } from './upload.ts';
import type { Content, Vault } from './vault.ts';
import { backOff, nextItem, nextWait, summary, type Waiting } from './wait-order.ts';

/** Something to be sent: `id` was made here and is in the body, so that sending twice has one effect. */
export interface Work extends Content {
  id: string;
}

/** What the queue tells a page. `answer` is the hall's; `refused`: it will never take it. */
export type News =
  | { is: 'sent'; id: string; answer: unknown }
  | { is: 'refused'; id: string; code: string }
  | { is: 'waiting'; code: string };

/** The queue of a kiosk: first on the disk, then on the wire. */
export interface Queue {
  /** Keeps all of a session's work at once (one transaction), then begins to send. Resolves when it is safe on the disk. */
  keep(work: readonly Work[]): Promise<void>;
  /** Tries again now (a network came back, a page became idle). */
  nudge(): Promise<void>;
  /** How much waits; `trouble` in a word for the staff */
  state(): Promise<{ waiting: number; since?: number; trouble?: string }>;
  /** Tells what happens; answers how to stop. */
  listen(listener: (news: News) => void): () => void;
}

const RETRY = new Set(['old-schema', 'unknown-key', 'revoked-key', 'wrong-kind']);

/** Starts the queue over a disk. `pause` waits so many milliseconds; `random` is 0..1. Only one page of a kiosk sends at a time. */
export const startQueue = (deps: {
  api: Api;
  vault: Vault;
  now: Now;
  pause?: (ms: number, wake: AbortSignal) => Promise<void>;
  random?: () => number;
  /** runs the sender when no other page of this kiosk does */
  alone?: (run: () => Promise<never>) => void;
}): Queue => {
  const { api, vault, now, random = Math.random } = deps;
  const listeners = new Set<(news: News) => void>();
  const tell = (news: News) => {
    for (const listener of listeners) listener(news);
  };
  // What the disk did not take stays here and is sent from here: the last visitor's work is never dropped.
  const memory = new Map<string, { waiting: Waiting; content: Content }>();
  let trouble: string | undefined;

  const all = async (): Promise<Waiting[]> => [
    ...(await vault.list()),
    ...[...memory.values()].map(item => item.waiting),
  ];
  const update = async (waiting: Waiting) => {
    const held = memory.get(waiting.id);
    if (held) held.waiting = waiting;
    else await vault.update(waiting);
  };
  const forget = async (id: string) => void (memory.delete(id) || (await vault.remove(id)));

  const deliver = async ({ route, body, bytes }: Content, schema: number): Promise<unknown> =>
    bytes ? upload(api, body, bytes, schema) : api.send(route, body, schema);

  /** One attempt. Answers false when nobody answers at all, so that the rest need not be tried. */
  const attempt = async (item: Waiting): Promise<boolean> => {
    const held = memory.get(item.id);
    const kept = held ? { content: held.content, schema: SCHEMA } : await vault.open(item.id);
    if (!kept) return true;
    try {
      const answer = await deliver(kept.content, kept.schema);
      await forget(item.id);
      trouble = undefined;
      tell({ is: 'sent', id: item.id, answer });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.lasting) {
        await update({ ...item, refused: error.code });
        tell({ is: 'refused', id: item.id, code: error.code });
        return true;
      }
      const attempts = item.attempts + 1;
      await update({ ...item, attempts, notBefore: now.ms() + backOff(attempts, random()) });
      if (RETRY.has(error.code)) trouble = error.code;
      tell({ is: 'waiting', code: error.code });
      return error.code !== 'offline';
    }
  };

  let wake = new AbortController();
  const pause =
    deps.pause ??
    ((ms, signal) =>
      new Promise<void>(resolve => {
        if (signal.aborted) return resolve();
        const timer = setTimeout(resolve, ms);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }));

  const run = async (): Promise<never> => {
    for (;;) {
      wake = new AbortController();
      try {
        for (let item = nextItem(await all(), now.ms()); item; item = nextItem(await all(), now.ms()))
          if (!(await attempt(item))) break;
        await pause(Math.min(nextWait(await all(), now.ms()) ?? 60_000, 60_000), wake.signal);
      } catch (error) {
        // The disk failed, not the network: staff must know, and the queue goes on trying.
        trouble = `disk: ${error instanceof Error ? error.name : 'unknown'}`;
        await pause(10_000, wake.signal);
      }
    }
  };
  // Another page of this kiosk may be open: the browser gives the lock to one, and to the next when that closes.
  const alone = deps.alone ?? (work => void navigator.locks.request('hall.queue', work));
  alone(run);

  return {
    async keep(work) {
      const keptAt = now.ms();
      const session = work[0]?.id ?? '';
      const items = work.map(({ id, ...content }, seq) => ({
        waiting: { id, session, seq, keptAt, attempts: 0, notBefore: 0 },
        schema: SCHEMA,
        content,
      }));
      try {
        await vault.add(items);
      } catch (error) {
        trouble = `disk: ${error instanceof Error ? error.name : 'unknown'}`;
        for (const item of items) memory.set(item.waiting.id, item);
      }
      wake.abort();
    },
    async nudge() {
      for (const item of await all()) if (item.notBefore > 0) await update({ ...item, notBefore: 0 });
      wake.abort();
    },
    async state() {
      const found = summary(await all(), now.ms());
      const worst = trouble ?? found.trouble;
      return { ...found, ...(worst === undefined ? {} : { trouble: worst.slice(0, 60) }) };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
