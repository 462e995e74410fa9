import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Open } from './hall-process.ts';

/** What the staff do about dead letters: once more. Answers how many. */
export const redrive = async (open: Open): Promise<number> => {
  const { gateway, region, queues } = open;
  const credentials = { accessKeyId: 'hall-admin', secretAccessKey: 'hall-admin' };
  const sqs = new SQSClient({ region, endpoint: gateway, credentials });
  let moved = 0;
  for (const name of queues.filter(one => one.endsWith('-dead'))) {
    const from = `${gateway}/000000000000/${name}`;
    const to = from.replace(/-dead$/, '');
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) break;
      for (const { Body, ReceiptHandle } of Messages) {
        await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
        moved++;
      }
    }
  }
  sqs.destroy();
  return moved;
};
