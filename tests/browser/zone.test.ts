import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTour, roster } from '../../functions/visits/tours.ts';
import type { Interaction } from '../../functions/visits/visit.schema.ts';
import { newCard } from '../../infra/local/visit.ts';
import { axe, axeInEveryLook, tap } from './hands.ts';
import { browserHall, PATIENCE } from './rig.ts';
import { at, DOINGS, type Work } from './zone-doings.ts';

const rig = browserHall();
const WAIT = { timeout: PATIENCE };

const finger: Work = control => control.tap();
const key: Work = async control => {
  const page = control.page();
  const box =
    (await control.getAttribute('type')) !== null && (await control.evaluate(each => each.tagName === 'INPUT'));
  // What can be reached by Tab has a place in its order; the focus itself is set, so that no test walks a hundred stops.
  expect(await control.evaluate(each => (each as HTMLElement).tabIndex)).toBeGreaterThanOrEqual(0);
  await control.focus();
  await page.keyboard.press(box ? 'Space' : 'Enter');
};

/** What was logged in a visit, by kind, without the taps. */
const logged = async (visitId: string): Promise<Interaction[]> => {
  const { items } = await rig.hall.admin.table.query({ pk: `VISIT#${visitId}`, prefix: 'DID#' });
  return items.map(item => item['interaction'] as unknown as Interaction).filter(({ kind }) => kind !== 'tapped');
};

describe('every zone', () => {
  let page: Page;
  beforeAll(async () => {
    page = await rig.page('zone', { zone: 2, hasTouch: true });
  });

  it.each(DOINGS)(
    'logs in zone $zone what is done by touch in Korean and by keyboard in English',
    async ({ zone, step, act, logs }) => {
      await page.goto(`/zone/${zone}`);
      await at(page, 'attract');
      for (const [language, work] of [
        ['ko', finger],
        ['en', key],
      ] as const) {
        const { cardId, visitId } = await rig.lend({ language });
        await tap(page, cardId);
        await at(page, step);
        await page.locator(`html[lang="${language}"]`).waitFor();
        await act(page, work);
        expect(await (language === 'ko' ? axe(page) : axeInEveryLook(page))).toEqual([]);
        await work(page.locator('.finish .button'));
        await at(page, 'attract');
        await expect.poll(async () => (await logged(visitId)).length, WAIT).toBe(logs.length);
        const did = await logged(visitId);
        for (const one of logs) expect(did).toContainEqual(expect.objectContaining({ zone, cardId, ...one }));
      }
    },
  );

  it('has a friendly word for a card of another form, and begins no visit', async () => {
    await page.goto('/zone/3');
    await at(page, 'attract');
    await tap(page, '08A1B2C3');
    await page.locator('.notice.warn').waitFor();
    expect(await page.locator('[data-step]').getAttribute('data-step')).toBe('attract');
  });

  it('counts a card that is left on the reader as one tap', async () => {
    const { cardId, visitId } = await rig.lend();
    await page.goto('/zone/3');
    await at(page, 'attract');
    for (let times = 0; times < 3; times += 1) await tap(page, cardId);
    await at(page, 'browse');
    await page.locator('.finish .button').tap();
    const taps = async () =>
      (await rig.hall.admin.table.query({ pk: `VISIT#${visitId}`, prefix: 'DID#' })).items.length;
    await expect.poll(taps, WAIT).toBe(1);
  });

  it('finds by half a word of Hangul and narrows by field', async () => {
    const { cardId } = await rig.lend();
    await page.goto('/zone/4');
    await at(page, 'attract');
    await tap(page, cardId);
    await at(page, 'browse');
    await page.locator('.find').fill('국민신ㅁ');
    await expect.poll(() => page.locator('.thing').count(), WAIT).toBe(1);
    await page.locator('.find').fill('');
    await page.locator('.facets button').nth(1).tap();
    await expect.poll(() => page.locator('.thing').count(), WAIT).toBeLessThan(20);
    await page.locator('.finish .button').tap();
  });
});

describe('without a network', () => {
  it('logs on the disk, over a reload as well, and sends everything once it is back', async () => {
    const page = await rig.page('zone', { zone: 4 });
    const { cardId, visitId } = await rig.lend();
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), WAIT).toBe(true);
    await expect.poll(() => page.evaluate(() => localStorage.getItem('hall.catalogue.en') !== null), WAIT).toBe(true);
    await page.context().setOffline(true);
    await tap(page, cardId);
    await at(page, 'browse');
    await page.locator('.thing-keep').first().click();
    await page.locator('.finish .button').click();
    // The page says so when it is on the disk.
    await page.locator('.notice.good').waitFor();
    await page.reload();
    await at(page, 'attract');
    expect(await logged(visitId)).toEqual([]);
    await page.context().setOffline(false);
    await expect.poll(() => logged(visitId), WAIT).toEqual([expect.objectContaining({ kind: 'explored', kept: true })]);
  });
});

describe('the welcome zone', () => {
  it('lends a card, greets in the language that was chosen, and takes the card back', async () => {
    const page = await rig.page('zone', { zone: 1 });
    await at(page, 'attract');
    expect(await axe(page)).toEqual([]);
    const cardId = newCard();
    await tap(page, cardId);
    await at(page, 'language');
    await page.locator('.tongues [lang="en"]').click();
    await at(page, 'hello');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await axeInEveryLook(page)).toEqual([]);
    const view = () => rig.kiosks.zone.get<{ language: string; zones: number[] }>(`/api/cards/${cardId}`);
    await expect.poll(async () => (await view()).zones, WAIT).toEqual([1]);
    expect((await view()).language).toBe('en');
    await page.locator('.greeting .main').click();
    await at(page, 'attract');
    await page.locator('.attract .actions > .button').nth(1).click();
    await at(page, 'return');
    // The same card a second time: within two seconds of the last time it is the same tap, so it is asked less often.
    await expect
      .poll(
        async () => {
          await tap(page, cardId);
          return page.locator('.notice.good').count();
        },
        { ...WAIT, interval: 2_500 },
      )
      .toBe(1);
    await expect(view()).rejects.toThrow('409');
  });

  it('lets a delegation of twenty join card by card, the tour chosen once', async () => {
    const tour = { name: 'Ministry', startsAt: new Date().toISOString(), language: 'en' as const, expected: 20 };
    const { code } = await createTour({ table: rig.hall.admin.table }, { id: randomUUID(), ...tour });
    const page = await rig.page('zone', { zone: 1 });
    await page.locator('.attract .actions > .button').first().click();
    await page.locator('#tour-code').fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await at(page, 'joining');
    const cards = Array.from({ length: 20 }, () => newCard());
    for (const card of cards) await tap(page, card);
    await expect.poll(() => page.locator('.joined-count').textContent(), WAIT).toBe('20');
    const members = async () =>
      (await roster({ table: rig.hall.admin.table }, code)).members.map(({ cardId }) => cardId);
    await expect.poll(async () => (await members()).sort(), WAIT).toEqual([...cards].sort());
    expect(await axe(page)).toEqual([]);
  });

  it('asks again for the code of a tour that nobody reserved', async () => {
    const page = await rig.page('zone', { zone: 1 });
    await page.locator('.attract .actions > .button').first().click();
    await page.locator('#tour-code').fill('QQQQQQ');
    await page.keyboard.press('Enter');
    await at(page, 'joining');
    await tap(page, newCard());
    await at(page, 'code');
    await page.locator('.notice.warn').waitFor();
  });
});
