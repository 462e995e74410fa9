import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assemble, CatalogueError } from '../../functions/catalogue/assemble.ts';
import { kioskCatalogue as kioskShape, ZONE_KINDS } from '../../functions/catalogue/catalogue.schema.ts';
import {
  catalogue,
  exhibitOf,
  exhibitsOf,
  isKnownExhibit,
  kioskCatalogue,
  materialOf,
  nameOf,
  retiredOf,
  serviceOf,
  termOf,
  zoneOf,
} from '../../functions/catalogue/catalogue.ts';
import type { CatalogueFiles } from '../../functions/catalogue/check.ts';
import { dataFiles } from '../../functions/catalogue/data-files.ts';
import { jsonSchemas } from '../../functions/catalogue/json-schemas.ts';
import { lookupsOf } from '../../functions/catalogue/lookups.ts';
import { listIn, planted, withFirst } from './planted.ts';

const DATA = new URL('../../functions/catalogue/data/', import.meta.url);

describe('the catalogue', () => {
  it('has the ten zones in order, each of its kind and with something to log', () => {
    expect(catalogue.zones.map(({ zone }) => zone)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(catalogue.zones.map(({ kind }) => kind)).toEqual(ZONE_KINDS);
    for (const { zone } of catalogue.zones) expect(exhibitsOf(zone).length).toBeGreaterThanOrEqual(4);
  });

  it('shows the eight systems, the seven fields, every decade and the four stages of life', () => {
    expect(exhibitsOf(6)).toHaveLength(8);
    expect(new Set(exhibitsOf(4).map(({ field }) => field)).size).toBe(7);
    expect([...new Set(exhibitsOf(3).map(({ decade }) => decade))]).toEqual([1960, 1970, 1980, 1990, 2000, 2010, 2020]);
    expect(catalogue.stages).toHaveLength(4);
  });

  it('has a leaflet for each zone in both languages, which an exhibit of that zone offers', () => {
    for (const { zone } of catalogue.zones) {
      const id = `leaflet-zone-${zone}`;
      expect(materialOf(id)?.file).toEqual({ ko: `zone-${zone}-ko.pdf`, en: `zone-${zone}-en.pdf` });
      expect(exhibitsOf(zone).some(({ materials }) => materials.includes(id))).toBe(true);
    }
  });

  it('says of every text that no person confirmed it yet', () => {
    const entries = [...catalogue.zones, ...catalogue.exhibits, ...catalogue.materials, ...catalogue.services];
    expect(entries.filter(({ checked }) => checked)).toEqual([]);
  });

  it('finds things by their id, and nothing for an id it never had', () => {
    expect(zoneOf(6)?.id).toBe('best-eg');
    expect(exhibitOf('best-hometax')).toMatchObject({ zone: 6, steps: 6 });
    expect(serviceOf('petition')?.topics).toEqual(['participation']);
    expect(termOf('fields', 'tax-customs')?.name.en).toBe('Tax and customs');
    expect(nameOf('material', 'hometax')).toEqual({ ko: '홈택스', en: 'HomeTax' });
    const none = [zoneOf(11), exhibitOf('x'), materialOf('x'), serviceOf('x'), termOf('stages', 'x')];
    expect([...none, nameOf('service', 'x'), retiredOf('exhibit', 'x')].filter(found => found !== undefined)).toEqual(
      [],
    );
  });

  it('knows an exhibit in its own zone only', () => {
    expect([isKnownExhibit('gov24'), isKnownExhibit('gov24', 4), isKnownExhibit('gov24', 5)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isKnownExhibit('toString')).toBe(false);
  });

  it('cannot be changed by who reads it', () => {
    expect(() => catalogue.exhibits.push(exhibitsOf(1)[0]!)).toThrow(TypeError);
    expect(Object.isFrozen(catalogue.services[0]?.name)).toBe(true);
  });
});

describe('kioskCatalogue', () => {
  it('gives a kiosk one language, without what only the editors need', () => {
    const { body } = kioskCatalogue('ko');
    expect(kioskShape.parse(body)).toEqual(body);
    expect(body.exhibits.find(({ id }) => id === 'best-hometax')).toEqual({
      id: 'best-hometax',
      zone: 6,
      name: '홈택스',
      about: exhibitOf('best-hometax')?.about.ko,
      runBy: '국세청',
      field: 'tax-customs',
      steps: 6,
      topics: ['tax'],
      materials: ['leaflet-zone-6', 'hometax'],
    });
    expect(body.materials.find(({ id }) => id === 'leaflet-zone-6')?.file).toBe('zone-6-ko.pdf');
    expect(JSON.stringify(body)).not.toMatch(/"source"|"checked"/);
  });

  it('speaks English to everybody who does not read Korean, and says so', () => {
    expect(kioskCatalogue('fr').body).toMatchObject({ language: 'en', version: catalogue.version });
    expect(kioskCatalogue('fr')).toBe(kioskCatalogue('en'));
  });

  it('has an ETag for each language that follows from the content', () => {
    expect(kioskCatalogue('ko').etag).toBe(`"${catalogue.version}-ko"`);
    expect(kioskCatalogue('en').etag).toMatch(/^"[0-9a-f]{16}-en"$/);
  });
});

describe('assemble', () => {
  it('throws every fault with file, place and reason, so that a broken catalogue stops the hall at its start', () => {
    const start = () => assemble(withFirst('exhibits-4.json', { field: 'space', topics: ['fishing'] }), () => '');
    expect(start).toThrow(CatalogueError);
    expect(start).toThrow(
      /2 fault.*exhibits-4\.json exhibits\[0\]\.topics\[0\]: there is no topic fishing.*no field space/s,
    );
  });

  it('starts in spite of a warning, because something unused breaks nothing', () => {
    const unused = { id: 'fishing', name: { ko: '낚시', en: 'Fishing' } };
    const files = planted(all => listIn(all, 'terms.json', 'topics').push(unused));
    expect(assemble(files, () => '').topics.at(-1)).toEqual(unused);
  });

  it('still knows what was retired, so that late batches and old memories keep their names', () => {
    const gone = { id: 'old-film', kind: 'exhibit', zone: 2, name: { ko: '옛 영상', en: 'Old film' } };
    const files = planted(all => listIn(all, 'retired.json').push(gone));
    const { exhibitOf, isKnownExhibit, nameOf, retiredOf } = lookupsOf(assemble(files, () => ''));
    expect(exhibitOf('old-film')).toBeUndefined();
    expect(retiredOf('exhibit', 'old-film')).toEqual(gone);
    expect(nameOf('exhibit', 'old-film')).toEqual(gone.name);
    expect(nameOf('service', 'old-film')).toBeUndefined();
    expect([isKnownExhibit('old-film', 2), isKnownExhibit('old-film', 3)]).toEqual([true, false]);
  });

  it('gives other content another version, and leaves the files unfrozen', () => {
    const files = withFirst('zones.json', { source: 'another source' });
    const version = (input: CatalogueFiles) => assemble(input, content => `${content.length}`).version;
    expect(version(files)).not.toBe(version(dataFiles));
    expect(Object.isFrozen(files['zones.json'])).toBe(false);
  });
});

describe('data/', () => {
  const files = readdirSync(DATA).filter(name => name.endsWith('.json'));

  it('holds no file that the hall does not load', () => {
    expect(files.sort()).toEqual(Object.keys(dataFiles).sort());
  });

  it('has up-to-date JSON Schemas for editors: `ops catalogue schemas` writes them', () => {
    const schemas = Object.fromEntries(
      readdirSync(new URL('schema/', DATA)).map(name => [
        name,
        JSON.parse(readFileSync(new URL(`schema/${name}`, DATA), 'utf8')),
      ]),
    );
    expect(schemas).toEqual(jsonSchemas());
  });

  it.each(files)('names its schema in %s, so that an editor checks while typing', name => {
    const content = JSON.parse(readFileSync(new URL(name, DATA), 'utf8'));
    expect(content.$schema).toBe(`./schema/${name.replace(/-\d+\.json$|\.json$/, '')}.json`);
  });
});
