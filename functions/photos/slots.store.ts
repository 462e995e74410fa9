import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { s3Client } from '../platform/bucket.store.ts';
import { instant } from '../platform/clock.ts';
import { UPLOAD } from '../platform/names.ts';
import { originalKey } from './photo.ts';
import type { Slots } from './slots.ts';

/** The three fields that an upload carries beside the file; each is a condition of the policy as well. */
const fieldsOf = (sha256: string) => ({
  'Content-Type': UPLOAD.type,
  'x-amz-checksum-algorithm': 'SHA256',
  'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
});

/**
 * Slots of a bucket: a presigned POST for the exact key, type, length range and SHA-256. S3 compares the checksum while it stores; the
 * processing compares it again, since a booth may not be trusted and S3 is not the only one that may have changed the bytes.
 */
export const s3Slots = (bucket: string, client: S3Client = s3Client()): Slots => ({
  open: async ({ photoId, sha256, now }) => {
    const { url, fields } = await createPresignedPost(client, {
      Bucket: bucket,
      Key: originalKey(photoId),
      Expires: UPLOAD.seconds,
      Fields: fieldsOf(sha256),
      Conditions: [
        ['eq', '$key', originalKey(photoId)],
        ['content-length-range', UPLOAD.minBytes, UPLOAD.maxBytes],
      ],
    });
    return { url, fields, expiresAt: instant(now + UPLOAD.seconds * 1000) };
  },
});
