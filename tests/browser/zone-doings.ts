import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { axe } from './hands.ts';
import { PATIENCE } from './rig.ts';

const WAIT = { timeout: PATIENCE };

/** How somebody works a control: a finger, or Enter (Space for boxes) once it has the focus. */
export type Work = (control: Locator) => Promise<void>;

/** Waits until the page is at a step. */
export const at = (page: Page, step: string) => page.locator(`[data-step="${step}"]`).waitFor();

/** What somebody does at each zone, and what must be logged of it. */
export const DOINGS: { zone: number; step: string; act(page: Page, work: Work): Promise<void>; logs: object[] }[] = [
  ...[
    { zone: 2, id: 'film-hometax', choice: 1, logs: { kind: 'watched', seconds: 120, ofSeconds: 240 } },
    { zone: 3, id: 'first-computer', choice: undefined, logs: { kind: 'explored' } },
    { zone: 4, id: 'gov24', choice: undefined, logs: { kind: 'explored' } },
    { zone: 6, id: 'best-hometax', choice: 3, logs: { kind: 'tried', step: 4, ofSteps: 6 } },
    { zone: 7, id: 'coop-vietnam', choice: undefined, logs: { kind: 'explored' } },
  ].map(({ zone, id, choice, logs }) => ({
    zone,
    step: 'browse',
    act: async (page: Page, work: Work) => {
      const other = page.locator('.thing-keep').last();
      await work(other);
      await page.locator('.thing-keep[aria-pressed="true"]').waitFor();
      await work(page.locator(`#open-${id}`));
      await at(page, 'open');
      if (choice !== undefined) await work(page.locator('.amount').nth(choice));
      expect(await axe(page)).toEqual([]);
      await work(page.locator('.exhibit .button.main'));
      await at(page, 'browse');
      await expect.poll(() => page.evaluate(() => document.activeElement?.id), WAIT).toBe(`open-${id}`);
    },
    logs: [
      { kind: 'explored', kept: true },
      { ...logs, exhibit: id },
    ],
  })),
  {
    zone: 5,
    step: 'life',
    act: async (page, work) => {
      await work(page.locator('.stages button').nth(1));
      const first = page.locator('.facets button').first();
      await work(first);
      await page.locator('.facets [aria-pressed="true"]').waitFor();
      await work(page.locator('.service .keep').first());
      await page.locator('.service .keep[aria-pressed="true"]').waitFor();
      await work(page.locator('.life > .actions .main'));
      await page.locator('.notice.good').waitFor();
    },
    logs: [{ kind: 'chose', stage: 'young-adults', saved: [expect.any(String)] }],
  },
  {
    zone: 8,
    step: 'shelf',
    act: async (page, work) => {
      await work(page.locator('#take-shelf-tax'));
      await page.locator('#take-shelf-tax[aria-pressed="true"]').waitFor();
    },
    logs: [{ kind: 'collected', exhibit: 'shelf-tax', material: 'leaflet-zone-8' }],
  },
  {
    zone: 9,
    step: 'lounge',
    act: async (page, work) => {
      await work(page.locator('input[name="table"]').first());
      await work(page.locator('input[name="topic"]').nth(2));
      await work(page.locator('input[name="follow-up"]'));
      const contact = page.locator('input[name="contact"]');
      await contact.waitFor();
      expect(await contact.isChecked()).toBe(false);
      expect(await page.locator('#notice-contact p').count()).toBeGreaterThanOrEqual(4);
      await work(page.locator('.lounge > .actions .main'));
      await page.locator('.notice.good').waitFor();
    },
    logs: [
      {
        kind: 'consulted',
        topic: 'funding',
        followUp: true,
        contact: expect.objectContaining({ given: false, version: CONSENT_VERSION }),
      },
    ],
  },
  {
    zone: 10,
    step: 'way',
    act: async page => {
      await page.locator('.path .seen').first().waitFor();
    },
    logs: [],
  },
];
