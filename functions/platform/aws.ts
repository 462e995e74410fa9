import { HallError } from './errors.ts';

/**
 * What every client is made with. Endpoints, region and keys are the SDK's own environment variables.
 * A request that hangs is given up well before the function's own limit (30 s), so that the retry still fits.
 */
export const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;

/** Refusals and breaks that may be over in a moment, by the name or code the SDK gives them after its own retries. */
const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
  'InternalServerError',
  'ServiceUnavailable',
  'SlowDown',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

/** The name by which AWS calls an error, or undefined. */
export const awsName = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

const code = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Throws `unavailable` for what passes; anything else as it came (a refused permission must be seen as one). */
export const rethrow = (error: unknown): never => {
  if (PASSING.has(awsName(error) ?? '') || PASSING.has(String(code(error))))
    throw new HallError('unavailable', 'The hall is busy. Please try again in a moment.', { cause: error });
  throw error;
};
