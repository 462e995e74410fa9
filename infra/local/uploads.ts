import { createServer, type Server } from 'node:http';
import type { WireRequest } from './calls.ts';
import { keyUse } from './calls.ts';
import { type GatewayDeps, handleCall, serving, signer, wireError, wireRequest } from './gateway.ts';
import { sentence } from './permissions.ts';
import { like } from './policies.ts';
import { checkFile, checkPost, type PostRefusal } from './post-policy.ts';
import { answer, forward, type WireAnswer } from './wire.ts';

/** One CORS rule of a bucket, as the template has it. */
export interface CorsRule {
  AllowedMethods: string[];
  AllowedOrigins: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  MaxAge?: number;
}

export interface UploadDeps {
  gateway: GatewayDeps;
  cors(bucket: string): readonly CorsRule[];
  secretOf(accessKey: string): string | undefined;
  now(): number;
}

const words = (list: string | undefined): string[] =>
  (list ?? '').split(',').flatMap(one => one.trim().toLowerCase() || []);

/** The rule that answers, as S3 picks it: origin, method, every requested header. */
export const corsHeaders = (
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  wanted: string | undefined,
): Record<string, string> | undefined => {
  const rule = rules.find(
    one =>
      one.AllowedOrigins.some(pattern => like(pattern, origin)) &&
      one.AllowedMethods.includes(method) &&
      words(wanted).every(name => (one.AllowedHeaders ?? []).some(pattern => like(pattern.toLowerCase(), name))),
  );
  if (!rule) return undefined;
  return {
    'access-control-allow-origin': rule.AllowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(wanted ? { 'access-control-allow-headers': words(wanted).join(', ') } : {}),
    ...(rule.ExposedHeaders ? { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') } : {}),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
  };
};

const refused = ({ status, code, message }: PostRefusal): WireAnswer => wireError('s3', status, code, message);

/** S3 takes so many bytes of fields before the file. */
const MOST_FIELDS = 20 * 1024;

/** The form's fields up to the file (S3 ignores what follows), and the files. */
const formOf = async (request: WireRequest): Promise<{ fields: Record<string, string>; files: Buffer[] }> => {
  const type = request.headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(request.body), { headers: { 'content-type': type } }).formData();
  const fields: Record<string, string> = {};
  const files: Buffer[] = [];
  for (const [name, value] of form) {
    if (typeof value !== 'string') files.push(Buffer.from(await value.arrayBuffer()));
    else if (name.toLowerCase() === 'file') files.push(Buffer.from(value));
    else if (files.length === 0) fields[name.toLowerCase()] = value;
  }
  return { fields, files };
};

const post = async (deps: UploadDeps, request: WireRequest, bucket: string): Promise<WireAnswer> => {
  const { world, permissions, storage, created } = deps.gateway;
  let form: Awaited<ReturnType<typeof formOf>>;
  try {
    form = await formOf(request);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return wireError(
      's3',
      400,
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    );
  }
  const {
    fields,
    files: [file, ...more],
  } = form;
  if (Object.entries(fields).reduce((sum, [name, value]) => sum + name.length + value.length, 0) > MOST_FIELDS)
    return wireError(
      's3',
      400,
      'MaxPostPreDataLengthExceeded',
      'Your POST request fields preceding the upload file were too large.',
    );
  const granted = checkPost({ bucket, fields }, deps.now(), deps.secretOf);
  if ('code' in granted) return refused(granted);
  if (!file || more.length > 0)
    return wireError('s3', 400, 'InvalidArgument', 'POST requires exactly one file upload per request.');
  const wrong = checkFile(file, granted, fields);
  if (wrong) return refused(wrong);
  const arn = `arn:aws:s3:::${bucket}`;
  // The upload is done in the name of whoever signed the form.
  const denial = permissions.allow(granted.accessKey, [
    { action: 's3:PutObject', resource: `${arn}/${granted.key}` },
    ...keyUse(world, arn, 's3', ['GenerateDataKey']),
  ]);
  if (denial) return wireError('s3', 403, 'AccessDenied', sentence(denial));
  const sha256 = fields['x-amz-checksum-sha256'];
  const stored = await forward(
    {
      method: 'PUT',
      path: `/${bucket}/${encodeURI(granted.key)}`,
      query: new URLSearchParams(),
      headers: { 'content-type': granted.type, ...(sha256 ? { 'x-amz-checksum-sha256': sha256 } : {}) },
      body: file,
    },
    storage,
  );
  if (stored.status !== 200) return stored;
  await created(bucket, granted.key, 'PostObject', file.length);
  const status = ['200', '201'].includes(fields['success_action_status'] ?? '')
    ? Number(fields['success_action_status'])
    : 204;
  return { status, headers: { etag: stored.headers.etag ?? '' }, body: Buffer.alloc(0) };
};

/** Answers one request at the buckets' own host: pre-flight, form upload, or a signed call. */
const handleUpload = async (deps: UploadDeps, request: WireRequest): Promise<WireAnswer> => {
  if (signer(request.headers)) return handleCall(deps.gateway, request);
  const bucket = decodeURIComponent(request.path).split('/')[1] ?? '';
  const rules = deps.cors(bucket);
  const { origin } = request.headers;
  if (request.method === 'OPTIONS') {
    const method = request.headers['access-control-request-method'] ?? '';
    const headers = origin
      ? corsHeaders(rules, origin, method, request.headers['access-control-request-headers'])
      : undefined;
    return headers
      ? { status: 200, headers, body: Buffer.alloc(0) }
      : wireError('s3', 403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  }
  const result =
    request.method === 'POST'
      ? await post(deps, request, bucket)
      : wireError('s3', 403, 'AccessDenied', 'Access Denied');
  const headers = origin ? corsHeaders(rules, origin, request.method, undefined) : undefined;
  return { ...result, headers: { ...result.headers, ...headers } };
};

/** The buckets' own host. */
export const uploads = (deps: () => UploadDeps, trouble: (error: unknown) => void): Server =>
  createServer(
    serving(
      async (stream, response) => answer(response, await handleUpload(deps(), await wireRequest(stream))),
      trouble,
    ),
  );
