import { type Call, keyUse, parameters, Refused, type WireRequest, type World } from './calls.ts';

/** Operations that fauxqs truly performs: parameters, IAM action, uses of the queue's key. */
const OPERATIONS: Record<string, { known: readonly string[]; action: string; key: readonly string[] }> = {
  SendMessage: {
    known: ['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes'],
    action: 'SendMessage',
    key: ['GenerateDataKey', 'Decrypt'],
  },
  SendMessageBatch: { known: ['QueueUrl', 'Entries'], action: 'SendMessage', key: ['GenerateDataKey', 'Decrypt'] },
  ReceiveMessage: {
    known: [
      'QueueUrl',
      'MaxNumberOfMessages',
      'VisibilityTimeout',
      'WaitTimeSeconds',
      'AttributeNames',
      'MessageSystemAttributeNames',
      'MessageAttributeNames',
    ],
    action: 'ReceiveMessage',
    key: ['Decrypt'],
  },
  DeleteMessage: { known: ['QueueUrl', 'ReceiptHandle'], action: 'DeleteMessage', key: [] },
  DeleteMessageBatch: { known: ['QueueUrl', 'Entries'], action: 'DeleteMessage', key: [] },
  ChangeMessageVisibility: {
    known: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
    action: 'ChangeMessageVisibility',
    key: [],
  },
  GetQueueAttributes: { known: ['QueueUrl', 'AttributeNames'], action: 'GetQueueAttributes', key: [] },
};

/** An SQS request (JSON protocol). Throws Refused for what is not performed here. */
export const sqsCall = (request: WireRequest, world: World): Call => {
  const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const one = OPERATIONS[operation];
  if (!one) throw new Refused(`sqs:${operation || `a call that is not in the JSON protocol`}`);
  const given = parameters(`sqs:${operation}`, request.body, one.known);
  // fauxqs loses the message to a waiter that is gone already.
  if (operation === 'ChangeMessageVisibility' && given.VisibilityTimeout === 0)
    throw new Refused('sqs:ChangeMessageVisibility with a timeout of 0');
  const url = String(given.QueueUrl);
  const arn = world.queueArn(url);
  return {
    service: 'sqs',
    operation,
    ...(one.action === 'SendMessage' ? { sent: url.split('/').at(-1) ?? '' } : {}),
    questions: [{ action: `sqs:${one.action}`, resource: arn }, ...keyUse(world, arn, 'sqs', one.key)],
  };
};
