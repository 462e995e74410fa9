import { createRequire } from 'node:module';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Table } from '../../functions/platform/table.ts';
import { mendIndexes } from '../../infra/local/mend-indexes.ts';
import { startDynamo } from '../platform/services.ts';

type Done = (error?: Error) => void;
/** dynalite's own steps, so that a write can break off between them */
const steps = createRequire(import.meta.url)('dynalite/db') as {
  updateIndexes(store: unknown, table: unknown, before: unknown, after: unknown, done: Done): void;
};
const whole = steps.updateIndexes;

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
let client: DynamoDBClient;
let table: Table;
beforeAll(async () => {
  dynamo = await startDynamo();
  client = dynamo.client;
  await dynamo.createTable('hall');
  table = tableStore('hall', client);
});
afterAll(() => dynamo.stop());

const item = (sk: string, dueAt: string) => ({ pk: 'VISIT#1', sk, due: 'open', dueAt });
const due = async () =>
  (await table.query({ index: 'due', pk: 'open' })).items.map(({ sk, dueAt }) => `${sk} ${dueAt}`);
/** A write whose process is killed when the indexes are written and the item is not. */
const brokenOff = async (write: () => Promise<unknown>): Promise<void> => {
  steps.updateIndexes = (store, of, before, after, done) =>
    whole(store, of, before, after, () => done(Object.assign(new Error('killed'), { statusCode: 400, body: {} })));
  await write().catch(() => undefined);
  steps.updateIndexes = whole;
};

it('makes the indexes say what the items say, whatever write broke off, and changes no item', async () => {
  await table.put(item('MAIL#kept', '1'));
  await table.put(item('MAIL#moved', '2'));
  await table.put(item('MAIL#ended', '3'));
  await brokenOff(() => table.put(item('MAIL#new', '4')));
  await brokenOff(() => table.update({ pk: 'VISIT#1', sk: 'MAIL#moved' }, { set: { dueAt: '5' } }));
  await brokenOff(() => table.update({ pk: 'VISIT#1', sk: 'MAIL#ended' }, { remove: ['due', 'dueAt'] }));
  const { items } = await table.query({ pk: 'VISIT#1' });
  expect(await due()).toEqual(['MAIL#kept 1', 'MAIL#new 4', 'MAIL#moved 5']);
  expect(await mendIndexes(client, 'hall')).toBe(3);
  expect(await due()).toEqual(['MAIL#kept 1', 'MAIL#moved 2', 'MAIL#ended 3']);
  expect((await table.query({ pk: 'VISIT#1' })).items).toEqual(items);
  expect(await mendIndexes(client, 'hall')).toBe(0);
});
