import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type * as z from 'zod/mini';
import { DEVICE_KINDS, type DeviceKind } from '../devices/device.schema.ts';
import { type Device, deviceOf, requireKind } from '../devices/devices.ts';
import { staffOf } from '../devices/staff.ts';
import type { Clock } from '../platform/clock.ts';
import { type ErrorCode, errorBody, HallError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { EDGE_HEADER } from '../platform/names.ts';
import { parse } from '../platform/schema.parse.ts';
import type { Table } from '../platform/table.ts';
import { CONTRACT, type Operation, type Route } from './contract.ts';

/** Cookies: a kiosk's key, one a kind, since one browser may be several kiosks; and the session of the staff. */
export const COOKIES = { device: (kind: DeviceKind) => `hall_device_${kind}`, staff: 'hall_staff' } as const;

/** Header by which a page says which of the browser's kiosks it is. */
const KIND_HEADER = 'x-hall-kind';

/** Version of what kiosks send; the last two are taken, so that a queue filled before an update still counts. */
const SCHEMA = 1;

/** What every door needs, whatever is behind it. */
export interface DoorDeps {
  clock: Clock;
  log: Log;
  edgeSecret: string;
  table: Table;
  ids: Ids;
}

type Body<R extends Route> = (typeof CONTRACT)[R] extends { body: infer S extends z.ZodMiniType }
  ? z.infer<S>
  : undefined;
type Answer<R extends Route> = (typeof CONTRACT)[R]['answer'] extends z.ZodMiniType
  ? z.infer<(typeof CONTRACT)[R]['answer']> | Response
  : Response;

/** One call, checked: who, what, with what. */
export interface Call<R extends Route> {
  /** a parameter of the path, decoded */
  param(name: string): string;
  query(name: string): string | undefined;
  body: Body<R>;
  /** absent for routes that anyone may call */
  device: Device;
  /** name of who is signed in; empty where nobody must be */
  staff: string;
  context: Context;
}

type Handlers<R extends Route> = { [K in R]: (call: Call<K>) => Promise<Answer<K>> };

const DEFAULT_BODY_BYTES = 64 * 1024;

/** JSON of the body; its length is checked before it is read, and again after, since a length can be left out. */
const bodyOf = async (c: Context, limit: number): Promise<unknown> => {
  const tooLarge = () => new HallError('too-large', `The body is larger than ${limit} bytes.`);
  if (Number(c.req.header('content-length') ?? 0) > limit) throw tooLarge();
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > limit) throw tooLarge();
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    throw new HallError('wrong-type', 'The body must be application/json.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HallError('malformed-json', 'The body is not JSON.', { cause });
  }
};

/** The key of a token, of the kind that the page says it is, or of any kind that may. */
const keyOf = (c: Context, kinds: readonly DeviceKind[]): string => {
  const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  const said = DEVICE_KINDS.find(kind => kind === c.req.header(KIND_HEADER));
  const asked = said === undefined ? [...kinds, ...DEVICE_KINDS] : [said];
  const key = bearer ?? asked.map(kind => getCookie(c, COOKIES.device(kind))).find(cookie => cookie !== undefined);
  if (key === undefined) throw new HallError('unknown-key', 'This device is not enrolled. Ask the staff for its link.');
  return key;
};

/** A page of another site cannot send our JSON without being asked first, and a browser says where a request comes from. */
const refuseOtherSites = (c: Context) => {
  const site = c.req.header('sec-fetch-site');
  if (c.req.method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new HallError('wrong-kind', 'Requests come from the pages of the hall.');
};

/** Common to all doors: the edge's secret, errors in one shape, no caching, one line of log a request (route, never path). */
export const baseDoor = (deps: Pick<DoorDeps, 'edgeSecret' | 'log' | 'clock'>): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    const began = deps.clock();
    if (c.req.header(EDGE_HEADER) !== deps.edgeSecret)
      throw new HallError('around-the-edge', 'Please use the address of the hall.');
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
    deps.log.info('request', {
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      ms: deps.clock() - began,
    });
  });
  app.notFound(c => c.json(errorBody(new HallError('not-found', 'There is nothing here.')).body, 404));
  app.onError((error, c) => {
    const { status, body } = errorBody(error);
    if (status >= 500) deps.log.error('failed', error, { route: c.req.routePath });
    else deps.log.info('refused', { route: c.req.routePath, code: body.error.code, where: body.error.where });
    return c.json(body, status as 400);
  });
  return app;
};

/** Adds the routes to an app: key, kind, staff, schema version and body are checked by the contract before a handler sees the call. */
export const serve = <R extends Route>(app: Hono, deps: DoorDeps, handlers: Handlers<R>): Hono => {
  for (const [route, handler] of Object.entries(handlers) as [R, (call: Call<R>) => Promise<Answer<R>>][]) {
    const [method = '', path = ''] = route.split(' ');
    const operation: Operation = CONTRACT[route];
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async c => {
      refuseOtherSites(c);
      const version = c.req.header('x-hall-schema');
      if (version !== undefined && ![SCHEMA, SCHEMA - 1].includes(Number(version)))
        throw new HallError('old-schema', 'This device speaks another version. Reload its page.');
      const { who } = operation;
      const kinds: readonly DeviceKind[] = who === 'staff' ? ['desk'] : who === 'anyone' ? [] : who;
      const device = who === 'anyone' ? undefined : await deviceOf(deps, keyOf(c, kinds));
      if (device) requireKind(device, kinds);
      const staff =
        device && who === 'staff' ? (await staffOf(deps, device.deviceId, getCookie(c, COOKIES.staff))).name : '';
      const body = operation.body && parse(operation.body, await bodyOf(c, operation.bodyBytes ?? DEFAULT_BODY_BYTES));
      const call = {
        param: (name: string) => c.req.param(name) ?? '',
        query: (name: string) => c.req.query(name),
        body: body as Body<R>,
        device: device as Device,
        staff,
        context: c,
      };
      const answer = await handler(call);
      return answer instanceof Response ? answer : c.json(answer as object);
    });
  }
  return app;
};

/** An answer with an ETag; 304 where the caller has it already. */
export const tagged = (c: Context, etag: string, body: () => BodyInit, type: string, maxAge = 0): Response => {
  const headers = { etag, 'cache-control': maxAge > 0 ? `private, max-age=${maxAge}` : 'private, no-cache' };
  if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body(), { headers: { ...headers, 'content-type': type } });
};

/** A refusal, thrown. */
export const refuse = (code: ErrorCode, message: string, where?: string): never => {
  throw new HallError(code, message, where === undefined ? {} : { where });
};
