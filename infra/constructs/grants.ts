import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type INDEXES, KEYS } from '../../functions/platform/names.ts';
import { type FunctionId, pascal, type QueueId } from './names.ts';

/** ARNs of everything a function may touch. */
export interface Parts {
  table: string;
  /** the small table of erasures */
  erasures: string;
  key: string;
  buckets: { incoming: string; photos: string };
  queues: Record<QueueId, string>;
  /** SES identity and configuration set */
  sender: string;
  configurationSet: string;
  /** the one address that mails may come from */
  fromAddress: string;
}

type Right = (parts: Parts) => PolicyStatement;
type BucketId = keyof Parts['buckets'];

const may = (sid: string, actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
  new PolicyStatement({ sid, actions, resources, ...(conditions && { conditions }) });

type TableAction = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';
const table =
  (...actions: TableAction[]): Right =>
  parts =>
    may(
      'Table',
      actions.map(action => `dynamodb:${action}`),
      [parts.table],
    );

const index =
  (...names: (keyof typeof INDEXES)[]): Right =>
  parts =>
    may(
      'Index',
      ['dynamodb:Query'],
      names.map(name => `${parts.table}/index/${name}`),
    );

/** The table of erasures: who asks for one and who ends it write into it, who opens visits looks there, the daily closing lets go of what is over. */
const recognize: Right = ({ erasures }) => may('Recognize', ['dynamodb:GetItem'], [erasures]);
const remember: Right = ({ erasures }) => may('Remember', ['dynamodb:PutItem'], [erasures]);
const forget: Right = ({ erasures }) => may('Forget', ['dynamodb:DeleteItem'], [erasures]);
const forgettable: Right = ({ erasures }) => may('Forgettable', ['dynamodb:Query'], [`${erasures}/index/due`]);

type ObjectAction = 'GetObject' | 'PutObject' | 'DeleteObject';
const objects =
  (bucket: BucketId, sid: string, prefixes: string[], ...actions: ObjectAction[]): Right =>
  parts =>
    may(
      sid,
      actions.map(action => `s3:${action}`),
      prefixes.map(prefix => `${parts.buckets[bucket]}/${prefix}*`),
    );

/** Also what makes S3 answer 404 rather than 403 for an object that is not there. */
const list =
  (bucket: BucketId): Right =>
  parts =>
    may(`List${pascal(bucket)}`, ['s3:ListBucket'], [parts.buckets[bucket]]);

/**
 * The key behind table and buckets: reading and writing items asks for Decrypt (of the table's own key), reading objects
 * as well, writing objects for GenerateDataKey.
 */
const key =
  (...actions: ('Decrypt' | 'GenerateDataKey')[]): Right =>
  parts =>
    may(
      'Key',
      actions.map(action => `kms:${action}`),
      [parts.key],
    );

const send =
  (...queues: QueueId[]): Right =>
  parts =>
    may(
      'Send',
      ['sqs:SendMessage'],
      queues.map(queue => parts.queues[queue]),
    );

/** What Lambda does on the function's behalf to feed it from a queue. */
const take =
  (queue: QueueId): Right =>
  parts =>
    may('Take', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [parts.queues[queue]]);

const mail: Right = parts =>
  may('Mail', ['ses:SendRawEmail'], [parts.sender, parts.configurationSet], {
    StringEquals: { 'ses:FromAddress': parts.fromAddress },
  });

/** The rate that SES allows now; it knows no resources for this question. */
const quota: Right = () => may('Quota', ['ses:GetSendQuota'], ['*']);

/** Who may do what: the whole of it. Every line is used by a journey, and taking one away breaks one. */
const RIGHTS: Record<FunctionId, readonly Right[]> = {
  kiosk: [
    table('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
    index('wall'),
    recognize,
    objects('incoming', 'Upload', [KEYS.original], 'PutObject'),
    objects('photos', 'See', [KEYS.rendition], 'GetObject'),
    list('photos'),
    key('Decrypt', 'GenerateDataKey'),
    send('mail'),
  ],
  desk: [
    table('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
    index('due', 'wall', 'day'),
    recognize,
    remember,
    key('Decrypt'),
    send('mail', 'erase'),
  ],
  public: [
    table('GetItem', 'BatchGetItem', 'UpdateItem', 'Query'),
    remember,
    objects('photos', 'See', [KEYS.rendition], 'GetObject'),
    list('photos'),
    key('Decrypt'),
    send('erase'),
  ],
  photo: [
    table('GetItem', 'UpdateItem', 'Query'),
    objects('incoming', 'Originals', [KEYS.original], 'GetObject', 'DeleteObject'),
    objects('incoming', 'Refuse', [KEYS.refused], 'PutObject', 'DeleteObject'),
    list('incoming'),
    objects('photos', 'Render', [KEYS.rendition], 'PutObject', 'DeleteObject'),
    key('Decrypt', 'GenerateDataKey'),
    send('mail'),
    take('photo'),
  ],
  mail: [
    table('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query'),
    objects('photos', 'See', [KEYS.rendition], 'GetObject'),
    list('photos'),
    key('Decrypt'),
    send('mail'),
    mail,
    quota,
    take('mail'),
  ],
  feedback: [table('GetItem', 'PutItem'), key('Decrypt'), take('feedback')],
  erase: [
    table('GetItem', 'UpdateItem', 'DeleteItem', 'Query'),
    remember,
    objects('incoming', 'Originals', [KEYS.original, KEYS.refused], 'DeleteObject'),
    objects('photos', 'Renditions', [KEYS.rendition], 'DeleteObject'),
    key('Decrypt'),
    send('erase'),
    take('erase'),
  ],
  sweep: [
    table('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
    index('due', 'day', 'wall'),
    forget,
    forgettable,
    objects('incoming', 'Originals', [KEYS.original], 'GetObject', 'DeleteObject'),
    objects('incoming', 'Refused', [KEYS.refused], 'DeleteObject'),
    list('incoming'),
    objects('photos', 'Renditions', [KEYS.rendition], 'DeleteObject'),
    key('Decrypt'),
    send('photo', 'mail', 'erase'),
  ],
  // only for keys of its two devices: everything else it does through the doors, as a visitor
  canary: [table('GetItem', 'PutItem', 'UpdateItem', 'Query'), key('Decrypt')],
};

/** The statements of one function's role, with the one every function has: its own log. */
export const statementsOf = (id: FunctionId, parts: Parts, logGroupArn: string): PolicyStatement[] => [
  ...RIGHTS[id].map(right => right(parts)),
  may('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
];

/** The queue a function takes from, if any. */
export const SOURCES: Partial<Record<FunctionId, { queue: QueueId; batch: number }>> = {
  // one at a time where one takes long: a batch's records share the function's time
  photo: { queue: 'photo', batch: 1 },
  mail: { queue: 'mail', batch: 1 },
  feedback: { queue: 'feedback', batch: 10 },
  erase: { queue: 'erase', batch: 1 },
};
