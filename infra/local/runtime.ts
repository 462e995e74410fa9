/**
 * Runs inside a function's own process: loads the bundle and answers one event at a time, as Lambda's runtime does.
 * Gets [file, export] as arguments, and `ahead` when its clock goes with the hall's; speaks over the process's channel.
 */
import { pathToFileURL } from 'node:url';
import { clockAhead } from './clock-ahead.ts';

/** to the function */
export interface Invoke {
  id: string;
  event: unknown;
  name: string;
  deadline: number;
  /** ms by which the hall's clock is ahead of the machine's */
  ahead?: number;
}

/** from the function; without an id: it is loaded, or could not be */
export interface Outcome {
  id?: string;
  result?: unknown;
  /** milliseconds of processor time that the event took */
  cpu?: number;
  error?: { errorType: string; errorMessage: string; trace: string[] };
}

const failure = (error: unknown): Outcome['error'] => ({
  errorType: error instanceof Error ? error.name : 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
  trace: error instanceof Error ? (error.stack ?? '').split('\n') : [],
});

const [, , file = '', name = 'handler', clock] = process.argv;
// Before the function is loaded, which keeps its clock for itself.
const setAhead = clock === 'ahead' ? clockAhead() : undefined;
const say = (outcome: Outcome) => process.send?.(outcome);

const start = async () => {
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const handler = (loaded[name] ?? (loaded.default as Record<string, unknown> | undefined)?.[name]) as
    | ((event: unknown, context: object) => unknown)
    | undefined;
  if (typeof handler !== 'function') throw new TypeError(`${file} exports no function ${name}`);
  process.on('message', (message: Invoke) => {
    setAhead?.(message.ahead ?? 0);
    const before = process.cpuUsage();
    const cpu = () => {
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const context = {
      functionName: message.name,
      awsRequestId: message.id,
      getRemainingTimeInMillis: () => message.deadline - Date.now(),
    };
    Promise.resolve()
      .then(() => handler(message.event, context))
      .then(
        result => say({ id: message.id, result, cpu: cpu() }),
        (error: unknown) => {
          const described = failure(error);
          console.error(JSON.stringify({ level: 'error', event: 'invocation failed', error: described }));
          say({ id: message.id, cpu: cpu(), ...(described ? { error: described } : {}) });
        },
      );
  });
  say({});
};

process.on('disconnect', () => process.exit(0));
start().catch((error: unknown) => {
  const described = failure(error);
  console.error(JSON.stringify({ level: 'error', event: 'the function could not be loaded', error: described }));
  say(described ? { error: described } : {});
});
