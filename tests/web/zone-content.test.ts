import { describe, expect, it } from 'vitest';
import { ZONE_KINDS } from '../../functions/catalogue/catalogue.schema.ts';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { inLanguage } from '../../functions/catalogue/kiosk-catalogue.ts';
import { facetsOf, holds, shown, VIEWS, watchedChoices, zoneContent } from '../../web/zone/content.ts';

const ko = inLanguage(catalogue, 'ko');
const en = inLanguage(catalogue, 'en');
const words = { decade: (year: string) => `${year}s`, rest: 'More' };
const zone = (number: number, source = en) => {
  const content = zoneContent(source, number);
  if (!content) throw new Error(`no zone ${number}`);
  return { ...content, view: VIEWS[content.zone.kind] };
};
const facets = (number: number) => {
  const { view, exhibits } = zone(number);
  return facetsOf(view, exhibits, en, words);
};

describe('content of a zone', () => {
  it('has a page for every kind of zone', () => expect(Object.keys(VIEWS).sort()).toEqual([...ZONE_KINDS].sort()));
  it('holds the exhibits of that zone and no other', () => {
    for (const { zone: number } of en.zones)
      expect(zone(number).exhibits.every(exhibit => exhibit.zone === number)).toBe(true);
    expect(zone(6).exhibits).toHaveLength(8);
    expect(zoneContent(en, 11)).toBeUndefined();
  });
  it('offers the decades in their order', () => {
    const ids = facets(3).map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(facets(3)[0]).toEqual({ id: '1960', name: '1960s' });
  });
  it('offers the seven fields in the order of the catalogue', () =>
    expect(facets(4).map(({ id }) => id)).toEqual(en.fields.map(({ id }) => id)));
  it('offers countries only where one holds more than one thing', () => {
    const { view, exhibits } = zone(7);
    expect(facetsOf(view, exhibits, en, words)).toEqual([]);
    const twice = [...exhibits, { ...exhibits[0]!, id: 'coop-vietnam-again' }];
    const offered = facetsOf(view, twice, en, words);
    expect(offered.at(-1)).toEqual({ id: '', name: 'More' });
    expect(offered.map(({ id }) => id)).toContain('VN');
    expect(shown(view, twice, { facet: 'VN', text: '' })).toHaveLength(2);
  });
  it('shows every exhibit under exactly one facet', () => {
    for (const number of [3, 4]) {
      const { view, exhibits } = zone(number);
      const all = facets(number).flatMap(({ id }) => shown(view, exhibits, { facet: id, text: '' }));
      expect(all.map(({ id }) => id).sort()).toEqual(exhibits.map(({ id }) => id).sort());
    }
  });
  it('narrows by every word that is typed', () => {
    const { view, exhibits } = zone(4);
    expect(shown(view, exhibits, { text: 'government24' }).map(({ id }) => id)).toEqual(['gov24']);
    expect(shown(view, exhibits, { text: 'government24 tax' })).toEqual([]);
    expect(shown(view, exhibits, { text: '   ' })).toEqual(exhibits);
  });
});

describe('search', () => {
  const { exhibits, view } = zone(4, ko);
  const found = (text: string) => shown(view, exhibits, { text }).map(({ id }) => id);
  it('finds a word before its last syllable is whole', () => {
    expect(found('국민신ㅁ')).toContain('epeople');
    expect(found('국민신무')).toContain('epeople');
  });
  it('finds a word by its first consonants', () => expect(found('ㄱㅁㅅㅁㄱ')).toEqual(['epeople']));
  it('minds neither spaces, capitals nor points', () => {
    expect(holds('Government-wide EA portal', 'GOVERNMENT wide'.split(' ')[0]!)).toBe(true);
    expect(holds('전시·체험관', '전시체험관')).toBe(true);
    expect(holds('UNI-PASS', 'unipass')).toBe(true);
  });
  it('finds nothing where nothing is', () => expect(found('zzz')).toEqual([]));
});

describe('how much of a film', () => {
  it('offers whole minutes, each once, and the whole at last', () => {
    expect(watchedChoices(420)).toEqual([120, 240, 300, 420]);
    expect(watchedChoices(240)).toEqual([60, 120, 180, 240]);
    expect(watchedChoices(60)).toEqual([60]);
  });
  it('never offers more than the film has', () => {
    for (const seconds of [10, 59, 61, 100, 600, 7200]) expect(Math.max(...watchedChoices(seconds))).toBe(seconds);
  });
});
