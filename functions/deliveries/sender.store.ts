import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Clock } from '../platform/clock.ts';
import { SendError, type SendErrorKind, type Sender } from './sender.ts';

/** Names under which AWS says a definite no; from the model of SES v1 and its guide on sending errors. */
const BY_NAME: Record<string, [SendErrorKind, string]> = {
  AccountSendingPausedException: ['paused', 'account-paused'],
  ConfigurationSetSendingPausedException: ['paused', 'configuration-set-paused'],
  MailFromDomainNotVerifiedException: ['paused', 'mail-from-not-verified'],
  ConfigurationSetDoesNotExistException: ['paused', 'no-configuration-set'],
  ConfigurationSetDoesNotExist: ['paused', 'no-configuration-set'],
  InvalidParameterValue: ['rejected', 'invalid'],
  ValidationError: ['rejected', 'invalid'],
};

/** Codes of a connection that never came to be: nothing was sent. ECONNRESET and EPIPE are not among them. */
const NEVER_LEFT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'];

interface AwsError {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** What an error of a send call means. Everything that is not known to be a no is unclear. */
export const sendError = (error: unknown): SendError => {
  const { name = '', code = '', message = '', $metadata } = (error ?? {}) as AwsError;
  const status = $metadata?.httpStatusCode;
  const known = BY_NAME[name];
  if (known) return new SendError(known[0], known[1], error);
  if (/^(Throttling|ThrottlingException|TooManyRequestsException|LimitExceededException)$/.test(name))
    return /daily|24.hour/i.test(message)
      ? new SendError('quota', 'daily-quota', error)
      : new SendError('throttled', 'rate', error);
  if (name === 'MessageRejected') {
    // The sandbox refuses an address that nobody verified; the same words name a sender's identity that is not verified.
    return /not verified/i.test(message)
      ? new SendError('sandbox', 'not-verified', error)
      : /paus/i.test(message)
        ? new SendError('paused', 'account-paused', error)
        : new SendError('rejected', 'message-rejected', error);
  }
  if (NEVER_LEFT.includes(code) || name === 'CredentialsProviderError')
    return new SendError('refused-before-sending', code === '' ? 'no-credentials' : 'no-connection', error);
  // An answer below 500 is an answer of somebody who did not take it: no permission, an expired key, a wrong signature.
  if (status !== undefined && status >= 400 && status < 500)
    return new SendError('refused-before-sending', name === '' ? 'refused' : name.slice(0, 40), error);
  return new SendError('unclear', status === undefined ? 'no-answer' : `status-${status}`, error);
};

/** How long the account's rate is believed. */
const RATE_MS = 5 * 60_000;

/** A client that never sends twice: the SDK's own retries would (it retries timeouts and 5xx after the bytes went out). */
export const sendClient = (): SESClient =>
  new SESClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 2_000 } });

/** Amazon SES, API v1. */
export const sesSender = (clock: Clock, client: SESClient = sendClient()): Sender => {
  let known: { rate: number; at: number } | undefined;
  return {
    send: async (raw, { from, to, configurationSet, tags, timeoutMs }) => {
      const command = new SendRawEmailCommand({
        Source: from,
        Destinations: [to],
        RawMessage: { Data: raw },
        ConfigurationSetName: configurationSet,
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      });
      try {
        const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(Math.max(1, timeoutMs)) });
        return { messageId: MessageId ?? '' };
      } catch (error) {
        throw sendError(error);
      }
    },
    rate: async () => {
      if (known && clock() - known.at < RATE_MS) return known.rate;
      try {
        const { MaxSendRate } = await client.send(new GetSendQuotaCommand({}), {
          abortSignal: AbortSignal.timeout(3_000),
        });
        known = { rate: Math.max(MaxSendRate ?? 1, 0.1), at: clock() };
        return known.rate;
      } catch (error) {
        // Asking is no part of sending: while nobody answers, the last rate known goes on, or a new account's rate.
        // A missing permission is a fault of the deployment and must be seen.
        if (sendError(error).kind === 'refused-before-sending') throw error;
        return known?.rate ?? 1;
      }
    },
  };
};
