import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import dynalite from 'dynalite';
import { startFauxqs } from 'fauxqs';
import { INDEXES } from '../../functions/platform/names.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const region = 'ap-northeast-2';

/** The table as the templates make it: string keys, the sparse indexes of names.ts. */
const tableShape = (TableName: string) => {
  const attributes = ['pk', 'sk', ...Object.values(INDEXES).flatMap(({ partition, sort }) => [partition, sort])];
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: attributes.map(AttributeName => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keys('pk', 'sk'),
    GlobalSecondaryIndexes: Object.entries(INDEXES).map(([IndexName, { partition, sort }]) => ({
      IndexName,
      KeySchema: keys(partition, sort),
      Projection: { ProjectionType: 'ALL' as const },
    })),
  };
};

/** dynalite on a free port, in this process. */
export const startDynamo = async () => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region, credentials });
  return {
    client,
    // A table answers "not found" until it is active, which dynalite says a moment after it made it.
    createTable: async (name: string) => {
      await client.send(new CreateTableCommand(tableShape(name)));
      await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.1 }, { TableName: name });
    },
    stop: async () => {
      client.destroy();
      await new Promise(done => server.close(done));
    },
  };
};

/** fauxqs (S3 and SQS) on a free port, in this process. */
export const startBuckets = async () => {
  const server = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const s3 = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const sqs = new SQSClient({ endpoint, region, credentials });
  return {
    ...{ server, s3, sqs },
    stop: async () => {
      s3.destroy();
      sqs.destroy();
      await server.stop();
    },
  };
};
