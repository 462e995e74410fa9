import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { dynamodbCall } from './calls.dynamodb.ts';
import { s3Call, wrongChecksum } from './calls.s3.ts';
import { sesCall } from './calls.ses.ts';
import { sqsCall } from './calls.sqs.ts';
import { type Call, Refused, type WireRequest, type World } from './calls.ts';
import type { Disturbance } from './hall-shape.ts';
import { type Permissions, sentence } from './permissions.ts';
import { answer, bodyOf, forward, headersOf, type WireAnswer } from './wire.ts';

/** Access key under which the operator's tools call; roles do not bind it. */
export const ADMIN = 'hall-admin';

export interface GatewayDeps {
  world: World;
  permissions: Permissions;
  /** origin of fauxqs */
  storage: string;
  /** origin of dynalite */
  table: string;
  /** answers an SES call */
  ses(form: URLSearchParams, from: string): Promise<WireAnswer>;
  /** an object is there */
  created(bucket: string, key: string, reason: string, bytes: number): Promise<void>;
  /** a message is in this queue */
  sent(queue: string): void;
  /** names of the functions that have credentials */
  known(accessKey: string): boolean;
  /** the hall was asked for what it does not perform */
  refused(error: Error): void;
  disturb?: Disturbance;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An error as the service would write it. */
export const wireError = (service: string, status: number, code: string, message: string): WireAnswer => {
  const xml = `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
  const [type, text] =
    service === 's3'
      ? ['application/xml', `<?xml version="1.0" encoding="UTF-8"?><Error>${xml}</Error>`]
      : service === 'ses'
        ? [
            'text/xml',
            `<ErrorResponse><Error><Type>Sender</Type>${xml}</Error><RequestId>local</RequestId></ErrorResponse>`,
          ]
        : ['application/x-amz-json-1.0', JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message })];
  return { status, headers: { 'content-type': type }, body: Buffer.from(text) };
};

const denied = (service: string, message: string): WireAnswer => {
  const json = service === 'dynamodb' || service === 'sqs';
  return wireError(
    service,
    service === 'dynamodb' ? 400 : 403,
    json ? 'AccessDeniedException' : 'AccessDenied',
    message,
  );
};

const identify = (service: string, request: WireRequest, world: World): Call => {
  if (service === 'dynamodb') return dynamodbCall(request, world);
  if (service === 's3') return s3Call(request, world);
  if (service === 'sqs') return sqsCall(request, world);
  if (service === 'ses') return sesCall(request, world);
  throw new Refused(`the service ${service}`);
};

/** Who calls which service: both stand in the signature's credential scope. */
export const signer = (headers: Record<string, string>): { who: string; service: string } | undefined => {
  const found = /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '');
  return found ? { who: found[1] ?? '', service: found[2] ?? '' } : undefined;
};

const perform = async (deps: GatewayDeps, call: Call, request: WireRequest, who: string): Promise<WireAnswer> => {
  if (call.service === 'ses') {
    const { form, from } = sesCall(request, deps.world);
    return deps.ses(form, from);
  }
  if (call.service === 's3') {
    const wrong = wrongChecksum(request.headers, request.body);
    if (wrong) return wireError('s3', 400, 'BadDigest', `The ${wrong} you specified did not match what we received.`);
  }
  const result = await forward(request, call.service === 'dynamodb' ? deps.table : deps.storage);
  if (result.status === 404 && call.whenAbsent && who !== ADMIN) {
    const denial = deps.permissions.allow(who, [call.whenAbsent]);
    if (denial) return denied('s3', sentence(denial));
  }
  if (result.status === 200 && call.sent !== undefined) deps.sent(call.sent);
  if (result.status === 200 && call.created)
    await deps.created(call.created.bucket, call.created.key, call.created.reason, request.body.length);
  return result;
};

/** Answers one signed AWS call of a function, or of the operator. */
export const handleCall = async (deps: GatewayDeps, request: WireRequest): Promise<WireAnswer> => {
  const signed = signer(request.headers);
  if (!signed || (signed.who !== ADMIN && !deps.known(signed.who)))
    return wireError('s3', 403, 'InvalidAccessKeyId', 'The local hall knows no such access key.');
  try {
    const call = identify(signed.service, request, deps.world);
    const denial = signed.who === ADMIN ? undefined : deps.permissions.allow(signed.who, call.questions);
    if (denial) return denied(call.service, sentence(denial));
    const done = () => perform(deps, call, request, signed.who);
    return await (signed.who === ADMIN ? done() : (deps.disturb?.call?.(call, request, done) ?? done()));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    deps.refused(error);
    return wireError(signed.service, 400, 'NotPerformedHere', error.message);
  }
};

/** The parts of a request that the calls look at. */
export const wireRequest = async (stream: IncomingMessage): Promise<WireRequest> => {
  const url = new URL(stream.url ?? '/', 'http://hall');
  return {
    method: stream.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: headersOf(stream),
    body: await bodyOf(stream),
  };
};

/** Lets `handle` answer; an exception becomes a 500 in the hall's log and outside. */
export const serving =
  (handle: (stream: IncomingMessage, response: ServerResponse) => Promise<void>, trouble: (error: unknown) => void) =>
  (stream: IncomingMessage, response: ServerResponse): void => {
    handle(stream, response).catch((error: unknown) => {
      trouble(error);
      if (!response.headersSent) answer(response, wireError('', 500, 'InternalFailure', 'see the log of the hall'));
      else response.destroy();
    });
  };

/** The one endpoint through which every AWS call of a function goes. */
export const gateway = (deps: () => GatewayDeps, trouble: (error: unknown) => void): Server =>
  createServer(
    serving(async (stream, response) => answer(response, await handleCall(deps(), await wireRequest(stream))), trouble),
  );
