import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, kioskCatalogue } from '../../functions/catalogue/catalogue.ts';
import { interestsOf, recommend } from '../../functions/catalogue/recommend.ts';

const small = {
  services: [
    { id: 'general', stages: ['young', 'old'], topics: ['health'] },
    { id: 'own', stages: ['young'], topics: ['health'] },
    { id: 'aside', stages: ['young', 'old'], topics: ['work', 'health'] },
    { id: 'both', stages: ['young', 'old'], topics: ['work', 'home'] },
    { id: 'other', stages: ['old'], topics: ['health', 'home'] },
  ],
};

describe('recommend', () => {
  it('puts first what serves more of the chosen interests, then what is made for the stage, then what leads with it', () => {
    expect(recommend(small, { stage: 'young', interests: ['health'] })).toEqual([
      { service: 'own', score: 15, because: ['health'] },
      { service: 'general', score: 12, because: ['health'] },
      { service: 'aside', score: 10, because: ['health'] },
    ]);
    expect(recommend(small, { stage: 'young', interests: ['home', 'work'] })[0]).toEqual({
      service: 'both',
      score: 22,
      because: ['home', 'work'],
    });
  });

  it('shows what is made for the stage when no interest is chosen, and gives no reason it does not have', () => {
    const shown = recommend(small, { stage: 'young', interests: [] });
    expect(shown.map(({ service }) => service)).toEqual(['own', 'aside', 'both', 'general']);
    expect(shown.flatMap(({ because }) => because)).toEqual([]);
  });

  it('gives each chosen interest its turn, so that the many services of one do not crowd out another', () => {
    const shown = recommend(catalogue, { stage: 'young-adults', interests: ['jobs', 'housing', 'travel'] });
    for (const interest of ['jobs', 'housing', 'travel'])
      expect(shown.filter(({ because }) => because.includes(interest)).length).toBeGreaterThanOrEqual(2);
  });

  it('has nothing for a stage or an interest that it does not know', () => {
    expect(recommend(small, { stage: 'newborn', interests: ['health'] })).toEqual([]);
    expect(recommend(small, { stage: 'young', interests: ['fishing'] })).toEqual([]);
  });

  it('counts an interest once, however often it was touched', () => {
    const once = recommend(small, { stage: 'young', interests: ['health'] });
    expect(recommend(small, { stage: 'young', interests: ['health', 'health'] })).toEqual(once);
  });

  it('gives the page, which knows one language, the answer that the memory has', () => {
    const choice = { stage: 'seniors', interests: ['health', 'later-life'] };
    expect(recommend(kioskCatalogue('ko').body, choice)).toEqual(recommend(catalogue, choice));
    expect(recommend(catalogue, choice)[0]).toMatchObject({ service: 'dementia-support', because: choice.interests });
  });

  const topics = catalogue.topics.map(({ id }) => id);
  const choices = fc.record({
    stage: fc.constantFrom(...catalogue.stages.map(({ id }) => id)),
    interests: fc.subarray(topics),
  });

  it('recommends for any choice only services of the stage, best first, each with the chosen interests it serves', () => {
    fc.assert(
      fc.property(choices, choice => {
        const shown = recommend(catalogue, choice, 100);
        for (const { service, because } of shown) {
          const entry = catalogue.services.find(({ id }) => id === service);
          expect(entry?.stages).toContain(choice.stage);
          expect(because).toEqual(choice.interests.filter(id => entry?.topics.includes(id)));
          if (choice.interests.length > 0) expect(because).not.toEqual([]);
        }
        if (choice.interests.length === 0) return;
        for (const { score, because } of shown) {
          const alike = shown.filter(other => String(other.because) === String(because)).map(other => other.score);
          expect(alike).toEqual([...alike].sort((x, y) => y - x));
          expect(score).toBeLessThanOrEqual(shown[0]!.score);
        }
        expect(recommend(catalogue, choice)).toEqual(shown.slice(0, 6));
      }),
      { numRuns: 100 },
    );
  });

  it('never loses a service because one more interest was chosen', () => {
    fc.assert(
      fc.property(choices, fc.constantFrom(...topics), ({ stage, interests }, more) => {
        fc.pre(interests.length > 0);
        const before = recommend(catalogue, { stage, interests }, 100).map(({ service }) => service);
        const after = recommend(catalogue, { stage, interests: [...interests, more] }, 100);
        expect(after.map(({ service }) => service)).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 100 },
    );
  });
});

describe('interestsOf', () => {
  it('offers no interest that would lead to nothing, and at least seven at every stage', () => {
    for (const { id: stage } of catalogue.stages) {
      const offered = interestsOf(catalogue, stage);
      expect(offered.length).toBeGreaterThanOrEqual(7);
      for (const { id } of offered) expect(recommend(catalogue, { stage, interests: [id] })).not.toEqual([]);
    }
  });

  it('offers every topic at some stage', () => {
    const offered = new Set(catalogue.stages.flatMap(({ id }) => interestsOf(catalogue, id)));
    expect(offered.size).toBe(catalogue.topics.length);
  });
});
