import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { startFauxqs } from 'fauxqs';
import { NotPerformed } from './intrinsics.ts';
import { mendIndexes } from './mend-indexes.ts';
import type { Assembly, Resource } from './template.ts';

/** S3, SQS and DynamoDB of this machine. */
export interface Services {
  /** origin of S3 and SQS */
  storage: string;
  /** origin of DynamoDB */
  table: string;
  queue(name: string): ReturnType<Awaited<ReturnType<typeof startFauxqs>>['inspectQueue']>;
  send(queue: string, body: string): void;
  stop(): Promise<void>;
}

/** Listens on a port of this machine only (0: any free one) and gives the port. */
export const listen = (server: Server, port: number): Promise<number> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      done((server.address() as AddressInfo).port);
    });
  });

const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;

const attributesOf = (queue: Resource): Record<string, string> => {
  const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod, DelaySeconds } = queue.properties;
  return Object.fromEntries(
    Object.entries({
      VisibilityTimeout,
      MessageRetentionPeriod,
      DelaySeconds,
      RedrivePolicy: RedrivePolicy === undefined ? undefined : JSON.stringify(RedrivePolicy),
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
};

const createTable = async (client: DynamoDBClient, table: Resource) => {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = table.properties;
  if (BillingMode !== 'PAY_PER_REQUEST') throw new NotPerformed(`a table with provisioned throughput: ${table.label}`);
  try {
    await client.send(new DescribeTableCommand({ TableName: table.name }));
    return;
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
  await client.send(
    new CreateTableCommand({
      TableName: table.name,
      AttributeDefinitions,
      KeySchema,
      BillingMode,
      ...(GlobalSecondaryIndexes === undefined
        ? {}
        : {
            GlobalSecondaryIndexes: (GlobalSecondaryIndexes as object[]).map(index =>
              Object.fromEntries(
                Object.entries(index).filter(([name]) => ['IndexName', 'KeySchema', 'Projection'].includes(name)),
              ),
            ),
          }),
    } as CreateTableCommandInput),
  );
  // Made is not ready: until the table is active, every request finds nothing.
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.1 }, { TableName: table.name });
};

/** Starts the services with what the templates ask for. State lies below `directory`. `killed`: the hall before was not closed. */
export const startServices = async (directory: string, assembly: Assembly, killed: boolean): Promise<Services> => {
  const dataDir = join(directory, 'storage');
  mkdirSync(join(dataDir, 'objects'), { recursive: true });
  const fauxqs = await startFauxqs({
    port: 0,
    logger: false,
    dataDir,
    s3StorageDir: join(dataDir, 'objects'),
    defaultRegion: assembly.region,
  });
  const tables = dynalite({ path: join(directory, 'table'), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const tablePort = await listen(tables, 0);
  const table = `http://127.0.0.1:${tablePort}`;
  // A dead-letter queue is there before the queue that names it.
  const queues = assembly
    .of('AWS::SQS::Queue')
    .sort((a, b) => Number('RedrivePolicy' in a.properties) - Number('RedrivePolicy' in b.properties));
  for (const queue of queues)
    if (!fauxqs.inspectQueue(queue.name)) fauxqs.createQueue(queue.name, { attributes: attributesOf(queue) });
  fauxqs.setup({ buckets: assembly.of('AWS::S3::Bucket').map(bucket => bucket.name) });
  const client = new DynamoDBClient({
    endpoint: table,
    region: assembly.region,
    credentials: { accessKeyId: 'hall', secretAccessKey: 'hall' },
  });
  for (const one of [...assembly.of('AWS::DynamoDB::Table'), ...assembly.of('AWS::DynamoDB::GlobalTable')])
    await createTable(client, one).then(() => (killed ? mendIndexes(client, one.name) : 0));
  client.destroy();
  return {
    storage: `http://127.0.0.1:${fauxqs.port}`,
    table,
    queue: name => fauxqs.inspectQueue(name),
    send: (queue, body) => void fauxqs.sendMessage(queue, body),
    stop: async () => {
      await fauxqs.stop();
      tables.closeAllConnections();
      await new Promise<void>(done => tables.close(() => done()));
    },
  };
};
