import { caniemail } from 'caniemail';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import type { Memory } from '../../functions/memories/memory.schema.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { type SampleName, sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { type Language, WRITTEN } from '../../functions/texts/languages.ts';
import { LOSSES } from './caniemail-baseline.ts';
import { promotedMemory } from './walks.ts';

/** Clients by family, in the order that the baseline writes them. */
const CLIENTS = {
  gmail: ['android', 'desktop-webmail', 'ios', 'mobile-webmail'],
  outlook: ['android', 'ios', 'macos', 'outlook-com', 'windows', 'windows-mail'],
  'apple-mail': ['ios', 'macos'],
  yahoo: ['android', 'desktop-webmail', 'ios'],
  'samsung-email': ['android'],
} as const;

const familiesOf = (clients: ReadonlySet<string>): string =>
  Object.entries(CLIENTS)
    .flatMap(([family, all]) => {
      const has = all.filter(one => clients.has(`${family}.${one}`));
      return has.length === 0 ? [] : has.length === all.length ? family : `${family} (${has.join(', ')})`;
    })
    .join('; ');

/** What caniemail finds, as the baseline is written. */
const lossesOf = (memory: Memory) => {
  const { issues } = caniemail({
    clients: ['gmail.*', 'outlook.*', 'apple-mail.*', 'yahoo.*', 'samsung-email.*'],
    html: letterOf(memory, { settings }).html,
  });
  const found: Record<string, { none?: string; partial?: string }> = {};
  for (const [how, byClient] of [
    ['none', issues.errors],
    ['partial', issues.warnings],
  ] as const) {
    const clients = new Map<string, Set<string>>();
    for (const [client, list] of byClient)
      for (const { title } of list) clients.set(title, (clients.get(title) ?? new Set()).add(client));
    for (const [title, those] of clients) found[title] = { ...found[title], [how]: familiesOf(those) };
  }
  return found;
};

const decided = Object.fromEntries(
  Object.entries(LOSSES).map(([title, { because: _, ...clients }]) => [title, clients]),
);
const sample = (name: SampleName, language: Language) =>
  composeMemory(sampleOf(name, language, catalogue), catalogue, { origin: 'https://hall.example.org' });

describe('the letter before caniemail', () => {
  it.each([
    ...WRITTEN.map(language => ['full', language, sample('full', language)] as const),
    ['forty', 'en', sample('forty', 'en')],
    ['rtl', 'ar', sample('rtl', 'ar')],
    ['promoted', 'ko', promotedMemory('ko', catalogue)],
  ] as const)(
    'of %s in %s loses in each client what we decided that it may lose there, and nothing else',
    (_name, _language, memory) => {
      expect(lossesOf(memory)).toEqual(decided);
    },
  );
});
