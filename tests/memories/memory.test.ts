import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recalled } from '../../functions/memories/memory.schema.ts';
import { composeMemory, explain, thingsOf } from '../../functions/memories/memory.ts';
import type { Interaction } from '../../functions/visits/visit.schema.ts';
import { smallCatalogue as catalogue, type Loose, visitOf, walked } from './walks.ts';

const compose = (recalled: Recalled) => composeMemory(recalled, catalogue, { origin: 'https://hall.example' });
const film = { kind: 'watched', zone: 2, exhibit: 'film' } as const;

describe('the zones of a memory', () => {
  it('come in the order walked, whatever order they arrived in', () => {
    const did = walked({ kind: 'tapped', zone: 5 }, film, { kind: 'tapped', zone: 1 }, { kind: 'tapped', zone: 5 });
    expect(compose(visitOf([...did].reverse())).zones.map(({ zone }) => zone)).toEqual([5, 2, 1]);
  });

  it('count the time of each stay, not the way between', () => {
    const did = walked(film, film, { kind: 'tapped', zone: 1 }, { ...film, seconds: 500 });
    const [media, door] = compose(visitOf(did)).zones;
    expect([media?.seconds, door?.seconds]).toEqual([60 + 500, 0]);
  });

  it('tell of the end what was left there, and only when it was tapped', () => {
    const photos: Recalled['photos'] = [{ photoId: 'p', kind: 'photo', state: 'ready', people: 1 }];
    const entry = { entryId: 'e', message: 'Hi', state: 'private', at: 'now' };
    const there = compose(visitOf(walked({ kind: 'tapped', zone: 5 }), { photos, entry }));
    expect(there.zones[0]?.notes.map(({ line }) => line)).toEqual([
      'You had your picture taken.',
      'You wrote in the guestbook.',
    ]);
    expect(compose(visitOf(walked(film), { photos, entry })).zones.map(({ zone }) => zone)).toEqual([2]);
  });
});

describe('what was done', () => {
  const detail = (...did: Parameters<typeof walked>) => compose(visitOf(walked(...did))).zones[0]?.exhibits[0]?.detail;
  it.each([
    ['watched 3 of 5 minutes', [{ ...film, seconds: 170, ofSeconds: 300 }]],
    ['watched 4 of 5 minutes', [{ ...film, seconds: 269 }]],
    [
      'watched to the end',
      [
        { ...film, seconds: 100 },
        { ...film, seconds: 290 },
      ],
    ],
    ['watched', [film]],
    ['looked at', [{ kind: 'explored', zone: 2, exhibit: 'game' }]],
    [
      'looked at for 2 minutes · kept for later',
      [{ kind: 'explored', zone: 2, exhibit: 'game', seconds: 120, kept: true }],
    ],
    [
      'looked at',
      [
        { kind: 'explored', zone: 2, exhibit: 'game', kept: true },
        { kind: 'explored', zone: 2, exhibit: 'game', kept: false },
      ],
    ],
    ['tried, reached step 4 of 6', [{ kind: 'tried', zone: 2, exhibit: 'game', step: 4, ofSteps: 6 }]],
    ['tried, all 6 steps done', [{ kind: 'tried', zone: 2, exhibit: 'game', step: 6, ofSteps: 6 }]],
    ['taken along', [{ kind: 'collected', zone: 2, exhibit: 'film' }]],
    ['talked about Export', [{ kind: 'consulted', zone: 4, exhibit: 'firm', topic: 'export', followUp: true }]],
  ] as const)('is told as: %s', (line, did) => {
    expect(detail(...did)).toBe(line);
  });

  it('keeps the name of a retired exhibit, and says a neutral line for one nobody knows any more', () => {
    const did = walked({ ...film, exhibit: 'old-film' }, { ...film, exhibit: 'lost' }, { ...film, exhibit: 'gone' });
    const zone = compose(visitOf(did)).zones[0];
    expect(zone?.exhibits.map(({ name }) => name.text)).toEqual(['Old film']);
    expect(zone?.notes).toEqual([{ line: 'And 2 exhibits no longer in the hall.', from: ['i1', 'i2'] }]);
  });

  it('is marked as English for a reader of another language', () => {
    const zone = compose(visitOf(walked(film), { language: 'ko' })).zones[0];
    expect(zone?.exhibits[0]?.name).toEqual({ text: 'Film 가', language: 'ko' });
    expect(compose(visitOf(walked(film), { language: 'fr' })).zones[0]?.name.language).toBe('en');
  });
});

describe('highlights', () => {
  it('name the longest, the finished and the kept, each exhibit once', () => {
    const did = walked(
      { ...film, seconds: 290 },
      { kind: 'tried', zone: 2, exhibit: 'game', step: 3, ofSteps: 3 },
      { kind: 'explored', zone: 2, exhibit: 'old-film', kept: true },
    );
    expect(compose(visitOf(did)).highlights).toEqual([
      { why: 'longest', exhibit: 'film', line: 'You stayed longest with Film: 5 minutes.', from: ['i0'] },
      { why: 'finished', exhibit: 'game', line: 'You finished every step of Game.', from: ['i1'] },
      { why: 'kept', exhibit: 'old-film', line: 'You kept Old film for later.', from: ['i2'] },
    ]);
  });

  it('are none for a visit of two things, which is told already', () => {
    expect(compose(visitOf(walked({ ...film, seconds: 290, kept: true }))).highlights).toEqual([]);
  });
});

describe('materials and services', () => {
  const chose = (more: { saved: string[] }): Loose => ({
    kind: 'chose',
    zone: 3,
    stage: 'young',
    interests: ['health'],
    recommended: [
      { service: 'care', because: ['health'] },
      { service: 'school', because: [] },
    ],
    ...more,
  });

  it('are first what was opened, then what is near, each once and nothing else', () => {
    const did = walked(film, { kind: 'collected', zone: 2, exhibit: 'film', material: 'taxes' }, film);
    const lines = compose(visitOf(did)).materials.map(({ material, why, from }) => [material, why, from]);
    expect(lines).toEqual([
      ['taxes', 'opened', ['i1']],
      ['book', 'next', ['i0', 'i1', 'i2']],
    ]);
  });

  it('count a brochure without a name as the exhibit’s file', () => {
    const did = walked({ kind: 'collected', zone: 2, exhibit: 'film' });
    expect(compose(visitOf(did)).materials[0]).toMatchObject({
      material: 'book',
      why: 'opened',
      href: 'https://hall.example/m/0123456789abcdefghjkmnpqrs/material/book',
    });
  });

  it('bring what was saved first, with the reason that was logged', () => {
    const memory = compose(visitOf(walked(chose({ saved: [] }), chose({ saved: ['school'] }))));
    expect(memory.services.map(({ service, reason, saved }) => [service, reason, saved])).toEqual([
      ['school', 'For the stage of life you chose: Young', true],
      ['care', 'Because you chose health', false],
    ]);
    expect(memory.zones[0]?.notes[0]?.line).toBe('You chose: Young. Interests: health.');
    expect(thingsOf(memory)).toBe(1);
  });

  it('say in Korean the particle that fits', () => {
    const memory = compose(visitOf(walked(chose({ saved: [] })), { language: 'ko' }));
    expect(memory.services[0]?.reason).toBe('health 가를 고르셨기 때문입니다');
  });
});

describe('consultations and consents', () => {
  const talk = {
    kind: 'consulted',
    zone: 4,
    exhibit: 'firm',
    topic: 'export',
    followUp: true,
    contact: { given: true, version: '2026-11-22', language: 'en' },
  } as const;

  it('are told once a company and topic, and sharing ends when it is taken back', () => {
    const given = (contact: boolean) => [{ purpose: 'contact', given: contact, version: 'v', at: 'now' } as const];
    const shared = (consents: Recalled['consents']) => compose(visitOf(walked(talk, talk), { consents })).consultations;
    expect(shared([])).toHaveLength(1);
    expect(shared(given(true))[0]).toMatchObject({ contactShared: true, followUp: true, from: ['i0', 'i1'] });
    expect(shared(given(false))[0]?.contactShared).toBe(false);
  });

  it('let a promoted exhibit speak only with consent to advertising', () => {
    const consents: Recalled['consents'] = [{ purpose: 'promotion', given: true, version: 'v', at: 'now' }];
    const quiet = compose(visitOf(walked(talk)));
    const loud = compose(visitOf(walked(talk), { consents }));
    expect([quiet.promotion, quiet.zones[0]?.exhibits[0]?.about.text, quiet.materials]).toEqual([false, '', []]);
    expect([loud.promotion, loud.zones[0]?.exhibits[0]?.about.text, loud.materials.length]).toEqual([
      true,
      'Buy now',
      1,
    ]);
  });

  it('recommend or list what only a promoted exhibit offers to nobody who refused, and to nobody who was not there', () => {
    const near = (promotion: boolean) => ({
      ...catalogue,
      exhibits: catalogue.exhibits.map(one => (one.id === 'firm' ? { ...one, promotion } : one)),
      materials: catalogue.materials.map(one => (one.id === 'shelf' ? { ...one, topics: ['tax'] } : one)),
    });
    const told = (did: Interaction[], promotion: boolean, given: boolean) => {
      const consents: Recalled['consents'] = [{ purpose: 'promotion', given, version: 'v', at: 'now' }];
      const memory = composeMemory(visitOf(did, { consents }), near(promotion), { origin: 'https://hall.example' });
      return [memory.promotion, memory.materials.some(({ material }) => material === 'shelf')];
    };
    const taxes = walked(film);
    const brochure = walked({ kind: 'collected', zone: 2, exhibit: 'film', material: 'shelf' });
    expect(told(taxes, false, false)).toEqual([false, true]);
    expect(told(taxes, true, true)).toEqual([false, false]);
    expect([told(brochure, true, false), told(brochure, true, true)]).toEqual([
      [false, false],
      [true, true],
    ]);
  });
});

describe('pictures', () => {
  it('are the one of the guestbook first, then the fullest; a late one is said', () => {
    const photo = (photoId: string, people: number, state: 'ready' | 'waiting' = 'ready') =>
      ({ photoId, kind: 'photo', state, people }) as const;
    const entry = { entryId: 'e', photoId: 'b', state: 'approved', at: 'now' };
    const memory = compose(
      visitOf([], { photos: [photo('a', 2), photo('b', 1), photo('c', 4), photo('d', 1, 'waiting')], entry }),
    );
    expect(memory.photo?.photoId).toBe('b');
    expect(memory.otherPhotos.map(({ photoId }) => photoId)).toEqual(['c', 'a']);
    expect(memory.photoLate).toBe(true);
  });
});

describe('any visit', () => {
  const exhibit = fc.constantFrom('film', 'game', 'firm', 'old-film', 'lost');
  const about = {
    id: fc.uuid(),
    cardId: fc.constant('EG1'),
    zone: fc.integer({ min: 1, max: 5 }),
    at: fc
      .date({ min: new Date('2026-11-22'), max: new Date('2026-11-23'), noInvalidDate: true })
      .map(date => date.toISOString()),
  };
  const seconds = fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: undefined });
  const interaction = fc.oneof(
    fc.record({ ...about, kind: fc.constant('tapped') }),
    fc.record({ ...about, kind: fc.constant('watched'), exhibit, seconds }),
    fc.record({ ...about, kind: fc.constant('explored'), exhibit, seconds, kept: fc.boolean() }),
    fc.record({ ...about, kind: fc.constant('tried'), exhibit, step: fc.nat(9), ofSteps: fc.constant(6) }),
    fc.record({ ...about, kind: fc.constant('collected'), exhibit }),
  ) as fc.Arbitrary<Interaction>;

  it('is told with every zone that was tapped and none that was not, each line from what was logged, the same each time', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(interaction, { selector: did => did.id, maxLength: 40 }),
        fc.constantFrom('ko', 'en'),
        (did, language) => {
          const memory = compose(visitOf(did, { language }));
          expect(new Set(memory.zones.map(({ zone }) => zone))).toEqual(new Set(did.map(({ zone }) => zone)));
          const ids = new Set(did.map(({ id }) => id));
          for (const { from } of explain(memory)) {
            expect(from.length).toBeGreaterThan(0);
            expect(from.every(id => ids.has(id))).toBe(true);
          }
          const told = memory.zones.flatMap(({ exhibits }) => exhibits.map(doing => doing.exhibit));
          const logged = did.flatMap(one => ('exhibit' in one && one.exhibit !== 'lost' ? [one.exhibit] : []));
          expect(new Set(told)).toEqual(new Set(logged));
          expect(compose(visitOf([...did].reverse(), { language }))).toEqual(memory);
        },
      ),
      { numRuns: 150 },
    );
  });
});
