import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { World } from '../../infra/local/calls.ts';
import { ADMIN, type GatewayDeps, handleCall } from '../../infra/local/gateway.ts';
import { permissions } from '../../infra/local/permissions.ts';
import { statements } from '../../infra/local/policies.ts';
import { listen } from '../../infra/local/services.ts';

const world: World = {
  region: 'r',
  account: '0',
  keyOf: () => undefined,
  queueArn: url => url,
  identityOf: () => 'example.org',
};
const role = statements(
  { Statement: [{ Effect: 'Allow', Action: ['ses:GetSendQuota'], Resource: '*' }] },
  'role of deliver-mail',
);

const stage = () => {
  const refused: string[] = [];
  const sent: string[] = [];
  const deps: GatewayDeps = {
    world,
    permissions: permissions(new Map([['deliver-mail', role]])),
    storage: 'http://nowhere.invalid',
    table: 'http://nowhere.invalid',
    ses: async form => ({ status: 200, headers: {}, body: Buffer.from(form.get('Action') ?? '') }),
    created: async () => undefined,
    sent: queue => sent.push(queue),
    known: key => key === 'deliver-mail',
    refused: error => refused.push(error.message),
  };
  const call = async (who: string, service: string, body: string, target = '') => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${who}/20261122/r/${service}/aws4_request, Signature=x`;
    const headers = { authorization, 'x-amz-target': target };
    const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers, body: Buffer.from(body) };
    const { status, body: answer } = await handleCall(deps, request);
    return `${status} ${answer}`;
  };
  return { deps, refused, sent, call };
};

describe('the gateway', () => {
  it('performs what the role allows', async () => {
    const { call, deps } = stage();
    expect(await call('deliver-mail', 'ses', 'Action=GetSendQuota')).toBe('200 GetSendQuota');
    expect(deps.permissions.unused()).toEqual([]);
  });

  it('denies what the role does not allow, naming function, action and resource', async () => {
    const { call, deps } = stage();
    const answer = await call('deliver-mail', 'dynamodb', '{"TableName":"t"}', 'DynamoDB_20120810.GetItem');
    expect(answer).toMatch(
      /^400 .*AccessDeniedException.*deliver-mail is not authorized to perform: dynamodb:GetItem on resource: .*table\/t/,
    );
    expect(deps.permissions.denied).toHaveLength(1);
  });

  it('tells that a message came, once the queue has it', async () => {
    const { call, deps, sent } = stage();
    const statuses = [500, 200];
    const queue = createServer((_request, response) => void response.writeHead(statuses.shift() ?? 404).end());
    try {
      deps.storage = `http://127.0.0.1:${await listen(queue, 0)}`;
      const body = JSON.stringify({ QueueUrl: 'http://sqs/0/hall-mail', MessageBody: '{}' });
      expect(await call(ADMIN, 'sqs', body, 'AmazonSQS.SendMessage')).toMatch(/^500/);
      expect(sent).toEqual([]);
      expect(await call(ADMIN, 'sqs', body, 'AmazonSQS.SendMessage')).toMatch(/^200/);
      expect(sent).toEqual(['hall-mail']);
    } finally {
      queue.close();
    }
  });

  it('knows nobody but its functions and the operator', async () => {
    const { call } = stage();
    expect(await call('somebody', 'ses', 'Action=GetSendQuota')).toMatch(/^403 .*InvalidAccessKeyId/);
    expect(await call(ADMIN, 'ses', 'Action=GetSendQuota')).toBe('200 GetSendQuota');
  });

  it.each([
    ['an operation', 'ses', 'Action=VerifyDomainIdentity', '', 'ses:VerifyDomainIdentity'],
    ['a transaction', 'dynamodb', '{}', 'DynamoDB_20120810.TransactWriteItems', 'dynamodb:TransactWriteItems'],
    ['a whole service', 'kinesis', '{}', 'Kinesis.PutRecord', 'the service kinesis'],
  ])(
    'refuses %s that is not performed, by name and also to the operator',
    async (_what, service, body, target, name) => {
      const { call, refused } = stage();
      expect(await call(ADMIN, service, body, target)).toMatch(/^400 .*NotPerformedHere/);
      expect(refused).toEqual([`the local hall does not perform ${name}`]);
    },
  );
});
