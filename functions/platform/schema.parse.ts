import type * as z from 'zod/mini';
import { HallError } from './errors.ts';

/** The part of a zod issue that we read; `zod/mini` carries no sentences, so we say them here. */
interface Issue {
  code?: string | undefined;
  message: string;
  path: readonly PropertyKey[];
  expected?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  values?: readonly unknown[];
  options?: unknown;
  keys?: readonly string[];
  origin?: string;
}

const unit = (origin: string | undefined) =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' elements' : '';

/** A sentence about what was expected. Never the value itself: it may be a person's. */
const sentence = (issue: Issue): string => {
  if (issue.message !== 'Invalid input') return `must be ${issue.message}`;
  if (issue.code === 'invalid_type') return `must be of type ${String(issue.expected)}`;
  if (issue.code === 'too_small') return `must be at least ${String(issue.minimum)}${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `must be at most ${String(issue.maximum)}${unit(issue.origin)}`;
  const allowed = issue.values ?? (Array.isArray(issue.options) ? issue.options : undefined);
  if (allowed) return `must be one of ${allowed.join(', ')}`;
  if (issue.keys) return `has ${issue.keys.length} unknown field(s)`;
  return 'does not have the right form';
};

const place = (prefix: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (where, part) =>
      typeof part === 'number' ? `${where}[${part}]` : where === '' ? String(part) : `${where}.${String(part)}`,
    prefix,
  );

/** `value` as the schema says. `prefix` goes before the place. Throws `invalid-request`, or `too-many` for a list that is too long, with the first place that is wrong. */
export const parse = <T extends z.ZodMiniType>(schema: T, value: unknown, prefix = ''): z.output<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as Issue | undefined;
  const where = place(prefix, issue?.path ?? []);
  const what = issue ? sentence(issue) : 'does not have the right form';
  throw new HallError(
    // A list that is too long is what a caller can mend by itself: in two.
    issue?.code === 'too_big' && issue.origin === 'array' ? 'too-many' : 'invalid-request',
    `${where === '' ? 'The body' : where} ${what}.`,
    where === '' ? {} : { where },
  );
};
