import type { Catalogue, Material } from '../catalogue/catalogue.schema.ts';
import { catalogueLanguage, type WrittenLanguage } from '../texts/languages.ts';
import { say } from '../texts/texts.ts';
import type { Interaction } from '../visits/visit.schema.ts';
import { hasExhibit, isKept, termName } from './doings.ts';
import type { MaterialLine, ServiceLine } from './memory.schema.ts';
import { listInLine, wordsFor } from './words.ts';

const MAX_NEXT = 5;
const MAX_SERVICES = 6;

/** An exhibit's own material counts as much as three shared topics, of a kept exhibit as five. */
const OWN = 3;
const OWN_KEPT = 5;

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/**
 * Materials that were opened, then those to read next: matched by the topics of what was done, best first, each once. What only promoted
 * exhibits offer is advertising as they are: with consent, and about an exhibit that was visited.
 */
export const materialsOf = (
  language: WrittenLanguage,
  catalogue: Catalogue,
  did: readonly Interaction[],
  page: string,
  mayPromote: boolean,
): MaterialLine[] => {
  const exhibits = did.filter(hasExhibit).flatMap(one => {
    const exhibit = catalogue.exhibits.find(({ id }) => id === one.exhibit);
    return exhibit && (mayPromote || exhibit.promotion !== true) ? [{ did: one, exhibit }] : [];
  });
  const offered = Map.groupBy(
    catalogue.exhibits.flatMap(({ materials, promotion }) => materials.map(id => ({ id, promotion }))),
    ({ id }) => id,
  );
  const promotes = (id: string): boolean => offered.get(id)?.every(({ promotion }) => promotion === true) ?? false;
  const line = (material: Material, why: MaterialLine['why'], from: string[]): MaterialLine => ({
    material: material.id,
    name: wordsFor(language, material.name),
    about: wordsFor(language, material.about),
    href: `${page}/material/${material.id}`,
    why,
    promoted: promotes(material.id),
    from: unique(from),
  });
  const known = (id: string) => catalogue.materials.find(material => material.id === id);
  const opened = new Map<string, string[]>();
  for (const one of did) {
    if (one.kind !== 'collected') continue;
    const own = exhibits.find(({ did }) => did.id === one.id)?.exhibit.materials ?? [];
    // A brochure without a name is a file of the exhibit; its links were not opened by taking it.
    const taken = one.material === undefined ? own.filter(id => known(id)?.file) : [one.material];
    for (const id of taken) opened.set(id, [...(opened.get(id) ?? []), one.id]);
  }
  const first = [...opened].flatMap(([id, from]) => {
    const material = known(id);
    return material && (mayPromote || !promotes(id)) ? [line(material, 'opened', from)] : [];
  });
  const interests = did.flatMap(one =>
    one.kind === 'chose' ? one.interests.map(topic => ({ topic, from: one.id })) : [],
  );
  const next = catalogue.materials
    .filter(material => !opened.has(material.id))
    .map((material, order) => {
      const own = exhibits.filter(({ exhibit }) => exhibit.materials.includes(material.id));
      const near = exhibits.filter(({ exhibit }) => exhibit.topics.some(topic => material.topics.includes(topic)));
      const chosen = interests.filter(({ topic }) => material.topics.includes(topic));
      // Each exhibit counts once, however often it was touched; own material once, or the leaflet of a zone would beat everything.
      const byExhibit = [...Map.groupBy(own, ({ exhibit }) => exhibit.id).values()];
      const kept = byExhibit.some(group => isKept(group.map(({ did }) => did)));
      const ownScore = kept ? OWN_KEPT : own.length > 0 ? OWN : 0;
      if (promotes(material.id) && own.length === 0) return { material, score: 0, order, from: [] };
      const score = ownScore + unique(near.map(({ exhibit }) => exhibit.id)).length + chosen.length;
      return {
        material,
        score,
        order,
        from: [...own, ...near].map(({ did }) => did.id).concat(chosen.map(one => one.from)),
      };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, MAX_NEXT)
    .map(({ material, from }) => line(material, 'next', from));
  return [...first, ...next];
};

/** What the life zone recommended, saved ones first, each once, with the reason that was logged. */
export const servicesOf = (
  language: WrittenLanguage,
  catalogue: Catalogue,
  did: readonly Interaction[],
): ServiceLine[] => {
  const chose = did.filter(one => one.kind === 'chose');
  const last = chose.at(-1);
  if (!last) return [];
  const saved = new Set(chose.flatMap(one => one.saved));
  // Saved in an earlier round still counts; merely recommended there does not.
  const ids = unique([...saved, ...last.recommended.map(({ service }) => service)]).slice(0, MAX_SERVICES);
  return ids.flatMap(id => {
    const service = catalogue.services.find(known => known.id === id);
    const round = [...chose].reverse().find(one => one.recommended.some(({ service }) => service === id)) ?? last;
    if (!service) return [];
    const because = round.recommended.find(({ service }) => service === id)?.because ?? [];
    const interests = because.flatMap(topic => termName(language, catalogue.topics, topic) ?? []);
    const stage = termName(language, catalogue.stages, round.stage);
    const reason =
      interests.length > 0
        ? say(language, 'memory.because', { interests: listInLine(language, interests) })
        : stage
          ? say(language, 'memory.because.stage', { stage: listInLine(language, [stage]) })
          : '';
    return [
      {
        service: id,
        name: wordsFor(language, service.name),
        about: wordsFor(language, service.about),
        runBy: wordsFor(language, service.runBy),
        ...(service.link ? { href: service.link[catalogueLanguage(language)] } : {}),
        reason,
        saved: saved.has(id),
        from: chose
          .filter(one => one.saved.includes(id) || one.recommended.some(({ service }) => service === id))
          .map(one => one.id),
      },
    ];
  });
};
