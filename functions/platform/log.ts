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

/** A log of one function on standard output. */
export const lineLog = (name: string, write: (line: string) => void = line => console.log(line)): Log => {
  const line = (level: string, event: string, fields: Record<string, unknown>) =>
    write(JSON.stringify({ level, function: name, event, ...fields }));
  return {
    info: (event, fields = {}) => line('info', event, fields),
    warn: (event, fields = {}) => line('warn', event, fields),
    error: (event, error, fields = {}) => line('error', event, { ...fields, error: described(error) }),
  };
};
