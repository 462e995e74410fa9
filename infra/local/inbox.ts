import { readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';
import type { Mail } from './ses.ts';
import type { WireAnswer } from './wire.ts';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b2733}a{color:#0b5cab}' +
  'table{border-collapse:collapse;width:100%}td,th{padding:.4rem .8rem;border-bottom:1px solid #dde3ea;text-align:left}' +
  'iframe{width:100%;height:75vh;border:1px solid #dde3ea}nav a{margin-right:1rem}';

const html = (
  title: string,
  body: string,
  csp = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp },
  body: Buffer.from(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style>${body}</html>`,
  ),
});
const file = (type: string, body: Uint8Array | string): WireAnswer => ({
  status: 200,
  headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
  body: Buffer.from(body),
});
const absent: WireAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from('no such mail'),
};

const bytes = (content: string | ArrayBuffer | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

const list = (mails: readonly Mail[]): WireAnswer => {
  const rows = [...mails]
    .reverse()
    .map(
      mail =>
        `<tr><td>${escaped(mail.at.slice(0, 19).replace('T', ' '))}</td><td>${escaped(mail.to.join(', '))}</td>` +
        `<td><a href="/inbox/${mail.id}">${escaped(mail.subject)}</a></td></tr>`,
    )
    .join('');
  const table = `<table><thead><tr><th>Sent (UTC)<th>To<th>Subject</tr></thead><tbody>${rows}</tbody></table>`;
  return html('Inbox', `<h1>Inbox of the local hall</h1>${mails.length ? table : '<p>No mail yet.</p>'}`);
};

/** The inbox page: `/inbox`, and each mail as page, html, text, source, and its attached files. */
export const inboxPage = async (mails: readonly Mail[], path: string): Promise<WireAnswer> => {
  const [, , id, part, index] = path.split('/');
  if (!id) return list(mails);
  const mail = mails.find(one => one.id === id);
  if (!mail) return absent;
  const raw = readFileSync(mail.eml);
  if (part === 'source') return file('text/plain; charset=utf-8', raw);
  const parsed = await PostalMime.parse(raw);
  if (part === 'text') return file('text/plain; charset=utf-8', parsed.text ?? '');
  if (part === 'file') {
    const found = parsed.attachments[Number(index)];
    // Pictures only are shown; nothing a mail carries runs on this origin.
    const type =
      found?.mimeType.startsWith('image/') && found.mimeType !== 'image/svg+xml'
        ? found.mimeType
        : 'application/octet-stream';
    return found ? file(type, bytes(found.content)) : absent;
  }
  if (part === 'html') {
    const inline = parsed.attachments.reduce((text, one) => {
      const cid = one.contentId?.replace(/^<|>$/g, '');
      const data = `data:${one.mimeType};base64,${Buffer.from(bytes(one.content)).toString('base64')}`;
      return cid ? text.replaceAll(`cid:${cid}`, data) : text;
    }, parsed.html ?? '');
    return {
      ...file('text/html; charset=utf-8', inline),
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox allow-popups",
      },
    };
  }
  if (part) return absent;
  const files = parsed.attachments
    .map((one, at) => `<a href="/inbox/${id}/file/${at}">${escaped(one.filename ?? one.mimeType)}</a>`)
    .join('');
  return html(
    mail.subject,
    `<nav><a href="/inbox">Inbox</a><a href="/inbox/${id}/html">html</a><a href="/inbox/${id}/text">text</a><a href="/inbox/${id}/source">source</a>${files}</nav>` +
      `<h1>${escaped(mail.subject)}</h1><p>${escaped(mail.from)} to ${escaped(mail.to.join(', '))}</p>` +
      `<iframe sandbox="allow-popups" title="the mail as html" src="/inbox/${id}/html"></iframe>`,
  );
};
