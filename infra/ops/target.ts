import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { bucketStore } from '../../functions/platform/bucket.store.ts';
import type { Bucket } from '../../functions/platform/bucket.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Table } from '../../functions/platform/table.ts';
import type { Settings } from '../settings.ts';
import { AwsFailed, aws } from './aws.ts';
import { type Copied, copyTable } from './copy-table.ts';

/** The hall that a command is for. */
export interface Target {
  /** `hall-main`: how its queues and functions begin */
  hall: string;
  /** origin that visitors see */
  url: string;
  table: Table;
  erasures: Table;
  photos: Bucket;
  incoming: Bucket;
  sqs: SQSClient;
  queueUrl(name: string): Promise<string>;
  /** key under which erased visits are remembered */
  addressKey(): Promise<string>;
  /** takes an address off the list that SES itself keeps of those that bounced or complained */
  takeOffSesList(address: string): Promise<void>;
  /** another table of the same form: a restored one */
  tableNamed(name: string): Table;
  /** rows of that other table which this hall's lacks come over */
  copyFrom(name: string, dryRun: boolean): Promise<Copied>;
  /** deletes that other table */
  drop(name: string): Promise<void>;
  /** names of the hall's own tables */
  tables: readonly string[];
  close(): void;
}

const dropTable = async (db: DynamoDBClient, TableName: string): Promise<void> =>
  void (await db.send(new DeleteTableCommand({ TableName })));

/** No hall to be found, or not the one that was meant; the message says what to do. */
export class NoTarget extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoTarget';
  }
}

interface Running {
  url: string;
  gateway: string;
  uploads: string;
  region: string;
  tableName: string;
  erasures: string;
  /** by logical id */
  buckets: Record<string, string>;
  env: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string };
}

/** The hall that runs on this machine with its state in `dir`. Throws NoTarget when none does. */
export const localTarget = (dir: string, { stage }: Settings): Target => {
  const file = join(dir, 'running.json');
  if (!existsSync(file)) throw new NoTarget(`No hall is open with its state in ${dir}. Start one: npm start`);
  const { url, gateway, uploads, region, env, tableName, erasures, buckets } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Running;
  const bucket = (id: string) => Object.entries(buckets).find(([name]) => name.startsWith(id))?.[1] ?? '';
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY };
  const common = { region, credentials };
  const db = new DynamoDBClient({ ...common, endpoint: gateway });
  const sqs = new SQSClient({ ...common, endpoint: gateway });
  const s3 = new S3Client({ ...common, endpoint: uploads, forcePathStyle: true });
  return {
    hall: `hall-${stage}`,
    url,
    table: tableStore(tableName, db),
    erasures: tableStore(erasures, db),
    incoming: bucketStore(bucket('Incoming'), s3),
    photos: bucketStore(bucket('Photos'), s3),
    sqs,
    queueUrl: async name => `${gateway}/000000000000/${name}`,
    addressKey: async () => {
      const secrets = JSON.parse(readFileSync(join(dir, 'secrets.json'), 'utf8')) as Record<string, string>;
      const found = Object.entries(secrets).find(([id]) => id.includes('AddressKey'))?.[1];
      if (found === undefined) throw new NoTarget(`${dir}/secrets.json has no AddressKey.`);
      return found;
    },
    // The simulator keeps none.
    takeOffSesList: async () => undefined,
    tableNamed: name => tableStore(name, db),
    copyFrom: (name, dryRun) => copyTable(db, name, tableName, dryRun),
    drop: name => dropTable(db, name),
    tables: [tableName, erasures],
    close: () => {
      for (const client of [db, sqs, s3]) client.destroy();
    },
  };
};

/** Outputs of the hall's stacks, by name. Throws NoTarget when a stack is missing. */
export const outputsOf = (hall: string, profile: string, region: string): Record<string, string> => {
  const outputs: Record<string, string> = {};
  for (const stack of ['front', 'data']) {
    const { Stacks } = aws<{ Stacks: { Outputs?: { OutputKey: string; OutputValue: string }[] }[] }>(
      ['cloudformation', 'describe-stacks', '--stack-name', `${hall}-${stack}`],
      { profile, region },
    );
    for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? []) outputs[OutputKey] = OutputValue;
  }
  return outputs;
};

/** The deployed hall of this settings file, with the keys of a profile. Throws NoTarget. */
export const deployedTarget = ({ stage, region }: Settings, profile: string): Target => {
  const hall = `hall-${stage}`;
  const outputs = outputsOf(hall, profile, region);
  const find = (name: string): string => {
    const value = outputs[name];
    if (value === undefined)
      throw new NoTarget(`The stacks of ${hall} have no output ${name}. Deploy it: npm run ops -- deploy`);
    return value;
  };
  const common = { region, profile };
  const db = new DynamoDBClient(common);
  const sqs = new SQSClient(common);
  const s3 = new S3Client(common);
  return {
    hall,
    url: find('Origin'),
    table: tableStore(find('TableName'), db),
    erasures: tableStore(find('ErasuresName'), db),
    incoming: bucketStore(find('IncomingBucket'), s3),
    photos: bucketStore(find('PhotosBucket'), s3),
    sqs,
    queueUrl: async QueueName => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '',
    addressKey: async () =>
      aws<{ SecretString: string }>(['secretsmanager', 'get-secret-value', '--secret-id', find('AddressKeyArn')], {
        profile,
        region,
      }).SecretString,
    takeOffSesList: async address => {
      try {
        aws(['sesv2', 'delete-suppressed-destination', '--email-address', address], { profile, region });
      } catch (error) {
        if (!(error instanceof AwsFailed && error.message.includes('NotFoundException'))) throw error;
      }
    },
    tableNamed: name => tableStore(name, db),
    copyFrom: (name, dryRun) => copyTable(db, name, find('TableName'), dryRun),
    drop: name => dropTable(db, name),
    tables: [find('TableName'), find('ErasuresName')],
    close: () => {
      for (const client of [db, sqs, s3]) client.destroy();
    },
  };
};
