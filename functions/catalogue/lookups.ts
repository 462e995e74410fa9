import type {
  Catalogue,
  Exhibit,
  Material,
  Retired,
  Service,
  Term,
  Text,
  ThingKind,
  Zone,
} from './catalogue.schema.ts';

/** Finds things of a catalogue by their ids; `undefined` for what it does not have. */
export interface Lookups {
  /** a zone by its number, 1 to 10 */
  zoneOf(zone: number): Zone | undefined;
  /** an exhibit that the hall shows now; for one of an earlier catalogue see `retiredOf` */
  exhibitOf(id: string): Exhibit | undefined;
  /** the exhibits of a zone, in the order of its file */
  exhibitsOf(zone: number): readonly Exhibit[];
  /** a material that can be opened now */
  materialOf(id: string): Material | undefined;
  /** a service that can be recommended now */
  serviceOf(id: string): Service | undefined;
  /** a stage, topic, field or topic of consultation */
  termOf(list: 'stages' | 'topics' | 'fields' | 'consultations', id: string): Term | undefined;
  /** something that an earlier catalogue offered */
  retiredOf(kind: ThingKind, id: string): Retired | undefined;
  /** the name of a thing that the hall offers or once offered */
  nameOf(kind: ThingKind, id: string): Text | undefined;
  /** may an interaction name this exhibit (in this zone)? Also when it is retired: a batch may come late */
  isKnownExhibit(id: string, zone?: number): boolean;
}

const byId = <T extends { id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map(entry => [entry.id, entry]));

/** The lookups of a catalogue, its maps made once. */
export const lookupsOf = (catalogue: Catalogue): Lookups => {
  const exhibits = byId(catalogue.exhibits);
  const materials = byId(catalogue.materials);
  const services = byId(catalogue.services);
  const current = { exhibit: exhibits, material: materials, service: services };
  const terms = {
    stages: byId(catalogue.stages),
    topics: byId(catalogue.topics),
    fields: byId(catalogue.fields),
    consultations: byId(catalogue.consultations),
  };
  const retiredOf: Lookups['retiredOf'] = (kind, id) =>
    catalogue.retired.find(entry => entry.kind === kind && entry.id === id);
  return {
    zoneOf: zone => catalogue.zones.find(entry => entry.zone === zone),
    exhibitOf: id => exhibits.get(id),
    exhibitsOf: zone => catalogue.exhibits.filter(exhibit => exhibit.zone === zone),
    materialOf: id => materials.get(id),
    serviceOf: id => services.get(id),
    termOf: (list, id) => terms[list].get(id),
    retiredOf,
    nameOf: (kind, id) => (current[kind].get(id) ?? retiredOf(kind, id))?.name,
    isKnownExhibit: (id, zone) => {
      const found = exhibits.get(id) ?? retiredOf('exhibit', id);
      return found !== undefined && (zone === undefined || found.zone === zone);
    },
  };
};
