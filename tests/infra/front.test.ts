import { beforeAll, describe, expect, it } from 'vitest';
import { EDGE_HEADER, FUNCTIONS, ROUTES } from '../../functions/platform/names.ts';
import { pascal } from '../../infra/constructs/names.ts';
import { flat, type Json, type Synthesized, synthesized, WITH_DOMAIN } from './synthesized.ts';

interface Behaviour {
  PathPattern?: string;
  ViewerProtocolPolicy: string;
  TargetOriginId: string;
  ResponseHeadersPolicyId: Json;
}
interface Distribution {
  DefaultCacheBehavior: Behaviour;
  CacheBehaviors: Behaviour[];
  Origins: {
    Id: string;
    OriginCustomHeaders?: { HeaderName: string; HeaderValue: Json }[];
    OriginAccessControlId?: Json;
  }[];
  ViewerCertificate?: { MinimumProtocolVersion: string };
  Aliases?: string[];
  WebACLId?: Json;
  Logging?: Json;
}

describe('the front', () => {
  let hall: Synthesized;
  let other: Synthesized;
  beforeAll(async () => {
    hall = await synthesized();
    other = await synthesized(WITH_DOMAIN);
  });
  const distribution = (of: Synthesized) =>
    of.all('AWS::CloudFront::Distribution')[0]?.properties['DistributionConfig'] as unknown as Distribution;

  it('every route of the API belongs to a door', () => {
    const routes = hall
      .all('AWS::ApiGatewayV2::Route')
      .map(({ id, properties }) => `${id.split('Route')[0]} ${properties['RouteKey']}`);
    const wanted = (['kiosk', 'desk', 'public'] as const).flatMap(door =>
      ROUTES[door].map(route => `${pascal(FUNCTIONS[door])} ${route}`),
    );
    expect(routes.sort()).toEqual(wanted.sort());
  });

  it('every route lies behind a path that CloudFront hands to the API', () => {
    const patterns = distribution(hall).CacheBehaviors.map(({ PathPattern = '' }) => PathPattern);
    expect(patterns).toEqual(['/api/*', '/m/*', '/privacy']);
    for (const route of Object.values(ROUTES).flat()) {
      const path = route.split(' ')[1] ?? '';
      expect(
        patterns.some(pattern => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern)),
      ).toBe(true);
    }
  });

  it('requests to the API carry the edge secret, which the doors demand', () => {
    const { Origins, CacheBehaviors, DefaultCacheBehavior } = distribution(hall);
    const api = Origins.find(({ OriginCustomHeaders }) => OriginCustomHeaders);
    expect(api?.OriginCustomHeaders).toHaveLength(1);
    expect(api?.OriginCustomHeaders?.[0]?.HeaderName).toBe(EDGE_HEADER);
    expect(flat(api?.OriginCustomHeaders?.[0]?.HeaderValue)).toContain('{{resolve:secretsmanager:');
    for (const { TargetOriginId } of CacheBehaviors) expect(TargetOriginId).toBe(api?.Id);
    expect(Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId)?.OriginAccessControlId).toBeDefined();
  });

  it('with a domain TLS 1.2 is the least, and without one https is still all there is', () => {
    expect(distribution(other)).toMatchObject({
      Aliases: ['hall.example.org'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
      WebACLId: { Ref: 'WebAclArn' },
    });
    for (const of of [hall, other]) {
      const { DefaultCacheBehavior, CacheBehaviors } = distribution(of);
      for (const { ViewerProtocolPolicy } of [DefaultCacheBehavior, ...CacheBehaviors])
        expect(['redirect-to-https', 'https-only']).toContain(ViewerProtocolPolicy);
    }
  });

  it('WAF blocks no mail program that unsubscribes and does not say who it is', () => {
    const rules = JSON.stringify(other.all('AWS::WAFv2::WebACL')[0]?.properties['Rules']);
    expect(rules).toContain('{"ActionToUse":{"Count":{}},"Name":"NoUserAgent_HEADER"}');
  });

  it('the API has a rate limit', () => {
    const [stage] = hall.all('AWS::ApiGatewayV2::Stage');
    expect(stage?.properties['DefaultRouteSettings']).toEqual({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
  });

  it('no access log holds a path, an address or a header', () => {
    const [stage] = hall.all('AWS::ApiGatewayV2::Stage');
    const log = stage?.properties['AccessLogSettings'] as { Format: string; DestinationArn: Json } | undefined;
    expect(Object.values(JSON.parse(log?.Format ?? '{}') as Record<string, string>)).toEqual([
      '$context.requestTime',
      '$context.requestId',
      '$context.routeKey',
      '$context.status',
      '$context.responseLatency',
      '$context.integrationErrorMessage',
    ]);
    expect(JSON.stringify(log?.DestinationArn)).toContain('ApiLog');
    expect(distribution(hall).Logging).toBeUndefined();
  });

  it('pages load from their origin and upload to one bucket only', () => {
    const [policy] = hall
      .all('AWS::CloudFront::ResponseHeadersPolicy')
      .filter(({ id }) => id.startsWith('PageHeaders'))
      .map(({ properties }) => flat(properties['ResponseHeadersPolicyConfig'] as Json));
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain('-incoming-');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-|\*/);
  });

  it('only pages of the hall may upload, and only by POST', () => {
    for (const [of, origin] of [
      [hall, /^https:\/\/\{/],
      [other, /^https:\/\/hall\.example\.org$/],
    ] as const) {
      const incoming = of.all('AWS::S3::Bucket').find(({ id }) => id.startsWith('Incoming'));
      const cors = incoming?.properties['CorsConfiguration'] as
        | { CorsRules: { AllowedMethods: string[]; AllowedOrigins: Json[] }[] }
        | undefined;
      expect(cors?.CorsRules).toHaveLength(1);
      expect(cors?.CorsRules[0]?.AllowedMethods).toEqual(['POST']);
      expect(cors?.CorsRules[0]?.AllowedOrigins.map(flat)).toEqual([expect.stringMatching(origin)]);
    }
  });
});
