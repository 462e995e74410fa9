import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import { context, lambdaBench } from './bench.ts';

const { table, lines } = lambdaBench();

it('the canary names the first step that breaks when the hall cannot be reached, and does not fail itself', async () => {
  const lying = new Map<string, object>();
  const nameOf = (key: { pk?: { S: string }; sk?: { S: string } }) => `${key.pk?.S} ${key.sk?.S}`;
  table.on(GetItemCommand).callsFake(async ({ Key }) => ({ Item: lying.get(nameOf(Key)) }));
  table.on(QueryCommand).resolves({ Items: [] });
  table.on(PutItemCommand).callsFake(async ({ Item }) => {
    lying.set(nameOf(Item), Item);
    return {};
  });
  table.on(UpdateItemCommand).callsFake(async ({ Key }) => ({ Attributes: lying.get(nameOf(Key)) ?? Key }));
  const away = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('nobody answers'));
  const { handler } = await import('../../functions/retention/canary.lambda.ts');
  expect(await handler({}, context)).toMatchObject({ ready: false, broken: 'pages', why: 'nobody answers' });
  expect(away).toHaveBeenCalledWith(expect.stringContaining('https://hall.example.org/'), undefined);
  expect(lines.join()).toContain('"event":"canary"');
}, 60_000);
