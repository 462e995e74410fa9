import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { privacyPage } from '../../functions/memories/notices.ts';
import { memoryPage } from '../../functions/memories/page.ts';
import { PAGE_HEADERS } from '../../functions/memories/page-style.ts';
import {
  eraseConfirmPage,
  erasedPage,
  notFoundPage,
  takenBackPage,
  unsubscribePage,
} from '../../functions/memories/pages.ts';
import { SAMPLE_NAMES, type SampleName, sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { LANGUAGES, WRITTEN, type WrittenLanguage } from '../../functions/texts/languages.ts';
import { smallCatalogue, visitOf, walked } from './walks.ts';

const origin = 'https://hall.example.org';
const memoryOf = (name: SampleName, language: WrittenLanguage = 'en') =>
  composeMemory(sampleOf(name, language, catalogue), catalogue, { origin });
const page = (name: SampleName, language: WrittenLanguage = 'en') => memoryPage(memoryOf(name, language), { settings });
const posts = (html: string) =>
  [...html.matchAll(/<form method="post" action="([^"]+)"/g)].map(found => found[1]?.split('/').at(-1));

const pages = (): string[] => [
  ...SAMPLE_NAMES.flatMap(name => WRITTEN.map(language => page(name, language))),
  eraseConfirmPage(memoryOf('group')),
  erasedPage('en', { settings, receipt: '01' }),
  takenBackPage(memoryOf('full'), 'wall'),
  takenBackPage(memoryOf('full'), 'contact'),
  notFoundPage(),
  unsubscribePage(memoryOf('full')),
  takenBackPage(memoryOf('full'), 'promotion'),
  ...LANGUAGES.map(language => privacyPage(language, { settings, promotes: true })),
];

describe('every page', () => {
  it('is complete without script and without anything from elsewhere', () => {
    for (const html of pages()) {
      expect(html).not.toMatch(/<script|<link|<iframe|\son\w+=|\sstyle=|javascript:/i);
      for (const [, src = ''] of html.matchAll(/src="([^"]*)"/g)) expect(src.startsWith(`${origin}/m/`)).toBe(true);
    }
  });

  it('has one style, which the policy names by its hash', () => {
    for (const html of pages()) {
      const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(found => found[1] ?? '');
      expect(styles).toHaveLength(1);
      const hash = createHash('sha256')
        .update(styles[0] ?? '')
        .digest('base64');
      expect(PAGE_HEADERS['Content-Security-Policy']).toContain(`'sha256-${hash}'`);
    }
  });

  it('is not kept, indexed, framed or told to the next site', () => {
    expect(PAGE_HEADERS).toMatchObject({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    expect(PAGE_HEADERS['X-Robots-Tag']).toContain('noindex');
    expect(PAGE_HEADERS['Content-Security-Policy']).toContain("frame-ancestors 'none'");
  });
});

describe('the memory page', () => {
  it('shows all forty exhibits, with the photo to download', () => {
    const html = page('forty');
    expect((html.match(/<li><strong>/g) ?? []).length).toBeGreaterThanOrEqual(40);
    expect(html).toContain('/photo/sample-photo?size=print" download');
  });

  it('offers each right by POST only where there is something to take back', () => {
    expect(posts(page('full'))).toEqual(['wall']);
    expect(posts(page('nothing'))).toEqual([]);
    expect(posts(page('group'))).toEqual(['wall']);
    const talk = walked({
      kind: 'consulted',
      zone: 4,
      exhibit: 'firm',
      topic: 'export',
      followUp: true,
      contact: { given: true, version: '2026-11-22', language: 'en' },
    });
    expect(posts(memoryPage(composeMemory(visitOf(talk), smallCatalogue, { origin }), { settings }))).toEqual([
      'contact',
    ]);
  });

  it('offers to take advertising back to who agreed to it', () => {
    const asked = (given: boolean) => ({ consents: [{ purpose: 'promotion', given, version: 'v', at: 'a' } as const] });
    const rightsOf = (given: boolean) =>
      posts(memoryPage(composeMemory(visitOf([], asked(given)), smallCatalogue, { origin }), { settings }));
    expect([rightsOf(true), rightsOf(false)]).toEqual([['unsubscribe'], []]);
  });

  it('says which of its things are advertising, and that some texts are in English to who reads another language', () => {
    const talk = { kind: 'explored', zone: 4, exhibit: 'firm' } as const;
    const consents = [{ purpose: 'promotion', given: true, version: 'v', at: 'a' } as const];
    const shown = (language: WrittenLanguage) =>
      memoryPage(composeMemory(visitOf(walked(talk), { consents, language }), smallCatalogue, { origin }), {
        settings,
      });
    expect(shown('en').split('<small>[Advertising]</small>')).toHaveLength(3);
    expect(shown('fr')).toContain('Certains textes n’existent qu’en anglais.');
    for (const language of ['ko', 'en'] as const) expect(shown(language)).not.toMatch(/in English only|영어로만/);
  });

  it('leads to erasing by a page that asks first, and posts from there', () => {
    expect(page('nothing')).toContain('/erase">Delete everything …');
    expect(posts(eraseConfirmPage(memoryOf('full')))).toEqual(['erase']);
    expect(eraseConfirmPage(memoryOf('group'))).toContain('In a group photo others stay');
    expect(eraseConfirmPage(memoryOf('full'))).not.toContain('In a group photo');
  });

  it('escapes what was written and says that a photo is late', () => {
    const entry = { entryId: 'e', message: '<b>x</b>', state: 'private', at: 'a' };
    const photos = [{ photoId: 'p', kind: 'photo', state: 'waiting', people: 1 } as const];
    const html = memoryPage(composeMemory(visitOf([], { entry, photos }), smallCatalogue, { origin }), { settings });
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(html).toContain('Your photo was still being made');
  });
});

describe('the other pages', () => {
  it('give a receipt when there is one, and how long backups last', () => {
    expect(erasedPage('en', { settings, receipt: 'r1' })).toContain('Receipt: r1');
    expect(erasedPage('ko', { settings })).toContain('7일');
    expect(erasedPage('ko', { settings })).not.toContain('접수 번호');
  });

  it('say nothing of why a link does not open', () => {
    expect(notFoundPage()).toBe(notFoundPage());
    expect(notFoundPage()).not.toMatch(/token|\/m\//);
  });

  it('tell of advertising only where there is some', () => {
    const told = (promotes: boolean) => privacyPage('en', { settings, promotes }).includes('news from companies');
    expect([told(true), told(false)]).toEqual([true, false]);
  });

  it('tell who, what, why, how long, where and the rights', () => {
    const html = privacyPage('en', { settings, promotes: false });
    for (const told of [
      '66 Dasom 3-ro',
      'hall@example.org',
      'ap-northeast-2',
      '30 days',
      '365 days',
      'You may refuse',
      'ten days',
    ])
      expect(html).toContain(told);
  });
});
