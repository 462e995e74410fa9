import { unmarked } from './html.ts';
import type { ItemView, View, ZoneView } from './view.ts';

/** The letter in plain words: the same view, one thing a line, so that no reader's line breaks hurt it. */

const RULE = '─'.repeat(24);

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, RULE, ...lines];

const itemText = ({ label, name, line, about, notes, href }: ItemView, indent: string): string => {
  let text = `${indent}- ${label === undefined ? '' : `[${label}] `}${name.text}`;
  if (line) text += `: ${line}`;
  if (about) text += `\n${indent}  ${about.text}`;
  if (notes.length > 0) text += `\n${indent}  ${notes.join(' · ')}`;
  return href === undefined ? text : `${text}\n${indent}  ${href}`;
};

const list = (items: readonly ItemView[]): string[] => items.map(item => itemText(item, ''));

const zoneText = ({ zone, name, time, notes, items, more }: ZoneView): string =>
  [
    `${zone}. ${name.text}${time === undefined ? '' : ` (${time})`}`,
    ...notes.map(note => `   ${note}`),
    ...items.map(item => itemText(item, '   ')),
    ...(more === undefined ? [] : [`   ${more}`]),
  ].join('\n');

/** The text part. */
export const textOf = (view: View): string => {
  const { say, who, links } = view;
  const lines = [
    say('hall.name'),
    view.title,
    '',
    view.hello,
    '',
    view.intro,
    ...(view.tour === undefined ? [] : ['', view.tour]),
    ...(view.inEnglish === undefined ? [] : ['', view.inEnglish]),
    ...(view.photo ? ['', `[${view.photo.alt}]`] : []),
    ...(view.photoLate === undefined ? [] : ['', view.photoLate]),
    ...block(
      say('memory.highlights'),
      view.highlights.map(line => `- ${line}`),
    ),
    ...block(say('memory.zones'), view.zones.length === 0 ? [] : [view.zones.map(zoneText).join('\n\n')]),
    ...block(
      say('memory.words'),
      view.message === undefined ? [] : view.message.split('\n').map(line => `> ${line}`.trimEnd()),
    ),
    ...(view.drawing ? ['', `[${view.drawing.alt}]`] : []),
    ...block(say('memory.consultations'), list(view.consultations)),
    ...block(say('memory.opened'), list(view.opened)),
    ...block(say('memory.next'), list(view.next)),
    ...block(say('memory.services'), list(view.services)),
    ...block(say('mail.page'), [links.page, view.pageNote]),
    ...(view.advertising === undefined ? [] : ['', view.advertising, `${say('mail.ad.stop')}: ${links.unsubscribe}`]),
    ...block(say('memory.consents'), [
      ...view.consents.map(line => `- ${line}`),
      ...(view.consents.length > 0 ? [view.takeBack] : []),
    ]),
    ...(view.consents.length > 0 ? [] : ['', view.takeBack]),
    ...block(say('mail.who'), [
      view.why,
      '',
      who.name.text,
      who.address.text,
      say('mail.contact', { contact: who.contact }),
    ]),
    '',
    `${say('mail.privacy')}: ${links.privacy}`,
    `${say('mail.erase')}: ${links.erase}`,
  ];
  return `${unmarked(lines.join('\n'))}\n`;
};
