import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { WireRequest } from './calls.ts';

/** Everything that a request carries as its body. Throws RangeError beyond `limit` bytes. */
export const bodyOf = async (stream: IncomingMessage, limit = 40 * 1024 * 1024): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > limit) throw new RangeError(`a body of more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** Headers with lower-case names; several of one name are joined. */
export const headersOf = (stream: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(stream.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** An answer of a service, whole. */
export interface WireAnswer {
  /** 0: the connection breaks without an answer */
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** Sends the request on to a service of this machine. */
export const forward = (request: WireRequest, origin: string): Promise<WireAnswer> =>
  new Promise((done, failed) => {
    const {
      host: _host,
      connection: _connection,
      expect: _expect,
      'transfer-encoding': _te,
      ...headers
    } = request.headers;
    const query = request.query.size > 0 ? `?${request.query}` : '';
    const sent = httpRequest(
      `${origin}${request.path}${query}`,
      { method: request.method, headers: { ...headers, 'content-length': String(request.body.length) } },
      answer => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => {
          const kept = Object.entries(answer.headers).flatMap(([name, value]) =>
            value === undefined || ['connection', 'keep-alive', 'transfer-encoding'].includes(name)
              ? []
              : [[name, value]],
          );
          done({ status: answer.statusCode ?? 500, headers: Object.fromEntries(kept), body: Buffer.concat(parts) });
        });
      },
    );
    sent.on('error', failed);
    sent.end(request.body);
  });

/** Writes a whole answer. A HEAD keeps the length that its GET would have. */
export const answer = (response: ServerResponse, { status, headers, body }: WireAnswer): void => {
  if (status === 0) return void response.destroy();
  const { 'content-length': length, ...rest } = headers;
  const head = response.req.method === 'HEAD';
  response.writeHead(status, {
    ...rest,
    'content-length': head && length !== undefined ? String(length) : body.length,
  });
  response.end(head ? undefined : body);
};
