import { METRICS } from '../../functions/platform/names.ts';
import type { Template } from '../build.ts';
import type { Usage } from './bill.ts';
import { HALL } from './usage.ts';

/** Empty looks of Lambda into one queue a minute: five pollers, each waits 20 s for a message. */
const LOOKS_A_MINUTE = 15;
/** A function asks for the table's key once in five minutes of work (DynamoDB keeps it so long), and the sweep always works. */
const KEY_MINUTES = 5;

const properties = (templates: readonly Template[], type: string): Record<string, unknown>[] =>
  templates.flatMap(({ Resources }) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties = {} }) => Properties),
  );

/** Metrics that an alarm looks at: one, or those of its expression. Each is billed. */
const underAlarm = ({ Metrics }: Record<string, unknown>): number =>
  Array.isArray(Metrics) ? Metrics.filter(one => 'MetricStat' in (one as object)).length : 1;

/** Hours of a month in which a metric is sent, the only ones that AWS bills: the sweep looks each minute, the canary walks once a day, the rest is opening hours. */
const sentHours = (event: string): number =>
  event === 'looked-around' ? HALL.minutes / 60 : event === 'canary' ? HALL.days : HALL.hours;

/** What stands there is billed for a month, counted in the templates. `zoneId`: a hosted zone is used. */
export const usageOfStanding = (templates: readonly Template[], zoneId?: string): Usage => {
  const count = (type: string) => properties(templates, type).length;
  const functions = count('AWS::Lambda::Function');
  return {
    key: count('AWS::KMS::Key'),
    keyUse: HALL.minutes / KEY_MINUTES + ((functions - 1) * HALL.hours * 60) / KEY_MINUTES,
    secret: count('AWS::SecretsManager::Secret'),
    metric: Object.values(METRICS).reduce((sum, { event }) => sum + sentHours(event), 0) / (HALL.minutes / 60),
    alarm: properties(templates, 'AWS::CloudWatch::Alarm').reduce((sum, one) => sum + underAlarm(one), 0),
    dashboard: count('AWS::CloudWatch::Dashboard'),
    message: count('AWS::Lambda::EventSourceMapping') * LOOKS_A_MINUTE * HALL.minutes,
    acl: count('AWS::WAFv2::WebACL'),
    rule: properties(templates, 'AWS::WAFv2::WebACL').reduce((sum, { Rules }) => sum + (Rules as object[]).length, 0),
    zone: zoneId === undefined ? 0 : 1,
  };
};
