/**
 * One rule for mail addresses, shared by the booth and the functions. SES speaks no SMTPUTF8: the part before the @ must be ASCII.
 * `tests/texts/addresses.test.ts` holds it against validator's isEmail.
 */

/** Why an address is none; each is a line the booth can show (`texts`: `address.why.<why>`). */
export const ADDRESS_FAULTS = ['empty', 'no-at', 'local', 'domain', 'too-long'] as const;
export type AddressFault = (typeof ADDRESS_FAULTS)[number];

export type CheckedAddress =
  | {
      ok: true /** as it goes to SES: domain lower-case and in Punycode */;
      address: string;
      local: string;
      domain: string;
    }
  | { ok: false; why: AddressFault };

const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/** A domain in Punycode and lower case, by the URL parser that browsers and Node share; undefined when it is none. */
const asciiDomain = (domain: string): string | undefined => {
  // The URL parser would take these for other parts of a URL, or drop them in silence.
  if (
    domain === '' ||
    /[\s/\\?#:@%[\]<>^|]/u.test(domain) ||
    /[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/u.test(domain)
  )
    return undefined;
  const url = URL.parse(`http://${domain}/`);
  return url &&
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.test(url.hostname)
    ? url.hostname
    : undefined;
};

/** What a visitor typed as a sendable address, or why it is none. Spaces around it do not count; nothing else is corrected. */
export const checkAddress = (raw: string): CheckedAddress => {
  const typed = raw.trim();
  if (typed === '') return { ok: false, why: 'empty' };
  const at = typed.lastIndexOf('@');
  if (at < 0) return { ok: false, why: 'no-at' };
  const local = typed.slice(0, at);
  const domain = asciiDomain(typed.slice(at + 1));
  if (local.length > MAX_LOCAL || typed.length > 2 * MAX_ADDRESS) return { ok: false, why: 'too-long' };
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]+$/.test(local) || /^\.|\.\.|\.$/.test(local)) return { ok: false, why: 'local' };
  if (domain === undefined) return { ok: false, why: 'domain' };
  const address = `${local}@${domain}`;
  if (address.length > MAX_ADDRESS) return { ok: false, why: 'too-long' };
  return { ok: true, address, local, domain };
};

/** An address that its owner recognizes and nobody else learns: `m•••@mofa.go.kr`. */
export const maskAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 1 ? '•••' : `${address.slice(0, 1)}•••${address.slice(at)}`;
};

/** Domains of mail for everybody, where a near miss is a slip. Closed: an official's domain is never "corrected". */
export const CONSUMER_DOMAINS: readonly string[] = [
  'gmail.com',
  'naver.com',
  'hanmail.net',
  'daum.net',
  'kakao.com',
  'nate.com',
  'outlook.com',
  'hotmail.com',
  'icloud.com',
  'yahoo.com',
  'yahoo.co.jp',
  'yandex.ru',
  'proton.me',
];

/** Real domains one letter away from a listed one. */
const REAL = new Set([
  'mail.com',
  'email.com',
  'ymail.com',
  'gmx.com',
  'gmx.net',
  'yahoo.co.kr',
  'yahoo.com.br',
  'ya.ru',
  'mate.com',
  'navel.com',
  'waver.com',
]);

const OFFICIAL = /\.(gov|gob|gouv|go|mil|edu|ac|int)(\.[a-z]{2})?$/;

/** One letter added, lost, changed, or two neighbours swapped. */
const oneSlip = (typed: string, meant: string): boolean => {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start += 1;
  let end = 0;
  while (end < Math.min(typed.length, meant.length) - start && typed.at(-1 - end) === meant.at(-1 - end)) end += 1;
  const left = typed.slice(start, typed.length - end);
  const wanted = meant.slice(start, meant.length - end);
  if (left.length <= 1 && wanted.length <= 1) return true;
  return left.length === 2 && wanted.length === 2 && left === `${wanted[1]}${wanted[0]}`;
};

/** What the visitor may have meant, to be offered and never applied: `a@gmial.com` -> `a@gmail.com`; else undefined. */
export const suggestion = (address: string): string | undefined => {
  const checked = checkAddress(address);
  if (!checked.ok) return undefined;
  const { local, domain } = checked;
  if (OFFICIAL.test(domain) || REAL.has(domain) || CONSUMER_DOMAINS.includes(domain)) return undefined;
  const meant = CONSUMER_DOMAINS.find(known => oneSlip(domain, known));
  return meant === undefined ? undefined : `${local}@${meant}`;
};
