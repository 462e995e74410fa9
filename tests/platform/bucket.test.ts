import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { bucketStore } from '../../functions/platform/bucket.store.ts';
import type { Bucket } from '../../functions/platform/bucket.ts';
import { queueStore } from '../../functions/platform/queue.store.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import { startBuckets } from './services.ts';

const contract = (fresh: () => Bucket): void => {
  let bucket: Bucket;
  beforeEach(() => {
    bucket = fresh();
  });
  const bytes = new Uint8Array([1, 2, 3]);

  it('gives back the bytes and what is known of them', async () => {
    await bucket.put('original/a b+é', bytes, 'image/jpeg');
    expect(await bucket.get('original/a b+é')).toEqual(bytes);
    expect(await bucket.head('original/a b+é')).toMatchObject({ bytes: 3, type: 'image/jpeg' });
  });

  it('answers nothing for an object that is not there', async () => {
    expect(await bucket.get('none')).toBeUndefined();
    expect(await bucket.head('none')).toBeUndefined();
    expect(await bucket.copy('none', 'other')).toBe(false);
  });

  it('copies, lists by prefix and deletes; an absent object is deleted already', async () => {
    await bucket.put('a/1 é', bytes, 'image/jpeg');
    expect(await bucket.copy('a/1 é', 'a/2')).toBe(true);
    await bucket.put('b/1', bytes, 'image/jpeg');
    expect(await bucket.list('a/')).toEqual(['a/1 é', 'a/2']);
    await bucket.delete('a/1 é');
    await bucket.delete('a/1 é');
    expect(await bucket.list('a/')).toEqual(['a/2']);
    expect(await bucket.get('a/2')).toEqual(bytes);
  });
};

describe('a bucket in memory', () => contract(memoryBucket));

describe('on S3 and SQS', () => {
  let services: Awaited<ReturnType<typeof startBuckets>>;
  let count = 0;
  beforeAll(async () => {
    services = await startBuckets();
  });
  afterAll(() => services.stop());
  contract(() => bucketStore(services.server.createBucket(`hall-${++count}`).bucketName, services.s3));

  it('lists more keys than one answer holds', async () => {
    const bucket = bucketStore(services.server.createBucket('many').bucketName, services.s3);
    const keys = Array.from({ length: 1005 }, (_, n) => `k/${String(n).padStart(4, '0')}`);
    await Promise.all(keys.map(key => bucket.put(key, new Uint8Array([1]), 'text/plain')));
    expect(await bucket.list('k/')).toEqual(keys);
  });

  it('sends a nudge as JSON, late when asked', async () => {
    const { queueUrl } = services.server.createQueue('mail');
    const local = memoryQueue();
    for (const queue of [queueStore(queueUrl, services.sqs), local]) {
      await queue.send({ visitId: 'v' });
      await queue.send({ visitId: 'w' }, 30);
    }
    const { messages } = services.server.inspectQueue('mail')!;
    expect(messages.ready.map(message => JSON.parse(message.body))).toEqual([local.sent[0]?.nudge]);
    expect(messages.delayed.map(message => JSON.parse(message.body))).toEqual([local.sent[1]?.nudge]);
  });
});
