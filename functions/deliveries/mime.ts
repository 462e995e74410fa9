import MailComposer from 'nodemailer/lib/mail-composer';
import type { Letter } from '../memories/memory.schema.ts';
import { sha256 } from '../platform/ids.ts';
import { LANGUAGE_TAGS } from '../texts/languages.ts';

/** SES v1 takes 10 MB; we stop before. */
export const MAX_RAW_BYTES = 9_500_000;

/** The mail is larger than that. */
export class TooLarge extends Error {}

/** A mail before it becomes bytes. */
export interface Parts {
  letter: Letter;
  /** the bytes of each picture that the letter names, by content id */
  pictures: ReadonlyMap<string, Uint8Array>;
  /** `Name <address>` */
  from: string;
  replyTo: string;
  /** one address, checked before */
  to: string;
  deliveryId: string;
  /** ms */
  at: number;
  /** https address that takes one-click unsubscription; only a promotion has one */
  unsubscribe?: string;
}

/** Bidi controls and invisible marks that could make a name or subject read as another. */
const INVISIBLE = /[\u200b\u200c\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/gu;
/** A zero-width joiner stays where it joins emoji. */
const LOOSE_JOINER =
  /(?<!\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}])\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** What a reader's software would decode although nobody encoded it: a name typed as `=?utf-8?B?4oCu?=` would be read as a bidi override. */
const TYPED_ENCODED_WORD = /=\?(?=[^?]*\?[bq]\?)/giu;

/** One line for a header: no control, bidi or invisible characters, whole code points only. */
const headerText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\ufffd', '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(LOOSE_JOINER, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Words in a header, which are read as they were typed. */
const headerWords = (text: string): string => headerText(text).replace(TYPED_ENCODED_WORD, '= ?');

/** A body: line ends as LF, without other control characters, whole code points only. */
const bodyText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\ufffd', '')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');

/** Line ends as they travel: nodemailer keeps a bare LF as it is, and SMTP must not see one. */
const wire = (text: string): string => bodyText(text).replaceAll('\n', '\r\n');

/** Base64 once more than a sixth of the bytes would be `=XX`: Korean html is 41 KB in base64, 89 KB in quoted-printable. */
const encodingOf = (text: string): 'base64' | 'quoted-printable' => {
  const bytes = Buffer.byteLength(text);
  let plain = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 128) plain++;
  return bytes - plain > bytes / 6 ? 'base64' : 'quoted-printable';
};

/** `Name <address>` in its two parts, whatever the name holds: the address is what stands last. */
const senderOf = (from: string): { name: string; address: string } => {
  const [, name = '', address = from] = /^(.*)<([^<>]*)>\s*$/su.exec(from) ?? [];
  return { name: headerWords(name), address: headerText(address) };
};

/** One-click unsubscription (RFC 8058). `prepared`: nodemailer would fold a long URL right after the colon. */
const listHeaders = (letter: Letter, unsubscribe: string | undefined) =>
  letter.promotion && unsubscribe !== undefined
    ? {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
        'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
      }
    : {};

/**
 * The mail as bytes: 7-bit, alternative(plain, related(html, pictures)). The same parts give the same bytes. Only pictures whose
 * bytes are there and which the letter names go in. Throws when a promotion has no way out of it, and `TooLarge`.
 */
export const mimeOf = async (parts: Parts): Promise<Uint8Array> => {
  const { letter, pictures, deliveryId } = parts;
  if (letter.promotion && parts.unsubscribe === undefined)
    throw new Error('A letter with a promotion needs an address to unsubscribe.');
  const from = senderOf(parts.from);
  const html = wire(letter.html);
  const text = wire(letter.text);
  const composed = new MailComposer({
    from,
    to: { name: '', address: headerText(parts.to) },
    replyTo: headerText(parts.replyTo),
    subject: headerWords(letter.subject),
    date: new Date(parts.at),
    messageId: `<${deliveryId}@${from.address.split('@').at(-1)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': LANGUAGE_TAGS[letter.language],
      ...listHeaders(letter, parts.unsubscribe),
    },
    text,
    html,
    textEncoding: encodingOf(html + text),
    attachments: letter.inline.flatMap(({ cid, filename }) => {
      const data = pictures.get(cid);
      return data
        ? [
            {
              cid,
              filename,
              content: Buffer.from(data),
              contentType: 'image/jpeg',
              contentDisposition: 'inline' as const,
            },
          ]
        : [];
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
    baseBoundary: sha256(`boundary ${deliveryId}`).slice(0, 24),
  });
  const raw = await composed.compile().build();
  if (raw.length > MAX_RAW_BYTES) throw new TooLarge(`The mail has ${raw.length} bytes.`);
  return raw;
};
