import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Fields, lineLog } from '../../functions/platform/log.ts';
import { FUNCTIONS, METRIC_NAMESPACE, METRICS, type Metric } from '../../functions/platform/names.ts';
import { ROOT } from '../../infra/bundle.ts';
import { ALARMS, type AlarmPlan } from '../../infra/constructs/alarms.ts';
import { flat, type Json, type Resource, type Synthesized, synthesized, WITH_DOMAIN } from './synthesized.ts';

/** Names that AWS's own documents give, by namespace: nobody would see an alarm on a name that does not exist. */
const OF_AWS: Record<string, readonly string[]> = {
  'AWS/SQS': ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
  'AWS/ApiGateway': ['5xx'],
  'AWS/Lambda': ['Errors', 'Throttles'],
  'AWS/DynamoDB': ['ReadThrottleEvents', 'WriteThrottleEvents'],
  'AWS/SES': ['Reputation.BounceRate', 'Reputation.ComplaintRate'],
};

interface Watched {
  Namespace: string;
  MetricName: string;
  Dimensions?: { Name: string; Value: Json }[];
}

/** The metrics of an alarm, whether it has one or a sum. */
const watched = ({ properties }: Resource): Watched[] => {
  const summed = properties['Metrics'] as unknown as { MetricStat?: { Metric: Watched } }[] | undefined;
  return summed ? summed.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) : [properties as unknown as Watched];
};

/** Does an alarm fire on values, a look each? As CloudWatch decides. */
const fires = (plan: AlarmPlan, values: readonly number[]): boolean =>
  values.length >= plan.looks && values.slice(-plan.looks).every(value => value >= plan.from);

/** What CloudWatch would read out of the lines that a function writes. */
const emitted = (say: (log: ReturnType<typeof lineLog>) => void): { name: string; value: number; unit: string }[] => {
  const lines: string[] = [];
  say(
    lineLog(
      FUNCTIONS.mail,
      line => lines.push(line),
      () => 1_000,
    ),
  );
  return lines.flatMap(line => {
    const read = JSON.parse(line) as Record<string, unknown> & {
      _aws?: {
        Timestamp: number;
        CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
      };
    };
    return (read._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) => {
      expect([Namespace, Dimensions, read._aws?.Timestamp]).toEqual([METRIC_NAMESPACE, [['hall']], 1_000]);
      expect(read['hall']).toBe('hall');
      return Metrics.map(({ Name, Unit }) => ({ name: Name, value: read[Name] as number, unit: Unit }));
    });
  });
};

describe('the alarms', () => {
  let hall: Synthesized;
  let told: Synthesized;
  const plans = Object.entries<AlarmPlan>(ALARMS);
  beforeAll(async () => {
    hall = await synthesized();
    told = await synthesized(WITH_DOMAIN);
  });

  it('have a heading each in the runbook, and each heading an alarm', () => {
    const runbook = readFileSync(join(ROOT, 'infra/RUNBOOK.md'), 'utf8');
    const [, alarms = ''] = runbook.split(/^## Alarms$/m);
    const sections = alarms.split(/^### /m).slice(1);
    expect(sections.map(section => section.split('\n')[0])).toEqual(Object.keys(ALARMS));
    for (const section of sections) {
      const name = section.split('\n')[0];
      for (const part of ['**Means**', '**Visitors**', '**Do**', 'npm run ops -- '])
        expect(section, name).toContain(part);
    }
  });

  it('are in the template as planned, each with its reason, and tell a topic that is encrypted', () => {
    const alarms = hall.all('AWS::CloudWatch::Alarm');
    expect(alarms.map(({ properties }) => properties['AlarmName'])).toEqual(plans.map(([name]) => `hall-main-${name}`));
    for (const [place, [name, plan]] of plans.entries()) {
      const properties = alarms[place]?.properties ?? {};
      expect(properties, name).toMatchObject({
        Threshold: plan.from,
        EvaluationPeriods: plan.looks,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: plan.silence === 'alarm' ? 'breaching' : 'notBreaching',
      });
      expect(properties['AlarmActions']).toHaveLength(1);
      expect(plan.because).not.toBe('');
    }
    expect(hall.all('AWS::SNS::Topic')[0]?.properties['KmsMasterKeyId']).toBeDefined();
    expect(hall.all('AWS::SNS::Subscription')).toEqual([]);
    expect(told.all('AWS::SNS::Subscription')[0]?.properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'operator@example.org',
    });
  });

  it('watch what our code logs or AWS measures, of this hall and under names that exist', () => {
    const names = new Set(
      hall.resources.flatMap(({ properties }) => [properties['QueueName'], properties['FunctionName']]),
    );
    for (const alarm of hall.all('AWS::CloudWatch::Alarm'))
      for (const { Namespace, MetricName, Dimensions = [] } of watched(alarm)) {
        if (Namespace === METRIC_NAMESPACE) {
          expect(Object.keys(METRICS)).toContain(MetricName);
          expect(Dimensions).toEqual([{ Name: 'hall', Value: 'hall-main' }]);
          continue;
        }
        expect(OF_AWS[Namespace], Namespace).toContain(MetricName);
        for (const { Name, Value } of Dimensions)
          if (Name === 'QueueName' || Name === 'FunctionName') expect(names).toContain(Value);
          else expect(flat(Value)).toMatch(/^\{hall-main-(data|front):/);
      }
  });

  it('stand on lines that the functions write: every metric has its event in the code', () => {
    const code = globSync('functions/**/*.ts', { cwd: ROOT })
      .map(file => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n');
    for (const { event } of Object.values<Metric>(METRICS)) expect(code).toMatch(new RegExp(`log\\.\\w+\\('${event}'`));
  });

  it.each(Object.entries<Metric>(METRICS))('%s is read out of its line with its value and unit', (name, metric) => {
    const fields: Fields = {
      visitId: 'v',
      ...(metric.field && { [metric.field]: 42 }),
      ...(metric.only && { [metric.only.field]: metric.only.is }),
    };
    const found = emitted(log => log.info(metric.event, fields)).find(one => one.name === name);
    expect(found).toEqual({ name, value: metric.field ? 42 : 1, unit: metric.unit });
    if (metric.only)
      expect(emitted(log => log.info(metric.event, { [metric.only?.field ?? '']: 'other' }))).toEqual([]);
  });

  it.each(plans)('%s fires at its threshold and not below', (_, plan) => {
    if (plan.silence === 'alarm') return expect(plan.from).toBeGreaterThan(86_400 * 365);
    const step = plan.from < 1 ? plan.from / 10 : 1;
    expect(fires(plan, Array(plan.looks).fill(plan.from))).toBe(true);
    expect(fires(plan, Array(plan.looks).fill(plan.from - step))).toBe(false);
    expect(fires(plan, [plan.from, ...Array(plan.looks).fill(plan.from - step)])).toBe(false);
  });

  it.each(plans.filter(([, { measured, silence }]) => measured.some(one => 'ours' in one) && silence === undefined))(
    '%s fires by the lines of a log',
    (_, plan) => {
      const [measured] = plan.measured;
      if (!measured || !('ours' in measured)) throw new Error('not ours');
      const metric: Metric = METRICS[measured.ours];
      const fields: Fields = {
        ...(metric.field && { [metric.field]: plan.statistic === 'Maximum' ? plan.from : 1 }),
        ...(metric.only && { [metric.only.field]: metric.only.is }),
      };
      const values = emitted(log => {
        const lines = plan.statistic === 'Maximum' ? plan.looks : plan.from;
        for (let line = 0; line < lines; line++) log.warn(metric.event, fields);
      }).flatMap(({ name, value }) => (name === measured.ours ? [value] : []));
      const looks = plan.statistic === 'Maximum' ? values : [values.reduce((sum, value) => sum + value, 0)];
      expect(fires(plan, looks)).toBe(true);
    },
  );
});
