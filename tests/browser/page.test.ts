import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { memoryPage } from '../../functions/memories/page.ts';
import { sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { checkOut, mailsDone, photoDone, takePhoto, walkThrough, writeEntry } from '../../infra/local/visit.ts';
import { guest, judge, memoryPath } from './guests.ts';
import { axeInEveryLook } from './hands.ts';
import { PAYLOADS } from './payloads.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();

/** A whole visit: four zones, a photo, a message that is on the wall, a mail. Answers its person and the page's path. */
const wholeVisit = async (language: 'ko' | 'en', said: { message: string; name: string }) => {
  const person = await walkThrough(rig.kiosks, { language, zones: [2, 5, 6, 8] });
  const { cardId, visitId } = person;
  const { booth } = rig.kiosks;
  const photoId = await takePhoto(booth, {
    cards: [cardId],
    file: await cameraPicture({ width: 1200, height: 900, seed: 7 }),
  });
  await photoDone(booth, photoId);
  const { entryId } = await writeEntry(booth, { cardId, language, photoId, wall: true, ...said });
  await checkOut(booth, { cardId, language, addresses: ['success@simulator.amazonses.com'] });
  await mailsDone(booth, cardId);
  return { ...person, entryId, path: await memoryPath(rig, { visitId }) };
};

const ran = (page: Page) => page.evaluate(() => 'ran' in globalThis);

describe('the memory page', () => {
  it('is whole without JavaScript: photo, zones in their order, message; the wall and everything can be taken back', async () => {
    const visit = await wholeVisit('ko', { message: '잊지 못할 하루였습니다.', name: '김하늘' });
    await judge(rig, visit);
    const page = await rig.visitor({ javaScriptEnabled: false });
    const answer = await page.goto(visit.path);
    expect(answer?.headers()).toMatchObject({
      'cache-control': expect.stringContaining('no-store'),
      'referrer-policy': 'no-referrer',
    });
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    await page.getByText('잊지 못할 하루였습니다.').waitFor();
    expect((await page.locator('.zone .n').allTextContents()).map(Number)).toEqual([2, 5, 6, 8]);
    const picture = page.locator(`figure img`).first();
    expect(await picture.getAttribute('src')).toContain(`${visit.path}/photo/`);
    const print = await fetch(
      new URL((await page.locator('a[href*="size=print"]').getAttribute('href')) ?? '', rig.hall.url),
    );
    expect(print.headers.get('content-disposition')).toContain('attachment');

    await page.locator(`form[action$="/wall"] button`).click();
    await page.waitForURL(/\/wall$/);
    const wall = await (
      await fetch(`${rig.hall.url}/api/wall`, {
        headers: { authorization: `Bearer ${await rig.hall.admin.token('wall')}` },
      })
    ).json();
    expect(JSON.stringify(wall)).not.toContain(visit.entryId);

    await page.goto(`${visit.path}/erase`);
    await page.goto(visit.path);
    // A scanner that opens links has erased nothing.
    await page.getByText('잊지 못할 하루였습니다.').waitFor();
    await page.locator('a[href$="/erase"]').click();
    await page.locator('form[action$="/erase"] button').click();
    await page.waitForURL(/\/erase$/);
    const gone = await (await page.context().newPage()).goto(visit.path);
    expect(gone?.status()).toBe(404);
    const wrong = await (await page.context().newPage()).goto('/m/AAAAAAAAAAAAAAAAAAAAAA');
    expect(wrong?.status()).toBe(404);
    expect(await wrong?.text()).toBe(await gone?.text());
  });

  it('shows axe nothing to find, in Korean and English, on every page of its kind', async () => {
    for (const language of ['ko', 'en'] as const) {
      const { cardId, visitId } = await walkThrough(rig.kiosks, { language, zones: [2, 5, 8] });
      await writeEntry(rig.kiosks.booth, {
        cardId,
        language,
        message: 'Thank you 감사합니다',
        name: 'Ana',
        wall: true,
      });
      const path = await memoryPath(rig, { visitId });
      const page = await rig.visitor();
      for (const each of [path, `${path}/erase`, '/m/AAAAAAAAAAAAAAAAAAAAAA', `/privacy?language=${language}`]) {
        await page.goto(each);
        expect(await axeInEveryLook(page), `${each} in ${language}`).toEqual([]);
      }
    }
  });
});

describe('what somebody wrote to run', () => {
  it('runs on no wall and at no desk', async () => {
    const { booth } = rig.kiosks;
    const pin = await rig.hall.admin.addStaff('Guide');
    const { cardId, visitId } = await rig.lend({ language: 'en' });
    const entryIds: string[] = [];
    for (const payload of PAYLOADS) {
      const { entryId } = await writeEntry(booth, {
        cardId,
        language: 'en',
        message: payload,
        name: payload.slice(0, 40),
        wall: true,
      });
      entryIds.push(entryId);
    }
    expect(PAYLOADS.length).toBe(50);
    const desk = await rig.page('desk');
    await desk.locator('#name').fill('Guide');
    await desk.locator('#pin').fill(pin);
    await desk.locator('button[type=submit]').click();
    await expect.poll(() => desk.locator('.desk-entry').count()).toBeGreaterThanOrEqual(PAYLOADS.length);
    expect(await ran(desk)).toBe(false);
    expect(await desk.locator('.words').allTextContents()).toContain(PAYLOADS[0]);

    for (const entryId of entryIds) await judge(rig, { cardId, visitId, entryId });
    const wall = await rig.page('wall');
    await wall.clock.install();
    await wall.goto('/wall?seconds=2');
    const seen = new Set<string>();
    await expect
      .poll(async () => {
        await wall.clock.fastForward(2_100);
        for (const text of await wall.locator('.words').allTextContents()) seen.add(text);
        return seen.size;
      })
      .toBeGreaterThanOrEqual(PAYLOADS.length);
    expect(await ran(wall)).toBe(false);
  });

  it('runs on no memory page and in no mail, not even where no content policy stands in its way', async () => {
    const page = await rig.visitor();
    const outside: string[] = [];
    await page.context().route(/.*/, route => {
      outside.push(route.request().url());
      return route.abort();
    });
    const origin = 'https://hall.example.org';
    const settings = DEFAULT_HALL_SETTINGS;
    for (const payload of PAYLOADS) {
      const recalled = sampleOf('no-photo', 'en', catalogue);
      const entries = [{ ...recalled.entry, message: payload, name: payload.slice(0, 40) }];
      const memory = composeMemory({ ...recalled, entry: entries[0] } as typeof recalled, catalogue, { origin });
      for (const html of [memoryPage(memory, { settings }), letterOf(memory, { settings }).html]) {
        await page.setContent(html, { waitUntil: 'domcontentloaded' });
        expect(await ran(page), payload).toBe(false);
        expect(await page.locator('script, iframe, object, embed, base, svg animate').count(), payload).toBe(0);
      }
    }
    expect(outside).toEqual([]);
    rig.faults.splice(0);
  });

  it('runs on the real page of a visit, under its own policy', async () => {
    const visit = await guest(rig, { message: PAYLOADS[10] ?? '', name: '<img src=x onerror=ran=1>', language: 'en' });
    const page = await rig.visitor();
    await page.goto(await memoryPath(rig, visit));
    await page.getByText('onerror', { exact: false }).first().waitFor();
    expect(await ran(page)).toBe(false);
  });
});
