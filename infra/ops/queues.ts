import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { QUEUES } from '../constructs/names.ts';
import { type Command, given, oneOf, table } from './command.ts';
import type { Target } from './target.ts';

/** What lies in a queue and in its dead letters. */
interface QueueState {
  queue: string;
  waiting: number;
  delayed: number;
  atWork: number;
  dead: number;
}

const counts = async ({ sqs, queueUrl, hall }: Target, name: string) => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: await queueUrl(`${hall}-${name}`),
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed'] ?? 0),
    atWork: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
};

/** Every queue as it is now. */
export const queueStates = (target: Target): Promise<QueueState[]> =>
  Promise.all(
    QUEUES.map(async queue => {
      const dead = await counts(target, `${queue}-dead`);
      return { queue, ...(await counts(target, queue)), dead: dead.waiting + dead.atWork };
    }),
  );

/** Queues as a table. */
export const queueLines = (queues: readonly QueueState[]): string[] =>
  table(
    ['queue', 'waiting', 'delayed', 'at work', 'dead'],
    queues.map(one => [one.queue, one.waiting, one.delayed, one.atWork, one.dead]),
  );

/** Messages go back first and leave the dead letters after: one that breaks off between comes twice, which every worker bears. */
export const redrive = async ({ sqs, queueUrl, hall }: Target, queue: string): Promise<number> => {
  const from = await queueUrl(`${hall}-${queue}-dead`);
  const to = await queueUrl(`${hall}-${queue}`);
  for (let moved = 0; ; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return moved;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
      moved++;
    }
  }
};

/** Queues and their dead letters. */
export const QUEUE: Record<string, Command> = {
  'queue list': {
    about: 'what waits, and what lies with the dead letters',
    run: async ({ hall }) => {
      const queues = await queueStates(await hall());
      return { result: { queues }, lines: queueLines(queues) };
    },
  },
  'queue redrive': {
    about: 'sends the dead letters of a queue back to it; mend their cause first',
    needs: ['queue'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const queue = oneOf('queue', given(context.values, 'queue'), QUEUES);
      const target = await context.hall();
      const dead = (await queueStates(target)).find(one => one.queue === queue)?.dead ?? 0;
      const what = `${dead} dead letters of ${queue} would be tried again.`;
      if (context.values['dry-run'] || !(await context.agrees(what)))
        return { result: { queue, dead, moved: 0 }, lines: [what] };
      const moved = await redrive(target, queue);
      return { result: { queue, dead, moved }, lines: [`${moved} messages went back to ${queue}.`] };
    },
  },
};
