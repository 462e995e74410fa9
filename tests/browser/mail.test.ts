import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import type { Memory } from '../../functions/memories/memory.schema.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { SAMPLE_NAMES, type SampleName, sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { type Language, WRITTEN } from '../../functions/texts/languages.ts';
import { openBrowser } from '../../infra/local/browser.ts';
import { promotedMemory } from '../memories/walks.ts';
import { axe } from './hands.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  // The pictures travel inside the mail; nothing else may be asked for.
  await page.route('**', route => route.abort());
});
afterAll(() => browser.close());

const rendered = (memory: Memory): string => letterOf(memory, { settings }).html;
const html = (name: SampleName, language: Language): string =>
  rendered(composeMemory(sampleOf(name, language, catalogue), catalogue, { origin: 'https://hall.example.org' }));

/** What axe finds in a mail, by day and by night. */
const found = async (mail: string): Promise<string[]> => {
  const lines: string[] = [];
  await page.setContent(mail, { waitUntil: 'domcontentloaded' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    lines.push(...(await axe(page)).map(line => `${colorScheme}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return lines;
};

const withoutStyle = (mail: string): string => mail.replaceAll(/<style[\s\S]*?<\/style>/g, '');

describe.each(WRITTEN)('the mail in %s', language => {
  it('shows all of every sample at 320 and 640 px without sideways scrolling, with its styles and without any', async () => {
    const wide: string[] = [];
    for (const name of SAMPLE_NAMES) {
      const mail = html(name, language);
      for (const [look, content] of [
        ['styled', mail],
        ['bare', withoutStyle(mail)],
      ] as const)
        for (const width of [320, 640]) {
          await page.setViewportSize({ width, height: 800 });
          await page.setContent(content, { waitUntil: 'domcontentloaded' });
          const found = await page.evaluate(() => ({
            scroll: document.documentElement.scrollWidth,
            // what somebody should read and cannot
            unseen: [...document.querySelectorAll<HTMLElement>('h1,h2,h3,p,li,a')].filter(
              one => one.innerText.trim() !== '' && one.getClientRects().length === 0,
            ).length,
          }));
          if (found.scroll > width || found.unseen > 0) wide.push(`${name} ${look} ${width}: ${JSON.stringify(found)}`);
        }
    }
    expect(wide).toEqual([]);
  });

  it('has nothing that axe finds, in light and in dark', async () => {
    expect(await found(html('full', language))).toEqual([]);
  });
});

describe('a mail that has what the full one has not', () => {
  it.each([
    ['a name and words from right in a text from left', html('rtl', 'en')],
    ['such words in a mail from right', html('rtl', 'ar')],
    ['hardly anything', html('nothing', 'ko')],
    ['advertising', rendered(promotedMemory('ko', catalogue))],
  ])('has nothing that axe finds either, in light and in dark: %s', async (_what, mail) => {
    expect(await found(mail)).toEqual([]);
  });
});
