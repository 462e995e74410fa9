/** How a mail is handed over. */
export interface Envelope {
  from: string;
  to: string;
  configurationSet: string;
  /** opaque ids and words, no person's data: they come back in every event */
  tags: Record<string, string>;
  /** the call is given up after this time; its outcome is then unclear */
  timeoutMs: number;
}

/**
 * Ways in which a call can fail. All but `unclear` are certain: the mail was not taken.
 * `throttled`: too fast, wait and return. `quota`, `sandbox`, `paused`: nobody's mail goes until a person acts.
 * `rejected`: this mail never goes. `refused-before-sending`: it did not leave us (no network, no permission).
 * `unclear`: it may have been taken.
 */
export const SEND_ERRORS = [
  'throttled',
  'quota',
  'paused',
  'sandbox',
  'rejected',
  'refused-before-sending',
  'unclear',
] as const;
export type SendErrorKind = (typeof SEND_ERRORS)[number];

/** The one error of a sender. `why` is a short word for the ledger. */
export class SendError extends Error {
  readonly kind: SendErrorKind;
  readonly why: string;
  constructor(kind: SendErrorKind, why: string, cause?: unknown) {
    super(`${kind}: ${why}`, cause === undefined ? {} : { cause });
    this.name = 'SendError';
    this.kind = kind;
    this.why = why;
  }
}

/** Who takes mails. Never tries twice by itself. */
export interface Sender {
  /** throws SendError, and nothing else */
  send(raw: Uint8Array, envelope: Envelope): Promise<{ messageId: string }>;
  /** mails a second that the account may send */
  rate(): Promise<number>;
}
