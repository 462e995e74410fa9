import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Guest, guest, judge, memoryPath } from './guests.ts';
import { axeInEveryLook } from './hands.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();
/** The worker that keeps the page for a day without a network fetches every font; only the test about that day lets it. */
const SCREEN = { viewport: { width: 1920, height: 1080 }, serviceWorkers: 'block' as const };

/** Ids on the screen, the large one first. */
const shown = (page: Page): Promise<(string | null)[]> =>
  page.locator('.entry').evaluateAll(tiles => tiles.map(tile => tile.getAttribute('data-entry')));

const showing = (page: Page, { entryId }: Guest) => page.locator(`[data-entry="${entryId}"]`);

/** A long turn, so that nothing changes but what the test does. */
const still = (page: Page) => page.goto('/wall?seconds=120&language=en');

let first: Guest;
let arabic: Guest;
let pictured: Guest;

beforeAll(async () => {
  first = await guest(rig, { message: '세종에서 만나서 반가웠습니다.', name: '김하늘' });
  arabic = await guest(rig, { message: 'شكرا على هذا المعرض الجميل', name: 'ليلى', language: 'ar' });
  pictured = await guest(rig, { message: 'Three minutes for a certificate!', name: 'Ana', language: 'es', photo: 3 });
  for (const one of [first, arabic, pictured]) await judge(rig, one);
});

describe('the wall', () => {
  it('shows the newest approval first, the words in their own script and direction', async () => {
    const page = await rig.page('wall', SCREEN);
    await still(page);
    await showing(page, pictured).waitFor();
    expect(await shown(page)).toEqual([pictured.entryId, arabic.entryId, first.entryId]);
    const words = showing(page, arabic).locator('.words');
    expect(await words.getAttribute('lang')).toBe('ar');
    expect(await words.evaluate(element => getComputedStyle(element).direction)).toBe('rtl');
    expect(await words.evaluate(element => getComputedStyle(element).unicodeBidi)).toBe('isolate');
    expect(await showing(page, first).locator('.words').getAttribute('lang')).toBe('ko');
    expect(await axeInEveryLook(page)).toEqual([]);
  });

  it('can be read from four metres: no letter is below a fortieth of the screen', async () => {
    const page = await rig.page('wall', SCREEN);
    await showing(page, pictured).waitFor();
    const sizes = await page
      .locator('.wall p, .wall h1')
      .evaluateAll(all => all.map(element => Number.parseFloat(getComputedStyle(element).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(SCREEN.viewport.height / 40);
  });

  it('shows the blur of a picture until the picture is here', async () => {
    const page = await rig.page('wall', SCREEN);
    await page.evaluate(() => caches.delete('hall-wall'));
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.context().route('**/api/tiles/*', route => held.then(() => route.continue()));
    await still(page);
    const picture = showing(page, pictured).locator('.picture');
    await picture.locator('.blur').waitFor();
    expect(await picture.locator('.tile').count()).toBe(0);
    release();
    await picture.locator('.tile').waitFor();
    await expect
      .poll(() => picture.locator('.tile').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
  });

  it('shows nothing that the staff did not approve, and what they approve soon and large', async () => {
    const page = await rig.page('wall', SCREEN);
    await page.goto('/wall?seconds=2');
    await showing(page, first).waitFor();
    const waiting = await guest(rig, { message: 'I am waiting.', language: 'en' });
    const kept = await guest(rig, { message: 'For my mail only.', language: 'en', wall: false });
    const looks = { count: 0 };
    page.on('response', response => {
      if (new URL(response.url()).pathname === '/api/wall') looks.count += 1;
    });
    await expect.poll(() => looks.count).toBeGreaterThan(2);
    expect(await showing(page, waiting).count()).toBe(0);
    await judge(rig, waiting);
    await showing(page, waiting).waitFor();
    await page.locator(`.large[data-entry="${waiting.entryId}"]`).waitFor();
    expect(await showing(page, kept).count()).toBe(0);
    await judge(rig, waiting, 'hidden');
    await showing(page, waiting).waitFor({ state: 'detached' });
  });

  it('lets everybody be the large one in turn', async () => {
    const page = await rig.page('wall', SCREEN);
    await page.goto('/wall?seconds=2');
    for (const one of [first, pictured, arabic]) await page.locator(`.large[data-entry="${one.entryId}"]`).waitFor();
  });

  it('takes an entry off when the visitor withdraws it at home', async () => {
    const page = await rig.page('wall', SCREEN);
    await still(page);
    const leaving = await guest(rig, { message: 'I changed my mind.', language: 'en', photo: 5 });
    await judge(rig, leaving);
    await showing(page, leaving).waitFor();
    const answer = await fetch(`${rig.hall.url}${await memoryPath(rig, leaving)}/wall`, { method: 'POST' });
    expect(answer.status).toBe(200);
    await showing(page, leaving).waitFor({ state: 'detached' });
    // Neither is its picture left on the disk of the kiosk.
    await expect
      .poll(() =>
        page.evaluate(async () =>
          (await (await caches.open('hall-wall')).keys()).map(one => new URL(one.url).pathname),
        ),
      )
      .not.toContain(`/api/tiles/${leaving.photoId}`);
  });

  it('goes on with the last approved entries without a network, also after a reload, and learns what is new when it is back', async () => {
    const page = await rig.page('wall', { ...SCREEN, serviceWorkers: 'allow' });
    await still(page);
    await showing(page, pictured).locator('.tile').waitFor();
    const active = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/wall'))?.active?.state);
    await expect.poll(active).toBe('activated');
    await page.context().setOffline(true);
    await page.reload();
    await showing(page, first).waitFor();
    await showing(page, pictured).locator('.tile').waitFor();
    expect(await page.locator('.wall').getAttribute('data-step')).toBe('showing');
    await judge(rig, first, 'hidden');
    await page.context().setOffline(false);
    await showing(page, first).waitFor({ state: 'detached' });
    await judge(rig, first);
    await showing(page, first).waitFor();
  });

  it('holds what is on the screen only, when ten thousand entries are approved', async () => {
    const page = await rig.page('wall', SCREEN);
    const entries = Array.from({ length: 10_000 }, (_, index) => ({
      entryId: `e${index}`,
      at: '2026-11-22T05:00:00.000Z',
      language: 'en',
      message: `Entry ${index}`,
    }));
    await page.context().route(/\/api\/wall/, route => {
      const after = Number(new URL(route.request().url()).searchParams.get('after') ?? 0);
      const next = after + 50 < entries.length ? { next: String(after + 50) } : {};
      return route.fulfill({ json: { entries: entries.slice(after, after + 50), ...next } });
    });
    await page.goto('/wall?seconds=2');
    await page.locator('.large[data-entry="e0"]').waitFor();
    await page.locator('.large[data-entry="e3"]').waitFor();
    expect(await page.locator('.entry').count()).toBe(7);
    expect(await page.locator('*').count()).toBeLessThan(200);
  });

  it('says a quiet word when nothing is approved yet, and asks for the staff when it is no wall', async () => {
    const page = await rig.page('wall', SCREEN);
    await page.context().route(/\/api\/wall/, route => route.fulfill({ json: { entries: [] } }));
    await page.evaluate(() => caches.delete('hall-wall'));
    await still(page);
    await page.locator('.wall[data-step="empty"]').waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    await page.context().unrouteAll();
    await page.context().clearCookies();
    await page.locator('.wall[data-step="barred"]').waitFor();
    expect(await page.evaluate(() => caches.has('hall-wall'))).toBe(false);
  });
});
