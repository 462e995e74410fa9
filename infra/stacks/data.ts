import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { INDEXES, KEYS } from '../../functions/platform/names.ts';
import { dataKey } from '../constructs/data-key.ts';
import type { QueueId } from '../constructs/names.ts';
import { WorkQueue } from '../constructs/work-queue.ts';

export interface DataProps extends StackProps {
  hall: string;
  region: string;
  backupDays: number;
  /** https origin of the pages that upload */
  origin: string;
}

/** Name of the bucket of originals: given, so that the pages' policy can name its host before it exists. */
export const incomingName = (hall: string): string => `${hall}-incoming-${Aws.ACCOUNT_ID}`;

/** What must outlive everything: table, pictures, their key, and the work that waits. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  /** who was erased, by keyed hash: it is not restored with the other, so a restore can be made good */
  readonly erasures: Table;
  readonly incoming: Bucket;
  readonly photos: Bucket;
  readonly work: Record<Exclude<QueueId, 'feedback'>, WorkQueue>;
  /** key of the HMAC under which addresses are remembered: lost, suppressed addresses would be forgotten */
  readonly addressKey: Secret;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id, props);
    const { hall, region } = props;
    this.key = dataKey(this, hall, region);
    this.table = this.safeTable('Table', props.backupDays, Object.keys(INDEXES) as (keyof typeof INDEXES)[]);
    // hashes and times only: backups as long as there are, so that nobody loses it by a slip
    this.erasures = this.safeTable('Erasures', 35, ['due']);
    const safe = {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.incoming = new Bucket(this, 'Incoming', {
      ...safe,
      bucketName: incomingName(hall),
      cors: [
        { allowedMethods: [HttpMethods.POST], allowedOrigins: [props.origin], allowedHeaders: ['*'], maxAge: 3000 },
      ],
      lifecycleRules: [
        { id: 'originals', prefix: KEYS.original, expiration: Duration.days(14) },
        { id: 'refused', prefix: KEYS.refused, expiration: Duration.days(3) },
        { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    // by hand: CDK's own way adds a Lambda with wildcard rights to the stack
    const notify: CfnBucket.NotificationConfigurationProperty = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    (this.incoming.node.defaultChild as CfnBucket).notificationConfiguration = notify;
    this.photos = new Bucket(this, 'Photos', {
      ...safe,
      lifecycleRules: [{ id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    this.work = {
      photo: new WorkQueue(this, 'photo', hall),
      mail: new WorkQueue(this, 'mail', hall),
      erase: new WorkQueue(this, 'erase', hall),
    };
    // only what a booth put there: a refused original is copied within the bucket and must not come round again
    new Rule(this, 'PhotoArrived', {
      description: 'A booth uploaded a photo',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.incoming.bucketName] }, object: { key: Match.prefix(KEYS.original) } },
      },
      targets: [new SqsQueue(this.work.photo.queue, { deadLetterQueue: this.work.photo.dead })],
    });
    this.addressKey = new Secret(this, 'AddressKey', {
      description: 'Key of the HMAC under which the hall remembers addresses',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // what the operator's tools look for
    for (const [name, value] of Object.entries({
      TableName: this.table.tableName,
      ErasuresName: this.erasures.tableName,
      IncomingBucket: this.incoming.bucketName,
      PhotosBucket: this.photos.bucketName,
      AddressKeyArn: this.addressKey.secretArn,
    }))
      new CfnOutput(this, name, { value });
  }

  private safeTable(id: string, backupDays: number, indexes: readonly (keyof typeof INDEXES)[]): Table {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const table = new Table(this, id, {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: backupDays },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const indexName of indexes) {
      const { partition, sort } = INDEXES[indexName];
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(partition),
        sortKey: text(sort),
        projectionType: ProjectionType.ALL,
      });
    }
    return table;
  }
}
