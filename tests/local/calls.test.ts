import { describe, expect, it } from 'vitest';
import { dynamodbCall } from '../../infra/local/calls.dynamodb.ts';
import { s3Call, wrongChecksum } from '../../infra/local/calls.s3.ts';
import { sesCall } from '../../infra/local/calls.ses.ts';
import { sqsCall } from '../../infra/local/calls.sqs.ts';
import { Refused, type WireRequest, type World } from '../../infra/local/calls.ts';

const KEY = 'arn:aws:kms:r:0:key/k';
const world: World = {
  region: 'r',
  account: '0',
  keyOf: arn => (arn.includes('plain') ? undefined : KEY),
  queueArn: url => `arn:aws:sqs:r:0:${url.split('/').at(-1)}`,
  identityOf: address => address.split('@')[1],
};
const request = (more: Partial<WireRequest>): WireRequest => ({
  method: 'GET',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  ...more,
});
const json = (target: string, body: object) =>
  request({ method: 'POST', headers: { 'x-amz-target': target }, body: Buffer.from(JSON.stringify(body)) });
const asked = (call: { questions: { action: string; resource: string }[] }) =>
  call.questions.map(({ action, resource }) => `${action} ${resource}`);

describe('calls of S3', () => {
  it('mean the object, the use of its key, and who may know that it is absent', () => {
    const call = s3Call(
      request({ path: '/photos/rendition/a%20b.jpg', query: new URLSearchParams('x-id=GetObject') }),
      world,
    );
    expect(asked(call)).toEqual(['s3:GetObject arn:aws:s3:::photos/rendition/a b.jpg', `kms:Decrypt ${KEY}`]);
    expect(call.whenAbsent).toEqual({ action: 's3:ListBucket', resource: 'arn:aws:s3:::photos' });
  });

  it('need both sides of a copy', () => {
    const call = s3Call(
      request({ method: 'PUT', path: '/in/refused/a', headers: { 'x-amz-copy-source': 'in/original/a' } }),
      world,
    );
    expect(asked(call)).toEqual([
      's3:GetObject arn:aws:s3:::in/original/a',
      `kms:Decrypt ${KEY}`,
      's3:PutObject arn:aws:s3:::in/refused/a',
      `kms:GenerateDataKey ${KEY}`,
    ]);
    expect(call.created).toEqual({ bucket: 'in', key: 'refused/a', reason: 'CopyObject' });
  });

  it.each<[string, Partial<WireRequest>]>([
    ['if-none-match', { method: 'PUT', path: '/b/k', headers: { 'if-none-match': '*' } }],
    ['x-amz-tagging', { method: 'PUT', path: '/b/k', headers: { 'x-amz-tagging': 'a=b' } }],
    [
      'x-amz-server-side-encryption',
      { method: 'PUT', path: '/b/k', headers: { 'x-amz-server-side-encryption': 'aws:kms' } },
    ],
    ['versions', { path: '/b', query: new URLSearchParams('versions') }],
    ['versioning', { method: 'PUT', path: '/b', query: new URLSearchParams('versioning') }],
    ['cors', { method: 'PUT', path: '/b', query: new URLSearchParams('cors') }],
    ['versionId', { path: '/b/k', query: new URLSearchParams('versionId=1') }],
    ['trailing checksum', { method: 'PUT', path: '/b/k', headers: { 'content-encoding': 'aws-chunked' } }],
    ['bucket', { method: 'DELETE', path: '/b' }],
  ])('refuse %s by name, which fauxqs would answer without effect', (name, more) => {
    expect(() => s3Call(request(more), world)).toThrow(Refused);
    expect(() => s3Call(request(more), world)).toThrow(name);
  });

  it('compare the checksum, which fauxqs only stores', () => {
    const body = Buffer.from('hello');
    expect(wrongChecksum({ 'x-amz-checksum-crc32': 'NhCmhg==' }, body)).toBeUndefined();
    expect(wrongChecksum({ 'x-amz-checksum-crc32': 'AAAAAA==' }, body)).toBe('crc32');
    expect(wrongChecksum({ 'x-amz-checksum-sha256': 'AAAA' }, body)).toBe('sha256');
  });
});

describe('calls of DynamoDB', () => {
  it('mean the index where one is named', () => {
    const call = dynamodbCall(json('DynamoDB_20120810.Query', { TableName: 't', IndexName: 'due' }), world);
    expect(asked(call)).toEqual(['dynamodb:Query arn:aws:dynamodb:r:0:table/t/index/due', `kms:Decrypt ${KEY}`]);
  });

  it.each([
    ['TransactWriteItems', {}],
    ['UpdateTimeToLive', {}],
    ['ReturnValuesOnConditionCheckFailure', { TableName: 't', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }],
  ])('refuse %s by name', (name, body) => {
    const operation = Object.keys(body).length > 0 ? 'PutItem' : name;
    expect(() => dynamodbCall(json(`DynamoDB_20120810.${operation}`, body), world)).toThrow(name);
  });
});

describe('calls of SQS', () => {
  it('ask for the action that IAM knows, a batch as well', () => {
    const call = sqsCall(json('AmazonSQS.SendMessageBatch', { QueueUrl: 'http://h/0/plain-mail', Entries: [] }), world);
    expect(asked(call)).toEqual(['sqs:SendMessage arn:aws:sqs:r:0:plain-mail']);
  });

  it('refuse a visibility of 0, with which fauxqs loses messages', () => {
    const body = { QueueUrl: 'u/q', ReceiptHandle: 'h', VisibilityTimeout: 0 };
    expect(() => sqsCall(json('AmazonSQS.ChangeMessageVisibility', body), world)).toThrow('timeout of 0');
    expect(() => sqsCall(json('AmazonSQS.PurgeQueue', {}), world)).toThrow('sqs:PurgeQueue');
  });
});

describe('calls of SES', () => {
  const form = (fields: Record<string, string>) =>
    request({ method: 'POST', body: Buffer.from(new URLSearchParams(fields).toString()) });
  const raw = Buffer.from('From: =?utf-8?B?7KCE?=\r\n <hall@example.org>\r\nTo: a@b.org\r\n\r\nbody').toString(
    'base64',
  );

  it('ask for the identity and the configuration set, with the sender in the folded header', () => {
    const fields = { Action: 'SendRawEmail', 'RawMessage.Data': raw, ConfigurationSetName: 'main' };
    const call = sesCall(form(fields), world);
    expect(asked(call)).toEqual([
      'ses:SendRawEmail arn:aws:ses:r:0:identity/example.org',
      'ses:SendRawEmail arn:aws:ses:r:0:configuration-set/main',
    ]);
    expect(call.questions[0]?.context).toEqual({ 'ses:FromAddress': 'hall@example.org' });
  });

  it('refuse other operations and parameters by name', () => {
    expect(() => sesCall(form({ Action: 'SendEmail' }), world)).toThrow('ses:SendEmail');
    expect(() => sesCall(form({ Action: 'SendRawEmail', FromArn: 'x' }), world)).toThrow('FromArn');
  });
});
