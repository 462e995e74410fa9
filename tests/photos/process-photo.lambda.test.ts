import { DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../functions/platform/ids.ts';
import { ENV } from '../../functions/platform/names.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';

const s3 = mockClient(S3Client);
const table = mockClient(DynamoDBClient);
const sqs = mockClient(SQSClient);
const event = (body: unknown) => ({ Records: [{ messageId: 'm1', body: JSON.stringify(body) }] });
const created = (bucket: string) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: bucket }, object: { key: 'original/photo-0001', sequencer: '01' } },
});
let handler: typeof import('../../functions/photos/process-photo.lambda.ts').handler;
let picture: Uint8Array;

beforeAll(async () => {
  vi.stubEnv('AWS_REGION', 'ap-northeast-2');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  vi.stubEnv(ENV.table, 'table');
  vi.stubEnv(ENV.incoming, 'incoming');
  vi.stubEnv(ENV.photos, 'photos');
  vi.stubEnv(ENV.mailQueue, 'https://sqs.example.org/mail');
  vi.spyOn(console, 'log').mockReturnValue(undefined);
  ({ handler } = await import('../../functions/photos/process-photo.lambda.ts'));
  picture = await cameraPicture({ width: 640, height: 480 });
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
beforeEach(() => {
  for (const mock of [s3, table, sqs]) mock.reset();
});

describe('the photo queue', () => {
  it('turns an upload into three objects, one change of the item, one nudge and a deleted original', async () => {
    const item = {
      pk: { S: 'PHOTO#photo-0001' },
      sk: { S: 'PHOTO' },
      photoId: { S: 'photo-0001' },
      kind: { S: 'photo' },
      frame: { S: 'flow' },
      state: { S: 'waiting' },
      bytes: { N: String(picture.length) },
      sha256: { S: sha256(picture) },
    };
    table.on(GetItemCommand).resolves({ Item: item });
    table.on(UpdateItemCommand).resolves({ Attributes: item });
    table.on(QueryCommand).resolves({ Items: [{ pk: item.pk, sk: { S: 'IN#a' } }] });
    s3.on(PutObjectCommand).resolves({});
    s3.on(DeleteObjectCommand).resolves({});
    sqs.on(SendMessageCommand).resolves({});
    s3.on(GetObjectCommand).resolves({
      Body: { transformToByteArray: async () => picture } as never,
      ContentLength: picture.length,
    });
    expect(await handler(event(created('incoming')))).toEqual({ batchItemFailures: [] });
    expect(s3.commandCalls(PutObjectCommand).map(call => call.args[0].input.Key)).toEqual([
      'rendition/photo-0001/print.jpg',
      'rendition/photo-0001/mail.jpg',
      'rendition/photo-0001/tile.jpg',
    ]);
    expect(table.commandCalls(UpdateItemCommand)).toHaveLength(1);
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input.MessageBody).toBe('{"visitId":"a"}');
    expect(s3.commandCalls(DeleteObjectCommand).map(call => call.args[0].input)).toMatchObject([
      { Bucket: 'incoming', Key: 'original/photo-0001' },
    ]);
  });

  it('acknowledges what is no upload of ours, since it never will be', async () => {
    expect(await handler(event(created('elsewhere')))).toEqual({ batchItemFailures: [] });
    expect(await handler(event({ Event: 's3:TestEvent' }))).toEqual({ batchItemFailures: [] });
    expect([...s3.calls(), ...table.calls()]).toEqual([]);
  });

  it('gives back what may succeed later', async () => {
    table.on(GetItemCommand).rejects(new Error('throttled'));
    expect(await handler(event({ photoId: 'photo-0001' }))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });
});
