import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { SAMPLE_NAMES, sampleOf } from '../../functions/memories/samples.ts';
import { type View, viewOf } from '../../functions/memories/view.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { catalogueLanguage, WRITTEN } from '../../functions/texts/languages.ts';
import { promotedMemory } from './walks.ts';

const origin = 'https://hall.example.org';
const SIGNS: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&', nbsp: ' ', zwnj: '' };
const plain = (markup: string): string => markup.replace(/&(#?\w+);/g, (_, name) => SIGNS[name] ?? '?');

interface Piece {
  text: string;
  /** the element around it, and each around that, with their attributes */
  inside: { tag: string; has: string }[];
}

/** Each piece of text between two tags of the body. */
const piecesOf = (html: string): Piece[] => {
  const body = html.slice(html.indexOf('<body')).replace(/<!--.*?-->/gs, '');
  const open: Piece['inside'] = [];
  const found: Piece[] = [];
  for (const [, slash, tag = '', has = '', text = ''] of body.matchAll(/<(\/?)(\w+)([^>]*)>|([^<]+)/g)) {
    if (plain(text).trim() !== '') found.push({ text: plain(text).trim(), inside: [...open].reverse() });
    else if (slash === '/') open.pop();
    else if (tag !== '' && !/^(?:br|img)$/.test(tag)) open.push({ tag, has });
  }
  return found;
};

const attribute = (has: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(has)?.[1];

/** The direction that a piece of text gets inside its own cell; clients drop what stands further out. */
const directionOf = ({ inside }: Piece): string | undefined => {
  const cell = inside.findIndex(({ tag }) => tag === 'td');
  return inside.slice(0, cell + 1).flatMap(({ has }) => attribute(has, 'dir') ?? [])[0];
};

const isEnglish = ({ inside: [nearest] }: Piece): boolean => nearest?.has === ' lang="en" dir="ltr"';

const itemsOf = (view: View) => [
  ...view.zones.flatMap(({ items }) => items),
  ...view.consultations,
  ...view.opened,
  ...view.next,
  ...view.services,
];

/** What the catalogue says in this letter. */
const ofCatalogue = (view: View): string[] =>
  [
    ...view.zones.map(({ name }) => name),
    ...itemsOf(view).flatMap(({ name, about }) => [name, ...(about ? [about] : [])]),
    view.who.name,
    view.who.address,
  ].flatMap(({ text, language }) => (language === view.language ? [] : [text]));

const { controller } = settings;
const { zones, exhibits, materials, services, stages, topics, consultations } = catalogue;
/** All that may stand from left in a letter from right. */
const ENGLISH = new Set([
  ...[...zones, ...exhibits, ...materials, ...services].flatMap(({ name, about }) => [name.en, about.en]),
  ...services.map(({ runBy }) => runBy.en),
  ...[...stages, ...topics, ...consultations].map(({ name }) => name.en),
  ...[controller.name.en, controller.address.en, controller.contact],
]);

const fixtures = WRITTEN.flatMap(language => [
  ...SAMPLE_NAMES.map(
    name => [name, language, () => composeMemory(sampleOf(name, language, catalogue), catalogue, { origin })] as const,
  ),
  ['promoted', language, () => promotedMemory(language, catalogue)] as const,
]);

describe.each(fixtures)('the letter of %s in %s', (_name, language, made) => {
  const memory = made();
  const { html } = letterOf(memory, { settings });
  const view = viewOf(memory, settings, 10);
  const pieces = piecesOf(html);

  it('lists each thing as an item of a real list, and nothing else', () => {
    const things = itemsOf(view).length + view.highlights.length + view.consents.length;
    expect(html.split('<li').length - 1).toBe(things);
    expect(html.split('</ul><ul').length).toBe(1);
    const outside = html.replace(/<ul\b[^>]*>(?:<li\b[^>]*>.*?<\/li>)+<\/ul>/gs, '');
    expect(outside).not.toMatch(/<\/?(?:ul|ol|li)\b/);
  });

  it('describes each picture in the words of the visit', () => {
    const alts = [...html.matchAll(/<img[^>]* alt="([^"]*)"/g)].map(([, alt = '']) => plain(alt));
    expect(alts).toEqual([view.photo, view.drawing].flatMap(picture => (picture ? [picture.alt] : [])));
  });

  it('gives each text a direction in its own cell: the reader’s, but for English of the catalogue, our address and the visitor’s words', () => {
    for (const piece of pieces.filter(({ inside }) => inside.some(({ tag }) => tag === 'td'))) {
      const way = directionOf(piece);
      if (isEnglish(piece) || way === 'auto') continue;
      expect(way, piece.text).toBe(view.direction);
    }
    if (view.direction === 'rtl')
      for (const piece of pieces.filter(one => directionOf(one) === 'ltr')) expect(ENGLISH).toContain(piece.text);
  });

  it('marks what the catalogue has in English only as English, wherever it stands', () => {
    const marked = new Set(pieces.filter(isEnglish).map(({ text }) => text));
    const names = ofCatalogue(view);
    expect(names.length > 0).toBe(catalogueLanguage(language) !== language);
    expect(names.filter(name => !marked.has(name))).toEqual([]);
    const bare = pieces.filter(piece => !isEnglish(piece) && directionOf(piece) !== 'auto').map(({ text }) => text);
    const things = view.zones.flatMap(zone => zone.items).map(({ name }) => name.text);
    if (catalogueLanguage(language) !== language)
      expect(things.filter(name => bare.some(text => text.includes(name)))).toEqual([]);
  });

  it('tells the record first and what is recommended after it, each section once and only with content', () => {
    const { say } = view;
    const sections: [boolean, string][] = [
      [view.highlights.length > 0, say('memory.highlights')],
      [view.zones.length > 0, say('memory.zones')],
      [view.message !== undefined, say('memory.words')],
      [view.consultations.length > 0, say('memory.consultations')],
      [view.opened.length > 0, say('memory.opened')],
      [view.next.length > 0, say('memory.next')],
      [view.services.length > 0, say('memory.services')],
      [view.consents.length > 0, say('memory.consents')],
      [true, say('mail.who')],
    ];
    const headings = [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title = '']) => plain(title));
    expect(headings).toEqual(sections.flatMap(([has, title]) => (has ? [title] : [])));
    expect(html).not.toContain('</h2></td>');
  });
});
