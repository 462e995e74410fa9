import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localAssembly } from '../build.ts';
import { readSettings, type Settings } from '../settings.ts';
import { siteFiles } from '../site.ts';
import { hallAdmin } from './admin.ts';
import { eventBus } from './events.ts';
import { type RunningFunction, runFunction } from './functions.ts';
import { ADMIN, type GatewayDeps } from './gateway.ts';
import type { Hall, HallOptions } from './hall-shape.ts';
import { inboxPage } from './inbox.ts';
import { type Mapping, mapping } from './mappings.ts';
import { permissions } from './permissions.ts';
import { openPorts } from './ports.ts';
import { checkBucketPolicies, impliedBy, planOf, roleOf, shortName } from './roles.ts';
import { startServices } from './services.ts';
import { localSes } from './ses.ts';
import { refuseUnknown } from './supported.ts';
import { type Assembly, ORIGIN_MARK, readAssembly } from './template.ts';
import {
  ACCOUNT,
  corsOf,
  destinationsOf,
  distributionOf,
  feedsOf,
  keptSecrets,
  routesOf,
  speakingBuckets,
  worldOf,
} from './wiring.ts';

export type { Hall, HallOptions };

/** Starts the hall that the templates describe. Throws NotPerformed by name, and EADDRINUSE when the port is taken. */
export const startHall = async (options: HallOptions): Promise<Hall> => {
  const dir = resolve(options.dir);
  if (options.fresh) rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const trouble: unknown[] = [];
  const note = (error: unknown) => void trouble.push(error);
  const ports = await openPorts(options.port, note);
  const ends: (() => Promise<unknown>)[] = [ports.close];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const settings = options.settings ?? readSettings();
    const cdk = options.assembly ?? join((await localAssembly({ settings, origin: ORIGIN_MARK })).dir, 'cdk');
    const secretOf = keptSecrets(dir);
    const assembly = readAssembly(cdk, {
      region: settings.region,
      account: ACCOUNT,
      origin: ports.url,
      gateway: ports.gateway,
      secret: (id, field) => secretOf(field === undefined ? id : `${id}#${field}`),
    });
    refuseUnknown(assembly.resources);
    checkBucketPolicies(assembly);
    const hall = await furnish({ options, settings, dir, ports, assembly, secretOf, trouble, note, ends });
    return { ...hall, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

interface Bare {
  options: HallOptions;
  settings: Settings;
  dir: string;
  ports: Awaited<ReturnType<typeof openPorts>>;
  assembly: Assembly;
  secretOf(name: string): string;
  trouble: readonly unknown[];
  note(error: unknown): void;
  /** what must be ended, in the order it was begun */
  ends: (() => Promise<unknown>)[];
}

const furnish = async (bare: Bare): Promise<Omit<Hall, 'stop'>> => {
  const { options, settings, dir, ports, assembly, secretOf, trouble, note, ends } = bare;
  const { region } = settings;
  const { disturb = {} } = options;
  const now = Date.now;
  const refused: Error[] = [];
  const world = worldOf(assembly, settings);
  const lambdas = assembly.of('AWS::Lambda::Function');
  const names = new Set(lambdas.map(shortName));
  const may = permissions(new Map(lambdas.map(one => [shortName(one), roleOf(assembly, one)])));
  const running = join(dir, 'running.json');
  const services = await startServices(dir, assembly, existsSync(running));
  ends.push(services.stop);

  const signingKey = (who: string) => createHmac('sha256', secretOf('functions')).update(who).digest('hex');
  const home = { gateway: ports.gateway, uploads: ports.uploads, secretOf: signingKey, logs: join(dir, 'logs') };
  const functions = new Map<string, RunningFunction>();
  ends.push(() => Promise.all([...functions.values()].map(one => one.stop())));
  for (const lambda of lambdas) {
    const plan = planOf(lambda, assembly, home);
    functions.set(lambda.arn, runFunction(plan, impliedBy(lambda, plan.name, assembly, may), disturb));
  }
  const functionByArn = (arn: string) => functions.get(arn);
  const feeds: { queue: string; mapping: Mapping }[] = [];
  const wake = (queue: string) => feeds.find(one => one.queue === queue)?.mapping.wake();
  const send = (queue: string, body: string) => {
    services.send(queue, body);
    wake(queue);
  };
  const bus = eventBus({ assembly, functionByArn, send, trouble: note, now, disturb });
  const destinations = destinationsOf(assembly);
  const verified = (from: string) => world.identityOf(from) !== undefined;
  const ses = localSes({ directory: join(dir, 'mail'), now, verified, destinations, put: bus.put, trouble: note });
  ends.push(ses.settled);

  const speaking = speakingBuckets(assembly);
  const gateway: GatewayDeps = {
    world,
    permissions: may,
    storage: services.storage,
    table: services.table,
    ses: ses.call,
    sent: wake,
    disturb,
    known: key => names.has(key),
    refused: error => {
      refused.push(error);
      options.onRefused?.(error);
    },
    created: async (bucket, key, reason, size) => {
      if (!speaking.has(bucket)) return;
      const sequencer = now().toString(16).toUpperCase().padStart(18, '0');
      const detail = { version: '0', bucket: { name: bucket }, object: { key, size, sequencer }, reason };
      const resources = [`arn:aws:s3:::${bucket}`];
      await bus.put({ source: 'aws.s3', 'detail-type': 'Object Created', resources, detail });
    },
  };
  const { list: behaviours, root } = distributionOf(assembly, ports.uploads);
  const files = new Map((options.site === undefined ? [] : siteFiles(options.site)).map(file => [file.key, file]));
  ports.answer({
    gateway,
    uploads: {
      gateway,
      cors: bucket => corsOf(assembly, bucket),
      secretOf: who => (names.has(who) ? signingKey(who) : undefined),
      now,
    },
    front: {
      behaviours,
      root,
      routes: routesOf(assembly),
      functionByArn,
      site: { dir: options.site ?? '', files },
      inbox: path => inboxPage(ses.mails(), path),
      // Letters, catalogue and sharp are loaded when somebody looks, not when the hall opens.
      preview: async path => (await import('./mail-preview.ts')).mailPreview(settings, path),
      trouble: note,
      now,
    },
  });

  const credentials = { accessKeyId: ADMIN, secretAccessKey: ADMIN };
  const sqs = new SQSClient({ region, endpoint: services.storage, useQueueUrlAsEndpoint: false, credentials });
  for (const { lambda, plan } of feedsOf(assembly, world)) {
    const target = functions.get(lambda.arn) as RunningFunction;
    const deps = { sqs, region, permissions: may, target, look: services.queue, trouble: note, now };
    feeds.push({ queue: plan.queue.name, mapping: mapping(plan, deps) });
  }
  ends.push(() => Promise.all(feeds.map(one => one.mapping.stop())).then(() => sqs.destroy()));
  bus.start();
  ends.push(async () => bus.stop());

  const tableOf = (id: string) => assembly.of('AWS::DynamoDB::Table').find(one => one.id.startsWith(id))?.name ?? '';
  const tableName = tableOf('Table');
  const admin = hallAdmin({ url: ports.url, region, gateway: ports.gateway, tableName });
  ends.push(async () => admin.close());
  const adminEnv = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: ADMIN,
    AWS_SECRET_ACCESS_KEY: ADMIN,
    AWS_ENDPOINT_URL: ports.gateway,
    AWS_ENDPOINT_URL_S3: ports.uploads,
  };
  const buckets = Object.fromEntries(assembly.of('AWS::S3::Bucket').map(one => [one.id, one.name]));
  const { url, uploads, gateway: gatewayUrl } = ports;
  const said = {
    url,
    uploads,
    gateway: gatewayUrl,
    tableName,
    erasures: tableOf('Erasures'),
    buckets,
    region,
    pid: process.pid,
    env: adminEnv,
  };
  writeFileSync(running, JSON.stringify(said, null, 2), { mode: 0o600 });
  ends.push(async () => rmSync(running, { force: true }));

  const ready = (queue: string) => services.queue(queue)?.messages.ready.length ?? 0;
  const quiet = () => feeds.every(one => one.mapping.working() === 0 && ready(one.queue) === 0);
  const queueNames = assembly.of('AWS::SQS::Queue').map(one => one.name);
  return {
    url,
    uploads,
    inbox: `${url}/inbox`,
    permissions: may,
    denied: may.denied,
    refused,
    trouble,
    mails: ses.mails,
    tick: bus.tick,
    daily: bus.daily,
    recycle: async () => void (await Promise.all([...functions.values()].map(one => one.recycle()))),
    warm: async names => {
      for (const one of functions.values()) if (names?.includes(one.plan.name) ?? true) await one.warm().catch(note);
    },
    settled: async () => {
      for (;;) {
        await ses.settled();
        if (quiet()) return;
        await pause(20);
      }
    },
    redeliver: async () => void (await Promise.all(feeds.map(one => one.mapping.redeliver()))),
    put: bus.put,
    admin,
    adminEnv,
    tableName,
    buckets,
    queues: () =>
      Object.fromEntries(
        queueNames.map(name => {
          const { ready: waiting = [], delayed = [], inflight = [] } = services.queue(name)?.messages ?? {};
          return [name, { ready: waiting.length, delayed: delayed.length, inflight: inflight.length }];
        }),
      ),
  };
};
