import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { SiteFile } from '../site.ts';
import type { WireRequest } from './calls.ts';
import { type Behaviour, behaviourOf, withPolicy } from './distribution.ts';
import { FunctionFailed, type RunningFunction } from './functions.ts';
import { serving, wireRequest } from './gateway.ts';
import { httpAnswer, httpEvent, type Route, routeOf } from './http-event.ts';
import { answer, type WireAnswer } from './wire.ts';

/** API Gateway takes no larger body. */
const BODY_LIMIT = 10 * 1024 * 1024;
/** Lambda answers with no more. */
const ANSWER_LIMIT = 6 * 1024 * 1024;

export interface FrontDeps {
  behaviours: readonly Behaviour[];
  root: string;
  routes: readonly Route[];
  functionByArn(arn: string): RunningFunction | undefined;
  /** folder of the built pages, and what S3 keeps beside each file, by its key */
  site: { dir: string; files: ReadonlyMap<string, SiteFile> };
  inbox(path: string): Promise<WireAnswer>;
  /** sample mails */
  preview(path: string): Promise<WireAnswer>;
  trouble(error: unknown): void;
  now(): number;
}

const json = (status: number, body: object): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

const page = ({ dir, files }: FrontDeps['site'], uri: string): WireAnswer => {
  const file = files.get(decodeURIComponent(uri).slice(1));
  // As S3 answers who may read objects but not list them.
  if (!file)
    return {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from('<Error><Code>AccessDenied</Code></Error>'),
    };
  const headers = { 'content-type': file.type, 'cache-control': file.cacheControl };
  return { status: 200, headers, body: readFileSync(join(dir, file.key)) };
};

const door = async (deps: FrontDeps, request: WireRequest): Promise<WireAnswer> => {
  const route = routeOf(deps.routes, request.method, request.path);
  if (!route) return json(404, { message: 'Not Found' });
  if (request.body.length > BODY_LIMIT) return json(413, { message: 'Request Entity Too Large' });
  const target = deps.functionByArn(route.functionArn);
  const event = httpEvent(route, request, { id: randomUUID(), now: deps.now(), stage: '$default' });
  try {
    const result = httpAnswer(await target?.invoke(event));
    return result.body.length > ANSWER_LIMIT ? json(500, { message: 'Internal Server Error' }) : result;
  } catch (error) {
    if (!(error instanceof FunctionFailed)) throw error;
    deps.trouble(error);
    return json(error.name === 'Sandbox.Timedout' ? 503 : 500, { message: 'Internal Server Error' });
  }
};

/** Answers one request as the distribution would. */
const handleFront = async (deps: FrontDeps, request: WireRequest): Promise<WireAnswer> => {
  if (request.path === '/inbox' || request.path.startsWith('/inbox/')) return deps.inbox(request.path);
  if (request.path === '/mail-preview' || request.path.startsWith('/mail-preview/')) return deps.preview(request.path);
  const behaviour = behaviourOf(deps.behaviours, request.path);
  if (!behaviour.methods.includes(request.method))
    return json(403, { message: `${request.method} is not allowed here` });
  const path = behaviour.rewrite(request.path === '/' && deps.root ? `/${deps.root}` : request.path);
  const sent = { ...request, path, headers: { ...request.headers, ...behaviour.origin.headers } };
  const result = behaviour.origin.kind === 'site' ? page(deps.site, path) : await door(deps, sent);
  return { ...result, headers: withPolicy(result.headers, behaviour.headers) };
};

/** The one origin that visitors and kiosks see. */
export const frontDoor = (deps: () => FrontDeps, trouble: (error: unknown) => void): Server =>
  createServer(
    serving(
      async (stream, response) => answer(response, await handleFront(deps(), await wireRequest(stream))),
      trouble,
    ),
  );
