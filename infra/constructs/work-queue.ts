import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LONGEST_RUN_SECONDS } from '../../functions/platform/names.ts';
import { pascal, type QueueId } from './names.ts';

/** Times a message is tried before it lies with the dead letters. */
const TRIES = 5;

/**
 * A queue with its dead letters, kept 14 days as long as an original. Messages hold ids only, hence SQS's own key.
 * Names are given, so that each can name the other without a circle between the two resources.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: QueueId, hall: string) {
    super(scope, `${pascal(id)}Work`);
    const name = `${hall}-${id}`;
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: name });
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.dead = new Queue(this, 'Dead', {
      ...common,
      queueName: `${name}-dead`,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', arn)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      queueName: name,
      // six times the longest run: AWS's rule, so that a throttled try does not come back while it is worked on
      visibilityTimeout: Duration.seconds(6 * LONGEST_RUN_SECONDS),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: TRIES },
    });
  }
}
