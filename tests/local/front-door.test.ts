import { describe, expect, it } from 'vitest';
import { behaviourOf, policyHeaders, withPolicy } from '../../infra/local/distribution.ts';
import { httpAnswer, httpEvent, readRoute, routeOf } from '../../infra/local/http-event.ts';

const routes = ['GET /m/{token}', 'GET /m/{token}/erase', 'GET /api/cards/{cardId}', 'GET /api/cards/list'].map(key =>
  readRoute(key, key),
);
const request = {
  method: 'GET',
  path: '/m/abc%20d',
  query: new URLSearchParams('a=1&a=2'),
  headers: { cookie: 'x=1; y=2', host: 'localhost' },
  body: Buffer.alloc(0),
};

describe('the API', () => {
  it('picks the most specific route, and none for another method', () => {
    expect(routeOf(routes, 'GET', '/m/t/erase')?.key).toBe('GET /m/{token}/erase');
    expect(routeOf(routes, 'GET', '/api/cards/list')?.key).toBe('GET /api/cards/list');
    expect(routeOf(routes, 'POST', '/m/t')).toBeUndefined();
    expect(routeOf(routes, 'GET', '/m/t/')).toBeUndefined();
  });

  it('writes events in payload format 2.0', () => {
    const route = routeOf(routes, 'GET', request.path);
    expect(route && httpEvent(route, request, { id: 'i', now: 0, stage: '$default' })).toMatchObject({
      version: '2.0',
      routeKey: 'GET /m/{token}',
      rawPath: '/m/abc%20d',
      cookies: ['x=1', 'y=2'],
      queryStringParameters: { a: '1,2' },
      pathParameters: { token: 'abc d' },
      headers: { host: 'localhost' },
    });
  });

  it('gives JSON as text and other bodies as base64', () => {
    const [route] = routes as [(typeof routes)[number]];
    const event = (type: string) =>
      httpEvent(
        route,
        { ...request, headers: { 'content-type': type }, body: Buffer.from('{}') },
        { id: 'i', now: 0, stage: 's' },
      );
    expect(event('application/json')).toMatchObject({ body: '{}', isBase64Encoded: false });
    expect(event('image/jpeg')).toMatchObject({ body: 'e30=', isBase64Encoded: true });
  });

  it('understands both forms of a result', () => {
    expect(
      httpAnswer({ statusCode: 201, headers: { 'X-A': 1 }, cookies: ['c=1'], body: 'aGk=', isBase64Encoded: true }),
    ).toEqual({
      status: 201,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'x-a': '1', 'set-cookie': ['c=1'] },
      body: Buffer.from('hi'),
    });
    expect(httpAnswer({ a: 1 })).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  });
});

describe('the distribution', () => {
  const behaviour = (path: string) => ({
    path,
    origin: { kind: 'site' as const, headers: {} },
    methods: ['GET'],
    headers: [],
    rewrite: (uri: string) => uri,
  });

  it('asks its behaviours in order, the default one last', () => {
    const list = [behaviour('/api/*'), behaviour('/privacy'), behaviour('*')];
    expect(['/api/x', '/privacy', '/privacy/', '/'].map(path => behaviourOf(list, path).path)).toEqual([
      '/api/*',
      '/privacy',
      '*',
      '*',
    ]);
  });

  it('puts its headers over those of the origin only where it says so', () => {
    const policy = policyHeaders(
      {
        SecurityHeadersConfig: { ContentSecurityPolicy: { ContentSecurityPolicy: 'default', Override: false } },
        CustomHeadersConfig: { Items: [{ Header: 'X-A', Value: 'ours', Override: true }] },
      },
      'policy',
    );
    const headers = withPolicy({ 'content-security-policy': 'own', 'x-a': 'theirs' }, policy);
    expect(headers).toEqual({ 'content-security-policy': 'own', 'x-a': 'ours' });
    expect(withPolicy({}, policy)).toEqual({ 'content-security-policy': 'default', 'x-a': 'ours' });
  });

  it('refuses a part of a policy that it does not perform, by name', () => {
    expect(() => policyHeaders({ CorsConfig: {} }, 'policy')).toThrow('CorsConfig');
  });
});
