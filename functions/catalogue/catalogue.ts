import { sha256 } from '../platform/ids.ts';
import { type CatalogueLanguage, catalogueLanguage, type Language } from '../texts/languages.ts';
import { assemble } from './assemble.ts';
import type {
  Catalogue,
  Exhibit,
  KioskCatalogue,
  Material,
  Retired,
  Service,
  Term,
  Text,
  ThingKind,
  Zone,
} from './catalogue.schema.ts';
import { dataFiles } from './data-files.ts';
import { inLanguage } from './kiosk-catalogue.ts';

export { CatalogueError } from './assemble.ts';

/** What the hall offers: checked and frozen. Importing this file throws CatalogueError when the catalogue is broken. */
export const catalogue: Catalogue = assemble(dataFiles, sha256);

const byId = <T extends { id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map(entry => [entry.id, entry]));

const exhibits = byId(catalogue.exhibits);
const materials = byId(catalogue.materials);
const services = byId(catalogue.services);
const terms = {
  stages: byId(catalogue.stages),
  topics: byId(catalogue.topics),
  fields: byId(catalogue.fields),
  consultations: byId(catalogue.consultations),
};

/** A zone by its number, 1 to 10. */
export const zoneOf = (zone: number): Zone | undefined => catalogue.zones.find(entry => entry.zone === zone);

/** An exhibit that the hall shows now; for one of an earlier catalogue see `retiredOf`. */
export const exhibitOf = (id: string): Exhibit | undefined => exhibits.get(id);

/** The exhibits of a zone, in the order of its file. */
export const exhibitsOf = (zone: number): readonly Exhibit[] =>
  catalogue.exhibits.filter(exhibit => exhibit.zone === zone);

/** A material that can be opened now. */
export const materialOf = (id: string): Material | undefined => materials.get(id);

/** A service that can be recommended now. */
export const serviceOf = (id: string): Service | undefined => services.get(id);

/** A stage, topic, field or topic of consultation. */
export const termOf = (list: keyof typeof terms, id: string): Term | undefined => terms[list].get(id);

/** Something that an earlier catalogue offered. */
export const retiredOf = (kind: ThingKind, id: string): Retired | undefined =>
  catalogue.retired.find(entry => entry.kind === kind && entry.id === id);

/** The name of a thing that the hall offers or once offered; `undefined` for an id it never had. */
export const nameOf = (kind: ThingKind, id: string): Text | undefined =>
  ({ exhibit: exhibits, material: materials, service: services })[kind].get(id)?.name ?? retiredOf(kind, id)?.name;

/** May an interaction name this exhibit (in this zone)? Also when it is retired: a batch may come late. */
export const isKnownExhibit = (id: string, zone?: number): boolean => {
  const found = exhibits.get(id) ?? retiredOf('exhibit', id);
  return found !== undefined && (zone === undefined || found.zone === zone);
};

const made = new Map<CatalogueLanguage, { etag: string; body: KioskCatalogue }>();

/** What GET /api/catalogue gives a device, and its ETag (with quotes), which changes with the content only. */
export const kioskCatalogue = (language: Language): { etag: string; body: KioskCatalogue } => {
  const spoken = catalogueLanguage(language);
  const known = made.get(spoken);
  if (known) return known;
  const fresh = { etag: `"${catalogue.version}-${spoken}"`, body: inLanguage(catalogue, spoken) };
  made.set(spoken, fresh);
  return fresh;
};
