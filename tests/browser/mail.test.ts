import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { SAMPLE_NAMES, sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS as settings } from '../../functions/platform/hall-settings.ts';
import { type Language, WRITTEN } from '../../functions/texts/languages.ts';
import { openBrowser } from '../../infra/local/browser.ts';
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

const html = (name: (typeof SAMPLE_NAMES)[number], language: Language): string =>
  letterOf(composeMemory(sampleOf(name, language, catalogue), catalogue, { origin: 'https://hall.example.org' }), {
    settings,
  }).html;

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
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setContent(html('full', language), { waitUntil: 'domcontentloaded' });
      found.push(...(await axe(page)).map(line => `${colorScheme}: ${line}`));
    }
    await page.emulateMedia({ colorScheme: 'light' });
    expect(found).toEqual([]);
  });
});
