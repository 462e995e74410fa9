import { runInNewContext } from 'node:vm';
import { type Json, NotPerformed } from './intrinsics.ts';
import { like } from './policies.ts';
import type { Assembly } from './template.ts';

/** One behaviour of the distribution: what it matches, where it leads, and which headers it puts on answers. */
export interface Behaviour {
  path: string;
  origin: { kind: 'doors' | 'site'; headers: Record<string, string> };
  methods: string[];
  /** headers of the response headers policy; `override`: also over what the origin said */
  headers: { name: string; value: string; override: boolean }[];
  /** the path after the viewer-request function */
  rewrite(uri: string): string;
}

type Map_ = { [name: string]: Json };
const map = (value: Json | undefined) => (value ?? {}) as Map_;
const all = (value: Json | undefined) => (value ?? []) as Map_[];

/** Headers of a ResponseHeadersPolicy. Throws NotPerformed for a part that is not known here. */
export const policyHeaders = (config: Map_, label: string): Behaviour['headers'] => {
  const known = ['Name', 'Comment', 'SecurityHeadersConfig', 'CustomHeadersConfig'];
  for (const name of Object.keys(config)) if (!known.includes(name)) throw new NotPerformed(`${name} of ${label}`);
  const security = map(config.SecurityHeadersConfig);
  const line = (part: string, name: string, value: (one: Map_) => string) =>
    security[part] === undefined
      ? []
      : [{ name, value: value(map(security[part])), override: map(security[part]).Override === true }];
  return [
    ...line('ContentSecurityPolicy', 'content-security-policy', one => String(one.ContentSecurityPolicy)),
    ...line('ContentTypeOptions', 'x-content-type-options', () => 'nosniff'),
    ...line('FrameOptions', 'x-frame-options', one => String(one.FrameOption)),
    ...line('ReferrerPolicy', 'referrer-policy', one => String(one.ReferrerPolicy)),
    ...line(
      'StrictTransportSecurity',
      'strict-transport-security',
      one => `max-age=${one.AccessControlMaxAgeSec}${one.IncludeSubdomains ? '; includeSubDomains' : ''}`,
    ),
    ...all(map(config.CustomHeadersConfig).Items).map(one => ({
      name: String(one.Header).toLowerCase(),
      value: String(one.Value),
      override: one.Override === true,
    })),
  ];
};

const rewriter = (assembly: Assembly, associations: Map_[]): Behaviour['rewrite'] => {
  const codes = associations.map(one => {
    const found = assembly.of('AWS::CloudFront::Function').find(each => each.arn === one.FunctionARN);
    if (one.EventType !== 'viewer-request' || !found)
      throw new NotPerformed(`a CloudFront function at ${String(one.EventType)}: ${JSON.stringify(one.FunctionARN)}`);
    return String(found.properties.FunctionCode);
  });
  return uri =>
    codes.reduce((path, code) => {
      const event = { request: { uri: path, method: 'GET', headers: {}, querystring: {} } };
      const result = runInNewContext(`${code}\nhandler(event)`, { event }) as { uri?: string; statusCode?: number };
      if (result.uri === undefined) throw new NotPerformed('a CloudFront function that answers by itself');
      return result.uri;
    }, uri);
};

/** The behaviours in the order CloudFront asks them; the default one is the last. */
export const behaviours = (assembly: Assembly): { list: Behaviour[]; root: string } => {
  const [distribution, ...more] = assembly.of('AWS::CloudFront::Distribution');
  if (!distribution || more.length > 0) throw new NotPerformed(`${more.length + (distribution ? 1 : 0)} distributions`);
  const config = map(distribution.properties.DistributionConfig);
  const read = (raw: Map_, path: string): Behaviour => {
    const origin = all(config.Origins).find(one => one.Id === raw.TargetOriginId);
    const domain = String(origin?.DomainName);
    const policy = assembly
      .of('AWS::CloudFront::ResponseHeadersPolicy')
      .find(one => one.ref === raw.ResponseHeadersPolicyId);
    const site = domain.includes('.s3.');
    if (!site && !domain.includes('.execute-api.')) throw new NotPerformed(`the origin ${domain}`);
    return {
      path,
      origin: {
        kind: site ? 'site' : 'doors',
        headers: Object.fromEntries(
          all(origin?.OriginCustomHeaders).map(one => [String(one.HeaderName).toLowerCase(), String(one.HeaderValue)]),
        ),
      },
      methods: ((raw.AllowedMethods ?? ['GET', 'HEAD']) as string[]).slice(),
      headers: policy ? policyHeaders(map(policy.properties.ResponseHeadersPolicyConfig), policy.label) : [],
      rewrite: rewriter(assembly, all(raw.FunctionAssociations)),
    };
  };
  return {
    list: [
      ...all(config.CacheBehaviors).map(one => read(one, String(one.PathPattern))),
      read(map(config.DefaultCacheBehavior), '*'),
    ],
    root: String(config.DefaultRootObject ?? ''),
  };
};

/** The behaviour that answers a path. */
export const behaviourOf = (list: readonly Behaviour[], path: string): Behaviour => {
  const found = list.find(one => like(one.path.replace(/^\/?/, '/'), path)) ?? list.at(-1);
  if (!found) throw new NotPerformed('a distribution without behaviours');
  return found;
};

/** An answer's headers with those of the behaviour's policy. */
export const withPolicy = (
  headers: Record<string, string | string[]>,
  policy: Behaviour['headers'],
): Record<string, string | string[]> => {
  const result = { ...headers };
  for (const { name, value, override } of policy) if (override || result[name] === undefined) result[name] = value;
  return result;
};
