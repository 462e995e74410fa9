import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { awsName, CLIENT, rethrow } from './aws.ts';
import type { Bucket, ObjectFacts } from './bucket.ts';
import { env } from './env.ts';

let shared: S3Client | undefined;
/**
 * One S3 client a process. Checksums only where we ask for them: since v3.729 the SDK adds a CRC-32 by default, also
 * to what it presigns, where it would be the one of an empty body.
 */
export const s3Client = (): S3Client => {
  shared ??= new S3Client({
    ...CLIENT,
    requestHandler: { ...CLIENT.requestHandler, requestTimeout: 10_000 },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    forcePathStyle: env().s3PathStyle,
  });
  return shared;
};

/** S3's three names for an object that is not there. */
const ABSENT = new Set(['NoSuchKey', 'NotFound', '404']);
const unlessAbsent =
  <T>(absent: T) =>
  (error: unknown): T =>
    ABSENT.has(awsName(error) ?? '') ? absent : rethrow(error);

/** S3's checksum as hex; undefined for one made of parts (`...-3`), which is not the bytes' own. */
const hexOf = (checksum: string | undefined): string | undefined =>
  checksum === undefined || checksum.includes('-') ? undefined : Buffer.from(checksum, 'base64').toString('hex');

/** One bucket in S3. Throws `unavailable` when it stays throttled or silent after the SDK's retries. */
export const bucketStore = (name: string, client: S3Client = s3Client()): Bucket => {
  const Bucket = name;
  return {
    get: async key => {
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: key })).catch(unlessAbsent(undefined));
      return answer && (await answer.Body?.transformToByteArray().catch(rethrow));
    },
    head: async key => {
      const answer = await client
        .send(new HeadObjectCommand({ Bucket, Key: key, ChecksumMode: 'ENABLED' }))
        .catch(unlessAbsent(undefined));
      if (!answer) return undefined;
      const sha256 = hexOf(answer.ChecksumSHA256);
      const facts: ObjectFacts = { bytes: answer.ContentLength ?? 0 };
      if (answer.ContentType !== undefined) facts.type = answer.ContentType;
      if (sha256 !== undefined) facts.sha256 = sha256;
      return facts;
    },
    put: async (key, data, type) => {
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: data, ContentType: type })).catch(rethrow);
    },
    copy: async (from, to) => {
      const CopySource = `${Bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
      return client
        .send(new CopyObjectCommand({ Bucket, Key: to, CopySource }))
        .then(() => true)
        .catch(unlessAbsent(false));
    },
    delete: async key => {
      await client.send(new DeleteObjectCommand({ Bucket, Key: key })).catch(unlessAbsent(undefined));
    },
    list: async prefix => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const answer: ListObjectsV2CommandOutput = await client
          .send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ...(token ? { ContinuationToken: token } : {}) }))
          .catch(rethrow);
        keys.push(...(answer.Contents ?? []).flatMap(object => object.Key ?? []));
        token = answer.NextContinuationToken;
      } while (token);
      return keys.sort();
    },
  };
};
