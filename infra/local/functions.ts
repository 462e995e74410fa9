import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Disturbance } from './hall-shape.ts';
import { type Denial, sentence } from './permissions.ts';
import type { Invoke, Outcome } from './runtime.ts';

/** What the templates say of one function. */
export interface FunctionPlan {
  /** short name, as `names.ts` has it */
  name: string;
  /** module and export that answer */
  file: string;
  handler: string;
  environment: Record<string, string>;
  timeoutMs: number;
  memory: number;
  /** instances at most */
  limit: number;
  /** where its log goes */
  log: string;
}

/** A failed invocation, as the caller of a function sees it. */
export class FunctionFailed extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

/** One deployed function: instances come as events do. */
export interface RunningFunction {
  plan: FunctionPlan;
  /** the result; throws FunctionFailed */
  invoke(event: unknown): Promise<unknown>;
  /** has one instance loaded before the first event */
  warm(): Promise<void>;
  /** ends every idle instance; the next event meets a new one */
  recycle(): Promise<void>;
  stop(): Promise<void>;
}

interface Instance {
  child: ChildProcess;
  ready: Promise<void>;
  busy: boolean;
  ended: Promise<void>;
}

const RUNTIME = fileURLToPath(new URL('./runtime.ts', import.meta.url));
const NODE = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

/** The Node that the project pins, whatever started the hall. */
const pinnedNode = (): string => (existsSync(NODE) ? NODE : process.execPath);

/** What an invocation implies of the role: `run` (a denial stops it) and `log` (a denial loses the lines, as in Lambda). */
export interface Implied {
  run(): Denial | undefined;
  log(): Denial | undefined;
}

/** Runs one function of the templates. */
export const runFunction = (plan: FunctionPlan, implied: Implied, disturb: Disturbance = {}): RunningFunction => {
  const instances = new Set<Instance>();
  const waiting: (() => void)[] = [];
  const log: WriteStream = createWriteStream(plan.log, { flags: 'a' });
  let stopped = false;

  const begin = (): Instance => {
    const child = fork(RUNTIME, [plan.file, plan.handler, ...(disturb.ahead ? ['ahead'] : [])], {
      execPath: pinnedNode(),
      execArgv: [`--max-old-space-size=${plan.memory}`],
      env: plan.environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
    });
    const write = (part: Buffer) => {
      if (!log.writableEnded && implied.log() === undefined) log.write(part);
    };
    child.stdout?.on('data', write);
    child.stderr?.on('data', write);
    const ended = new Promise<void>(done => child.once('exit', () => done()));
    const instance: Instance = {
      child,
      busy: true,
      ended,
      ready: new Promise((done, failed) => {
        child.once('message', (first: Outcome) =>
          first.error ? failed(new FunctionFailed(first.error.errorType, first.error.errorMessage)) : done(),
        );
        child.once('exit', code =>
          failed(new FunctionFailed('Runtime.ExitError', `exited with ${code} while it loaded`)),
        );
        child.once('error', failed);
      }),
    };
    instance.ready.catch(() => child.kill('SIGKILL'));
    instances.add(instance);
    ended.then(() => {
      instances.delete(instance);
      waiting.shift()?.();
    });
    return instance;
  };

  const take = async (): Promise<Instance> => {
    for (;;) {
      if (stopped) throw new FunctionFailed('Stopped', `${plan.name} is stopped`);
      for (const instance of instances)
        if (!instance.busy && instance.child.connected) {
          instance.busy = true;
          return instance;
        }
      if (instances.size < plan.limit) return begin();
      await new Promise<void>(next => waiting.push(next));
    }
  };

  const give = (instance: Instance) => {
    instance.busy = false;
    waiting.shift()?.();
  };

  const ask = (instance: Instance, event: unknown): Promise<unknown> =>
    new Promise((done, failed) => {
      const id = randomUUID();
      const { child } = instance;
      const settle = (act: () => void) => {
        clearTimeout(timer);
        child.off('message', hear);
        child.off('exit', gone);
        act();
      };
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        settle(() => failed(new FunctionFailed('Sandbox.Timedout', `Task timed out after ${plan.timeoutMs} ms`)));
      }, plan.timeoutMs);
      const gone = () =>
        settle(() => failed(new FunctionFailed('Runtime.ExitError', `${plan.name} exited while it worked`)));
      const hear = (outcome: Outcome) => {
        if (outcome.id !== id) return;
        const { error, result, cpu = 0 } = outcome;
        disturb.ran?.(plan.name, cpu);
        settle(() => (error ? failed(new FunctionFailed(error.errorType, error.errorMessage)) : done(result)));
      };
      child.on('message', hear);
      child.once('exit', gone);
      const ahead = disturb.ahead?.() ?? 0;
      const message: Invoke = { id, event, name: plan.name, deadline: Date.now() + plan.timeoutMs, ahead };
      child.send(message);
    });

  const invoke = async (event: unknown): Promise<unknown> => {
    const denial = implied.run();
    if (denial) throw new FunctionFailed('AccessDeniedException', sentence(denial));
    const instance = await take();
    const work = () => instance.ready.then(() => ask(instance, event));
    try {
      return await (disturb.run?.(plan.name, work, () => instance.child.kill('SIGKILL')) ?? work());
    } finally {
      give(instance);
    }
  };

  const end = async (which: Instance[]) => {
    for (const { child } of which) child.kill('SIGKILL');
    await Promise.all(which.map(one => one.ended));
  };

  return {
    plan,
    invoke,
    warm: async () => {
      const instance = await take();
      await instance.ready.finally(() => give(instance));
    },
    recycle: () => end([...instances].filter(one => !one.busy)),
    stop: async () => {
      stopped = true;
      await end([...instances]);
      for (const next of waiting.splice(0)) next();
      await new Promise<void>(done => log.end(() => done()));
    },
  };
};
