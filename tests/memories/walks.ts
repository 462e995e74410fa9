import type { Catalogue } from '../../functions/catalogue/catalogue.schema.ts';
import type { Memory, Recalled } from '../../functions/memories/memory.schema.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { sampleOf } from '../../functions/memories/samples.ts';
import type { Language } from '../../functions/texts/languages.ts';
import type { Interaction } from '../../functions/visits/visit.schema.ts';

const both = (text: string) => ({ ko: `${text} 가`, en: text });
const known = { source: 'test', checked: false };

/** A catalogue small enough to see through. */
export const smallCatalogue: Catalogue = {
  version: '0123456789abcdef',
  zones: [
    ['welcome', 'Door'],
    ['media', 'Films'],
    ['life', 'Life'],
    ['lounge', 'Lounge'],
    ['memory', 'End'],
  ].map(([kind, name], index) => ({
    zone: index + 1,
    id: `zone-${index + 1}`,
    kind: kind as 'welcome',
    name: both(name ?? ''),
    about: both('about'),
    ...known,
  })),
  exhibits: [
    {
      id: 'film',
      zone: 2,
      name: both('Film'),
      about: both('A film'),
      seconds: 300,
      topics: ['tax'],
      materials: ['book'],
      ...known,
    },
    {
      id: 'game',
      zone: 2,
      name: both('Game'),
      about: both('A game'),
      topics: ['tax', 'health'],
      materials: [],
      ...known,
    },
    {
      id: 'firm',
      zone: 4,
      name: both('Firm'),
      about: both('Buy now'),
      topics: [],
      materials: ['shelf'],
      promotion: true,
      ...known,
    },
  ],
  materials: [
    { id: 'book', name: both('Book'), about: both('A book'), file: { ko: 'a.pdf', en: 'b.pdf' }, topics: [], ...known },
    {
      id: 'taxes',
      name: both('Taxes'),
      about: both('On tax'),
      link: { ko: 'https://tax.example/', en: 'https://tax.example/' },
      topics: ['tax'],
      ...known,
    },
    { id: 'shelf', name: both('Shelf'), about: both('On firms'), topics: [], ...known },
    { id: 'other', name: both('Other'), about: both('Not near'), topics: ['roads'], ...known },
  ],
  services: ['care', 'school'].map(id => ({
    id,
    name: both(id),
    about: both('about'),
    runBy: both('Ministry'),
    link: { ko: 'https://gov.example/', en: 'https://gov.example/' },
    stages: ['young'],
    topics: ['health'],
    ...known,
  })),
  stages: [{ id: 'young', name: both('Young') }],
  topics: ['tax', 'health'].map(id => ({ id, name: both(id) })),
  fields: [],
  consultations: [{ id: 'export', name: both('Export') }],
  retired: [{ id: 'old-film', kind: 'exhibit', zone: 2, name: both('Old film') }],
  hosts: ['tax.example', 'gov.example'],
};

const START = Date.parse('2026-11-22T01:00:00.000Z');

/** An interaction without what `walked` gives it. */
export type Loose = Interaction extends infer One
  ? One extends Interaction
    ? Omit<One, 'id' | 'cardId' | 'at'>
    : never
  : never;

/** Interactions a minute apart, with the ids i0, i1, ... */
export const walked = (...list: Loose[]): Interaction[] =>
  list.map(
    (did, index) =>
      ({ ...did, id: `i${index}`, cardId: 'EG1', at: new Date(START + index * 60_000).toISOString() }) as Interaction,
  );

/** A visit with nothing but what is given. */
export const visitOf = (interactions: Interaction[], more: Partial<Recalled> = {}): Recalled => ({
  visitId: 'v',
  language: 'en',
  openedAt: new Date(START).toISOString(),
  token: '0123456789abcdefghjkmnpqrs',
  interactions,
  photos: [],
  consents: [],
  ...more,
});

/** All that can be done in a hall: every exhibit looked at, every material taken, every topic talked about everywhere. */
export const everythingIn = ({ exhibits, consultations, stages, topics, services }: Catalogue): Interaction[] => {
  const contact = { given: true, version: 'v', language: 'en' } as const;
  const interests = topics.slice(0, 12).map(({ id }) => id);
  const offered = services.slice(0, 12).map(({ id }) => id);
  return walked(
    ...exhibits.flatMap(({ id: exhibit, zone, materials }): Loose[] => [
      { kind: 'explored', zone, exhibit, seconds: 90, kept: true },
      ...materials.map(material => ({ kind: 'collected', zone, exhibit, material }) as const),
      ...consultations.map(
        ({ id }) => ({ kind: 'consulted', zone, exhibit, topic: id, followUp: true, contact }) as const,
      ),
    ]),
    {
      kind: 'chose',
      zone: 5,
      stage: stages[0]?.id ?? '',
      interests,
      recommended: offered.map(service => ({ service, because: interests })),
      saved: offered,
    },
  );
};

/** The full sample in a hall whose first system of zone 4 advertises, of a visitor who agreed to that. */
export const promotedMemory = (language: Language, from: Catalogue): Memory => {
  const [first] = from.exhibits.filter(({ zone }) => zone === 4);
  const exhibits = from.exhibits.map(one => (one.id === first?.id ? { ...one, promotion: true } : one));
  const full = sampleOf('full', language, from);
  const consents = [...full.consents, { purpose: 'promotion', given: true, version: 'v', at: full.openedAt } as const];
  return composeMemory({ ...full, consents }, { ...from, exhibits }, { origin: 'https://hall.example.org' });
};
