import { direction, LANGUAGE_TAGS, WRITTEN, type WrittenLanguage } from '../texts/languages.ts';
import { type Hole, Html, html, marked, withBreaks, wordsIn } from './html.ts';
import { COLOURS, S } from './letter-style.ts';
import type { ItemView, View, ZoneView } from './view.ts';

const startOf = (way: View['direction']): 'left' | 'right' => (way === 'rtl' ? 'right' : 'left');

const start = (view: View): 'left' | 'right' => startOf(view.direction);

// A letter has some forty of them.
const CELLS = Object.fromEntries(
  WRITTEN.map(language => {
    const way = direction(language);
    const align = startOf(way);
    return [
      language,
      `lang="${LANGUAGE_TAGS[language]}" dir="${way}" align="${align}" style="${S.cell};text-align:${align};padding:`,
    ];
  }),
) as Record<WrittenLanguage, string>;

/** Attributes of every cell that holds text: clients drop those of `<body>`, and some of the wrapper. */
const cell = (view: View, padding: string, more: Html | '' = ''): Html =>
  new Html(` ${CELLS[view.language]}${padding}${more && `;${more}`}"`);

/** One row of the card. */
export const row = (view: View, content: Hole, padding = '0 24px 24px 24px'): Html =>
  html`<tr><td class="i"${cell(view, padding)}>${content}</td></tr>`;

const heading = (title: string): Html => html`<h2 class="i" style="${S.h2}">${title}</h2>`;

/** A titled row under a hairline; nothing at all when there is nothing to show. */
export const section = (view: View, title: string, content: readonly Hole[]): Html =>
  content.length === 0
    ? html``
    : row(
        view,
        layout(html`<tr><td class="i l"${cell(view, '22px 0 0 0', S.rule)}>${heading(title)}${content}</td></tr>`),
        '0 24px 14px 24px',
      );

/** The few lines that stand out, on a breath of blue. */
export const callout = (view: View, title: string, content: readonly Hole[]): Html =>
  content.length === 0
    ? html``
    : row(
        view,
        layout(
          html`<tr><td class="i h" bgcolor="${COLOURS.blueWash}"${cell(view, '18px 20px 8px 20px', S.wash)}>${heading(title)}${content}</td></tr>`,
        ),
      );

/** A table that only lays out. */
export const layout = (content: Hole, attributes: Html = html` width="100%"`): Html =>
  html`<table role="presentation"${attributes} border="0" cellpadding="0" cellspacing="0">${content}</table>`;

/** The taegeuk's two colours, over the whole card. */
export const flow = (): Html =>
  html`<tr><td>${layout(
    html`<tr>
      <td class="rb" width="38%" height="6" bgcolor="${COLOURS.red}" style="${S.red}">&nbsp;</td>
      <td class="bb" width="62%" height="6" bgcolor="${COLOURS.blue}" style="${S.blue}">&nbsp;</td>
    </tr>`,
  )}</td></tr>`;

/** A button that stays one without styles and with images off. */
export const button = (view: View, href: string, label: string): Html =>
  layout(
    html`<tr><td class="bb" align="center" bgcolor="${COLOURS.blue}" style="border-radius:10px">
      <a class="bb" href="${href}" lang="${view.tag}" dir="${view.direction}" style="${S.button}">${label}</a>
    </td></tr>`,
    html` align="${start(view)}"`,
  );

/** A picture of 3:2, as wide as the card. */
export const picture = (view: View, src: string, alt: string): Html =>
  row(view, html`<img src="${src}" width="592" height="395" alt="${alt}" style="${S.picture}">`);

const named = (view: View, { name, href }: ItemView): Html =>
  href === undefined
    ? html`<strong>${wordsIn(view.language, name)}</strong>`
    : html`<a class="b" href="${href}" style="${S.strongLink}">${wordsIn(view.language, name)}</a>`;

const soft = (content: Hole): Html => html`<br><span class="s" style="${S.soft}">${content}</span>`;

const item = (view: View, one: ItemView): Html => html`<li style="${S.item}">
  ${named(view, one)}${one.label === undefined ? undefined : html` <span class="s" style="${S.soft}">[${one.label}]</span>`}
  ${one.line === undefined || one.line === '' ? undefined : soft(marked(one.line))}
  ${one.about === undefined ? undefined : soft(wordsIn(view.language, one.about))}
  ${one.notes.length === 0 ? undefined : soft(marked(one.notes.join(' · ')))}
</li>`;

/** Things as a real list. */
export const list = (view: View, items: readonly ItemView[]): Html[] =>
  items.length === 0 ? [] : [html`<ul style="${S.list}">${items.map(one => item(view, one))}</ul>`];

/** Sentences as a real list. */
export const lines = (view: View, all: readonly string[]): Html[] =>
  all.length === 0
    ? []
    : [
        html`<ul lang="${view.tag}" style="${S.list}">${all.map(line => html`<li style="${S.item}">${marked(line)}</li>`)}</ul>`,
      ];

const zone = (view: View, one: ZoneView, index: number): Html => {
  const badge =
    index % 2 === 0
      ? html`<span class="bb" style="${S.blueBadge}">${one.zone}</span>`
      : html`<span class="rb" style="${S.redBadge}">${one.zone}</span>`;
  return html`<tr>
    <td class="i" width="48" valign="top"${cell(view, '0')}>${badge}</td>
    <td class="i" valign="top"${cell(view, '0 0 14px 0')}>
      <h3 class="i" style="${S.h3}">${wordsIn(view.language, one.name)}
        ${one.time === undefined ? undefined : html` <span class="s" style="${S.soft};font-weight:400">${one.time}</span>`}
      </h3>
      ${one.notes.map(note => html`<p class="s" style="${S.soft};${S.p};padding:0 0 8px 0">${marked(note)}</p>`)}
      ${list(view, one.items)}
      ${one.more === undefined ? undefined : html`<p style="${S.p}"><a class="b" href="${view.links.page}" style="${S.link}">${one.more}</a></p>`}
    </td>
  </tr>`;
};

/** The way through the hall, a numbered row a zone. */
export const zones = (view: View): Html[] =>
  view.zones.length === 0 ? [] : [layout(view.zones.map((one, index) => zone(view, one, index)))];

/** The visitor's own words, in their own direction. */
export const message = (view: View, text: string): Html =>
  layout(
    html`<tr><td class="w i q" lang="" dir="auto" bgcolor="${COLOURS.sunken}" style="${S.cell};${S.sunken};padding:16px 20px;border-${start(view)}:4px solid ${COLOURS.red};font-size:18px">${withBreaks(text)}</td></tr>`,
  );
