import { randomUUID } from 'node:crypto';
import type { RunningFunction } from './functions.ts';
import type { Disturbance } from './hall-shape.ts';
import { type Json, NotPerformed } from './intrinsics.ts';
import { checkPattern, matches, rateMs } from './patterns.ts';
import { allowing, type Statement, statements } from './policies.ts';
import type { Assembly, Resource } from './template.ts';

/** One event on the bus. */
export interface HallEvent {
  source: string;
  'detail-type': string;
  detail: Json;
  resources?: string[];
}

export interface EventDeps {
  assembly: Assembly;
  functionByArn(arn: string): RunningFunction | undefined;
  send(queue: string, body: string): void;
  trouble(error: unknown): void;
  now(): number;
  disturb?: Disturbance;
}

/** The account's default bus with the rules of the templates. */
export interface Bus {
  put(event: HallEvent): Promise<void>;
  /** runs every schedule that comes round (`rate`) once, now; ends when the functions have answered */
  tick(): Promise<void>;
  /** runs every schedule that has its hour (`cron`) once, now; here none comes by itself */
  daily(): Promise<void>;
  /** lets the schedules run by the clock */
  start(): void;
  stop(): void;
}

interface Target {
  Id: string;
  Arn: string;
}
const TARGET = new Set(['Id', 'Arn', 'DeadLetterConfig', 'RetryPolicy']);

interface Rule {
  resource: Resource;
  pattern: Json | undefined;
  everyMs: number | undefined;
  /** has its hour */
  daily: boolean;
  targets: Target[];
}

const readRule = (resource: Resource): Rule => {
  const { EventPattern, ScheduleExpression, State, Targets, EventBusName } = resource.properties;
  if (State !== undefined && State !== 'ENABLED')
    throw new NotPerformed(`a rule that is ${String(State)}: ${resource.label}`);
  if (EventBusName !== undefined && EventBusName !== 'default')
    throw new NotPerformed(`the event bus ${String(EventBusName)}`);
  if (EventPattern !== undefined) checkPattern(EventPattern, resource.label);
  const targets = (Targets ?? []) as unknown as Target[];
  for (const target of targets)
    for (const name of Object.keys(target))
      if (!TARGET.has(name)) throw new NotPerformed(`${name} of a target of ${resource.label}`);
  const daily = String(ScheduleExpression ?? '').startsWith('cron(');
  return {
    resource,
    pattern: EventPattern,
    everyMs: ScheduleExpression === undefined || daily ? undefined : rateMs(String(ScheduleExpression)),
    daily,
    targets,
  };
};

/** What a resource's policies let a service of AWS do: statements by the resource's ARN. */
const servicePolicies = (assembly: Assembly): Map<string, Statement[]> => {
  const found = new Map<string, Statement[]>();
  const add = (arn: string, more: Statement[]) => found.set(arn, [...(found.get(arn) ?? []), ...more]);
  for (const policy of assembly.of('AWS::SQS::QueuePolicy')) {
    const document = policy.properties.PolicyDocument as {
      Statement: { Effect: string; Principal: { Service?: string } }[];
    };
    const open = document.Statement.filter(
      one => one.Principal.Service === 'events.amazonaws.com' || one.Effect === 'Deny',
    );
    for (const url of policy.properties.Queues as string[]) {
      const queue = assembly.of('AWS::SQS::Queue').find(one => one.ref === url);
      if (queue) add(queue.arn, statements({ Statement: open as unknown as Json }, policy.label));
    }
  }
  for (const permission of assembly.of('AWS::Lambda::Permission')) {
    const { Action, FunctionName, Principal, SourceArn } = permission.properties;
    if (Principal !== 'events.amazonaws.com') continue;
    const arn = String(FunctionName);
    const condition: Json = SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } };
    add(
      arn,
      statements(
        { Statement: [{ Effect: 'Allow', Action: Action ?? '', Resource: arn, Condition: condition }] },
        permission.label,
      ),
    );
  }
  return found;
};

/** The bus. Throws NotPerformed when a rule asks for more than the hall performs, or has a target it may not reach. */
export const eventBus = (deps: EventDeps): Bus => {
  const { assembly, now } = deps;
  const rules = assembly.of('AWS::Events::Rule').map(readRule);
  const policies = servicePolicies(assembly);
  for (const { resource, targets } of rules)
    for (const target of targets) {
      const action = deps.functionByArn(target.Arn) ? 'lambda:InvokeFunction' : 'sqs:SendMessage';
      const question = { action, resource: target.Arn, context: { 'aws:SourceArn': resource.arn } };
      if (allowing(policies.get(target.Arn) ?? [], question).length === 0)
        throw new NotPerformed(`${action} by ${resource.label}: ${target.Arn} does not let EventBridge do it`);
    }
  const deliver = async (rule: Rule, event: object) => {
    for (const target of rule.targets) {
      const handler = deps.functionByArn(target.Arn);
      if (handler) await handler.invoke(event).catch(deps.trouble);
      else deps.send(assembly.byArn(target.Arn).name, JSON.stringify(event));
    }
  };
  const envelope = (event: HallEvent) => ({
    version: '0',
    id: randomUUID(),
    account: '000000000000',
    time: new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: assembly.region,
    resources: [],
    ...event,
  });
  const run = (rule: Rule) =>
    deliver(
      rule,
      envelope({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {}, resources: [rule.resource.arn] }),
    );
  const scheduled = rules.filter(rule => rule.everyMs !== undefined);
  let timers: NodeJS.Timeout[] = [];
  const put = async (event: HallEvent): Promise<void> => {
    const whole = envelope(event);
    for (const rule of rules)
      if (rule.pattern !== undefined && matches(rule.pattern, whole as unknown as Json)) await deliver(rule, whole);
  };
  return {
    put: event => deps.disturb?.event?.(event, put) ?? put(event),
    tick: async () => {
      for (const rule of scheduled) await run(rule);
    },
    daily: async () => {
      for (const rule of rules) if (rule.daily) await run(rule);
    },
    start: () => {
      timers = scheduled.map(rule => setInterval(() => void run(rule), rule.everyMs ?? 0));
    },
    stop: () => {
      for (const timer of timers.splice(0)) clearInterval(timer);
    },
  };
};
