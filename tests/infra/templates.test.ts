import { beforeAll, describe, expect, it } from 'vitest';
import { ENV, FUNCTIONS, INDEXES, KEYS, LONGEST_RUN_SECONDS } from '../../functions/platform/names.ts';
import { flat, type Json, type Resource, type Synthesized, synthesized, WITH_DOMAIN } from './synthesized.ts';

describe('the templates', () => {
  let hall: Synthesized;
  let other: Synthesized;
  beforeAll(async () => {
    hall = await synthesized();
    other = await synthesized(WITH_DOMAIN);
  });
  const of = (type: string) => hall.all(type);
  const only = (type: string): Resource => {
    const [resource, ...more] = of(type);
    if (!resource || more.length > 0) throw new Error(`${type}: not exactly one`);
    return resource;
  };

  const table = (id: string): Resource => {
    const found = of('AWS::DynamoDB::Table').find(resource => resource.id.startsWith(id));
    if (!found) throw new Error(`no table ${id}`);
    return found;
  };

  it('no bucket is public, and each speaks TLS only', () => {
    const buckets = of('AWS::S3::Bucket');
    expect(buckets.map(({ id }) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['Incoming', 'Photos', 'Site']);
    const policies = of('AWS::S3::BucketPolicy').map(({ properties }) => properties);
    for (const { id, properties, retained } of buckets) {
      expect(properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(JSON.stringify(properties['OwnershipControls'])).toContain('BucketOwnerEnforced');
      expect(retained).toBe(true);
      expect(properties['VersioningConfiguration']).toBeUndefined();
      const policy = JSON.stringify(policies.find(({ Bucket }) => flat(Bucket) === `{${id}}`));
      expect(policy).toContain('"aws:SecureTransport":"false"');
      expect(policy).toContain('"s3:TlsVersion":1.2');
    }
    expect(JSON.stringify(policies)).not.toContain('"Effect":"Allow","Principal":{"AWS":"*"}');
  });

  it('what holds personal data lies under our key, which turns', () => {
    expect(only('AWS::KMS::Key').properties['EnableKeyRotation']).toBe(true);
    for (const { id, properties } of of('AWS::S3::Bucket'))
      expect(JSON.stringify(properties['BucketEncryption'])).toContain(
        id.startsWith('Site') ? 'AES256' : 'Key961B73FD',
      );
    for (const { properties } of of('AWS::DynamoDB::Table'))
      expect(properties['SSESpecification']).toMatchObject({ SSEType: 'KMS' });
    for (const { properties } of of('AWS::Logs::LogGroup'))
      if (!flat(properties['LogGroupName']).includes('vendedlogs'))
        expect(flat(properties['KmsKeyId'])).toContain('Key');
    for (const { properties } of of('AWS::SQS::Queue')) expect(properties['SqsManagedSseEnabled']).toBe(true);
  });

  it('the table has backups of backupDays, cannot be deleted, and knows its indexes', () => {
    const { properties, retained } = table('Table');
    expect(properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    });
    expect(properties['TimeToLiveSpecification']).toBeUndefined();
    expect(retained).toBe(true);
    const indexes = properties['GlobalSecondaryIndexes'] as {
      IndexName: string;
      KeySchema: { AttributeName: string }[];
    }[];
    expect(indexes.map(index => [index.IndexName, ...index.KeySchema.map(key => key.AttributeName)])).toEqual(
      Object.entries(INDEXES).map(([name, { partition, sort }]) => [name, partition, sort]),
    );
  });

  it('what remembers erasures lies apart from what a restore brings back, with backups of its own', () => {
    const { properties, retained } = table('Erasures');
    expect(of('AWS::DynamoDB::Table')).toHaveLength(2);
    expect(properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    });
    expect(retained).toBe(true);
  });

  it('every queue has dead letters for 14 days after five tries', () => {
    const queues = of('AWS::SQS::Queue');
    const dead = queues.filter(({ id }) => id.includes('Dead'));
    expect(queues).toHaveLength(2 * dead.length);
    for (const { properties } of dead) {
      expect(properties['MessageRetentionPeriod']).toBe(14 * 86_400);
      expect(flat(properties['RedriveAllowPolicy'])).toContain('"redrivePermission":"byQueue"');
    }
    for (const { properties } of queues.filter(queue => !dead.includes(queue)))
      expect(properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
    for (const { properties } of of('AWS::SQS::QueuePolicy'))
      expect(JSON.stringify(properties)).toContain('"aws:SecureTransport":"false"');
  });

  it('a message stays hidden for six times the longest run, and a bad one returns alone', () => {
    const mappings = of('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(4);
    for (const { properties } of mappings)
      expect(properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    for (const { id, properties } of of('AWS::SQS::Queue'))
      if (!id.includes('Dead')) expect(properties['VisibilityTimeout']).toBe(6 * LONGEST_RUN_SECONDS);
    // but the canary: nothing feeds it, and it writes about visits through the doors only
    for (const { id, properties } of of('AWS::Lambda::Function'))
      if (!id.startsWith('Canary')) expect(properties['Timeout']).toBeLessThanOrEqual(LONGEST_RUN_SECONDS);
  });

  it("the queues together leave two of a new account's ten runs to the doors", () => {
    const atOnce = of('AWS::Lambda::EventSourceMapping').map(
      ({ properties }) => (properties['ScalingConfig'] as { MaximumConcurrency: number }).MaximumConcurrency,
    );
    expect(atOnce.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(8);
    for (const { properties } of of('AWS::Lambda::Function'))
      expect(properties['ReservedConcurrentExecutions']).toBeUndefined();
  });

  it('what a booth uploads comes to process-photo, and nothing that a function writes does', () => {
    const rule = of('AWS::Events::Rule').find(({ id }) => id.startsWith('PhotoArrived'));
    expect(rule?.properties['EventPattern']).toMatchObject({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { object: { key: [{ prefix: KEYS.original }] } },
    });
    const notifying = of('AWS::S3::Bucket').filter(({ properties }) => properties['NotificationConfiguration']);
    expect(notifying.map(({ id }) => id)).toEqual([expect.stringMatching(/^Incoming/)]);
    expect(hall.resources.filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::IAM::Policy')).toEqual([]);
  });

  it('originals go after 14 days and refused ones after 3, at the latest', () => {
    const incoming = of('AWS::S3::Bucket').find(({ id }) => id.startsWith('Incoming'));
    const rules = (incoming?.properties['LifecycleConfiguration'] as { Rules: { [name: string]: Json }[] } | undefined)
      ?.Rules;
    expect(rules?.map(rule => [rule['Prefix'], rule['ExpirationInDays']]).slice(0, 2)).toEqual([
      [KEYS.original, 14],
      [KEYS.refused, 3],
    ]);
  });

  it('every function has its log with an end, Node 24 on arm64, and no traces', () => {
    const functions = of('AWS::Lambda::Function');
    expect(functions.map(({ properties }) => properties['FunctionName']).sort()).toEqual(
      Object.values(FUNCTIONS)
        .map(name => `hall-main-${name}`)
        .sort(),
    );
    for (const { properties } of functions)
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        RecursiveLoop: 'Terminate',
      });
    // a trace without a library in the bundle says what the log says, for more than the mails cost
    expect(functions.filter(({ properties }) => 'TracingConfig' in properties)).toEqual([]);
    expect(new Set(functions.map(({ properties }) => flat(properties['LoggingConfig']))).size).toBe(functions.length);
    for (const { properties } of of('AWS::Logs::LogGroup')) expect(properties['RetentionInDays']).toBe(30);
  });

  it('secrets are made by AWS and appear as references only', () => {
    for (const { properties } of of('AWS::SecretsManager::Secret')) {
      expect(properties['SecretString']).toBeUndefined();
      expect(properties['GenerateSecretString']).toBeDefined();
    }
    for (const { properties } of of('AWS::Lambda::Function')) {
      const { Variables } = properties['Environment'] as { Variables: Record<string, Json> };
      for (const name of [ENV.edgeSecret, ENV.addressKey])
        if (Variables[name] !== undefined)
          expect(flat(Variables[name])).toMatch(/^\{\{resolve:secretsmanager:\{.*\}:SecretString:::\}\}$/);
    }
  });

  it('mail goes through our configuration set, unwatched, and its events come to take-feedback', () => {
    const set = only('AWS::SES::ConfigurationSet').properties;
    expect(set['TrackingOptions']).toBeUndefined();
    expect(set['VdmOptions']).toMatchObject({ DashboardOptions: { EngagementMetrics: 'DISABLED' } });
    const { EventDestination } = only('AWS::SES::ConfigurationSetEventDestination').properties;
    const events = (EventDestination as { MatchingEventTypes: string[] }).MatchingEventTypes;
    expect(events).toEqual(expect.arrayContaining(['send', 'delivery', 'bounce', 'complaint', 'reject']));
    expect(events).not.toEqual(expect.arrayContaining(['open']));
    expect(events).not.toEqual(expect.arrayContaining(['click']));
    const identity = only('AWS::SES::EmailIdentity');
    expect(identity.retained).toBe(true);
    expect(identity.properties['MailFromAttributes']).toMatchObject({ MailFromDomain: 'bounce.example.org' });
  });

  it('a second hall in the account shares no name with the first', () => {
    const names = ({ resources }: Synthesized) =>
      resources.flatMap(({ type, properties }) =>
        ['BucketName', 'QueueName', 'FunctionName', 'LogGroupName', 'AliasName', 'Name']
          .filter(
            key =>
              type !== 'AWS::SES::EmailIdentity' &&
              !(key === 'Name' && type.startsWith('AWS::Route53')) &&
              key in properties,
          )
          .map(key => flat(properties[key]))
          .filter(name => !name.startsWith('{')),
      );
    const first = new Set(names(hall));
    expect(first.size).toBeGreaterThan(20);
    expect(names(other).filter(name => first.has(name))).toEqual([]);
  });

  it('all data is in one region, and templates are ASCII', () => {
    for (const { id, region } of [hall, other].flatMap(({ stacks }) => stacks))
      expect(region).toBe(id.endsWith('-edge') ? 'us-east-1' : 'ap-northeast-2');
    expect(JSON.stringify(hall.templates)).toMatch(/^[\x20-\x7e]*$/);
    const inEdge = other.resources.filter(({ stack }) => stack.endsWith('-edge')).map(({ type }) => type);
    expect(inEdge.sort()).toEqual(['AWS::CertificateManager::Certificate', 'AWS::WAFv2::WebACL']);
  });
});
