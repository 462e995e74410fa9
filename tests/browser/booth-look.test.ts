import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  LANGUAGE_NAMES,
  LANGUAGE_TAGS,
  LANGUAGES,
  WRITTEN,
  type WrittenLanguage,
} from '../../functions/texts/languages.ts';
import { pick } from '../../functions/texts/say-with.ts';
import { MESSAGES, type Messages } from '../../functions/texts/texts.ts';
import { type BoothHands, boothHands } from '../../infra/local/booth-hands.ts';
import { BOOTH_STATES, type BoothState, tourOfBooth } from '../../infra/local/booth-tour.ts';
import { newCard } from '../../infra/local/visit.ts';
import { axe, inEveryLook } from './hands.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();
let page: Page;
let ko: BoothHands;

/** What visitors read in the booth, of it what has no holes. */
const PLAIN = Object.fromEntries(
  WRITTEN.map(language => [
    language,
    Object.fromEntries(
      Object.entries(pick(MESSAGES[language], ['booth.', 'kiosk.', 'consent.', 'address.'])).filter(
        ([, text]) => !text.includes('{'),
      ),
    ),
  ]),
) as Record<WrittenLanguage, Messages>;

/** Enlarges and lowers as the page's own buttons do. */
const look = (zoom: 100 | 200, low: boolean) =>
  page.evaluate(
    ([zoom, low]) => {
      document.documentElement.dataset['zoom'] = String(zoom);
      document.documentElement.dataset['low'] = String(low);
      document.documentElement.style.setProperty('--zoom', String(zoom / 100));
    },
    [zoom, low] as const,
  );

interface Finding {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What a change of colours and sizes alone can break, after `axe` has looked at the rest. */
const axeAgain = (): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(root: Document, options: object): Promise<{ violations: Finding[] }> };
    };
    const values = ['color-contrast', 'target-size', 'scrollable-region-focusable'];
    const { violations } = await axe.run(document, {
      runOnly: { type: 'rule', values },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target} ${node.failureSummary}`));
  });

/**
 * What does not fit, whatever language this state speaks: its texts in each (those without holes) are put into the page for a moment, all at once, so
 * that no language needs a tour of its own.
 */
const wider = (spoken: WrittenLanguage): Promise<string[]> =>
  page.evaluate(
    ({ spoken, tags, texts }) => {
      const root = document.documentElement;
      const keys = Object.entries(texts[spoken] ?? {});
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const nodes: { node: Text; was: string; keys: string[] }[] = [];
      for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
        const was = node.data;
        const same = keys.flatMap(([key, text]) => (text === was.trim() ? [key] : []));
        if (same.length > 0) nodes.push({ node, was, keys: same });
      }
      const before = { lang: root.lang, dir: root.dir };
      const found: string[] = [];
      for (const [language, own] of Object.entries(texts)) {
        root.lang = tags[language as WrittenLanguage];
        root.dir = language === 'ar' ? 'rtl' : 'ltr';
        for (const { node, keys } of nodes)
          node.data = keys.map(key => own[key] ?? '').reduce((most, text) => (text.length > most.length ? text : most));
        if (root.scrollWidth > innerWidth) found.push(`${language}: ${root.scrollWidth - innerWidth} px too wide`);
        for (const { node, keys } of nodes) {
          const owner = node.parentElement;
          const place = owner?.closest('button, h1, h2, h3, label, p, li') ?? owner;
          if (!place?.checkVisibility() || owner?.closest('.unseen, [aria-hidden="true"]')) continue;
          const box = place.getBoundingClientRect();
          const range = document.createRange();
          range.selectNodeContents(node);
          const text = range.getBoundingClientRect();
          // The ink of a line may be higher than the line; a line too much is no ink.
          const ink = Number.parseFloat(getComputedStyle(place).fontSize) * 0.6;
          const left = text.left < Math.max(0, box.left) - 1;
          const right = text.right > Math.min(innerWidth, box.right) + 1;
          if (left || right || text.bottom > box.bottom + ink)
            found.push(
              `${language} ${keys.join(' ')}: ${[text, box].map(({ width, height }) => `${width} x ${height}`).join(' in ')}`,
            );
        }
      }
      for (const { node, was } of nodes) node.data = was;
      Object.assign(root, before);
      return found;
    },
    { spoken, tags: LANGUAGE_TAGS, texts: PLAIN },
  );

/** Goes through every state in `language`; answers what `see` found, each with its state. */
const findings = async (language: 'ko' | 'en', see: (state: BoothState) => Promise<string[]>): Promise<string[]> => {
  const cards = [newCard(), newCard(), newCard()] as const;
  for (const cardId of cards) await rig.lend({ language, cardId });
  const found: string[] = [];
  const seen = new Set<BoothState>();
  await tourOfBooth(ko, boothHands(page, language), cards, { message: '반갑습니다', name: '하나' }, async state => {
    seen.add(state);
    found.push(...(await see(state)).map(line => `${state}: ${line}`));
  });
  expect(seen.size).toBe(BOOTH_STATES.length);
  return found;
};

/** What is smaller than the panel allows: letters under `letter` pixels, targets under `target` pixels across. */
const tooSmall = (letter: number, diagonal: number): Promise<string[]> =>
  page.evaluate(
    ([letter, diagonal]) => {
      const seen = (element: Element) => {
        const { width, height } = element.getBoundingClientRect();
        return (
          width > 2 && height > 2 && element.checkVisibility() && !element.closest('.unseen, [aria-hidden="true"]')
        );
      };
      const small: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const owner = node.parentElement;
        if (!owner || node.nodeValue?.trim() === '' || !seen(owner)) continue;
        const size = Number.parseFloat(getComputedStyle(owner).fontSize);
        if (size < letter) small.push(`${size} px: ${node.nodeValue}`);
      }
      for (const target of document.querySelectorAll('button, input, select, textarea, a[href]')) {
        if (!seen(target)) continue;
        const { width, height } = target.getBoundingClientRect();
        if (Math.min(width, height) < 24 || Math.hypot(width, height) < diagonal)
          small.push(`${width} x ${height}: ${target.textContent}`);
      }
      return small;
    },
    [letter, diagonal] as const,
  );

beforeAll(async () => {
  page = await rig.page('booth', { serviceWorkers: 'block' });
  ko = boothHands(page, 'ko');
});

beforeEach(async () => {
  await page.goto('/booth');
  await ko.at('attract');
});

describe('every state of the booth', () => {
  it('has nothing that axe finds in Korean, in light, dark and high contrast, and no letter or target too small', async () => {
    // The panel of the default settings: 1920 pixels on 708 mm. A Hangul syllable is 0.92 of its letter.
    const millimetre = 1920 / 708;
    const found = await findings('ko', async () => {
      const lines = [...(await tooSmall((12 * millimetre) / 0.92, 6 * millimetre)), ...(await axe(page))];
      lines.push(...(await wider('ko')));
      await inEveryLook(page, async name => {
        if (name !== 'light') lines.push(...(await axeAgain()).map(line => `${name} ${line}`));
      });
      return lines;
    });
    expect(found).toEqual([]);
  }, 240_000);

  it('loses nothing in English at 200 %, nor in the low position, where all controls are in the lower part', async () => {
    const found = await findings('en', async () => {
      const lines: string[] = [];
      await look(200, false);
      lines.push(...(await axe(page)).map(line => `200 % ${line}`));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) lines.push(`200 %: ${over} px too wide`);
      lines.push(...(await wider('en')).map(line => `200 % ${line}`));
      await look(100, true);
      lines.push(...(await axeAgain()).map(line => `low ${line}`));
      const high = await page.evaluate(() =>
        [...document.querySelectorAll('.shell :is(button, input, select, textarea)')]
          .filter(each => each.checkVisibility() && !each.closest('dialog'))
          .map(each => [each.getBoundingClientRect().top, each.textContent] as const)
          .filter(([top]) => top < innerHeight * 0.44 && top > 0)
          .map(([top, text]) => `low: ${text} at ${top}`),
      );
      lines.push(...high);
      await look(100, false);
      return lines;
    });
    expect(found).toEqual([]);
  }, 240_000);
});

describe('the look', () => {
  it('is chosen with the buttons below and is the staff’s again for the next visitor', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    const root = () => page.evaluate(() => ({ ...document.documentElement.dataset }));
    const before = await root();
    await ko.hold(cardId);
    await ko.at('hello');
    await ko.press('kiosk.zoom', { percent: 100 });
    await ko.press('kiosk.contrast');
    await ko.press('kiosk.low');
    await expect.poll(root).toMatchObject({ zoom: '150', theme: 'dark', low: 'true' });
    await ko.press('kiosk.end');
    await ko.at('attract');
    await expect.poll(root).toEqual(before);
  });
});

describe('the languages', () => {
  it('are all offered in their own words; each turns the page to its own script and direction', async () => {
    for (const language of LANGUAGES) {
      await page.locator('.languages > button').click();
      expect(await page.locator('.sheet button').allInnerTexts()).toEqual(LANGUAGES.map(each => LANGUAGE_NAMES[each]));
      await page.locator('.sheet').getByText(LANGUAGE_NAMES[language], { exact: true }).click();
      await page.locator(`html[lang="${LANGUAGE_TAGS[language]}"]`).waitFor();
      await page.getByRole('heading', { name: boothHands(page, language).say('booth.attract.title') }).waitFor();
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
    }
  });

  it('follow the card; a wording that no lawyer read stands beside the English one', async () => {
    const { cardId } = await rig.lend({ language: 'ar' });
    const ar = boothHands(page, 'ar');
    await ar.arrive(cardId);
    await page.locator('.in-english').first().waitFor();
    expect(await page.locator('.in-english').count()).toBe(3);
    expect(await axe(page)).toEqual([]);
    await ar.agree({});
    await ar.at('message');
    await ar.press('kiosk.end');
    await page.locator('html[lang="ko"]').waitFor();
  });
});
