import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { sendClient, sendError, sesSender } from '../../functions/deliveries/sender.store.ts';

const ses = mockClient(SESClient);
beforeEach(() => void ses.reset());
const failed = (name: string, message = '', status?: number, code?: string) =>
  Object.assign(new Error(message), {
    name,
    ...(code ? { code } : {}),
    ...(status ? { $metadata: { httpStatusCode: status } } : {}),
  });
const envelope = {
  from: 'Hall <hall@example.org>',
  to: 'a@x.org',
  configurationSet: 'hall',
  tags: { deliveryId: 'd' },
  timeoutMs: 5000,
};

describe('what an error of SES means', () => {
  it.each([
    ['Throttling', 'Maximum sending rate exceeded.', 400, undefined, 'throttled'],
    ['ThrottlingException', 'Rate exceeded', 429, undefined, 'throttled'],
    ['Throttling', 'Daily message quota exceeded.', 454, undefined, 'quota'],
    ['AccountSendingPausedException', '', 400, undefined, 'paused'],
    ['ConfigurationSetSendingPausedException', '', 400, undefined, 'paused'],
    ['MailFromDomainNotVerifiedException', '', 400, undefined, 'paused'],
    ['ConfigurationSetDoesNotExist', '', 400, undefined, 'paused'],
    ['MessageRejected', 'Email address is not verified. The following identities failed', 400, undefined, 'sandbox'],
    ['MessageRejected', 'Sending paused for this account.', 400, undefined, 'paused'],
    ['MessageRejected', 'Virus', 400, undefined, 'rejected'],
    ['InvalidParameterValue', 'Domain ends with dot', 400, undefined, 'rejected'],
    ['AccessDenied', 'not authorized', 403, undefined, 'refused-before-sending'],
    ['Error', 'connect', undefined, 'ECONNREFUSED', 'refused-before-sending'],
    ['Error', 'getaddrinfo', undefined, 'ENOTFOUND', 'refused-before-sending'],
    ['CredentialsProviderError', '', undefined, undefined, 'refused-before-sending'],
    ['AbortError', 'Request aborted', undefined, undefined, 'unclear'],
    ['TimeoutError', '', undefined, undefined, 'unclear'],
    ['Error', 'socket hang up', undefined, 'ECONNRESET', 'unclear'],
    ['InternalFailure', '', 500, undefined, 'unclear'],
    ['ServiceUnavailable', '', 503, undefined, 'unclear'],
  ])('%s "%s" %s %s is %s', (name, message, status, code, kind) => {
    expect(sendError(failed(name, message, status, code)).kind).toBe(kind);
  });
  it('is unclear for anything else that may be thrown', () => {
    expect([undefined, null, 'text', 7].map(error => sendError(error).kind)).toEqual(Array(4).fill('unclear'));
  });
});

describe('the sender', () => {
  it('tries once, since a second try of the SDK may be a second mail', async () => {
    expect(await sendClient().config.maxAttempts()).toBe(1);
    ses.on(SendRawEmailCommand).rejects(failed('InternalFailure', '', 500));
    await expect(
      sesSender(() => 0, new SESClient({ maxAttempts: 1 })).send(new Uint8Array(3), envelope),
    ).rejects.toMatchObject({ kind: 'unclear' });
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
  });

  it('hands over bytes, one recipient, configuration set and tags', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    expect(await sesSender(() => 0, new SESClient({})).send(new Uint8Array(3), envelope)).toEqual({ messageId: 'm-1' });
    expect(ses.commandCalls(SendRawEmailCommand)[0]?.args[0].input).toEqual({
      Source: envelope.from,
      Destinations: ['a@x.org'],
      RawMessage: { Data: new Uint8Array(3) },
      ConfigurationSetName: 'hall',
      Tags: [{ Name: 'deliveryId', Value: 'd' }],
    });
  });

  it('asks for the rate every five minutes, goes on with the last one, and shows a missing permission', async () => {
    let now = 0;
    ses
      .on(GetSendQuotaCommand)
      .resolvesOnce({ MaxSendRate: 14 })
      .rejectsOnce(failed('InternalFailure', '', 500))
      .rejects(failed('AccessDenied', '', 403));
    const sender = sesSender(() => now, new SESClient({ maxAttempts: 1 }));
    expect([await sender.rate(), await sender.rate()]).toEqual([14, 14]);
    expect(ses.commandCalls(GetSendQuotaCommand)).toHaveLength(1);
    now = 301_000;
    expect(await sender.rate()).toBe(14);
    await expect(sender.rate()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('takes the rate of a new account while it knows none', async () => {
    ses.on(GetSendQuotaCommand).rejects(failed('InternalFailure', '', 500));
    expect(await sesSender(() => 0, new SESClient({ maxAttempts: 1 })).rate()).toBe(1);
  });
});
