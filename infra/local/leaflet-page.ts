import type { Catalogue, Exhibit, Text } from '../../functions/catalogue/catalogue.schema.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { LIGHT } from '../../functions/texts/design-tokens.ts';
import type { CatalogueLanguage } from '../../functions/texts/languages.ts';
import { say } from '../../functions/texts/texts.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const FONTS = {
  ko: "'Noto Sans KR Variable'",
  en: "'Noto Sans Variable', 'Noto Sans KR Variable'",
} as const satisfies Record<CatalogueLanguage, string>;

/** Bold in the heads only: each weight brings its own drawing of every letter into the file. */
const style = (language: CatalogueLanguage): string => `
@page { size: A4; margin: 14mm 15mm 13mm; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { font: 400 9.4pt/1.5 ${FONTS[language]}, sans-serif; color: ${LIGHT.ink}; word-break: keep-all; overflow-wrap: anywhere; }
header { display: grid; grid-template-columns: auto 1fr; gap: 7mm; align-items: center; padding-bottom: 6mm; border-bottom: 0.6mm solid ${LIGHT.blue}; }
.number { width: 24mm; height: 24mm; border-radius: 50%; background: ${LIGHT.blue}; color: ${LIGHT.onBlue}; display: grid; place-items: center; font-size: 34pt; font-weight: 700; line-height: 1; }
.hall { color: ${LIGHT.soft}; }
h1 { font-size: 25pt; font-weight: 700; line-height: 1.2; }
.about { font-size: 11.5pt; color: ${LIGHT.soft}; margin-top: 1mm; }
h2 { font-size: 12pt; font-weight: 400; color: ${LIGHT.blue}; margin: 6mm 0 2.5mm; break-after: avoid; }
ul { list-style: none; }
.exhibits { columns: 2; column-gap: 8mm; }
li { break-inside: avoid; margin-bottom: 3mm; }
h3 { font-size: 10.8pt; font-weight: 400; line-height: 1.4; }
h3 + p { color: ${LIGHT.soft}; }
.soft { color: ${LIGHT.soft}; }
.read { columns: 2; column-gap: 8mm; }
.read li { margin-bottom: 2mm; }
a { color: ${LIGHT.blue}; text-decoration: none; }
footer { margin-top: 7mm; padding-top: 3mm; border-top: 0.25mm solid ${LIGHT.line}; color: ${LIGHT.soft}; break-inside: avoid; }
`;

/** Groups of a zone's exhibits in the order to print them: by field or decade where they have one. */
const groupsOf = (catalogue: Catalogue, exhibits: readonly Exhibit[], language: CatalogueLanguage) => {
  const nameOf = (exhibit: Exhibit): string => {
    if (exhibit.decade !== undefined) return say(language, 'leaflet.decade', { year: String(exhibit.decade) });
    // The eight systems of zone 6 belong together, whatever their field.
    if (exhibit.steps !== undefined) return say(language, 'leaflet.exhibits');
    const field = catalogue.fields.find(({ id }) => id === exhibit.field);
    return field?.name[language] ?? say(language, 'leaflet.exhibits');
  };
  return [...Map.groupBy(exhibits, nameOf)];
};

/**
 * The leaflet of a zone as an HTML page, from the catalogue alone. `base` is where `@fontsource-variable/` lies. Pure: the same catalogue
 * gives the same page. Throws RangeError for a zone that the catalogue does not have.
 */
export const leafletPage = (
  catalogue: Catalogue,
  number: number,
  language: CatalogueLanguage,
  base: string,
): string => {
  const zone = catalogue.zones.find(each => each.zone === number);
  if (!zone) throw new RangeError(`no zone ${number}`);
  const exhibits = catalogue.exhibits.filter(each => each.zone === number);
  const said = (text: Text) => escaped(text[language]);
  const ids = new Set(exhibits.flatMap(({ materials }) => materials));
  const materials = catalogue.materials.filter(({ id, link }) => ids.has(id) && link);
  const { name, address } = DEFAULT_HALL_SETTINGS.controller;
  const entry = (exhibit: Exhibit) =>
    `<li><h3>${said(exhibit.name)}</h3><p>${said(exhibit.about)}</p>${exhibit.runBy ? `<p class="soft">${escaped(say(language, 'leaflet.run-by', { name: exhibit.runBy[language] }))}</p>` : ''}</li>`;
  const groups = groupsOf(catalogue, exhibits, language).map(
    ([title, list]) => `<h2>${escaped(title)}</h2><ul class="exhibits">${list.map(entry).join('')}</ul>`,
  );
  const read = materials.map(({ name, link }) => {
    const href = escaped(link?.[language] ?? '');
    return `<li><h3>${said(name)}</h3><a href="${href}">${href}</a></li>`;
  });
  const fonts = ['noto-sans', 'noto-sans-kr'].map(font => `<link rel="stylesheet" href="${base}/${font}/wght.css">`);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(
    say(language, 'leaflet.title', { zone: number, name: zone.name[language] }),
  )}</title>${fonts.join('')}<style>${style(language)}</style></head><body>
<header><p class="number">${number}</p><div><p class="hall">${said(name)}</p><h1>${said(zone.name)}</h1><p class="about">${said(zone.about)}</p></div></header>
<main>${groups.join('\n')}
${read.length > 0 ? `<h2>${escaped(say(language, 'leaflet.read'))}</h2><ul class="read">${read.join('')}</ul>` : ''}</main>
<footer><p>${said(name)} · ${said(address)}</p><p>${escaped(say(language, 'leaflet.foot'))}</p></footer>
</body></html>`;
};
