import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { photoEvent } from '../../functions/photos/photo-events.ts';
import { s3Slots } from '../../functions/photos/slots.store.ts';

describe('an upload slot', () => {
  const client = new S3Client({
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });

  it('lets through one key, one type, one checksum and a range of sizes, for five minutes', async () => {
    const now = Date.now();
    const slot = await s3Slots('incoming', client).open({ photoId: 'photo-0001', sha256: '00'.repeat(32), now });
    const policy = JSON.parse(Buffer.from(slot.fields['Policy']!, 'base64').toString());
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ['eq', '$key', 'original/photo-0001'],
        ['content-length-range', 1024, 25 * 1024 * 1024],
        { bucket: 'incoming' },
        { key: 'original/photo-0001' },
        { 'Content-Type': 'image/jpeg' },
        { 'x-amz-checksum-algorithm': 'SHA256' },
        { 'x-amz-checksum-sha256': Buffer.alloc(32).toString('base64') },
      ]),
    );
    expect(slot.fields).toMatchObject({ key: 'original/photo-0001', 'Content-Type': 'image/jpeg' });
    expect(slot.expiresAt).toBe(new Date(now + 300_000).toISOString());
    expect(slot.url).toContain('incoming');
  });

  it('covers every field it hands out by a condition, since S3 refuses a form with a field more', async () => {
    const slot = await s3Slots('incoming', client).open({ photoId: 'p', sha256: '00'.repeat(32), now: 0 });
    const policy = JSON.parse(Buffer.from(slot.fields['Policy']!, 'base64').toString());
    const named = policy.conditions.flatMap((one: object) =>
      Array.isArray(one) ? [String(one[1]).slice(1)] : Object.keys(one),
    );
    for (const field of Object.keys(slot.fields).filter(name => !['Policy', 'X-Amz-Signature'].includes(name)))
      expect(named).toContain(field);
  });
});

describe('a message on the photo queue', () => {
  const created = (object: unknown, bucket: unknown = { name: 'incoming' }) => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket, object },
  });

  it("is read as EventBridge's event of S3", () => {
    expect(photoEvent(created({ key: 'original/a+b é', sequencer: '0055', size: 3 }))).toEqual({
      bucket: 'incoming',
      key: 'original/a+b é',
      sequencer: '0055',
    });
    expect(photoEvent(created({ key: 'k' }))).toEqual({ bucket: 'incoming', key: 'k' });
  });

  it('is read as our own nudge', () => expect(photoEvent({ photoId: 'p1' })).toEqual({ key: 'original/p1' }));

  it.each([
    [undefined],
    [{}],
    [{ photoId: 7 }],
    [{ Event: 's3:TestEvent' }],
    [{ Records: [] }],
    [{ source: 'aws.s3', 'detail-type': 'Object Deleted', detail: {} }],
    [{ source: 'aws.s3', 'detail-type': 'Object Created' }],
    [created({ key: 5 })],
    [created({ key: 'k' }, {})],
    [created(undefined)],
  ])('is nothing to do when it is anything else: %o', body => expect(photoEvent(body)).toBeUndefined());
});
