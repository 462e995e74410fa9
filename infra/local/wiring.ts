import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { keyUse, type World } from './calls.ts';
import { type Behaviour, behaviours } from './distribution.ts';
import { type Route, readRoute } from './http-event.ts';
import { NotPerformed } from './intrinsics.ts';
import type { MappingPlan } from './mappings.ts';
import { keysOf } from './roles.ts';
import type { Assembly, Resource } from './template.ts';
import type { CorsRule } from './uploads.ts';

/** The account that stands in every ARN; fauxqs knows no other. */
export const ACCOUNT = '000000000000';

/** Secrets that are generated at first use and kept with the state. */
export const keptSecrets = (dir: string): ((name: string) => string) => {
  const file = join(dir, 'secrets.json');
  const known: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return name => {
    const found = known[name];
    if (found !== undefined) return found;
    const made = randomBytes(36).toString('hex');
    known[name] = made;
    writeFileSync(file, JSON.stringify(known), { mode: 0o600 });
    return made;
  };
};

/** CORS rules of a bucket; none: no browser of another origin may. */
export const corsOf = (assembly: Assembly, bucket: string): CorsRule[] => {
  const found = assembly.of('AWS::S3::Bucket').find(one => one.name === bucket)?.properties.CorsConfiguration;
  return ((found as { CorsRules?: unknown } | undefined)?.CorsRules ?? []) as CorsRule[];
};

/** Names of the buckets that tell the bus of new objects. */
export const speakingBuckets = (assembly: Assembly): Set<string> => {
  const speaking = assembly.of('AWS::S3::Bucket').filter(one => {
    const { NotificationConfiguration: asked = {} } = one.properties;
    const kinds = Object.keys(asked as object).filter(kind => kind !== 'EventBridgeConfiguration');
    if (kinds.length > 0) throw new NotPerformed(`${kinds[0]} of ${one.label}`);
    return Object.keys(asked as object).length > 0;
  });
  return new Set(speaking.map(one => one.name));
};

/** Types of SES events that a configuration set sends to the bus; undefined: there is no such set. */
export const destinationsOf = (assembly: Assembly): ((set: string) => string[] | undefined) => {
  const sets = new Map(assembly.of('AWS::SES::ConfigurationSet').map(one => [one.name, [] as string[]]));
  for (const one of assembly.of('AWS::SES::ConfigurationSetEventDestination')) {
    const target = one.properties.EventDestination as {
      Enabled?: boolean;
      MatchingEventTypes: string[];
      EventBridgeDestination?: object;
    };
    if (!target.EventBridgeDestination) throw new NotPerformed(`another destination than EventBridge: ${one.label}`);
    // CloudFormation writes `deliveryDelay`, some writers `DELIVERY_DELAY`.
    const types = target.MatchingEventTypes.map(type => type.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase());
    if (target.Enabled !== false) sets.get(String(one.properties.ConfigurationSetName))?.push(...types);
  }
  return set => sets.get(set);
};

/** Routes of the API with the functions that answer, and may be asked by it. */
export const routesOf = (assembly: Assembly): Route[] => {
  const integrations = new Map(assembly.of('AWS::ApiGatewayV2::Integration').map(one => [one.name, one]));
  const open = assembly
    .of('AWS::Lambda::Permission')
    .filter(one => one.properties.Principal === 'apigateway.amazonaws.com')
    .map(one => String(one.properties.FunctionName));
  return assembly.of('AWS::ApiGatewayV2::Route').map(one => {
    const integration = integrations.get(String(one.properties.Target).replace('integrations/', ''));
    const { IntegrationUri, PayloadFormatVersion, IntegrationType } = integration?.properties ?? {};
    if (PayloadFormatVersion !== '2.0' || IntegrationType !== 'AWS_PROXY')
      throw new NotPerformed(
        `an integration of ${String(IntegrationType)} ${String(PayloadFormatVersion)}: ${one.label}`,
      );
    if (!open.includes(String(IntegrationUri)))
      throw new NotPerformed(`a route to a function that the API may not invoke: ${one.label}`);
    return readRoute(String(one.properties.RouteKey), String(IntegrationUri));
  });
};

const UPLOAD_HOST = /https:\/\/[a-z0-9.-]+\.s3\.[a-z0-9-]+\.amazonaws\.com/g;

/** The distribution; uploads go to the buckets' own host, which is the second port here. */
export const distributionOf = (assembly: Assembly, uploads: string): { list: Behaviour[]; root: string } => {
  const { list, root } = behaviours(assembly);
  const local = list.map(one => ({
    ...one,
    headers: one.headers.map(header => ({ ...header, value: header.value.replace(UPLOAD_HOST, uploads) })),
  }));
  return { list: local, root };
};

/** Event source mappings: the function that is fed, and how. */
export const feedsOf = (assembly: Assembly, world: World): { lambda: Resource; plan: MappingPlan }[] =>
  assembly.of('AWS::Lambda::EventSourceMapping').map(one => {
    const { EventSourceArn, FunctionName, BatchSize, FunctionResponseTypes, ScalingConfig } = one.properties;
    const queue = assembly.byArn(String(EventSourceArn));
    const lambda = assembly
      .of('AWS::Lambda::Function')
      .find(each => each.name === FunctionName || each.arn === FunctionName);
    if (!lambda || queue.type !== 'AWS::SQS::Queue') throw new NotPerformed(`the source or target of ${one.label}`);
    const atOnce = (ScalingConfig as { MaximumConcurrency?: number } | undefined)?.MaximumConcurrency ?? 5;
    const plan: MappingPlan = {
      queue: { name: queue.name, url: String(queue.ref), arn: queue.arn },
      batch: Number(BatchSize ?? 10),
      atOnce,
      partial: ((FunctionResponseTypes ?? []) as string[]).includes('ReportBatchItemFailures'),
      keyUse: keyUse(world, queue.arn, 'sqs', ['Decrypt']),
    };
    return { lambda, plan };
  });

/** What the calls must know of the templates. */
export const worldOf = (assembly: Assembly, { region, ses }: Settings): World => {
  const identities = assembly.of('AWS::SES::EmailIdentity').map(one => one.name);
  // Another hall in the account may have made the identity.
  if (!ses.makeIdentity) identities.push(ses.identity);
  return {
    region,
    account: ACCOUNT,
    keyOf: keysOf(assembly),
    queueArn: url => `arn:aws:sqs:${region}:${ACCOUNT}:${url.split('/').at(-1)}`,
    identityOf: address => [address, address.split('@')[1] ?? ''].find(one => identities.includes(one)),
  };
};
