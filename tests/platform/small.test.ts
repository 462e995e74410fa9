import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { eachRecord, jsonBody } from '../../functions/platform/batch.ts';
import { env } from '../../functions/platform/env.ts';
import { lineLog } from '../../functions/platform/log.ts';
import { inParallel } from '../../functions/platform/parallel.ts';
import { parse } from '../../functions/platform/schema.parse.ts';

describe('parse', () => {
  const schema = z.object({
    list: z.array(z.object({ at: z.string().check(z.regex(/^a$/, 'an a')) })).check(z.maxLength(2)),
    kind: z.optional(z.enum(['x', 'y'])),
    text: z.optional(z.string().check(z.minLength(2))),
  });
  it.each([
    [{ list: [{ at: 'a' }, { at: 'secret' }] }, 'batch.list[1].at', 'must be an a'],
    [{ list: 3 }, 'batch.list', 'must be of type array'],
    [{ list: [{ at: 'a' }, { at: 'a' }, { at: 'a' }] }, 'batch.list', 'at most 2 elements', 'too-many'],
    [{ list: [], kind: 'secret' }, 'batch.kind', 'must be one of x, y'],
    [{ list: [], text: '' }, 'batch.text', 'at least 2 characters'],
  ])(
    'names the place and what was expected, never the value: %j',
    (value, where, message, code = 'invalid-request') => {
      expect(() => parse(schema, value, 'batch')).toThrow(expect.objectContaining({ code, where }));
      expect(() => parse(schema, value, 'batch')).toThrow(message);
      expect(() => parse(schema, value, 'batch')).not.toThrow('secret');
    },
  );
  it('gives the value in the form of the schema, without what it does not name', () => {
    expect(parse(schema, { list: [], other: 1 })).toEqual({ list: [] });
    expect(() => parse(schema, 3)).toThrow('The body must be of type object');
    expect(() => parse(z.strictObject({}), { a: 1 })).toThrow('1 unknown field');
    expect(() => parse(z.union([z.literal(1), z.string()]), {})).toThrow('right form');
  });
});

it('hands back only the records that failed, since the others are done', async () => {
  const lines: string[] = [];
  const handler = eachRecord(
    lineLog('test', line => lines.push(line)),
    async record => {
      if (record.body === 'later') throw new Error('not yet');
    },
  );
  const Records = ['now', 'later', 'now'].map((body, n) => ({ messageId: `m${n}`, body }));
  expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(lines).toHaveLength(1);
});

it.each([
  ['{"a":1}', { a: 1 }],
  ['[1]', undefined],
  ['null', undefined],
  ['{', undefined],
])('reads the body %s as an object or nothing', (body, expected) => {
  expect(jsonBody({ messageId: 'm', body })).toEqual(expected);
});

it('reads a variable only when asked and names the one that is missing', () => {
  const some = env({ HALL_TABLE: 'hall', HALL_SETTINGS: '{"keepDays":3}' });
  expect(some.table).toBe('hall');
  expect(some.settings.keepDays).toBe(3);
  expect(some.s3PathStyle).toBe(false);
  for (const name of Object.keys(some).filter(
    name => !['functionName', 'table', 'settings', 's3PathStyle'].includes(name),
  ))
    expect(() => some[name as keyof typeof some], name).toThrow('HALL_');
});

it('works at most so many at once, answers in order, and ends with the first error', async () => {
  let running = 0;
  let most = 0;
  const work = async (n: number) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    if (n === 7) throw new Error('seven');
    return n * 2;
  };
  expect(await inParallel([1, 2, 3, 4, 5], 2, work)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
  await expect(inParallel([6, 7, 8, 9], 2, work)).rejects.toThrow('seven');
});
