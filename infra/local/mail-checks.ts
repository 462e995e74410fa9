import { isDeepStrictEqual } from 'node:util';
import PostalMime, { type Email } from 'postal-mime';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import type { Letter, Memory } from '../../functions/memories/memory.schema.ts';
import { direction, LANGUAGE_TAGS } from '../../functions/texts/languages.ts';

/** What a check of `/mail-preview` says of one mail. */
export interface Verdict {
  /** what must hold */
  rule: string;
  ok: boolean;
  /** what was found */
  found: string;
}

export interface Checked {
  raw: Uint8Array;
  letter: Letter;
  memory: Memory;
  origin: string;
  /** who sends it */
  from: { name: string; address: string };
  /** the picture inside */
  photo: Uint8Array;
}

/** Sizes of a mail, in bytes. Html: Gmail clips at about 102 KB of it; base64 adds a third. */
const LIMITS = { raw: 1_500_000, html: 60_000, line: 76, picture: 200_000 } as const;

/** Html, CSS and files that some client drops, or that trackers need. */
const BANNED =
  /<script|<form|<svg|<video|<iframe|<link|<object|\son\w+=|src="data:|\.webp|\.svg|srcset=|display:\s*(?:flex|grid)|@import|@font-face|url\(|position:\s*(?:fixed|absolute)|width="1" height="1"/i;

const attributes = (html: string, tag: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>`, 'gi'))].map(
    ([found]) => new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(found)?.[1] ?? '',
  );

const strange = (html: string, origin: string): string[] =>
  attributes(html, 'a', 'href').filter(href => {
    if (href.startsWith('mailto:')) return false;
    const url = new URL(href.replaceAll('&amp;', '&'));
    return url.origin !== origin && !(url.protocol === 'https:' && catalogue.hosts.includes(url.host));
  });

const rule = (name: string, ok: boolean, found: string | number): Verdict => ({ rule: name, ok, found: String(found) });

const bytesRules = (raw: Uint8Array): Verdict[] => {
  const text = Buffer.from(raw).toString('latin1');
  // An address to unsubscribe is never folded: not every reader puts it together again.
  const lines = text.split('\r\n').filter(line => !line.startsWith('List-Unsubscribe: '));
  const longest = Math.max(...lines.map(line => line.length));
  return [
    rule(
      'only 7-bit bytes',
      raw.every(byte => byte < 128),
      `${raw.filter(byte => byte > 127).length} others`,
    ),
    rule('lines end with CR LF', !/[^\r]\n|\r[^\n]/.test(text), text.length),
    rule(`lines of at most ${LIMITS.line}`, longest <= LIMITS.line, longest),
    rule(`at most ${LIMITS.raw / 1_000_000} MB`, raw.length <= LIMITS.raw, `${Math.round(raw.length / 1000)} KB`),
  ];
};

const headerRules = (raw: Uint8Array, { promotion }: Memory): Verdict[] => {
  const [head = ''] = Buffer.from(raw).toString('latin1').split('\r\n\r\n');
  const names = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map(line => line.split(':')[0]?.toLowerCase() ?? '');
  const once = ['from', 'to', 'subject', 'date', 'mime-version', 'reply-to', 'auto-submitted', 'content-language'];
  const wrong = once.filter(name => names.filter(found => found === name).length !== 1);
  const strangers = names.filter(name => ['cc', 'bcc', 'list-id', 'precedence'].includes(name));
  const list = head.split('\r\n').filter(line => line.startsWith('List-'));
  const out = list.length === 2 && /^List-Unsubscribe: <https:[^\s>]+>\nList-Unsubscribe-Post: /.test(list.join('\n'));
  return [
    rule(
      'each header once, no others to read it',
      wrong.length + strangers.length === 0,
      [...wrong, ...strangers].join(', ') || 'as meant',
    ),
    rule('one click ends advertising, exactly when it promotes', promotion ? out : list.length === 0, list.length),
  ];
};

const htmlRules = ({ letter, memory, origin }: Checked): Verdict[] => {
  const { html, preheader, subject } = letter;
  const size = Buffer.byteLength(html);
  const links = strange(html, origin);
  const alts = attributes(html, 'img', 'alt');
  const sized = [...attributes(html, 'img', 'width'), ...attributes(html, 'img', 'height')];
  const tables = attributes(html, 'table', 'role').filter(role => role !== 'presentation');
  const cells = attributes(html, 'td', 'dir').filter(
    dir => dir !== '' && dir !== direction(letter.language) && dir !== 'ltr' && dir !== 'auto',
  );
  const banned = BANNED.exec(html)?.[0];
  const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  const jumps = levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1);
  return [
    rule(`html at most ${LIMITS.html / 1000} KB`, size <= LIMITS.html, `${Math.round(size / 1000)} KB`),
    rule('nothing that clients drop', banned === undefined, banned ?? 'nothing'),
    rule('links to our host and to institutions only', links.length === 0, links.join(' ') || 'so'),
    rule('each picture has words and a size', alts.every(Boolean) && sized.every(Boolean), `${alts.length} pictures`),
    rule('layout tables say so', tables.length === 0, tables.length),
    rule('headings in order', jumps.length === 0 && levels[0] === 1, levels.join(' ')),
    rule('direction on each cell', cells.length === 0, direction(letter.language)),
    rule(
      'preheader of 40 to 100 characters, not the subject',
      preheader.length >= 40 && preheader.length <= 100 && preheader !== subject,
      preheader.length,
    ),
    rule(
      '(광고) exactly when it promotes',
      subject.includes('(광고)') === memory.promotion,
      memory.promotion ? 'promotes' : 'does not',
    ),
  ];
};

/** As it was sent: line ends as LF, and not the one that this parser puts after a body in quoted-printable. */
const asSent = (body = ''): string => body.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n');

/** What another parser reads otherwise than it was meant. */
const misread = (mail: Email, { letter, from, photo }: Checked): string[] => {
  const pictures = mail.attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer)]);
  const language = mail.headers.find(({ key }) => key === 'content-language')?.value;
  const compared: Record<string, [read: unknown, meant: unknown]> = {
    subject: [mail.subject, letter.subject],
    sender: [mail.from, from],
    html: [asSent(mail.html), letter.html],
    text: [asSent(mail.text), letter.text],
    pictures: [pictures, letter.inline.map(({ filename }) => [filename, Buffer.from(photo)])],
    language: [language, LANGUAGE_TAGS[letter.language]],
  };
  return Object.keys(compared).filter(what => !isDeepStrictEqual(...(compared[what] as [unknown, unknown])));
};

/** The checks of one mail: bytes, headers, html, and what another parser reads back. */
export const checkMail = async (mail: Checked): Promise<Verdict[]> => {
  const { raw, letter, memory } = mail;
  const parsed = await PostalMime.parse(raw);
  const wrong = misread(parsed, mail);
  const cids = [...letter.html.matchAll(/cid:([\w-]+)/g)].map(([, cid]) => `<${cid}>`);
  const carried = parsed.attachments.map(({ contentId }) => contentId ?? '');
  const sizes = parsed.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).length);
  const facts = memory.zones.flatMap(zone => [zone.name.text, ...zone.exhibits.map(exhibit => exhibit.name.text)]);
  const text = parsed.text ?? '';
  const said = facts
    .filter(fact => letter.html.includes(fact.replaceAll('&', '&amp;')))
    .filter(fact => !text.includes(fact));
  return [
    ...bytesRules(raw),
    ...headerRules(raw, memory),
    ...htmlRules(mail),
    rule(
      'another parser reads subject, sender, both bodies, pictures and language as they were meant',
      wrong.length === 0,
      wrong.join(', ') || 'so',
    ),
    rule(
      'pictures inside are shown, and shown ones are inside',
      cids.sort().join() === carried.sort().join(),
      carried.join(' ') || 'none',
    ),
    rule(
      `pictures of at most ${LIMITS.picture / 1000} KB`,
      Math.max(0, ...sizes) <= LIMITS.picture,
      sizes.join(', ') || 'none',
    ),
    rule('plain text has every fact of the html', said.length === 0, said.join(', ') || 'so'),
  ];
};
