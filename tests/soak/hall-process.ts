/**
 * The hall of a soak in a process of its own, so that it can be killed. Gets its start as an argument (JSON) and speaks over the process's channel.
 */
import { clockAhead } from '../../infra/local/clock-ahead.ts';

/** How the hall is to be started. */
export interface Start {
  dir: string;
  /** the cloud assembly: the same for every start, whatever becomes of the sources */
  assembly: string;
  port: number;
  seed: number;
  /** ms by which its clock is ahead of the machine's */
  ahead: number;
  calm: boolean;
}

/** What is asked of it. */
export type Order = { do: 'leap'; ms: number } | { do: 'tick' } | { do: 'calm' } | { do: 'look' } | { do: 'stop' };

/** Where it is to be found. */
export interface Open {
  url: string;
  port: number;
  gateway: string;
  uploads: string;
  region: string;
  tableName: string;
  erasures: string;
  buckets: Record<string, string>;
  queues: string[];
}

/** What can be seen of it without touching anything. */
export interface Look {
  /** runs of functions */
  working: number;
  queues: Record<string, { ready: number; delayed: number; inflight: number }>;
  /** what it was asked for and may not, or does not perform */
  wrong: string[];
}

/** From the hall. */
export type Said = { open: Open } | { fault: string } | { id: number; answer?: unknown; error?: string };

const start = JSON.parse(process.argv[2] ?? '{}') as Start;
// Before the hall is loaded, which keeps its clock for itself.
const setAhead = clockAhead();
let ahead = start.ahead;
setAhead(ahead);
const say = (said: Said) => process.send?.(said);

const { startHall } = await import('../../infra/local/hall.ts');
const { readFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { faultsOf } = await import('./faults.ts');

const faults = faultsOf(start.seed, fault => say({ fault }));
if (start.calm) faults.calm();

let working = 0;
let gate: Promise<void> | undefined;
let open: () => void = () => undefined;

/** Lets nobody begin, waits for who is at work, and then lets the time pass: so nothing seems to take longer than it does. */
const leap = async (ms: number): Promise<void> => {
  gate = new Promise(done => {
    open = done;
  });
  while (working > 0) await new Promise(done => setTimeout(done, 2));
  ahead += ms;
  setAhead(ahead);
  gate = undefined;
  open();
};

const hall = await startHall({
  dir: start.dir,
  port: start.port,
  assembly: start.assembly,
  disturb: {
    ...faults,
    ahead: () => ahead,
    run: async (name, work, kill) => {
      while (gate) await gate;
      working++;
      try {
        return await (faults.run?.(name, work, kill) ?? work());
      } finally {
        working--;
      }
    },
  },
});

const answer = async (order: Order): Promise<unknown> => {
  switch (order.do) {
    case 'leap':
      return leap(order.ms);
    case 'tick':
      return hall.tick();
    case 'calm':
      return faults.calm();
    case 'stop':
      return hall.stop();
    case 'look': {
      const wrong = [...hall.denied.map(one => JSON.stringify(one)), ...hall.refused.map(String)];
      return { working, queues: hall.queues(), wrong } satisfies Look;
    }
  }
};

process.on('message', ({ id, ...order }: Order & { id: number }) => {
  answer(order as Order).then(
    done => say({ id, answer: done ?? null }),
    (error: unknown) => say({ id, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

const running = JSON.parse(readFileSync(join(start.dir, 'running.json'), 'utf8')) as Omit<Open, 'port' | 'queues'>;
say({ open: { ...running, port: Number(new URL(hall.url).port), queues: Object.keys(hall.queues()) } });
