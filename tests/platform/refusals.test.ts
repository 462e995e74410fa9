import { BatchGetItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { bucketStore } from '../../functions/platform/bucket.store.ts';
import { queueStore } from '../../functions/platform/queue.store.ts';
import { tableStore } from '../../functions/platform/table.store.ts';

const named = (name: string) => Object.assign(new Error(name), { name });
const client = { region: 'ap-northeast-2', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

describe('what AWS refuses', () => {
  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'TimeoutError'])(
    'is unavailable when it may pass: %s',
    async name => {
      const dynamo = mockClient(new DynamoDBClient(client));
      dynamo.onAnyCommand().rejects(named(name));
      const table = tableStore('hall', dynamo as unknown as DynamoDBClient);
      const key = { pk: 'a', sk: 'b' };
      const calls = [table.get(key), table.put(key), table.update(key, {}), table.delete(key), table.getMany([key])];
      for (const call of [...calls, table.query({ pk: 'a' })])
        await expect(call).rejects.toMatchObject({ code: 'unavailable', cause: { name } });
    },
  );

  it('is unavailable when the connection breaks, by its code', async () => {
    const sqs = mockClient(new SQSClient(client));
    sqs.on(SendMessageCommand).rejects(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
    const queue = queueStore('https://queue', sqs as unknown as SQSClient);
    await expect(queue.send({ visitId: 'v' })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('stays as it is when a permission is missing, so that it is seen as one', async () => {
    const dynamo = mockClient(new DynamoDBClient(client));
    dynamo.on(PutItemCommand).rejects(named('AccessDeniedException'));
    const table = tableStore('hall', dynamo as unknown as DynamoDBClient);
    await expect(table.put({ pk: 'a', sk: 'b' })).rejects.toThrow('AccessDeniedException');
    const s3 = mockClient(new S3Client(client));
    s3.on(GetObjectCommand).rejects(named('AccessDenied'));
    await expect(bucketStore('b', s3 as unknown as S3Client).get('k')).rejects.toThrow('AccessDenied');
  });

  it('is asked again when a batch leaves keys unread', async () => {
    const dynamo = mockClient(new DynamoDBClient(client));
    const left = { hall: { Keys: [{ pk: { S: 'a' }, sk: { S: '2' } }] } };
    const item = (sk: string) => ({ pk: { S: 'a' }, sk: { S: sk } });
    dynamo
      .on(BatchGetItemCommand)
      .resolvesOnce({ Responses: { hall: [item('1')] }, UnprocessedKeys: left })
      .resolvesOnce({ Responses: { hall: [item('2')] }, UnprocessedKeys: {} });
    const table = tableStore('hall', dynamo as unknown as DynamoDBClient);
    const found = await table.getMany([
      { pk: 'a', sk: '1' },
      { pk: 'a', sk: '2' },
    ]);
    expect(found.map(one => one.sk)).toEqual(['1', '2']);
    expect(dynamo.commandCalls(BatchGetItemCommand)[1]?.args[0].input.RequestItems).toEqual(left);
  });

  it('is a kind of value that we never write', async () => {
    const dynamo = mockClient(new DynamoDBClient(client));
    dynamo.on(GetItemCommand).resolves({ Item: { pk: { NULL: true } } });
    await expect(tableStore('hall', dynamo as unknown as DynamoDBClient).get({ pk: 'a', sk: 'b' })).rejects.toThrow(
      'NULL',
    );
  });

  it('a number without end cannot be stored', async () => {
    await expect(
      tableStore('hall', new DynamoDBClient(client)).put({ pk: 'a', sk: 'b', n: Number.NaN }),
    ).rejects.toThrow(TypeError);
  });

  it('tells the SHA-256 of whole uploads only, since that of parts is another number', async () => {
    const s3 = mockClient(new S3Client(client));
    s3.on(HeadObjectCommand)
      .resolvesOnce({ ContentLength: 3, ChecksumSHA256: Buffer.from([1, 255]).toString('base64') })
      .resolvesOnce({ ContentLength: 3, ChecksumSHA256: 'abc=-2' });
    const bucket = bucketStore('b', s3 as unknown as S3Client);
    expect(await bucket.head('k')).toEqual({ bytes: 3, sha256: '01ff' });
    expect(await bucket.head('k')).toEqual({ bytes: 3 });
  });
});
