import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { FUNCTIONS, METRIC_NAMESPACE, METRICS } from '../../functions/platform/names.ts';
import { ALARMS, type AlarmPlan, type Measured } from '../constructs/alarms.ts';
import { QUEUES } from '../constructs/names.ts';
import type { DataStack } from './data.ts';
import type { FrontStack } from './front.ts';

export interface WatchProps extends StackProps {
  hall: string;
  data: DataStack;
  front: FrontStack;
  /** who gets a mail when an alarm fires */
  alarmsTo: string | undefined;
}

type Statistic = AlarmPlan['statistic'] | 'p50' | 'p95';

/** Who looks after the hall: alarms, who hears of them, and one page to look at. Holds no data. */
export class WatchStack extends Stack {
  private readonly props: WatchProps;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id, props);
    this.props = props;
    const action = new SnsAction(this.topic());
    for (const [name, plan] of Object.entries<AlarmPlan>(ALARMS)) {
      this.alarm(name, plan).addAlarmAction(action);
    }
    this.dashboard();
  }

  /** Also without `alarmsTo`: anything may subscribe to it later. */
  private topic(): Topic {
    const topic = new Topic(this, 'Alarms', {
      topicName: `${this.props.hall}-alarms`,
      displayName: this.props.hall,
      masterKey: this.props.data.key,
      enforceSSL: true,
    });
    const { alarmsTo } = this.props;
    if (alarmsTo !== undefined) topic.addSubscription(new EmailSubscription(alarmsTo));
    return topic;
  }

  /** One number, where its service keeps it. */
  private metric(measured: Measured, statistic: Statistic, minutes: number): Metric {
    const { hall, data, front } = this.props;
    const common = { statistic, period: Duration.minutes(minutes) };
    const of = (namespace: string, metricName: string, dimensionsMap: Record<string, string> = {}) =>
      new Metric({ ...common, namespace, metricName, dimensionsMap });
    if ('ours' in measured) return of(METRIC_NAMESPACE, measured.ours, { hall });
    if ('sqs' in measured) return of('AWS/SQS', measured.sqs, { QueueName: `${hall}-${measured.queue}` });
    if ('api' in measured) return of('AWS/ApiGateway', measured.api, { ApiId: front.apiId });
    if ('lambda' in measured) return of('AWS/Lambda', measured.lambda, { FunctionName: `${hall}-${measured.of}` });
    if ('table' in measured) return of('AWS/DynamoDB', measured.table, { TableName: data.table.tableName });
    // of the whole account, as AWS judges it
    return of('AWS/SES', measured.ses);
  }

  private sum(measured: readonly Measured[], statistic: Statistic, minutes: number): IMetric {
    const metrics = measured.map(one => this.metric(one, statistic, minutes));
    const [only] = metrics;
    if (only && metrics.length === 1) return only;
    const names = metrics.map((_, place) => `m${place}`);
    return new MathExpression({
      // what has not spoken yet counts nothing
      expression: names.map(name => `FILL(${name}, 0)`).join(' + '),
      usingMetrics: Object.fromEntries(metrics.map((metric, place) => [`m${place}`, metric])),
      period: Duration.minutes(minutes),
      label: 'together',
    });
  }

  private alarm(name: string, plan: AlarmPlan): Alarm {
    return new Alarm(this, name, {
      alarmName: `${this.props.hall}-${name}`,
      alarmDescription: `${plan.because}. What to do: infra/RUNBOOK.md, ${name}`,
      metric: this.sum(plan.measured, plan.statistic, plan.minutes),
      threshold: plan.from,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: plan.looks,
      treatMissingData: plan.silence === 'alarm' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }

  private dashboard(): void {
    const { hall } = this.props;
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, width: 8, height: 6, left });
    const ours = (name: keyof typeof METRICS, statistic: Statistic) =>
      this.metric({ ours: name }, statistic, 5).with({ label: `${name} ${statistic}: ${METRICS[name].means}` });
    const queues = (sqs: 'ApproximateAgeOfOldestMessage' | 'ApproximateNumberOfMessagesVisible', suffix = '') =>
      QUEUES.map(queue => this.metric({ sqs, queue: `${queue}${suffix}` }, 'Maximum', 5));
    const lambdas = (lambda: 'Errors' | 'Throttles') =>
      Object.values(FUNCTIONS).map(of => this.metric({ lambda, of }, 'Sum', 5));
    new Dashboard(this, 'Dashboard', {
      dashboardName: hall,
      widgets: [
        [
          new TextWidget({
            markdown: `# ${hall}: are visitors getting their mail, and their picture?\nEvery alarm has its heading in infra/RUNBOOK.md.`,
            width: 24,
            height: 2,
          }),
        ],
        [
          graph('The mail that waits longest (s)', [ours('OldestMailSeconds', 'Maximum')]),
          graph('From the check-out until SES took the mail (s)', [
            ours('AcceptedSeconds', 'p50'),
            ours('AcceptedSeconds', 'p95'),
          ]),
          graph('Mails that went wrong', [
            ours('MailsUnknown', 'Sum'),
            ours('MailsHeld', 'Sum'),
            ours('MailsRefused', 'Sum'),
            ours('MailsRejected', 'Sum'),
            ours('MailsBounced', 'Sum'),
          ]),
        ],
        [
          graph('From the shutter until the pictures were made (s)', [
            ours('ReadySeconds', 'p50'),
            ours('ReadySeconds', 'p95'),
          ]),
          graph('Pictures that went wrong', [ours('PhotosRefused', 'Sum'), ours('UploadsGivenUp', 'Sum')]),
          graph('What the sweeper and the queues caught', [ours('Swept', 'Sum'), ours('RecordsFailed', 'Sum')]),
        ],
        [
          graph('Oldest message of each queue (s)', queues('ApproximateAgeOfOldestMessage')),
          graph('Dead letters', queues('ApproximateNumberOfMessagesVisible', '-dead')),
          graph('The canary', [ours('CanaryFailed', 'Maximum'), ours('CanarySeconds', 'Maximum')]),
        ],
        [
          graph('Answers of the doors that were our fault', [this.metric({ api: '5xx' }, 'Sum', 5)]),
          graph('Errors of functions', lambdas('Errors')),
          graph('Throttled functions', lambdas('Throttles')),
        ],
      ],
    });
  }
}
