/** Every error the hall can answer with, and the HTTP status each means. */
export const STATUS = {
  'malformed-json': 400,
  'invalid-request': 400,
  'not-signed-in': 401,
  'unknown-key': 401,
  'revoked-key': 401,
  'wrong-kind': 403,
  'around-the-edge': 403,
  'not-found': 404,
  'unknown-card': 404,
  'id-conflict': 409,
  'state-conflict': 409,
  'card-in-use': 409,
  'no-open-visit': 409,
  'too-late': 409,
  'too-many': 413,
  'too-large': 413,
  'wrong-type': 415,
  'not-a-hall-card': 422,
  'unknown-zone': 422,
  'unknown-exhibit': 422,
  'unknown-material': 422,
  'unknown-service': 422,
  'unknown-tour': 422,
  'in-the-future': 422,
  'bad-address': 422,
  'suppressed-address': 422,
  'old-wording': 422,
  'consent-missing': 422,
  'old-schema': 426,
  locked: 423,
  'too-fast': 429,
  internal: 500,
  unavailable: 503,
} as const;

/** The literal code of an error. */
export type ErrorCode = keyof typeof STATUS;

/** The one family of errors. `message` is for the caller: it says what is wrong and never holds a person's data. */
export class HallError extends Error {
  readonly code: ErrorCode;
  /** place in the input, as `interactions[3].at` */
  readonly where: string | undefined;
  constructor(code: ErrorCode, message: string, options: { where?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = `HallError.${code}`;
    this.code = code;
    this.where = options.where;
  }
  /** HTTP status of the code */
  get status(): (typeof STATUS)[ErrorCode] {
    return STATUS[this.code];
  }
}

/** Shape of an error on the wire. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; where?: string };
}

/** The wire shape of anything thrown; what is not ours stays generic outside. */
export const errorBody = (error: unknown): { status: number; body: ErrorBody } => {
  if (!(error instanceof HallError))
    return {
      status: 500,
      body: { error: { code: 'internal', message: 'Something went wrong here. Please try again.' } },
    };
  const { code, message, where, status } = error;
  return { status, body: { error: where === undefined ? { code, message } : { code, message, where } } };
};
