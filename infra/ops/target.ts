import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The hall that a command is for. */
export interface Target {
  /** origin that kiosks see */
  url: string;
  tableName: string;
  client: DynamoDBClient;
}

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
  region: string;
  tableName: string;
  env: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string };
}

/** The hall that runs on this machine with its state in `dir`. Throws NoTarget when none does. */
export const localTarget = (dir: string): Target => {
  const file = join(dir, 'running.json');
  if (!existsSync(file)) throw new NoTarget(`No hall is open with its state in ${dir}. Start one: npm start`);
  const running = JSON.parse(readFileSync(file, 'utf8')) as Running;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = running.env;
  const client = new DynamoDBClient({
    endpoint: running.gateway,
    region: running.region,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  return { url: running.url, tableName: running.tableName, client };
};

/** Outputs of stacks as `cdk deploy --outputs-file` writes them: stack -> name -> value. */
export type Outputs = Record<string, Record<string, string>>;

/** The deployed hall that a file of outputs names. Throws NoTarget when an output is missing. */
export const deployedTarget = (outputs: Outputs, region: string): Target => {
  const find = (name: string): string => {
    for (const stack of Object.values(outputs)) if (stack[name] !== undefined) return stack[name];
    throw new NoTarget(
      `The outputs name no ${name}. Write them with: npx cdk deploy --all --outputs-file outputs.json`,
    );
  };
  return { url: find('Origin'), tableName: find('TableName'), client: new DynamoDBClient({ region }) };
};
