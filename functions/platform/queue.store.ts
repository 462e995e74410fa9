import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT, rethrow } from './aws.ts';
import type { Queue } from './queue.ts';

let shared: SQSClient | undefined;
const sharedClient = (): SQSClient => {
  shared ??= new SQSClient(CLIENT);
  return shared;
};

/** One queue in SQS, by its URL. Throws `unavailable` when it stays throttled or silent after the SDK's retries. */
export const queueStore = (url: string, client: SQSClient = sharedClient()): Queue => ({
  send: async (nudge, delaySeconds) => {
    await client
      .send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: JSON.stringify(nudge),
          ...(delaySeconds ? { DelaySeconds: Math.min(900, Math.ceil(delaySeconds)) } : {}),
        }),
      )
      .catch(rethrow);
  },
});
