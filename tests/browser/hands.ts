import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/**
 * Holds a card to the reader: its characters and Enter, all within one moment of the page, so that the test does not hang on how fast this
 * machine is. Such events write nothing into fields; where that matters, use `typeReal`.
 */
export const tap = (page: Page, cardId: string): Promise<void> =>
  page.evaluate(
    keys => {
      for (const key of keys) {
        const at = document.activeElement ?? document.body;
        for (const type of ['keydown', 'keyup'])
          at.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, composed: true }));
      }
    },
    [...cardId, 'Enter'],
  );

/**
 * Real key presses, `gap` milliseconds apart by their own time stamps: 8 is a reader, 80 a hand. They write into fields. The page's own timers
 * still run in real time.
 */
export const typeReal = async (page: Page, text: string, gap: number, enter = true): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const keys = [...text, ...(enter ? ['Enter'] : [])];
  const first = Date.now() - gap * keys.length;
  await Promise.all(
    keys.flatMap((key, index) => {
      const timestamp = (first + gap * index) / 1000;
      const written = key === 'Enter' ? { text: '\r', windowsVirtualKeyCode: 13, code: 'Enter' } : { text: key };
      return [
        session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, timestamp, ...written }),
        session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp: timestamp + 0.001 }),
      ];
    }),
  );
  await session.detach();
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds on the page as it is: one line a finding; [] is good. */
export const axe = async (page: Page): Promise<string[]> => {
  // Colours on their way to others are nobody's colours.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().flatMap(one => (one instanceof CSSTransition ? [one.finished] : []))),
  );
  // By the debugger, which no content policy binds.
  await page.evaluate(AXE);
  return page.evaluate(async tags => {
    const run = (globalThis as unknown as { axe: { run(root: Document, options: object): Promise<AxeResults> } }).axe
      .run;
    const { violations } = await run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
  }, TAGS);
};

interface AxeResults {
  violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
}

/** How a page may be shown. */
const LOOKS = ['light', 'dark', 'contrast'] as const;

/** Shows the page light, dark, and with more contrast, one after the other; back to light at the end. */
export const inEveryLook = async (page: Page, look: (name: (typeof LOOKS)[number]) => Promise<void>): Promise<void> => {
  for (const name of LOOKS) {
    await page.emulateMedia({
      colorScheme: name === 'dark' ? 'dark' : 'light',
      contrast: name === 'contrast' ? 'more' : 'no-preference',
    });
    await look(name);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
};

/** axe in every look: one line a finding, with the look before it. */
export const axeInEveryLook = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  await inEveryLook(page, async look => void found.push(...(await axe(page)).map(line => `${look} ${line}`)));
  return found;
};
