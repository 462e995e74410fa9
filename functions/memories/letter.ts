import type { HallSettings } from '../platform/hall-settings.ts';
import { Html, html, marked, unmarked, wordsIn } from './html.ts';
import { button, callout, flow, layout, lines, list, message, picture, row, section, zones } from './letter-parts.ts';
import { COLOURS, LETTER_STYLE, S } from './letter-style.ts';
import { textOf } from './letter-text.ts';
import type { Letter, Memory } from './memory.schema.ts';
import { type View, viewOf } from './view.ts';

/** Where the pictures are; a mail has them inside, a preview at an address. */
interface Pictures {
  photo?: string;
  drawing?: string;
}

/** Most bytes of html: Gmail clips at about 102 KB of what is transferred, and base64 adds a third. */
export const MAX_HTML_BYTES = 60_000;

const PREHEADER_PADDING = new Html('&nbsp;&zwnj;'.repeat(70));

const head = (view: View): Html => html`<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="supported-color-schemes" content="light dark">
  <title>${view.subject}</title>
  <style>${LETTER_STYLE}</style>
</head>`;

/** The record comes first: what the visitor did and left here. */
const record = (view: View, pictures: Pictures): Html[] => [
  row(
    view,
    [
      html`<p class="b" style="${S.p};padding:0 0 6px 0;font-size:14px;font-weight:700;color:${COLOURS.blue}">${view.say('hall.name')}</p>`,
      html`<h1 class="i" style="${S.h1}">${view.title}</h1>`,
    ],
    '28px 24px 16px 24px',
  ),
  row(
    view,
    [
      html`<p style="${S.p}">${marked(view.hello)}</p>`,
      html`<p style="${S.p}">${marked(view.intro)}</p>`,
      view.tour !== undefined && html`<p style="${S.p}">${marked(view.tour)}</p>`,
      view.inEnglish !== undefined && html`<p class="s" style="${S.p};${S.soft}">${view.inEnglish}</p>`,
      view.photoLate !== undefined && html`<p class="s" style="${S.p};${S.soft}">${view.photoLate}</p>`,
    ],
    '0 24px 12px 24px',
  ),
  ...(view.photo && pictures.photo !== undefined ? [picture(view, pictures.photo, view.photo.alt)] : []),
  callout(view, view.say('memory.highlights'), lines(view, view.highlights)),
  section(view, view.say('memory.zones'), zones(view)),
  section(view, view.say('memory.words'), view.message === undefined ? [] : [message(view, view.message)]),
  ...(view.drawing && pictures.drawing !== undefined ? [picture(view, pictures.drawing, view.drawing.alt)] : []),
  section(view, view.say('memory.consultations'), list(view, view.consultations)),
  section(view, view.say('memory.opened'), list(view, view.opened)),
];

const recommendations = (view: View): Html[] => [
  section(view, view.say('memory.next'), list(view, view.next)),
  section(view, view.say('memory.services'), list(view, view.services)),
];

const foot = (view: View): Html => {
  const { name, address, contact } = view.who;
  const small = (content: Html) => html`<p class="s" style="${S.p};${S.small}">${content}</p>`;
  const title = (text: string) => html`<h2 class="i" style="${S.h2};padding:0 0 6px 0;font-size:15px">${text}</h2>`;
  return row(
    view,
    [
      view.advertising !== undefined &&
        small(
          html`${view.advertising} <a class="b" href="${view.links.unsubscribe}" style="${S.link}">${view.say('mail.ad.stop')}</a>`,
        ),
      view.consents.length > 0 && [
        title(view.say('memory.consents')),
        html`<ul class="s" style="${S.list};${S.small};padding:0 0 8px 0">${view.consents.map(line => html`<li>${line}</li>`)}</ul>`,
      ],
      small(html`${view.takeBack}`),
      title(view.say('mail.who')),
      small(html`${view.why}`),
      small(
        html`${wordsIn(view.language, name)}<br>${wordsIn(view.language, address)}<br>${marked(view.say('mail.contact', { contact: `\u2066${contact}\u2069` }))}`,
      ),
      small(
        html`<a class="b" href="${view.links.privacy}" style="${S.link}">${view.say('mail.privacy')}</a> &nbsp;·&nbsp; 
          <a class="b" href="${view.links.erase}" style="${S.link}">${view.say('mail.erase')}</a>`,
      ),
    ],
    '20px 24px 24px 24px',
  );
};

const GHOST = {
  open: new Html(
    '<!--[if mso]><table role="presentation" width="640" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->',
  ),
  close: new Html('<!--[if mso]></td></tr></table><![endif]-->'),
};

const documentOf = (view: View, pictures: Pictures): string => {
  const page = row(view, [button(view, view.links.page, view.say('mail.page'))], '4px 24px 12px 24px');
  const note = row(view, html`<p class="s" style="${S.p};${S.soft}">${view.pageNote}</p>`, '0 24px 20px 24px');
  const card = layout(
    [flow(), record(view, pictures), recommendations(view), page, note],
    html` class="c" width="100%" bgcolor="${COLOURS.surface}" style="${S.card};border-radius:14px;overflow:hidden"`,
  );
  const content = html`<body class="g" style="${S.body}">
    <div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px" aria-hidden="true">${view.preheader}${PREHEADER_PADDING}</div>
    <div class="g" lang="${view.tag}" dir="${view.direction}" style="${S.ground}">
      ${layout(
        html`<tr><td class="g" align="center" bgcolor="${COLOURS.ground}" style="padding:16px 8px;${S.breaks}">
          ${GHOST.open}
          ${layout(
            html`<tr><td>${card}</td></tr>${foot(view)}`,
            html` width="100%" align="center" style="max-width:640px;width:100%"`,
          )}
          ${GHOST.close}
        </td></tr>`,
      )}
    </div>
  </body>`;
  return `<!DOCTYPE html>\n${html`<html lang="${view.tag}" dir="${view.direction}">${head(view)}${content}</html>`}\n`;
};

/** The letter in its two parts, with what they were made of. */
interface Made {
  view: View;
  html: string;
  text: string;
}

/**
 * Whether the html has at most `MAX_HTML_BYTES`. What takes more than one byte in it stands in the text or in the head as well: by that most letters are
 * surely small enough. To count the bytes takes a quarter of all the rendering.
 */
const isSmall = ({ view, html, text }: Made): boolean => {
  const words = text.length + view.subject.length + view.preheader.length;
  return html.length + 2 * words <= MAX_HTML_BYTES || Buffer.byteLength(html) <= MAX_HTML_BYTES;
};

/** Exhibits per zone and items of every other list, tried in this order until the html is small enough. */
const TRIES = [10, 8, 6, 5, 4, 3, 2, 1, 0] as const;

/**
 * The mail of a memory, before it becomes MIME: html and text from one view. `pictures`: addresses for a preview; without them the pictures are
 * `cid:photo` and `cid:drawing`, named in `inline`. The html has at most 60 KB: what does not fit is one line that leads to the memory page.
 */
export const letterOf = (
  memory: Memory,
  { settings, pictures }: { settings: HallSettings; pictures?: Pictures },
): Letter => {
  const src: Pictures = pictures ?? { photo: 'cid:photo', drawing: 'cid:drawing' };
  const made = (items: number): Made => {
    const view = viewOf(memory, settings, items);
    return { view, html: documentOf(view, src), text: textOf(view) };
  };
  let letter = made(TRIES[0]);
  for (const items of TRIES.slice(1)) {
    if (isSmall(letter)) break;
    letter = made(items);
  }
  const { view, html, text } = letter;
  const inline: Letter['inline'] = [];
  if (!pictures && memory.photo) inline.push({ cid: 'photo', photoId: memory.photo.photoId, filename: 'photo.jpg' });
  if (!pictures && memory.drawing)
    inline.push({ cid: 'drawing', photoId: memory.drawing.photoId, filename: 'drawing.jpg' });
  return {
    language: memory.language,
    subject: unmarked(view.subject),
    preheader: view.preheader,
    html,
    text,
    inline,
    promotion: memory.promotion,
  };
};
