import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { RunningFunction } from './functions.ts';
import type { Permissions } from './permissions.ts';
import type { Question } from './policies.ts';

/** One event source mapping of the templates. */
export interface MappingPlan {
  queue: { name: string; url: string; arn: string };
  batch: number;
  /** batches worked on at once */
  atOnce: number;
  /** the function answers which messages failed */
  partial: boolean;
  /** uses of the queue's key */
  keyUse: Question[];
}

/** What of a queue can be seen without taking anything. */
export interface Seen {
  messages: {
    ready: readonly unknown[];
    delayed: readonly { delayUntil?: number | undefined }[];
    inflight: readonly { receiptHandle: string; visibilityDeadline: number }[];
  };
}

export interface MappingDeps {
  sqs: Pick<SQSClient, 'send'>;
  region: string;
  permissions: Permissions;
  target: RunningFunction;
  look(queue: string): Seen | undefined;
  trouble(error: unknown): void;
  now(): number;
}

/** A mapping at work. */
export interface Mapping {
  /** batches in the function's hands */
  working(): number;
  /** a message came: it is taken at once, as by the long poll of Lambda's mapping */
  wake(): void;
  /** makes failed messages visible at once, without waiting for their timeout */
  redeliver(): Promise<void>;
  stop(): Promise<void>;
}

/** Is a message there to be taken? Looking takes nothing, so nothing is lost when the hall stops. */
export const anyReady = ({ messages }: Seen, now: number): boolean =>
  messages.ready.length > 0 ||
  messages.delayed.some(one => (one.delayUntil ?? 0) <= now) ||
  messages.inflight.some(one => one.visibilityDeadline <= now);

const record = (message: Message, { queue }: MappingPlan, region: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: message.MessageAttributes ?? {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queue.arn,
  awsRegion: region,
});

/** Messages that are done: all but those the function named. An answer that names an unknown one fails the batch, as in Lambda. */
export const done = (messages: readonly Message[], answer: unknown, partial: boolean): Message[] => {
  if (!partial) return [...messages];
  const failures = (answer as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures ?? [];
  const failed = failures.map(one => one.itemIdentifier);
  const known = failed.every(id => messages.some(one => one.MessageId === id));
  return known ? messages.filter(one => !failed.includes(one.MessageId)) : [];
};

/** Between two looks for what nobody tells: a delay or a timeout that is over. */
const LOOK_MS = 20;
/** Lambda comes back a while after it was not let in. */
const DENIED_MS = 1000;

/** Feeds a function from a queue, as Lambda's event source mapping does, and with the function's own permissions. */
export const mapping = (plan: MappingPlan, deps: MappingDeps): Mapping => {
  const { sqs, permissions, target, now } = deps;
  const { queue } = plan;
  const who = target.plan.name;
  const running = new Set<Promise<void>>();
  let quietUntil = 0;
  let stopped = false;
  const ask = (...actions: string[]) =>
    permissions.allow(who, [
      ...actions.map(action => ({ action: `sqs:${action}`, resource: queue.arn })),
      ...plan.keyUse,
    ]);

  const work = async (messages: Message[]) => {
    const event = { Records: messages.map(message => record(message, plan, deps.region)) };
    const answer = await target.invoke(event);
    const finished = done(messages, answer, plan.partial);
    if (finished.length === 0 || ask('DeleteMessage')) return;
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: finished.map((one, index) => ({ Id: String(index), ReceiptHandle: one.ReceiptHandle ?? '' })),
      }),
    );
  };

  const takeSome = async () => {
    // Lambda asks for the attributes to know how busy the queue is.
    if (ask('ReceiveMessage', 'GetQueueAttributes')) {
      quietUntil = now() + DENIED_MS;
      return;
    }
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: plan.batch,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (messages.length > 0) await work(messages);
  };

  const look = () => {
    if (stopped) return;
    const seen = deps.look(queue.name);
    if (running.size >= plan.atOnce || now() < quietUntil || !seen || !anyReady(seen, now())) return;
    // After trouble the next look is the timer's: what fails at once would be asked for without a pause.
    const one: Promise<void> = takeSome()
      .then(wake, deps.trouble)
      .finally(() => running.delete(one));
    running.add(one);
  };
  const wake = () => void setImmediate(look);
  const timer = setInterval(look, LOOK_MS);

  return {
    working: () => running.size,
    wake,
    redeliver: async () => {
      if (running.size > 0) return;
      for (const { receiptHandle } of deps.look(queue.name)?.messages.inflight ?? [])
        await sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: queue.url,
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: 1,
          }),
        );
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.all(running);
    },
  };
};
