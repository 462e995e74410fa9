import type { HallSettings } from '../../functions/platform/hall-settings.ts';
import { LANGUAGE_NAMES, type Language, WRITTEN } from '../../functions/texts/languages.ts';
import { checkMail } from './mail-checks.ts';
import { PREVIEW_NAMES, type PreviewName, sampleMail } from './mail-samples.ts';
import type { WireAnswer } from './wire.ts';

/** Links of a sample must be ones that a real mail may hold; the pages behind them are not there. */
const ORIGIN = 'https://hall.example.org';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem auto;max-width:92rem;padding:0 1rem;color:#1b2733;background:#f4f5f7}' +
  'a{color:#0b5cab}nav a,nav b{margin-right:.9rem}.views{display:flex;gap:1.5rem;flex-wrap:wrap;align-items:flex-start}' +
  'figure{margin:0}figcaption{color:#566;font-size:.85rem}iframe{border:1px solid #cdd3db;background:#fff;height:78vh}' +
  '.phone{width:360px}.desk{width:700px}li{margin:.15rem 0}.bad{color:#a2231d;font-weight:600}' +
  'table{border-collapse:collapse}td,th{padding:.3rem .7rem;text-align:left;border-bottom:1px solid #dde3ea}';

const answer = (type: string, body: string | Uint8Array, csp: string): WireAnswer => ({
  status: 200,
  headers: {
    'content-type': type,
    'content-security-policy': csp,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  },
  body: Buffer.from(body),
});

const page = (title: string, body: string): WireAnswer =>
  answer(
    'text/html; charset=utf-8',
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style>${body}</html>`,
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
  );

const link = (name: string, language: string, part = '') => `/mail-preview/${name}/${language}${part}`;

const overview = (): WireAnswer => {
  const head = WRITTEN.map(language => `<th lang="${language}">${LANGUAGE_NAMES[language]}</th>`).join('');
  const row = (name: string) =>
    `<tr><th>${name}</th>${WRITTEN.map(language => `<td><a href="${link(name, language)}">${language}</a></td>`).join('')}</tr>`;
  return page(
    'Mail preview',
    `<h1>Mail preview</h1><p>Sample visits as their mail arrives, in every language.</p><table><tr><th></th>${head}</tr>${PREVIEW_NAMES.map(row).join('')}</table>`,
  );
};

/** The letter by day or by night, whatever the browser would choose: a frame takes over its page's scheme in some browsers only. */
const lit = (html: string, part: string): string =>
  part === 'html'
    ? html
    : html.replaceAll('@media (prefers-color-scheme:dark)', part === 'dark' ? '@media all' : '@media not all');

const views = (name: string, language: string): string =>
  [
    ['phone', 'light'],
    ['phone', 'dark'],
    ['desk', 'light'],
    ['desk', 'dark'],
  ]
    .map(
      ([width, scheme]) =>
        `<figure><figcaption>${width === 'phone' ? '360' : '700'} px, ${scheme}</figcaption><iframe class="${width}" sandbox title="${width}, ${scheme}" src="${link(name, language, `/${scheme}`)}"></iframe></figure>`,
    )
    .join('');

/** `/mail-preview`: every sample in every language, at phone and desktop width, light and dark, as text and source, with the checks' verdicts. */
export const mailPreview = async (settings: HallSettings, path: string): Promise<WireAnswer> => {
  const [, , name, language, part] = path.split('/');
  if (!name) return overview();
  const known =
    PREVIEW_NAMES.some(one => one === name) &&
    WRITTEN.some(one => one === language) &&
    ['text', 'source', 'html', 'light', 'dark', undefined].includes(part);
  if (!known) return { ...page('No such sample', '<p>There is no such sample.</p>'), status: 404 };
  const mail = await sampleMail(name as PreviewName, language as Language, { origin: ORIGIN, settings });
  const { letter, raw, photo } = mail;
  const nothing = "default-src 'none'; sandbox";
  if (part === 'text') return answer('text/plain; charset=utf-8', letter.text, nothing);
  if (part === 'source') return answer('text/plain; charset=utf-8', raw, nothing);
  if (part) {
    const src = `data:image/jpeg;base64,${Buffer.from(photo).toString('base64')}`;
    const html = lit(letter.html, part).replaceAll(/cid:[\w-]+/g, src);
    return answer(
      'text/html; charset=utf-8',
      html,
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    );
  }
  const verdicts = await checkMail({ ...mail, origin: ORIGIN });
  const lines = verdicts.map(
    ({ rule, ok, found }) =>
      `<li${ok ? '' : ' class="bad"'}>${ok ? '✓' : '✗'} ${escaped(rule)}: ${escaped(found)}</li>`,
  );
  const others = WRITTEN.map(one =>
    one === language ? `<b>${one}</b>` : `<a href="${link(name, one)}">${one}</a>`,
  ).join('');
  return page(
    `${name}, ${language}`,
    `<nav><a href="/mail-preview">all samples</a>${others}<a href="${link(name, language as string, '/html')}">html</a><a href="${link(name, language as string, '/text')}">text</a><a href="${link(name, language as string, '/source')}">source</a></nav>` +
      `<div lang="${language}" dir="auto"><h1>${escaped(letter.subject)}</h1><p>${escaped(letter.preheader)}</p></div><ul>${lines.join('')}</ul><div class="views">${views(name, language as string)}</div>`,
  );
};
