import type * as z from 'zod/mini';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import type { CONTRACT, Route } from '../../functions/doors/contract.ts';
import type { ErrorBody, ErrorCode } from '../../functions/platform/errors.ts';
import type { Now } from './now.ts';

/** Version of what our pages send; the hall takes this one and the one before. */
export const SCHEMA = 1;

type Body<R extends Route> = (typeof CONTRACT)[R] extends { body: infer S extends z.ZodMiniType }
  ? z.infer<S>
  : undefined;
type Answer<R extends Route> = (typeof CONTRACT)[R]['answer'] extends z.ZodMiniType
  ? z.infer<(typeof CONTRACT)[R]['answer']>
  : unknown;
type Unstamped<B> = B extends { sentAt: string } ? Omit<B, 'sentAt'> : B;

/** What a call takes: parameters of the path, query, and the body without `sentAt`, which is stamped when it leaves. */
export interface Asked<R extends Route> {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: Unstamped<Body<R>>;
  /** milliseconds; 10,000 where it says nothing */
  timeout?: number;
}

/**
 * Why a call gave no answer. `offline`: nobody answered (no network, too slow); `garbled`: somebody else answered; else the hall's own
 * code. `lasting`: asking again the same will not help.
 */
export class ApiError extends Error {
  readonly code: ErrorCode | 'offline' | 'garbled';
  readonly status: number;
  readonly where: string | undefined;
  constructor(code: ErrorCode | 'offline' | 'garbled', status: number, message: string, where?: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.where = where;
  }
  /** a key, a version or a pace may become right again; a wrong content will not */
  get lasting(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 403, 408, 423, 426, 429].includes(this.status);
  }
}

/** The hall, as a page sees it. */
export interface Api {
  /** Calls a route of the contract. Throws ApiError. */
  call<R extends Route>(route: R, asked?: Asked<R>): Promise<Answer<R>>;
  /** Sends what the queue kept: any route, any body (`sentAt` is stamped now), in the version it was written in. Throws ApiError. */
  send(route: string, body: object, schema: number): Promise<unknown>;
}

const answerOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    throw new ApiError('garbled', response.ok ? 502 : response.status, 'The answer is not from the hall.');
  }
};

/** Client of the doors on this origin; the cookies go along by themselves, and `kind` says which of them is meant. */
export const hallApi = (now: Now, kind?: DeviceKind, fetcher: typeof fetch = (...given) => fetch(...given)): Api => {
  const request = async (
    route: string,
    asked: {
      params?: Record<string, string>;
      query?: Record<string, string>;
      body?: object;
      timeout?: number;
      schema?: number;
    },
  ) => {
    const [method = 'GET', pattern = ''] = route.split(' ');
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(asked.params?.[name] ?? ''));
    const query = asked.query ? `?${new URLSearchParams(asked.query)}` : '';
    const body = method === 'GET' ? undefined : JSON.stringify({ ...asked.body, sentAt: now.moment() });
    const response = await fetcher(path + query, {
      method,
      headers: {
        'x-hall-schema': String(asked.schema ?? SCHEMA),
        ...(kind === undefined ? {} : { 'x-hall-kind': kind }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(asked.timeout ?? 10_000),
    }).catch((cause: unknown) => {
      throw new ApiError('offline', 0, cause instanceof Error ? cause.name : 'no answer');
    });
    const answer = await answerOf(response);
    if (response.ok) return answer;
    const error = (answer as Partial<ErrorBody>).error;
    throw error
      ? new ApiError(error.code, response.status, error.message, error.where)
      : new ApiError('garbled', response.status, 'The answer is not from the hall.');
  };
  return {
    call: async <R extends Route>(route: R, asked: Asked<R> = {}) =>
      (await request(route, asked as Parameters<typeof request>[1])) as Answer<R>,
    send: (route, body, schema) => request(route, { body, schema, timeout: 20_000 }),
  };
};
