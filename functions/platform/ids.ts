import { createHash, randomBytes } from 'node:crypto';

/** Source of ids and secrets; a test passes a counted one. */
export interface Ids {
  /** 128 random bits, 26 characters of lower-case base32 (Crockford): good in keys, URLs and read aloud */
  id(): string;
  /** 256 random bits, base64url: a device's key */
  secret(): string;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Bytes as lower-case Crockford base32, without padding. */
const base32 = (bytes: Uint8Array): string => {
  let out = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET[(held << (5 - bits)) & 31] : out;
};

export const randomIds: Ids = {
  id: () => base32(randomBytes(16)),
  secret: () => randomBytes(32).toString('base64url'),
};

/** Lower-case hex SHA-256. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** An id that follows from others: the same parts give the same id (26 characters, as `id()`). */
export const derivedId = (...parts: string[]): string =>
  base32(createHash('sha256').update(parts.join('\u0000')).digest().subarray(0, 16));
