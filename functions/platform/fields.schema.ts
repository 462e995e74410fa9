import * as z from 'zod/mini';

/** Fields that many shapes share. */

/** An id that a kiosk made (UUID or our own form) */
export const kioskId = z.string().check(z.regex(/^[0-9A-Za-z-]{8,64}$/, '8 to 64 letters, digits or hyphens'));

/** An id that the hall made: 26 characters of lower-case base32 */
export const hallId = z.string().check(z.regex(/^[0-9a-hjkmnp-tv-z]{26}$/, 'an id of the hall'));

/** What the reader prints; whether it has the hall's form is checked against the settings */
export const cardId = z.string().check(z.regex(/^[0-9A-Za-z-]{1,40}$/, '1 to 40 letters, digits or hyphens'));

/** ISO 8601, UTC */
export const instantField = z.iso.datetime({ error: 'an instant such as 2026-11-22T01:02:03.456Z' });

export const zoneNumber = z.int().check(z.minimum(1), z.maximum(10));

/** Lower-case words joined by hyphens: catalogue ids */
export const slug = z
  .string()
  .check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'), z.maxLength(60));

export const sha256Hex = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'SHA-256 as 64 lower-case hex digits'));
