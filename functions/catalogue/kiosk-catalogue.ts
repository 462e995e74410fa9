import type { CatalogueLanguage } from '../texts/languages.ts';
import type { Catalogue, KioskCatalogue, Term, Text } from './catalogue.schema.ts';

/** Leaves out what is undefined, so that the shape on the wire has no empty keys. */
const given = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;

/** The catalogue in one language, without what only its editors need. */
export const inLanguage = (catalogue: Catalogue, language: CatalogueLanguage): KioskCatalogue => {
  const say = (text: Text | undefined) => text?.[language];
  const base = (entry: { id: string; name: Text; about: Text }) => ({
    id: entry.id,
    name: entry.name[language],
    about: entry.about[language],
  });
  const terms = (list: readonly Term[]) => list.map(({ id, name }) => ({ id, name: name[language] }));
  return {
    version: catalogue.version,
    language,
    zones: catalogue.zones.map(zone => ({ ...base(zone), zone: zone.zone, kind: zone.kind })),
    exhibits: catalogue.exhibits.map(({ source: _, checked: __, ...exhibit }) =>
      given({ ...exhibit, ...base(exhibit), runBy: say(exhibit.runBy) }),
    ),
    materials: catalogue.materials.map(material =>
      given({ ...base(material), link: say(material.link), file: say(material.file), topics: material.topics }),
    ),
    services: catalogue.services.map(service =>
      given({
        ...base(service),
        runBy: service.runBy[language],
        link: say(service.link),
        stages: service.stages,
        topics: service.topics,
      }),
    ),
    stages: terms(catalogue.stages),
    topics: terms(catalogue.topics),
    fields: terms(catalogue.fields),
    consultations: terms(catalogue.consultations),
  };
};
