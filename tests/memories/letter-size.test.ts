import { describe, expect, it } from 'vitest';
import type { Catalogue, Text } from '../../functions/catalogue/catalogue.schema.ts';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf, MAX_HTML_BYTES } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { memoryPage } from '../../functions/memories/page.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { PURPOSES } from '../../functions/texts/consents.ts';
import { LANGUAGES, type Language } from '../../functions/texts/languages.ts';
import { say } from '../../functions/texts/texts.ts';
import { everythingIn, visitOf } from './walks.ts';

const origin = 'https://hall.example.org';
const bytes = (html: string): number => new TextEncoder().encode(html).length;

/** Who did everything, wrote as much as the booth takes, and came with the longest name. */
const memoryOf = (language: Language, from: Catalogue, letter = 'w') =>
  composeMemory(
    visitOf(everythingIn(from), {
      language,
      tour: { code: 'TOUR01', name: letter.repeat(80) },
      entry: { entryId: 'e', message: letter.repeat(2000), name: letter.repeat(40), state: 'pending', at: 'a' },
      consents: PURPOSES.map(purpose => ({ purpose, given: true, version: 'v', at: 'a' })),
    }),
    from,
    { origin },
  );

/** The hall's catalogue with each text as long as its shape allows. */
const swollen = (letter: string): Catalogue => {
  const full = (most: number): Text => ({ ko: letter.repeat(most), en: letter.repeat(most) });
  const named = <T>(list: readonly T[]): T[] => list.map(one => ({ ...one, name: full(60) }));
  return {
    ...catalogue,
    zones: catalogue.zones.map(one => ({ ...one, name: full(40) })),
    exhibits: catalogue.exhibits.map(one => ({ ...one, name: full(60), about: full(280), promotion: true })),
    materials: catalogue.materials.map(one => ({ ...one, name: full(80), about: full(240) })),
    services: catalogue.services.map(one => ({ ...one, name: full(60), about: full(240), runBy: full(80) })),
    stages: named(catalogue.stages),
    topics: named(catalogue.topics),
    consultations: named(catalogue.consultations),
  };
};

describe('the letter of who did everything in the hall', () => {
  it.each(LANGUAGES)(
    'has in %s at most 60 KB of html, one line for what does not fit, and a page with all of it',
    language => {
      const memory = memoryOf(language, catalogue);
      const { html, text } = letterOf(memory, { settings });
      expect(bytes(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
      const opened = memory.materials.filter(({ why }) => why === 'opened').length;
      // How many are shown is the letter's affair, up to ten.
      const rests = (all: number) =>
        Array.from({ length: 11 }, (_, shown) => say(language, 'memory.note.more', { count: all - shown }));
      for (const all of [opened, memory.consultations.length])
        for (const body of [html, text])
          expect(
            rests(all).filter(line => body.includes(line)),
            `${all}`,
          ).not.toEqual([]);
      const page = memoryPage(memory, { settings });
      for (const { href } of memory.materials) expect(page).toContain(href);
    },
  );

  it.each([
    ['Hangul', 'ko', '가'],
    ['signs that markup writes with six letters', 'en', '"'],
    ['the like in Arabic', 'ar', '"'],
  ] as const)('has at most 60 KB where every text is as long as it may be, in %s', (_letters, language, letter) => {
    const { html } = letterOf(memoryOf(language, swollen(letter), letter), { settings });
    expect(bytes(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
  });
});
