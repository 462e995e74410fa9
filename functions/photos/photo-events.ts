import { originalKey } from './photo.ts';

/** An object that was uploaded. */
export interface PhotoEvent {
  /** absent in our own nudge */
  bucket?: string;
  key: string;
  /** S3's order of events of one key, hexadecimal */
  sequencer?: string;
}

/**
 * What a message on the photo queue says: EventBridge's `Object Created` of S3 (its keys are not percent-encoded, unlike those of S3's own
 * notifications), or our own nudge `{photoId}`. Undefined: neither, so nothing to do now or later.
 */
export const photoEvent = (body: Record<string, unknown> | undefined): PhotoEvent | undefined => {
  if (typeof body?.['photoId'] === 'string') return { key: originalKey(body['photoId']) };
  if (body?.['source'] !== 'aws.s3' || body['detail-type'] !== 'Object Created') return undefined;
  const { bucket, object } = (body['detail'] ?? {}) as {
    bucket?: { name?: unknown };
    object?: { key?: unknown; sequencer?: unknown };
  };
  if (typeof object?.key !== 'string' || typeof bucket?.name !== 'string') return undefined;
  return {
    bucket: bucket.name,
    key: object.key,
    ...(typeof object.sequencer === 'string' ? { sequencer: object.sequencer } : {}),
  };
};
