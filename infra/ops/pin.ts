import { randomInt } from 'node:crypto';

/** A PIN of six digits, which nobody chose. */
export const newPin = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');
