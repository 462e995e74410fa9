import { disassemble, getChoseong } from 'es-hangul';
import type { KioskCatalogue } from '../../functions/catalogue/catalogue.schema.ts';

export type KioskZone = KioskCatalogue['zones'][number];
export type KioskExhibit = KioskCatalogue['exhibits'][number];
export type ZoneKind = KioskZone['kind'];

/** What a visitor does with an exhibit once it is open; decides what the page asks and logs. */
export type Doing = 'explored' | 'watched' | 'tried';

/** Which page a kind of zone has. All that differs between zones is in this table and in the page it names. */
export type View =
  | { page: 'browse'; doing: Doing; facet?: 'decade' | 'field' | 'country' }
  | { page: 'door' | 'life' | 'shelf' | 'lounge' | 'way' };

export const VIEWS: Record<ZoneKind, View> = {
  welcome: { page: 'door' },
  media: { page: 'browse', doing: 'watched' },
  history: { page: 'browse', doing: 'explored', facet: 'decade' },
  map: { page: 'browse', doing: 'explored', facet: 'field' },
  life: { page: 'life' },
  best: { page: 'browse', doing: 'tried' },
  cooperation: { page: 'browse', doing: 'explored', facet: 'country' },
  business: { page: 'shelf' },
  lounge: { page: 'lounge' },
  memory: { page: 'way' },
};

/** A zone of the catalogue with its exhibits; undefined: the catalogue has no such zone. */
export const zoneContent = (
  catalogue: KioskCatalogue,
  zone: number,
): { zone: KioskZone; exhibits: KioskExhibit[] } | undefined => {
  const found = catalogue.zones.find(each => each.zone === zone);
  return found && { zone: found, exhibits: catalogue.exhibits.filter(each => each.zone === zone) };
};

/** One way to narrow a list; `''` is for exhibits that have none of the others. */
export interface Facet {
  id: string;
  name: string;
}

/** How facets are called: a decade (`1990`) and what belongs nowhere; fields and countries have names of their own. */
export interface FacetWords {
  decade(year: string): string;
  rest: string;
}

const facetOf = (exhibit: KioskExhibit, kind: 'decade' | 'field' | 'country'): string => String(exhibit[kind] ?? '');

/**
 * The facets that a zone's exhibits really have: decades by time, fields in the catalogue's order, countries by name; the rest last. None
 * where each would find a single thing: then the list itself is as short.
 */
export const facetsOf = (
  view: View,
  exhibits: readonly KioskExhibit[],
  catalogue: Pick<KioskCatalogue, 'fields' | 'language'>,
  words: FacetWords,
): Facet[] => {
  const kind = view.page === 'browse' ? view.facet : undefined;
  if (kind === undefined) return [];
  const ids = [...new Set(exhibits.map(each => facetOf(each, kind)))];
  if (!ids.some(id => id !== '' && exhibits.filter(each => facetOf(each, kind) === id).length > 1)) return [];
  const regions = new Intl.DisplayNames(catalogue.language, { type: 'region' });
  const nameOf: Record<typeof kind, (id: string) => string> = {
    decade: words.decade,
    field: id => catalogue.fields.find(field => field.id === id)?.name ?? id,
    country: id => regions.of(id) ?? id,
  };
  const order = (a: Facet, b: Facet): number => {
    if (kind === 'decade') return Number(a.id) - Number(b.id);
    if (kind === 'country') return a.name.localeCompare(b.name, catalogue.language);
    const place = (id: string) => catalogue.fields.findIndex(field => field.id === id);
    return place(a.id) - place(b.id);
  };
  const known = ids.filter(id => id !== '').map(id => ({ id, name: nameOf[kind](id) }));
  return [...known.sort(order), ...(ids.includes('') ? [{ id: '', name: words.rest }] : [])];
};

// Not NFKC: it would turn the letters of a keyboard (ㅎ) into parts of syllables, which match nothing.
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s·.,()'’-]/g, '');

/**
 * Does a text hold what somebody types? Hangul is compared letter by letter, so that half a syllable finds its word already, and
 * first consonants alone find it as well (`ㅎㅌㅅ` finds 홈택스).
 */
export const holds = (text: string, wanted: string): boolean => {
  const query = plain(wanted);
  if (query === '') return true;
  const own = plain(text);
  return /^[ㄱ-ㅎ]+$/.test(query) && getChoseong(own).includes(query)
    ? true
    : disassemble(own).includes(disassemble(query));
};

/** The exhibits to show: of one facet (undefined: all), that hold every word typed. */
export const shown = (
  view: View,
  exhibits: readonly KioskExhibit[],
  { facet, text }: { facet?: string | undefined; text: string },
): KioskExhibit[] => {
  const kind = view.page === 'browse' ? view.facet : undefined;
  const words = text.split(/\s+/).filter(word => plain(word) !== '');
  return exhibits
    .filter(each => facet === undefined || kind === undefined || facetOf(each, kind) === facet)
    .filter(each => words.every(word => holds([each.name, each.about, each.runBy ?? ''].join(' '), word)));
};

/** Seconds that are offered for "how much of it did you watch", shortest first; the last is the whole film. Whole minutes, each once. */
export const watchedChoices = (seconds: number): number[] => {
  const minutes = [0.25, 0.5, 0.75].map(part => Math.max(1, Math.round((seconds * part) / 60)) * 60);
  return [...new Set(minutes)].filter(each => each < seconds * 0.9).concat(seconds);
};
