import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { ISOLATE, unmarked } from '../../functions/memories/html.ts';
import { letterOf, MAX_HTML_BYTES } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { previewOf } from '../../functions/memories/preview.ts';
import { SAMPLE_NAMES, type SampleName, sampleOf } from '../../functions/memories/samples.ts';
import { viewOf } from '../../functions/memories/view.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { direction, LANGUAGE_TAGS, type Language, WRITTEN } from '../../functions/texts/languages.ts';
import { smallCatalogue, visitOf, walked } from './walks.ts';

const origin = 'https://hall.example.org';
const memoryOf = (name: SampleName, language: Language) =>
  composeMemory(sampleOf(name, language, catalogue), catalogue, { origin });
const fixtures = WRITTEN.flatMap(language => SAMPLE_NAMES.map(name => [name, language] as const));

const decoded = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>|<!--.*?-->/gs, '')
    .replace(/<br>/g, '\n')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
const flat = (text: string): string => text.replace(/\s+/g, '');

describe.each(fixtures)('the letter of %s in %s', (name, language) => {
  const memory = memoryOf(name, language);
  const letter = letterOf(memory, { settings });
  const { html, text } = letter;

  it('has at most 60 KB of html', () => {
    expect(new TextEncoder().encode(html).length).toBeLessThanOrEqual(MAX_HTML_BYTES);
  });

  it('uses nothing that mail clients drop or trackers need', () => {
    expect(html).not.toMatch(
      /data:|<svg|\.webp|display:\s*(flex|grid)|srcset|@font-face|<script|<form|<link|background-image|url\(|width="1"|colspan/i,
    );
    expect(html.replace(/margin:0[;"]/g, '')).not.toMatch(/margin[-:]/);
  });

  it('lays out with marked tables, sized and described pictures, and headings in order', () => {
    for (const table of html.match(/<table[^>]*>/g) ?? []) expect(table).toContain('role="presentation"');
    for (const image of html.match(/<img[^>]*>/g) ?? [])
      expect(image).toMatch(/width="\d+" height="\d+" alt="[^"]{10,}"/);
    const levels = [...html.matchAll(/<h(\d)/g)].map(found => Number(found[1]));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
  });

  it('says its language and direction on the wrapper and on each cell of text', () => {
    const cells = html.match(/<td[^>]*font-family[^>]*>/g) ?? [];
    expect(cells.length).toBeGreaterThan(4);
    for (const cell of cells) expect(cell).toMatch(/ lang="[^"]*".* dir="(ltr|rtl|auto)"/);
    expect(html).toContain(`<div class="g" lang="${LANGUAGE_TAGS[language]}" dir="${direction(language)}"`);
    if (direction(language) === 'rtl') expect(html).not.toMatch(/text-align:left|direction:ltr/);
  });

  it('says in plain words what the html says', () => {
    const view = viewOf(memory, settings, 10);
    const lists = [
      ...view.zones.flatMap(({ items }) => items),
      ...view.consultations,
      ...view.opened,
      ...view.next,
      ...view.services,
    ];
    const said = [
      view.title,
      view.intro,
      view.takeBack,
      view.why,
      view.pageNote,
      ...view.consents,
      ...view.highlights,
      ...view.zones.map(zone => zone.name.text),
      ...view.zones.flatMap(({ notes }) => notes),
      ...lists.flatMap(item => [item.name.text, item.line ?? '', item.about?.text ?? '', ...item.notes]),
      ...(view.message ?? '').split('\n'),
    ].map(unmarked);
    const shown = flat(decoded(html));
    const plain = flat(text);
    for (const line of said) {
      expect(shown).toContain(flat(line));
      expect(plain).toContain(flat(line));
    }
    const linked = (all: string) => new Set(all.match(/https:\/\/[^\s"<]+/g) ?? []);
    expect(linked(text)).toEqual(linked(html));
    // One no-break space is spelling (French, Russian); two are the padding of the preheader.
    expect(text).not.toMatch(/<[a-z]|&[a-z]+;|\u200c|\u00a0{2}|[\u2066-\u2069]/);
  });

  it('has a preheader of 40 to 100 characters that is not the subject and not in the text', () => {
    expect([...letter.preheader].length).toBeGreaterThanOrEqual(40);
    expect([...letter.preheader].length).toBeLessThanOrEqual(100);
    expect(letter.preheader).not.toBe(letter.subject);
    expect(text).not.toContain(letter.preheader);
  });

  it('links by https to our host and the hosts that the catalogue lists only, without a person in the address', () => {
    for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) {
      const url = new URL(href);
      expect(url.protocol).toBe('https:');
      expect(url.origin === origin || catalogue.hosts.includes(url.host), href).toBe(true);
      expect(href).not.toMatch(/@|amazonaws|X-Amz/);
    }
  });

  it('has a subject without a word of advertising', () => {
    expect(letter.subject).not.toMatch(/광고|무료|할인|이벤트|free|offer|discount|sale/i);
  });

  it('puts inline what it shows and shows what it puts inline', () => {
    const shown = [...html.matchAll(/src="cid:(\w+)"/g)].map(found => found[1]);
    expect(letter.inline.map(({ cid }) => cid)).toEqual(shown);
  });
});

describe('a letter', () => {
  it('collapses forty exhibits when the html would be too large, and leads to the rest', () => {
    const long = { ko: '가'.repeat(60), en: 'x'.repeat(60) };
    const exhibits = Array.from({ length: 80 }, (_, index) => ({
      id: `e${index}`,
      zone: 1 + (index % 5),
      name: long,
      about: long,
      topics: [],
      materials: [],
      source: 'test',
      checked: false,
    }));
    const did = walked(
      ...exhibits.map(({ id, zone }) => ({ kind: 'explored', exhibit: id, zone, seconds: 90, kept: true }) as const),
    );
    const memory = composeMemory(visitOf(did, { language: 'ko' }), { ...smallCatalogue, exhibits }, { origin });
    const letter = letterOf(memory, { settings });
    expect(new TextEncoder().encode(letter.html).length).toBeLessThanOrEqual(MAX_HTML_BYTES);
    expect(letter.html).toMatch(/외 \d+가지는 기억 페이지에서/);
    expect(memory.zones.flatMap(zone => zone.exhibits)).toHaveLength(80);
  });

  it('escapes what visitors wrote, in html, and isolates their name', () => {
    const entry = {
      entryId: 'e',
      name: '<img src=x onerror=a>',
      message: '"><script>alert(1)</script>',
      state: 'private',
      at: 'a',
    };
    const letter = letterOf(composeMemory(visitOf([], { entry }), smallCatalogue, { origin }), { settings });
    expect(letter.html).not.toMatch(/<script|<img/);
    expect(letter.html).toContain('<span dir="auto">&lt;img src=x onerror=a&gt;</span>');
    expect(letter.subject).not.toContain(ISOLATE.own);
  });

  it('cuts a very long name in the subject only', () => {
    const letter = letterOf(memoryOf('long-name', 'en'), { settings });
    expect(letter.subject).toContain('Wolfeschlegelsteinhause…');
    expect(letter.text).toContain('Wolfeschlegelsteinhausenbergerdorff-Mont');
  });

  it('is labelled as advertising exactly when it promotes, which takes consent', () => {
    const talk = walked({
      kind: 'consulted',
      zone: 4,
      exhibit: 'firm',
      topic: 'export',
      followUp: false,
    });
    const made = (given: boolean) =>
      letterOf(
        composeMemory(
          visitOf(talk, { consents: [{ purpose: 'promotion', given, version: 'v', at: 'a' }] }),
          smallCatalogue,
          { origin },
        ),
        { settings },
      );
    expect([made(true).promotion, made(true).subject.startsWith('(광고) ')]).toEqual([true, true]);
    expect([made(false).promotion, made(false).subject.includes('광고')]).toEqual([false, false]);
    expect(made(true).text).toContain('marked as advertising');
  });

  it('says that the photo was late, and greets a tour', () => {
    const photos = [{ photoId: 'p', kind: 'photo', state: 'waiting', people: 1 } as const];
    const { text } = letterOf(
      composeMemory(visitOf([], { photos, tour: { code: 'A', name: 'Uruguay' } }), smallCatalogue, { origin }),
      { settings },
    );
    expect(text).toContain('Your photo was still being made');
    expect(text).toContain('You came with Uruguay.');
  });

  it('is the same for the same memory', () => {
    const again = () => letterOf(memoryOf('full', 'ko'), { settings });
    expect(again()).toEqual(again());
  });

  it('of two taps is short and warm', () => {
    const record = letterOf(memoryOf('short', 'en'), { settings }).text.split('Open your memory page')[0];
    expect(record).toBe(
      [
        'e-Government Exhibition Hall',
        'Your day with us',
        '',
        'Hello,',
        '',
        'On Friday, November 20, 2026 you were with us for a little while. This is what your card remembers of it. Thank you for coming; we would be glad to see you again.',
        '',
        'Your way through the hall',
        '─'.repeat(24),
        '1. Welcome eG',
        '   You tapped your card here.',
        '',
        '3. eG-History',
        '   You tapped your card here.',
        '',
        '',
      ].join('\n'),
    );
  });

  it('can be seen in the booth before it goes, with pictures by address and words that were not sent yet', () => {
    const recalled = sampleOf('no-photo', 'en', catalogue);
    const draft = {
      message: 'Not sent yet',
      name: 'Ann',
      language: 'ko',
      photo: { photoId: 'p', people: 3, src: '/p.jpg' },
      drawing: { photoId: 'd', src: '/d.jpg' },
    } as const;
    const { subject, html } = previewOf(recalled, catalogue, { origin, settings, draft });
    expect(subject).toContain('Ann 님의');
    expect([...html.matchAll(/src="([^"]+)"/g)].map(found => found[1])).toEqual(['/p.jpg', '/d.jpg']);
    expect(html).toContain('Not sent yet');
    const kept = previewOf(sampleOf('group', 'en', catalogue), catalogue, { origin, settings, draft: {} });
    expect(kept.html).toContain('src="/api/photos/sample-photo/preview"');
  });
});
