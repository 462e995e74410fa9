import type { Settings } from '../settings.ts';
import type { Admin } from './admin.ts';
import type { Call, WireRequest } from './calls.ts';
import type { HallEvent } from './events.ts';
import type { Denial, Permissions } from './permissions.ts';
import type { Mail } from './ses.ts';
import type { WireAnswer } from './wire.ts';

/** What may come between the parts of a hall, to see what it bears. A hall without it is left alone. */
export interface Disturbance {
  /** around each AWS call of a function */
  call?(call: Call, request: WireRequest, perform: () => Promise<WireAnswer>): Promise<WireAnswer>;
  /** around each event on its way to the rules of the bus */
  event?(event: HallEvent, put: (event: HallEvent) => Promise<void>): Promise<void>;
  /** around each run of a function; `kill` ends its process at once */
  run?(name: string, work: () => Promise<unknown>, kill: () => void): Promise<unknown>;
  /** after each run of a function: milliseconds of processor time that it took */
  ran?(name: string, cpu: number): void;
  /** ms by which this process's clock is ahead of the machine's (`clockAhead`): the functions' clocks go with it */
  ahead?(): number;
}

/** How a hall is started. */
export interface HallOptions {
  /** where the state lies; made when it is not there */
  dir: string;
  /** of the front door; 0: any free one */
  port: number;
  /** forget the state of before */
  fresh?: boolean;
  settings?: Settings;
  /** folder of the built pages (`buildSite` of infra/site.ts); without it there are doors but no pages */
  site?: string;
  /** a cloud assembly that is there already, made for ORIGIN_MARK; without it one is made of the sources */
  assembly?: string;
  /** the hall was asked for what it does not perform */
  onRefused?: (error: Error) => void;
  disturb?: Disturbance;
}

/** A hall at work on this machine. */
export interface Hall {
  url: string;
  uploads: string;
  inbox: string;
  permissions: Permissions;
  /** calls that a role did not allow */
  denied: readonly Denial[];
  /** operations that the hall does not perform and was asked for */
  refused: readonly Error[];
  /** failed invocations and other troubles, in order */
  trouble: readonly unknown[];
  mails(): Mail[];
  /** runs every schedule once, now */
  tick(): Promise<void>;
  /** runs every schedule that has its hour once, now: the canary */
  daily(): Promise<void>;
  /** the next event of each function meets a new process */
  recycle(): Promise<void>;
  /** has functions loaded before their first event, one after the other; all when none is named */
  warm(names?: readonly string[]): Promise<void>;
  /** ends when no message is ready or worked on and every mail's events are told */
  settled(): Promise<void>;
  /** makes failed messages visible again at once */
  redeliver(): Promise<void>;
  /** puts an event on the bus, as a service of AWS would */
  put(event: HallEvent): Promise<void>;
  admin: Admin;
  /** environment for the operator's tools: no role binds them */
  adminEnv: Record<string, string>;
  tableName: string;
  /** physical names of the buckets, by logical id */
  buckets: Record<string, string>;
  /** messages of each queue now: ready, delayed, in flight */
  queues(): Record<string, { ready: number; delayed: number; inflight: number }>;
  stop(): Promise<void>;
}
