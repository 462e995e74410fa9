import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Code, EventSourceMapping, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ROUTES } from '../../functions/platform/names.ts';
import { type Parts, SOURCES } from '../constructs/grants.ts';
import { HallFunction } from '../constructs/hall-function.ts';
import { FUNCTION_IDS, type FunctionId, pascal, type QueueId } from '../constructs/names.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { DataStack } from './data.ts';
import type { FrontStack } from './front.ts';
import type { MailStack } from './mail.ts';

export interface HallProps extends StackProps {
  hall: string;
  logDays: number;
  data: DataStack;
  front: FrontStack;
  mail: MailStack;
  origin: string;
  sender: { from: string; replyTo: string };
  /** JSON of HallSettings */
  settings: string;
  /** photos and mails worked on at once; feedback and erasures need no more than the least AWS allows */
  concurrency: { photos: number; mails: number };
  code: (id: FunctionId) => Code;
}

/** What the hall does: functions, their triggers, and the routes of the doors. Holds no data; can be replaced whole. */
export class HallStack extends Stack {
  readonly functions: Record<FunctionId, HallFunction>;

  constructor(scope: Construct, id: string, props: HallProps) {
    super(scope, id, props);
    const { data, mail, hall, logDays } = props;
    const work: Record<QueueId, WorkQueue> = { ...data.work, feedback: mail.feedback };
    const parts: Parts = {
      table: data.table.tableArn,
      erasures: data.erasures.tableArn,
      key: data.key.keyArn,
      buckets: { incoming: data.incoming.bucketArn, photos: data.photos.bucketArn },
      queues: mapValues(work, ({ queue }) => queue.queueArn),
      sender: mail.identityArn,
      configurationSet: this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: hall }),
      fromAddress: props.sender.from.replace(/^.*<(.*)>$/, '$1'),
    };
    const environment = {
      table: data.table.tableName,
      erasures: data.erasures.tableName,
      incoming: data.incoming.bucketName,
      photos: data.photos.bucketName,
      photoQueue: work.photo.queue.queueUrl,
      mailQueue: work.mail.queue.queueUrl,
      eraseQueue: work.erase.queue.queueUrl,
      origin: props.origin,
      edgeSecret: props.front.edgeSecret.secretValue.unsafeUnwrap(),
      addressKey: data.addressKey.secretValue.unsafeUnwrap(),
      mailFrom: props.sender.from,
      replyTo: props.sender.replyTo,
      configurationSet: mail.configurationSet.configurationSetName,
      settings: props.settings,
    };
    this.functions = Object.fromEntries(
      FUNCTION_IDS.map(name => [
        name,
        new HallFunction(this, name, { hall, logDays, parts, environment, key: data.key, code: props.code(name) }),
      ]),
    ) as Record<FunctionId, HallFunction>;
    for (const name of FUNCTION_IDS) this.feed(name, work, props.concurrency);
    for (const door of ['kiosk', 'desk', 'public'] as const) this.routes(door, props.front.apiId);
    new Rule(this, 'EveryMinute', {
      description: 'The sweeper finds what got stuck and what is due',
      schedule: Schedule.rate(Duration.minutes(1)),
      // a sweep that failed needs no second try: the next one is a minute away
      targets: [
        new LambdaFunction(this.functions.sweep.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
      ],
    });
    new Rule(this, 'BeforeOpening', {
      description: 'The canary walks through the hall at half past eight in Seoul, when there is still time',
      schedule: Schedule.cron({ hour: '23', minute: '30' }),
      targets: [
        // a walk that found something broken has said so: a second one would say it again
        new LambdaFunction(this.functions.canary.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(5) }),
      ],
    });
  }

  private feed(name: FunctionId, work: Record<QueueId, WorkQueue>, concurrency: HallProps['concurrency']): void {
    const source = SOURCES[name];
    if (!source) return;
    const atOnce = { photo: concurrency.photos, mail: concurrency.mails, erase: 2, feedback: 2 };
    new EventSourceMapping(this.functions[name], 'Source', {
      target: this.functions[name].lambda,
      eventSourceArn: work[source.queue].queue.queueArn,
      batchSize: source.batch,
      reportBatchItemFailures: true,
      // a limit on the mapping, not on the function: a throttled try would count as one of the five
      maxConcurrency: atOnce[source.queue],
    });
  }

  private routes(door: keyof typeof ROUTES, apiId: string): void {
    const scope = this.functions[door];
    const lambda: Lambda = scope.lambda;
    const integration = new CfnIntegration(scope, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.functionArn,
      payloadFormatVersion: '2.0',
      timeoutInMillis: 12_000,
    });
    for (const routeKey of ROUTES[door])
      new CfnRoute(scope, `Route${pascal(routeKey.replace(/[^A-Za-z]+/g, '-'))}`, {
        apiId,
        routeKey,
        target: `integrations/${integration.ref}`,
        authorizationType: 'NONE',
      });
    lambda.addPermission('FromApi', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.formatArn({ service: 'execute-api', resource: apiId, resourceName: '*/*' }),
    });
  }
}

const mapValues = <K extends string, A, B>(map: Record<K, A>, to: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries<A>(map).map(([key, value]) => [key, to(value)])) as Record<K, B>;
