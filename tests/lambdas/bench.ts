import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, vi } from 'vitest';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { EDGE_HEADER, ENV } from '../../functions/platform/names.ts';

/** Secret that CloudFront would add to every request. */
const EDGE = 'from-the-edge';

/** Takes the place of AWS for handlers: their environment, and clients that answer what a test says. Call before importing a handler. */
export const lambdaBench = () => {
  const values: Record<string, string> = {
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    ...Object.fromEntries(Object.entries(ENV).map(([name, variable]) => [variable, name])),
    [ENV.photoQueue]: 'https://sqs.example.org/photo',
    [ENV.mailQueue]: 'https://sqs.example.org/mail',
    [ENV.eraseQueue]: 'https://sqs.example.org/erase',
    [ENV.origin]: 'https://hall.example.org',
    [ENV.mailFrom]: 'Hall <hall@example.org>',
    [ENV.edgeSecret]: EDGE,
    [ENV.settings]: JSON.stringify(DEFAULT_HALL_SETTINGS),
  };
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  const lines: string[] = [];
  const { write } = process.stdout;
  vi.spyOn(process.stdout, 'write').mockImplementation((part, ...rest) => {
    if (!String(part).startsWith('{"at":')) return write.call(process.stdout, part, ...(rest as []));
    lines.push(String(part));
    return true;
  });
  const aws = {
    table: mockClient(DynamoDBClient),
    s3: mockClient(S3Client),
    sqs: mockClient(SQSClient),
    ses: mockClient(SESClient),
  };
  beforeEach(() => {
    for (const client of Object.values(aws)) client.reset();
    lines.splice(0);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  return { ...aws, lines };
};

/** Records of a queue, one a body; a body that is a string comes as it is. */
export const queued = (...bodies: unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index + 1}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })),
});

/** What Lambda tells of the time that is left. */
export const context = { getRemainingTimeInMillis: () => 30_000 };

/** A request as API Gateway hands it on; `edge: false` comes around CloudFront. */
export const request = (route: string, { edge = true, body }: { edge?: boolean; body?: string } = {}) => {
  const [method = 'GET', rawPath = '/'] = route.split(' ');
  const headers: Record<string, string> = {
    host: 'hall.example.org',
    ...(edge ? { [EDGE_HEADER]: EDGE } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return {
    version: '2.0' as const,
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers,
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authentication: null,
      authorizer: {},
      domainName: 'hall.example.org',
      domainPrefix: 'hall',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'r1',
      routeKey: '$default',
      stage: '$default',
      time: '22/Nov/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
  };
};
