import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import PostalMime from 'postal-mime';
import type { Delivered, Evidence, Row, Stored } from './evidence.ts';

/** Where the hall lies and answers. */
export interface Place {
  dir: string;
  gateway: string;
  uploads: string;
  region: string;
  tableName: string;
  erasures: string;
  buckets: Record<string, string>;
  queues: readonly string[];
  /** ms by the hall's clock */
  now: number;
}

const plain = (value: AttributeValue): unknown => {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(plain);
  if (value.M !== undefined)
    return Object.fromEntries(Object.entries(value.M).map(([name, one]) => [name, plain(one)]));
  return null;
};

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const rowsOf = async (client: DynamoDBClient, TableName: string): Promise<Row[]> => {
  const rows: Row[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ...(from ? { ExclusiveStartKey: from } : {}) }));
    for (const item of page.Items ?? []) rows.push(plain({ M: item }) as Row);
    from = page.LastEvaluatedKey;
  } while (from);
  return rows;
};

const objectsOf = async (client: S3Client, Bucket: string, bucket: Stored['bucket']): Promise<Stored[]> => {
  const found: Stored[] = [];
  let from: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, ...(from ? { ContinuationToken: from } : {}) }));
    for (const { Key: key = '' } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const ends = [bytes[0], bytes[1], bytes.at(-2), bytes.at(-1)];
      const jpeg = ends.join() === [0xff, 0xd8, 0xff, 0xd9].join();
      found.push({ bucket, key, bytes: bytes.length, sha256: hash(bytes), jpeg });
    }
    from = page.NextContinuationToken;
  } while (from);
  return found;
};

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
] as const;

const messagesIn = async (client: SQSClient, QueueUrl: string): Promise<number> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
  );
  return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
};

/** One mail as a reader's software opens it. */
const readMail = async (file: string, bytes: Uint8Array): Promise<Delivered> => {
  const mail = await PostalMime.parse(bytes);
  const headers = mail.headers.map(({ key, value }) => `${key}: ${value}`);
  return {
    file,
    to: [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])].map(one => one.address ?? ''),
    deliveryId: /^<?([^@>]*)/.exec(mail.messageId ?? '')?.[1] ?? '',
    text: [...headers, mail.subject, mail.text, mail.html, ...mail.attachments.map(({ filename }) => filename)].join(
      '\n',
    ),
    pictures: mail.attachments
      .filter(({ mimeType }) => mimeType.startsWith('image/'))
      .map(({ content }) => hash(typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content))),
  };
};

const filesOf = (dir: string, suffix: string): string[] =>
  readdirSync(dir)
    .filter(name => name.endsWith(suffix))
    .map(name => join(dir, name));

/** Reads everything that the hall keeps, by the wire protocols and from the disk. */
export const readEvidence = async (place: Place): Promise<Evidence> => {
  const { dir, gateway, region, buckets } = place;
  const common = { region, credentials: { accessKeyId: 'hall-admin', secretAccessKey: 'hall-admin' } };
  const db = new DynamoDBClient({ ...common, endpoint: gateway });
  const sqs = new SQSClient({ ...common, endpoint: gateway });
  const s3 = new S3Client({ ...common, endpoint: place.uploads, forcePathStyle: true });
  const bucket = (id: string) => Object.entries(buckets).find(([name]) => name.startsWith(id))?.[1] ?? '';
  try {
    const queues: Record<string, number> = {};
    for (const name of place.queues) queues[name] = await messagesIn(sqs, `${gateway}/000000000000/${name}`);
    const mails: Delivered[] = [];
    for (const file of filesOf(join(dir, 'mail'), '.eml')) mails.push(await readMail(file, readFileSync(file)));
    return {
      now: place.now,
      rows: await rowsOf(db, place.tableName),
      receipts: await rowsOf(db, place.erasures),
      objects: [
        ...(await objectsOf(s3, bucket('Incoming'), 'incoming')),
        ...(await objectsOf(s3, bucket('Photos'), 'photos')),
      ],
      queues,
      mails,
      logs: [...filesOf(join(dir, 'logs'), '.log'), ...filesOf(dir, '.log')].map(file => ({
        file,
        text: readFileSync(file, 'utf8'),
      })),
    };
  } finally {
    for (const client of [db, sqs, s3]) client.destroy();
  }
};
