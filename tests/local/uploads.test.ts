import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkFile, checkPost, type PostForm, policySignature } from '../../infra/local/post-policy.ts';
import { corsHeaders } from '../../infra/local/uploads.ts';

const NOW = Date.parse('2026-11-22T01:00:00Z');
const CREDENTIAL = 'kiosk-door/20261122/ap-northeast-2/s3/aws4_request';
const SECRET = 'secret';
const file = Buffer.alloc(2048, 7);
const sha256 = createHash('sha256').update(file).digest('base64');

const signed = (changes: Record<string, string> = {}, expiration = '2026-11-22T01:05:00Z'): PostForm => {
  const fields: Record<string, string> = {
    key: 'original/photo-1',
    'content-type': 'image/jpeg',
    'x-amz-checksum-sha256': sha256,
    'x-amz-credential': CREDENTIAL,
  };
  const conditions = [
    { bucket: 'incoming' },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ['eq', '$key', 'original/photo-1'],
    ['content-length-range', 1024, 4096],
  ];
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  const all = { ...fields, policy, 'x-amz-signature': policySignature(SECRET, CREDENTIAL, policy), ...changes };
  return { bucket: 'incoming', fields: all };
};
const secretOf = (key: string) => (key === 'kiosk-door' ? SECRET : undefined);
const check = (form: PostForm, now = NOW) => checkPost(form, now, secretOf);

describe('the POST policy', () => {
  it('lets the form pass that was signed', () => {
    expect(check(signed())).toEqual({
      accessKey: 'kiosk-door',
      key: 'original/photo-1',
      type: 'image/jpeg',
      range: { min: 1024, max: 4096 },
    });
  });

  it.each<[string, PostForm, string]>([
    ['another key', signed({ key: 'original/photo-2' }), 'Policy Condition failed'],
    ['another type', signed({ 'content-type': 'text/html' }), 'Policy Condition failed'],
    ['another checksum', signed({ 'x-amz-checksum-sha256': 'AAAA' }), 'Policy Condition failed'],
    ['another bucket', { ...signed(), bucket: 'photos' }, 'Policy Condition failed'],
    ['a field more', signed({ acl: 'public-read' }), 'Extra input fields: acl'],
    ['a changed signature', signed({ 'x-amz-signature': '0'.repeat(64) }), 'signature'],
    ['another signer', signed({ 'x-amz-credential': CREDENTIAL.replace('kiosk-door', 'nobody') }), 'access key'],
    ['no policy', { bucket: 'incoming', fields: { key: 'original/photo-1' } }, 'Access Denied'],
  ])('refuses %s', (_name, form, message) => {
    expect(check(form)).toMatchObject({ status: 403, message: expect.stringContaining(message) });
  });

  it('refuses a form whose time is over', () => {
    expect(check(signed(), NOW + 300_000)).toMatchObject({ message: expect.stringContaining('expired') });
  });

  it('refuses a file too small, too large, or with other bytes', () => {
    const granted = { accessKey: 'kiosk-door', key: 'k', type: 't', range: { min: 1024, max: 4096 } };
    expect(checkFile(file, granted, { 'x-amz-checksum-sha256': sha256 })).toBeUndefined();
    expect(checkFile(file.subarray(0, 1000), granted, {})).toMatchObject({ code: 'EntityTooSmall' });
    expect(checkFile(Buffer.alloc(5000), granted, {})).toMatchObject({ code: 'EntityTooLarge' });
    expect(checkFile(Buffer.alloc(2048), granted, { 'x-amz-checksum-sha256': sha256 })).toMatchObject({
      code: 'BadDigest',
    });
  });
});

describe('CORS', () => {
  const rules = [
    { AllowedMethods: ['POST'], AllowedOrigins: ['http://localhost:1'], AllowedHeaders: ['X-*'], MaxAge: 9 },
  ];

  it('answers the origin, method and headers that the template names', () => {
    expect(corsHeaders(rules, 'http://localhost:1', 'POST', 'x-a')).toMatchObject({
      'access-control-allow-origin': 'http://localhost:1',
      'access-control-max-age': '9',
    });
  });

  it.each([
    ['origin', 'http://evil:1', 'POST', undefined],
    ['method', 'http://localhost:1', 'PUT', undefined],
    ['header', 'http://localhost:1', 'POST', 'authorization'],
  ])('answers nothing to another %s', (_name, origin, method, headers) => {
    expect(corsHeaders(rules, origin, method, headers)).toBeUndefined();
  });
});
