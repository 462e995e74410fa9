import { caniemail } from 'caniemail';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { WRITTEN } from '../../functions/texts/languages.ts';

/** What some client drops, and why the letter is whole without it. A new finding is a decision, not a surprise. */
const LOSSES: Record<string, string> = {
  'color-scheme CSS property': 'tells Apple Mail that the night palette is ours; others invert by themselves',
  'color-scheme meta tag': 'as above',
  '<style> element': 'the letter is complete with inline styles; the block holds the night palette only',
  '@media': 'night palette only',
  'Attribute selector': 'night palette of Outlook.com only',
  'Class selector': 'night palette only',
  'Descendant combinator': 'night palette of Outlook.com only',
  'display:none': 'hides the preheader; max-height, font size and opacity hide it too',
  opacity: 'hides the preheader, with display:none and max-height',
  'max-height property': 'hides the preheader, with display:none and opacity',
  overflow: 'preheader and rounded corners; nothing is cut without it',
  '<body> element': 'ground colour, language and direction are on a wrapper and on each cell too',
  'border-radius': 'corners are square without it',
  'aria-hidden attribute': 'on the preheader only',
  'word-break': 'one of two spellings for breaking long names',
  'overflow-wrap': 'one of two spellings for breaking long names',
  'height property': 'of badges and pictures; pictures have the attribute too',
  'role attribute': 'presentation of layout tables, for screen readers that keep it',
};

describe('the letter before caniemail', () => {
  it.each(WRITTEN)('loses in %s what we decided that it may lose, and nothing else', language => {
    const memory = composeMemory(sampleOf('full', language, catalogue), catalogue, {
      origin: 'https://hall.example.org',
    });
    const { html } = letterOf(memory, { settings });
    const { issues } = caniemail({
      clients: ['gmail.*', 'outlook.*', 'apple-mail.*', 'yahoo.*', 'samsung-email.*'],
      html,
    });
    const titles = new Set([...issues.errors.values()].flatMap(found => found.map(({ title }) => title)));
    expect([...titles].sort()).toEqual(Object.keys(LOSSES).sort());
  });
});
