import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '../../functions/platform/names.ts';
import type { FunctionPlan, Implied } from './functions.ts';
import { type Json, NotPerformed } from './intrinsics.ts';
import type { Permissions } from './permissions.ts';
import { type Question, type Statement, statements } from './policies.ts';
import type { Assembly, Resource } from './template.ts';

type Map_ = { [name: string]: Json };

/** Short name of a function: the one that `names.ts` has. */
export const shortName = (resource: Resource): string => {
  const found = Object.values(FUNCTIONS).find(name => resource.name === name || resource.name.endsWith(`-${name}`));
  if (!found) throw new NotPerformed(`${resource.label}, which names.ts does not name`);
  return found;
};

/** Statements of the role of a function. Throws NotPerformed for managed policies and for what is not evaluated. */
export const roleOf = (assembly: Assembly, lambda: Resource): Statement[] => {
  const role = assembly.byArn(String(lambda.properties.Role));
  const inline = (role.properties.Policies ?? []) as unknown as { PolicyName: string; PolicyDocument: Json }[];
  const attached = assembly
    .of('AWS::IAM::Policy')
    .filter(policy => (policy.properties.Roles as string[]).includes(role.name))
    .map(policy => ({ PolicyName: policy.label, PolicyDocument: policy.properties.PolicyDocument ?? {} }));
  return [...inline, ...attached].flatMap(policy =>
    statements(policy.PolicyDocument, `${role.label} ${policy.PolicyName}`),
  );
};

/** Customer keys behind buckets, tables and queues, by ARN. Each key must let the account's policies decide. */
export const keysOf = (assembly: Assembly): ((arn: string) => string | undefined) => {
  for (const key of assembly.of('AWS::KMS::Key')) {
    const all = ((key.properties.KeyPolicy as Map_).Statement ?? []) as Map_[];
    const root = all.find(one => String((one.Principal as Map_).AWS).endsWith(':root') && one.Effect === 'Allow');
    const actions = [root?.Action ?? []].flat().map(String);
    for (const needed of ['kms:Decrypt', 'kms:GenerateDataKey'])
      if (!actions.includes(needed) && !actions.includes('kms:*'))
        throw new NotPerformed(`a key whose policy does not leave ${needed} to the account's roles: ${key.label}`);
  }
  const keyArn = (given: Json | undefined) =>
    given === undefined || String(given).startsWith('alias/aws/')
      ? undefined
      : assembly.of('AWS::KMS::Key').find(key => key.arn === given || key.name === given)?.arn;
  const found = new Map<string, string | undefined>();
  for (const bucket of assembly.of('AWS::S3::Bucket')) {
    const [rule] = ((bucket.properties.BucketEncryption as Map_ | undefined)?.ServerSideEncryptionConfiguration ??
      []) as Map_[];
    found.set(bucket.arn, keyArn((rule?.ServerSideEncryptionByDefault as Map_ | undefined)?.KMSMasterKeyID));
  }
  for (const table of assembly.of('AWS::DynamoDB::Table'))
    found.set(table.arn, keyArn((table.properties.SSESpecification as Map_ | undefined)?.KMSMasterKeyId));
  for (const queue of assembly.of('AWS::SQS::Queue')) found.set(queue.arn, keyArn(queue.properties.KmsMasterKeyId));
  return arn => found.get(arn);
};

/** Bucket policies may only refuse what never happens here (no TLS); anything else would have to be performed. */
export const checkBucketPolicies = (assembly: Assembly): void => {
  for (const policy of assembly.of('AWS::S3::BucketPolicy')) {
    const all = ((policy.properties.PolicyDocument as Map_).Statement ?? []) as Map_[];
    const transport = (one: Map_) =>
      /^\{"(Bool":\{"aws:SecureTransport":"false"|NumericLessThan":\{"s3:TlsVersion":1\.[23])\}\}$/.test(
        JSON.stringify(one.Condition),
      );
    const cloudfront = (one: Map_) =>
      one.Effect === 'Allow' && (one.Principal as Map_).Service === 'cloudfront.amazonaws.com';
    const odd = all.find(one => !cloudfront(one) && !(one.Effect === 'Deny' && transport(one)));
    if (odd) throw new NotPerformed(`the statement ${JSON.stringify(odd)} of ${policy.label}`);
  }
};

/** What each run of a function asks of its role besides its calls: its log, and the key of its variables. */
export const impliedBy = (lambda: Resource, who: string, assembly: Assembly, permissions: Permissions): Implied => {
  const { LoggingConfig, KmsKeyArn } = lambda.properties;
  const named = (LoggingConfig as Map_ | undefined)?.LogGroup;
  const group = assembly.of('AWS::Logs::LogGroup').find(one => one.name === named);
  if (!group) throw new NotPerformed(`a function without a log group of its own: ${lambda.label}`);
  const stream = `${group.arn.replace(/:\*$/, '')}:log-stream:local`;
  const once = new Set<string>();
  // A line is written often; the same denial is told once.
  const ask = (questions: readonly Question[]) => {
    const denial = permissions.allow(who, questions);
    if (denial && once.has(denial.action)) permissions.denied.pop();
    if (denial) once.add(denial.action);
    else for (const { action } of questions) once.delete(action);
    return denial;
  };
  const streams = { action: 'logs:CreateLogStream', resource: stream };
  return {
    run: () => {
      ask([streams]);
      return KmsKeyArn === undefined
        ? undefined
        : permissions.allow(who, [{ action: 'kms:Decrypt', resource: String(KmsKeyArn) }]);
    },
    log: () => ask([streams, { action: 'logs:PutLogEvents', resource: stream }]),
  };
};

/** Where calls of functions go, and the secrets with which they sign. */
export interface CallHome {
  gateway: string;
  uploads: string;
  secretOf(accessKey: string): string;
  logs: string;
}

/** Instances of a function whose number the template leaves open: enough for a hall, little for a laptop. */
const LIMIT = 10;

/** The file of a handler's module, with the suffix it has in the bundle. */
const moduleFile = (directory: string, module: string): string => {
  const found = ['.cjs', '.mjs', '.js']
    .map(suffix => join(directory, `${module}${suffix}`))
    .find(file => existsSync(file));
  if (!found) throw new NotPerformed(`a bundle without ${module}: ${directory}`);
  return found;
};

/** The plan of one function of the templates: code, handler, its own environment and nothing of the hall's. */
export const planOf = (lambda: Resource, assembly: Assembly, home: CallHome): FunctionPlan => {
  const { Code, Handler, Environment, Timeout, MemorySize, Runtime, ReservedConcurrentExecutions } = lambda.properties;
  if (Runtime !== 'nodejs24.x') throw new NotPerformed(`the runtime ${String(Runtime)} of ${lambda.label}`);
  const name = shortName(lambda);
  const [module = 'index', handler = 'handler'] = String(Handler).split('.');
  const own = ((Environment as Map_ | undefined)?.Variables ?? {}) as Record<string, string>;
  return {
    name,
    file: moduleFile(assembly.asset(String((Code as Map_).S3Key)), module),
    handler,
    timeoutMs: Number(Timeout ?? 3) * 1000,
    memory: Number(MemorySize ?? 128),
    limit: Number(ReservedConcurrentExecutions ?? LIMIT),
    log: join(home.logs, `${name}.log`),
    environment: {
      ...own,
      TZ: ':UTC',
      AWS_REGION: assembly.region,
      AWS_LAMBDA_FUNCTION_NAME: lambda.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize ?? 128),
      AWS_ACCESS_KEY_ID: name,
      AWS_SECRET_ACCESS_KEY: home.secretOf(name),
      AWS_ENDPOINT_URL: home.gateway,
      AWS_ENDPOINT_URL_S3: home.uploads,
    },
  };
};
