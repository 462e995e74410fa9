import type { WireRequest } from './calls.ts';
import type { WireAnswer } from './wire.ts';

/** One route of the API as the template has it. */
export interface Route {
  /** `GET /m/{token}` */
  key: string;
  method: string;
  pattern: RegExp;
  names: string[];
  /** parts that are no parameter: API Gateway prefers the most specific route */
  fixed: number;
  functionArn: string;
}

/** A route key read. */
export const readRoute = (key: string, functionArn: string): Route => {
  const [method = '', path = ''] = key.split(' ');
  const names: string[] = [];
  const parts = path.split('/');
  const pattern = parts.map(part => {
    const name = /^\{([^}+]+)\}$/.exec(part)?.[1];
    if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(name);
    return '([^/]+)';
  });
  return {
    key,
    method,
    names,
    pattern: new RegExp(`^${pattern.join('/')}$`),
    fixed: parts.length - names.length,
    functionArn,
  };
};

/** The route that API Gateway picks. */
export const routeOf = (routes: readonly Route[], method: string, path: string): Route | undefined =>
  routes.filter(route => route.method === method && route.pattern.test(path)).sort((a, b) => b.fixed - a.fixed)[0];

/** Types whose bodies reach a function as text; every other one as base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/;

/** An event in API Gateway's payload format 2.0. */
export const httpEvent = (
  route: Route,
  request: WireRequest,
  facts: { id: string; now: number; stage: string },
): object => {
  const { cookie, connection: _connection, ...headers } = request.headers;
  const found = route.pattern.exec(request.path) ?? [];
  const query: Record<string, string> = {};
  for (const [name, value] of request.query)
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  const text = request.body.length === 0 || TEXT.test(headers['content-type'] ?? '');
  const parameters = Object.fromEntries(
    route.names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]),
  );
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: request.path,
    rawQueryString: request.query.toString(),
    ...(cookie ? { cookies: cookie.split(/;\s*/) } : {}),
    headers,
    ...(request.query.size > 0 ? { queryStringParameters: query } : {}),
    ...(route.names.length > 0 ? { pathParameters: parameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.id,
      routeKey: route.key,
      stage: facts.stage,
      time: new Date(facts.now).toISOString(),
      timeEpoch: facts.now,
    },
    ...(request.body.length > 0 ? { body: request.body.toString(text ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: !text,
  };
};

interface Structured {
  statusCode?: number;
  headers?: Record<string, string | number | boolean>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** What API Gateway makes of a function's result. */
export const httpAnswer = (result: unknown): WireAnswer => {
  const given = (typeof result === 'object' && result !== null ? result : { body: String(result ?? '') }) as Structured;
  if (given.statusCode === undefined)
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result ?? null)),
    };
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(given.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (given.cookies) headers['set-cookie'] = given.cookies;
  return {
    status: given.statusCode,
    headers,
    body: Buffer.from(given.body ?? '', given.isBase64Encoded ? 'base64' : 'utf8'),
  };
};
