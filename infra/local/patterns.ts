import { type Json, NotPerformed } from './intrinsics.ts';

const object = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Tests that a pattern's list may hold apart from plain values. */
const TESTS: Record<string, (wanted: Json, value: Json | undefined) => boolean> = {
  prefix: (wanted, value) => typeof value === 'string' && value.startsWith(String(wanted)),
  suffix: (wanted, value) => typeof value === 'string' && value.endsWith(String(wanted)),
  exists: (wanted, value) => (value !== undefined) === wanted,
};

/** Throws NotPerformed for a test that the hall does not know. */
export const checkPattern = (pattern: Json, where: string): void => {
  if (Array.isArray(pattern)) {
    for (const one of pattern)
      if (object(one)) {
        const names = Object.keys(one);
        const known = names.length === 1 && TESTS[names[0] ?? ''] !== undefined && !object(one[names[0] ?? '']);
        if (!known) throw new NotPerformed(`the event pattern ${JSON.stringify(one)} of ${where}`);
      }
    return;
  }
  if (!object(pattern)) throw new NotPerformed(`the event pattern ${JSON.stringify(pattern)} of ${where}`);
  for (const one of Object.values(pattern)) checkPattern(one, where);
};

/** Does the event fit, as EventBridge decides? An array in the event fits when one of its elements does. */
export const matches = (pattern: Json, event: Json | undefined): boolean => {
  if (Array.isArray(pattern)) {
    const values = Array.isArray(event) ? event : [event];
    return values.some(value =>
      pattern.some(one => {
        if (!object(one)) return one === value;
        const [[name = '', wanted = null] = []] = Object.entries(one);
        return TESTS[name]?.(wanted, value) ?? false;
      }),
    );
  }
  if (!object(pattern)) return false;
  return Object.entries(pattern).every(([name, one]) => matches(one, object(event) ? event[name] : undefined));
};

/** Milliseconds of `rate(1 minute)`. Throws NotPerformed for any other expression. */
export const rateMs = (expression: string): number => {
  const found = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (!found) throw new NotPerformed(`the schedule ${expression}`);
  const unit = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[found[2] as 'minute' | 'hour' | 'day'];
  return Number(found[1]) * unit;
};
