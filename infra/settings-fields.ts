import * as z from 'zod/mini';

/** Text of a form; `said` is what somebody reads who wrote another. */
export const words = (pattern: RegExp, said: string) => z.string().check(z.regex(pattern, said));
/** A whole number, both ends included. */
export const whole = (from: number, to: number) =>
  z
    .int(`a whole number from ${from} to ${to}`)
    .check(z.minimum(from, `at least ${from}`), z.maximum(to, `at most ${to}`));
const text = z.string().check(z.minLength(1, 'not empty'), z.maxLength(200, 'at most 200 characters'));
/** A text in the hall's two languages. */
export const bilingual = z.strictObject({ ko: text, en: text });
/** One plain mail address. */
export const address = z.string().check(z.regex(/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/, 'one mail address'));
/** A host name. */
export const host = words(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a host name in lower case');
/** ASCII: CloudFormation may lose other letters, and an encoded name would be encoded again; a mail names the hall in its language */
export const sender = words(
  /^(?:[\x20-\x21\x23-\x3b=?A-Z[-~]{1,60} <[\x21-\x7e]+@[\x21-\x7e]+>|[\x21-\x7e]+@[\x21-\x7e]+)$/,
  'an address, or a name in plain ASCII letters and <address>',
);
/** Retention periods that CloudWatch knows, in days */
export const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400];
