import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localAssembly } from '../build.ts';
import { readSettings, type Settings } from '../settings.ts';
import { type Admin, hallAdmin } from './admin.ts';
import { keyUse, type World } from './calls.ts';
import { behaviours } from './distribution.ts';
import { eventBus, type HallEvent } from './events.ts';
import { frontDoor } from './front-door.ts';
import { type RunningFunction, runFunction } from './functions.ts';
import { ADMIN, type GatewayDeps, gateway } from './gateway.ts';
import { readRoute } from './http-event.ts';
import { inboxPage } from './inbox.ts';
import { type Json, NotPerformed } from './intrinsics.ts';
import { type Mapping, mapping } from './mappings.ts';
import { type Denial, type Permissions, permissions } from './permissions.ts';
import { checkBucketPolicies, impliedBy, keysOf, planOf, roleOf, shortName } from './roles.ts';
import { listen, startServices } from './services.ts';
import { localSes, type Mail } from './ses.ts';
import { refuseUnknown } from './supported.ts';
import { type Assembly, readAssembly } from './template.ts';
import { type CorsRule, uploads } from './uploads.ts';

export interface HallOptions {
  /** where the state lies; made when it is not there */
  dir: string;
  /** of the front door; 0: any free one */
  port: number;
  /** forget the state of before */
  fresh?: boolean;
  settings?: Settings;
  /** folder of the built pages */
  site?: string;
  /** an assembly that is there already, for this origin; without it one is made */
  assembly?: string;
  /** the hall was asked for what it does not perform */
  onRefused?: (error: Error) => void;
}

/** A hall at work on this machine. */
export interface Hall {
  url: string;
  uploads: string;
  inbox: string;
  permissions: Permissions;
  /** calls that a role did not allow */
  denied: readonly Denial[];
  /** operations that the hall does not perform and was asked for */
  refused: readonly Error[];
  /** failed invocations and other troubles, in order */
  trouble: readonly unknown[];
  mails(): Mail[];
  /** runs every schedule once, now */
  tick(): Promise<void>;
  /** the next event of each function meets a new process */
  recycle(): Promise<void>;
  /** ends when no message is ready or worked on and every mail's events are told */
  settled(): Promise<void>;
  /** makes failed messages visible again at once */
  redeliver(): Promise<void>;
  /** puts an event on the bus, as a service of AWS would */
  put(event: HallEvent): Promise<void>;
  admin: Admin;
  /** environment for the operator's tools: no role binds them */
  adminEnv: Record<string, string>;
  tableName: string;
  /** physical names of the buckets, by logical id */
  buckets: Record<string, string>;
  /** messages of each queue now: ready, delayed, in flight */
  queues(): Record<string, { ready: number; delayed: number; inflight: number }>;
  stop(): Promise<void>;
}

const ACCOUNT = '000000000000';

/** Secrets that were generated once and are kept with the state. */
const secrets = (dir: string) => {
  const file = join(dir, 'secrets.json');
  const known: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return (name: string): string => {
    if (known[name] === undefined) {
      known[name] = randomBytes(36).toString('hex');
      writeFileSync(file, JSON.stringify(known), { mode: 0o600 });
    }
    return known[name];
  };
};

const corsOf = (assembly: Assembly, bucket: string): CorsRule[] => {
  const found = assembly.of('AWS::S3::Bucket').find(one => one.name === bucket)?.properties.CorsConfiguration;
  return ((found as { CorsRules?: unknown } | undefined)?.CorsRules ?? []) as CorsRule[];
};

/** Events that each configuration set sends to the bus. */
const destinationsOf = (assembly: Assembly) => (set: string) => {
  if (!assembly.of('AWS::SES::ConfigurationSet').some(one => one.name === set)) return undefined;
  return assembly.of('AWS::SES::ConfigurationSetEventDestination').flatMap(one => {
    const target = one.properties.EventDestination as {
      Enabled?: boolean;
      MatchingEventTypes: string[];
      EventBridgeDestination?: object;
    };
    if (!target.EventBridgeDestination) throw new NotPerformed(`another destination than EventBridge: ${one.label}`);
    return one.properties.ConfigurationSetName === set && target.Enabled !== false
      ? target.MatchingEventTypes.map(type => type.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase())
      : [];
  });
};

/** Starts the hall that the templates describe. Throws NotPerformed by name, and EADDRINUSE when the port is taken. */
export const startHall = async (options: HallOptions): Promise<Hall> => {
  const dir = resolve(options.dir);
  if (options.fresh) rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const settings = options.settings ?? readSettings();
  const refused: Error[] = [];
  const trouble: unknown[] = [];
  const note = (error: unknown) => void trouble.push(error);
  const secretOf = secrets(dir);
  const keyOfSigner = (accessKey: string) =>
    createHmac('sha256', secretOf('functions')).update(accessKey).digest('hex');

  let deps: GatewayDeps | undefined;
  let front: Parameters<typeof frontDoor>[0] | undefined;
  const late = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the hall is not ready yet');
    return value;
  };
  let assembly: Assembly | undefined;
  const servers = {
    front: frontDoor(() => late(front)(), note),
    uploads: uploads(
      () => ({
        gateway: late(deps),
        cors: bucket => corsOf(late(assembly), bucket),
        secretOf: key => (late(deps).known(key) ? keyOfSigner(key) : undefined),
        now: Date.now,
      }),
      note,
    ),
    gateway: gateway(() => late(deps), note),
  };
  const close = () =>
    Promise.all(
      Object.values(servers).map(server => {
        server.closeAllConnections();
        return new Promise<void>(done => server.close(() => done()));
      }),
    );
  const port = await listen(servers.front, options.port);
  const url = `http://localhost:${port}`;
  const uploadsUrl = `http://127.0.0.1:${await listen(servers.uploads, 0)}`;
  const gatewayUrl = `http://127.0.0.1:${await listen(servers.gateway, 0)}`;
  const begun: (() => Promise<unknown>)[] = [close];
  const stop = async () => {
    for (const end of begun.splice(0).reverse()) await end();
  };
  try {
    const built = options.assembly ?? join((await localAssembly({ settings, origin: url })).dir, 'cdk');
    const around = {
      region: settings.region,
      account: ACCOUNT,
      site: `localhost:${port}`,
      gateway: gatewayUrl,
      secret: (id: string, field?: string) => secretOf(field === undefined ? id : `${id}#${field}`),
    };
    const read = readAssembly(built, around);
    assembly = read;
    refuseUnknown(read.resources);
    checkBucketPolicies(read);
    const keyOf = keysOf(read);
    const identities = read.of('AWS::SES::EmailIdentity').map(one => one.name);
    const world: World = {
      region: settings.region,
      account: ACCOUNT,
      keyOf,
      queueArn: queueUrl => `arn:aws:sqs:${settings.region}:${ACCOUNT}:${queueUrl.split('/').at(-1)}`,
      identityOf: address =>
        [address, address.split('@')[1] ?? ''].find(one => identities.includes(one)) ??
        (settings.ses.makeIdentity ? undefined : settings.ses.identity),
    };
    const lambdas = read.of('AWS::Lambda::Function');
    const may = permissions(new Map(lambdas.map(one => [shortName(one), roleOf(read, one)])));
    const services = await startServices(dir, read);
    begun.push(services.stop);

    const functions = new Map<string, RunningFunction>();
    const home = { gateway: gatewayUrl, uploads: uploadsUrl, secretOf: keyOfSigner, logs: join(dir, 'logs') };
    for (const lambda of lambdas) {
      const plan = planOf(lambda, read, home);
      functions.set(lambda.arn, runFunction(plan, impliedBy(lambda, plan.name, read, may)));
    }
    begun.push(() => Promise.all([...functions.values()].map(one => one.stop())));
    const functionByArn = (arn: string) => functions.get(arn);
    const bus = eventBus({ assembly: read, functionByArn, send: services.send, trouble: note, now: Date.now });
    const ses = localSes({
      directory: join(dir, 'mail'),
      now: Date.now,
      verified: from => world.identityOf(from) !== undefined,
      destinations: destinationsOf(read),
      put: bus.put,
      trouble: note,
    });
    begun.push(ses.settled);
    const names = new Set(lambdas.map(shortName));
    const speaking = new Set(
      read
        .of('AWS::S3::Bucket')
        .filter(one => JSON.stringify(one.properties.NotificationConfiguration ?? {}).includes('EventBridge'))
        .map(one => one.name),
    );
    deps = {
      world,
      permissions: may,
      storage: services.storage,
      table: services.table,
      ses: ses.call,
      known: key => names.has(key),
      refused: error => {
        refused.push(error);
        options.onRefused?.(error);
      },
      created: async (bucket, key, reason, size) => {
        if (!speaking.has(bucket)) return;
        const sequencer = Date.now().toString(16).toUpperCase().padStart(18, '0');
        await bus.put({
          source: 'aws.s3',
          'detail-type': 'Object Created',
          resources: [`arn:aws:s3:::${bucket}`],
          detail: { version: '0', bucket: { name: bucket }, object: { key, size, sequencer }, reason },
        });
      },
    };
    const { list, root } = behaviours(read);
    // Uploads go to the bucket's own host, which is the second port here.
    const uploadHost = /https:\/\/[a-z0-9.-]+\.s3\.[a-z0-9-]+\.amazonaws\.com/g;
    for (const one of list.flatMap(each => each.headers)) one.value = one.value.replace(uploadHost, uploadsUrl);
    const integrations = new Map(read.of('AWS::ApiGatewayV2::Integration').map(one => [one.name, one]));
    const routes = read.of('AWS::ApiGatewayV2::Route').map(one => {
      const integration = integrations.get(String(one.properties.Target).replace('integrations/', ''));
      const { IntegrationUri, PayloadFormatVersion, IntegrationType } = integration?.properties ?? {};
      if (PayloadFormatVersion !== '2.0' || IntegrationType !== 'AWS_PROXY')
        throw new NotPerformed(
          `an integration of ${String(IntegrationType)} ${String(PayloadFormatVersion)}: ${one.label}`,
        );
      return readRoute(String(one.properties.RouteKey), String(IntegrationUri));
    });
    front = () => ({
      behaviours: list,
      root,
      routes,
      functionByArn,
      site: resolve(options.site ?? 'dist/site'),
      inbox: path => inboxPage(ses.mails(), path),
      trouble: note,
      now: Date.now,
    });
    const adminEnv = {
      AWS_REGION: settings.region,
      AWS_ACCESS_KEY_ID: ADMIN,
      AWS_SECRET_ACCESS_KEY: ADMIN,
      AWS_ENDPOINT_URL: gatewayUrl,
      AWS_ENDPOINT_URL_S3: uploadsUrl,
    };
    const sqs = new SQSClient({
      region: settings.region,
      endpoint: services.storage,
      useQueueUrlAsEndpoint: false,
      credentials: { accessKeyId: ADMIN, secretAccessKey: ADMIN },
    });
    const fed: { queue: string; mapping: Mapping }[] = read.of('AWS::Lambda::EventSourceMapping').map(one => {
      const { EventSourceArn, FunctionName, BatchSize, FunctionResponseTypes, ScalingConfig } = one.properties;
      const queue = read.byArn(String(EventSourceArn));
      const lambda = lambdas.find(each => each.name === FunctionName || each.arn === FunctionName);
      const target = functionByArn(lambda?.arn ?? '');
      if (!target) throw new NotPerformed(`the target of ${one.label}`);
      const plan = {
        queue: { name: queue.name, url: String(queue.ref), arn: queue.arn },
        batch: Number(BatchSize ?? 10),
        atOnce: Number((ScalingConfig as { MaximumConcurrency?: Json } | undefined)?.MaximumConcurrency ?? 5),
        partial: ((FunctionResponseTypes ?? []) as string[]).includes('ReportBatchItemFailures'),
        keyUse: keyUse(world, queue.arn, 'sqs', ['Decrypt']),
      };
      const with_ = {
        sqs,
        region: settings.region,
        permissions: may,
        target,
        look: services.queue,
        trouble: note,
        now: Date.now,
      };
      return { queue: queue.name, mapping: mapping(plan, with_) };
    });
    begun.push(() => Promise.all(fed.map(one => one.mapping.stop())).then(() => sqs.destroy()));
    bus.start();
    begun.push(async () => bus.stop());
    const tableName = read.of('AWS::DynamoDB::Table')[0]?.name ?? '';
    const admin = hallAdmin({ url, region: settings.region, gateway: gatewayUrl, tableName });
    begun.push(async () => admin.close());
    const running = {
      url,
      uploads: uploadsUrl,
      gateway: gatewayUrl,
      tableName,
      region: settings.region,
      pid: process.pid,
      env: adminEnv,
    };
    const runningFile = join(dir, 'running.json');
    writeFileSync(runningFile, JSON.stringify(running, null, 2), { mode: 0o600 });
    begun.push(async () => rmSync(runningFile, { force: true }));
    const quiet = () =>
      fed.every(one => one.mapping.working() === 0 && (services.queue(one.queue)?.messages.ready.length ?? 0) === 0);
    const queueNames = read.of('AWS::SQS::Queue').map(one => one.name);
    return {
      url,
      uploads: uploadsUrl,
      inbox: `${url}/inbox`,
      permissions: may,
      denied: may.denied,
      refused,
      trouble,
      mails: ses.mails,
      tick: bus.tick,
      recycle: async () => void (await Promise.all([...functions.values()].map(one => one.recycle()))),
      settled: async () => {
        for (;;) {
          await ses.settled();
          if (quiet()) return;
          await pause(20);
        }
      },
      redeliver: async () => void (await Promise.all(fed.map(one => one.mapping.redeliver()))),
      put: bus.put,
      admin,
      adminEnv,
      tableName,
      buckets: Object.fromEntries(read.of('AWS::S3::Bucket').map(one => [one.id, one.name])),
      queues: () =>
        Object.fromEntries(
          queueNames.map(name => {
            const { ready = [], delayed = [], inflight = [] } = services.queue(name)?.messages ?? {};
            return [name, { ready: ready.length, delayed: delayed.length, inflight: inflight.length }];
          }),
        ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
