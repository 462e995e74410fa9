import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Call, keyUse, Refused, type WireRequest, type World } from './calls.ts';

/** Headers that fauxqs performs, or that say nothing which would have to be performed. */
const HEADERS =
  /^x-amz-(content-sha256|date|security-token|user-agent|meta-.*|copy-source|metadata-directive|checksum-(sha256|crc32|mode)|sdk-checksum-algorithm)$/;
const CONDITIONAL = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];
const LIST = ['list-type', 'prefix', 'max-keys', 'continuation-token', 'delimiter', 'start-after'];

/** S3 compares the checksum that came along; fauxqs only stores it. Returns what is wrong. */
export const wrongChecksum = (headers: Record<string, string>, body: Buffer): string | undefined => {
  const sha256 = headers['x-amz-checksum-sha256'];
  if (sha256 !== undefined && sha256 !== createHash('sha256').update(body).digest('base64')) return 'sha256';
  const crc = headers['x-amz-checksum-crc32'];
  if (crc === undefined) return undefined;
  const own = Buffer.alloc(4);
  own.writeUInt32BE(crc32(body));
  return crc === own.toString('base64') ? undefined : 'crc32';
};

const deletedKeys = (body: Buffer): string[] =>
  [...body.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) =>
    key.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );

const queryNames = (operation: string, query: URLSearchParams, known: readonly string[]) => {
  for (const name of query.keys())
    if (name !== 'x-id' && !known.includes(name)) throw new Refused(`s3:${operation} with ?${name}`);
};

/** An S3 request (path style). Throws Refused for what fauxqs would answer without performing it. */
export const s3Call = (request: WireRequest, world: World): Call => {
  const { method, query, headers } = request;
  const [bucket = '', ...rest] = decodeURIComponent(request.path).slice(1).split('/');
  const key = rest.join('/');
  const arn = `arn:aws:s3:::${bucket}`;
  const named = query.get('x-id') ?? `${method} ${key ? 'object' : 'bucket'}`;
  for (const name of Object.keys(headers)) {
    if (CONDITIONAL.includes(name)) throw new Refused(`s3:${named} with ${name}`);
    if (name.startsWith('x-amz-') && !HEADERS.test(name)) throw new Refused(`s3:${named} with ${name}`);
  }
  if (headers['content-encoding']?.includes('aws-chunked')) throw new Refused(`s3:${named} with a trailing checksum`);
  const on = (operation: string, action: string, uses: readonly string[]): Call => ({
    service: 's3',
    operation,
    questions: [{ action: `s3:${action}`, resource: `${arn}/${key}` }, ...keyUse(world, arn, 's3', uses)],
  });
  const list = (prefix?: string) => ({
    action: 's3:ListBucket',
    resource: arn,
    ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
  });
  if (key === '') {
    if (method === 'GET' && query.get('list-type') === '2') {
      queryNames('ListObjectsV2', query, LIST);
      return { service: 's3', operation: 'ListObjectsV2', questions: [list(query.get('prefix') ?? '')] };
    }
    if (method === 'POST' && query.has('delete')) {
      queryNames('DeleteObjects', query, ['delete']);
      const questions = deletedKeys(request.body).map(one => ({
        action: 's3:DeleteObject',
        resource: `${arn}/${one}`,
      }));
      return { service: 's3', operation: 'DeleteObjects', questions };
    }
    throw new Refused(`s3:${named} ${query.toString()}`);
  }
  queryNames(named, query, []);
  if (method === 'GET' || method === 'HEAD') {
    const operation = method === 'GET' ? 'GetObject' : 'HeadObject';
    return { ...on(operation, 'GetObject', ['Decrypt']), whenAbsent: list() };
  }
  if (method === 'DELETE') return on('DeleteObject', 'DeleteObject', []);
  if (method !== 'PUT') throw new Refused(`s3:${named}`);
  const source = headers['x-amz-copy-source'];
  if (source === undefined) {
    const put = on('PutObject', 'PutObject', ['GenerateDataKey']);
    return { ...put, created: { bucket, key, reason: 'PutObject' } };
  }
  const from = decodeURIComponent(source).replace(/^\//, '');
  const fromArn = `arn:aws:s3:::${from.split('/')[0] ?? ''}`;
  const copy = on('CopyObject', 'PutObject', ['GenerateDataKey']);
  const read = { action: 's3:GetObject', resource: `arn:aws:s3:::${from}` };
  return {
    ...copy,
    questions: [read, ...keyUse(world, fromArn, 's3', ['Decrypt']), ...copy.questions],
    whenAbsent: { action: 's3:ListBucket', resource: fromArn },
    created: { bucket, key, reason: 'CopyObject' },
  };
};
