import { unmarked } from './html.ts';
import type { ItemView, View } from './view.ts';

/** The letter in plain words: the same view, one thing a line, so that no reader's line breaks hurt it. */

const RULE = '─'.repeat(24);

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, RULE, ...lines];

const itemLines = (item: ItemView, indent: string): string[] => [
  `${indent}- ${item.label === undefined ? '' : `[${item.label}] `}${item.name.text}${item.line === undefined || item.line === '' ? '' : `: ${item.line}`}`,
  ...(item.about === undefined ? [] : [`${indent}  ${item.about.text}`]),
  ...(item.notes.length === 0 ? [] : [`${indent}  ${item.notes.join(' · ')}`]),
  ...(item.href === undefined ? [] : [`${indent}  ${item.href}`]),
];

const list = (items: readonly ItemView[]): string[] => items.flatMap(item => itemLines(item, ''));

const zoneLines = (view: View): string[] =>
  view.zones.flatMap((zone, index) => [
    ...(index === 0 ? [] : ['']),
    `${zone.zone}. ${zone.name.text}${zone.time === undefined ? '' : ` (${zone.time})`}`,
    ...zone.notes.map(note => `   ${note}`),
    ...zone.items.flatMap(item => itemLines(item, '   ')),
    ...(zone.more === undefined ? [] : [`   ${zone.more}`]),
  ]);

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
    ...block(say('memory.zones'), zoneLines(view)),
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
