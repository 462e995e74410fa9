import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { localAssembly } from '../../infra/build.ts';
import { ORIGIN_MARK } from '../../infra/local/template.ts';
import { readSettings } from '../../infra/settings.ts';
import type { Look, Open, Order, Said, Start } from './hall-process.ts';

const PROCESS = fileURLToPath(new URL('./hall-process.ts', import.meta.url));

/** A hall in a process of its own that is killed and started again. */
export interface KillableHall {
  readonly open: Open;
  /** ms by which its clock is ahead of the machine's */
  readonly ahead: number;
  /** lets so many ms pass, while nobody is at work */
  leap(ms: number): Promise<void>;
  /** the schedule of every minute, once */
  tick(): Promise<void>;
  /** nothing is made to go wrong any more, in this process and in later ones */
  calm(): Promise<void>;
  look(): Promise<Look>;
  /** ends when nobody is at work and no message is ready */
  rest(): Promise<void>;
  /** ends the process as a power cut would, and starts another one on what it left */
  killAndStart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the hall of a soak in `dir`, its clock ahead by so many ms. `fault` hears of each fault by its name. */
export const killableHall = async (
  wish: { dir: string; seed: number; ahead: number },
  fault: (name: string) => void,
): Promise<KillableHall> => {
  let { ahead } = wish;
  let calm = false;
  let generation = 0;
  let child: ChildProcess;
  let open: Open;
  let asked = 0;
  const built = await localAssembly({ settings: readSettings(), origin: ORIGIN_MARK });
  const assembly = join(built.dir, 'cdk');
  const waiting = new Map<number, { done(value: unknown): void; failed(error: Error): void }>();

  const start = async (): Promise<Open> => {
    const { dir, seed } = wish;
    const begun: Start = { dir, assembly, port: open?.port ?? 0, seed: seed * 1000 + generation++, ahead, calm };
    child = fork(PROCESS, [JSON.stringify(begun)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const log = createWriteStream(join(dir, 'hall.log'), { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const own = child;
    return new Promise((done, failed) => {
      own.once('exit', code => {
        log.end();
        failed(new Error(`the hall ended with ${code}: see ${join(dir, 'hall.log')}`));
        for (const one of waiting.values()) one.failed(new Error('the hall was killed'));
        waiting.clear();
      });
      own.on('message', (said: Said) => {
        if ('open' in said) done(said.open);
        else if ('fault' in said) fault(said.fault);
        else {
          const one = waiting.get(said.id);
          waiting.delete(said.id);
          if (said.error === undefined) one?.done(said.answer);
          else one?.failed(new Error(said.error));
        }
      });
    });
  };
  const ask = <T>(order: Order): Promise<T> =>
    new Promise((done, failed) => {
      const id = ++asked;
      waiting.set(id, { done: value => done(value as T), failed });
      child.send({ id, ...order });
    });
  const look = () => ask<Look>({ do: 'look' });
  const ended = (own: ChildProcess) =>
    own.exitCode !== null || own.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>(done => own.once('exit', () => done()));

  open = await start();
  return {
    get open() {
      return open;
    },
    get ahead() {
      return ahead;
    },
    leap: async ms => {
      await ask({ do: 'leap', ms });
      ahead += ms;
    },
    tick: () => ask({ do: 'tick' }),
    calm: async () => {
      calm = true;
      await ask({ do: 'calm' });
    },
    look,
    rest: async () => {
      for (let quiet = 0; quiet < 2; ) {
        const { working, queues } = await look();
        const ready = Object.entries(queues).some(([name, { ready: count }]) => count > 0 && !name.endsWith('-dead'));
        quiet = working === 0 && !ready ? quiet + 1 : 0;
        await pause(quiet > 0 ? 25 : 50);
      }
    },
    killAndStart: async () => {
      child.kill('SIGKILL');
      await ended(child);
      open = await start();
    },
    stop: async () => {
      await ask({ do: 'stop' });
      child.disconnect();
      await ended(child);
    },
  };
};
