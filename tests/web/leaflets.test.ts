import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { leafletPage } from '../../infra/local/leaflet-page.ts';
import { LEAFLETS, leafletHash, leaflets, PRINTED } from '../../infra/local/leaflets.ts';

describe('leaflets', () => {
  it('are all those that the catalogue promises, in both languages', () => {
    const promised = catalogue.materials.flatMap(({ file }) => (file ? [file.ko, file.en] : []));
    expect(leaflets(catalogue).map(({ file }) => file)).toEqual(promised);
    expect(promised).toHaveLength(20);
  });
  it('name every exhibit of their zone and no link but those of the catalogue', () => {
    for (const { zone, language } of leaflets(catalogue)) {
      const page = leafletPage(catalogue, zone, language, 'file:///fonts');
      for (const exhibit of catalogue.exhibits.filter(each => each.zone === zone))
        expect(page).toContain(exhibit.name[language].replaceAll('&', '&amp;'));
      const links = [...page.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href);
      const known = catalogue.materials.flatMap(({ link }) => (link ? [link[language]] : []));
      expect(links.every(href => known.includes(href ?? ''))).toBe(true);
    }
  });
  it('are the same for the same catalogue', () =>
    expect(leafletPage(catalogue, 6, 'ko', '')).toBe(leafletPage(catalogue, 6, 'ko', '')));
});

it('the leaflets in the site say what the catalogue says; `npm run leaflets` prints them anew', () => {
  const printed = JSON.parse(readFileSync(join(LEAFLETS, PRINTED), 'utf8'));
  expect(printed).toEqual(
    Object.fromEntries(leaflets(catalogue).map(leaflet => [leaflet.file, leafletHash(catalogue, leaflet)])),
  );
  for (const file of Object.keys(printed))
    expect(readFileSync(join(LEAFLETS, file)).subarray(0, 5).toString()).toBe('%PDF-');
});
