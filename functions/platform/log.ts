import { type Clock, instant } from './clock.ts';
import { env } from './env.ts';
import { METRIC_NAMESPACE, METRICS, type Metric } from './names.ts';

/** What a line of the log may say: ids, codes, numbers. Never a person's data. */
export type Fields = Record<string, string | number | boolean | undefined>;

/** Structured log: one JSON object a line. */
export interface Log {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  /** `error` goes into the log whole (name, message, stack, causes), and nowhere else */
  error(event: string, error: unknown, fields?: Fields): void;
}

const described = (error: unknown): unknown =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause === undefined ? {} : { cause: described(error.cause) }),
      }
    : String(error);

const METRIC_LIST = Object.entries<Metric>(METRICS);

/** The metrics that a line is, with their values; most lines are none. */
const metricsOf = (event: string, fields: Record<string, unknown>): { name: string; value: number }[] =>
  METRIC_LIST.flatMap(([name, { event: wanted, field, only }]) => {
    if (wanted !== event || (only && fields[only.field] !== only.is)) return [];
    const value = field === undefined ? 1 : fields[field];
    return typeof value === 'number' ? [{ name, value }] : [];
  });

/**
 * The same line in CloudWatch's embedded metric format: it reads the values out of the log, so that a metric costs no call and cannot
 * differ from what the log says. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const embedded = (metrics: { name: string; value: number }[], hall: string, now: number) => ({
  _aws: {
    Timestamp: now,
    CloudWatchMetrics: [
      {
        Namespace: METRIC_NAMESPACE,
        Dimensions: [['hall']],
        Metrics: metrics.map(({ name }) => ({ Name: name, Unit: METRICS[name as keyof typeof METRICS].unit })),
      },
    ],
  },
  hall,
  ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
});

/** Straight to standard output: Lambda wraps what comes through `console` in a JSON of its own, where nobody finds a metric. */
const standardOutput = (line: string): void => void process.stdout.write(`${line}\n`);

/** A log of one function on standard output. Lines that METRICS names are metrics as well. */
export const lineLog = (name: string, write: (line: string) => void = standardOutput, clock: Clock = Date.now): Log => {
  // `hall-main-deliver-mail` -> `hall-main`
  const hall = () => env().functionName.replace(new RegExp(`-?${name}$`), '') || 'hall';
  const line = (level: string, event: string, fields: Record<string, unknown>) => {
    const now = clock();
    const metrics = metricsOf(event, fields);
    const metric = metrics.length > 0 ? embedded(metrics, hall(), now) : {};
    write(JSON.stringify({ at: instant(now), level, function: name, event, ...fields, ...metric }));
  };
  return {
    info: (event, fields = {}) => line('info', event, fields),
    warn: (event, fields = {}) => line('warn', event, fields),
    error: (event, error, fields = {}) => line('error', event, { ...fields, error: described(error) }),
  };
};
