import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { enrolledPage, openBrowser } from '../../infra/local/browser.ts';
import { type Hall, startHall } from '../../infra/local/hall.ts';
import { buildSite } from '../../infra/site.ts';
import { limit, median, type Row } from './rows.ts';

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;
const PANEL = { width: 1080, height: 1920 };
const SLOWER = 4;
const ENTRIES = 10_000;
/** seconds that the wall is watched */
const WATCHED = 10;

/** Bytes of script, compressed, that come before a visitor can tap a card; and milliseconds until then on a slow machine, without a cache. */
const firstLoad = async (page: Page): Promise<{ bytes: number; ms: number }> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const scripts: Promise<number>[] = [];
  page.on('response', response => {
    if (new URL(response.url()).pathname.endsWith('.js'))
      scripts.push(response.body().then(body => gzipSync(body, { level: 9 }).length));
  });
  await page.reload({ waitUntil: 'commit' });
  await page.locator('.attract .actions button').waitFor();
  const ms = await page.evaluate(() => performance.getEntriesByName('usable')[0]?.startTime ?? performance.now());
  const bytes = (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0);
  page.removeAllListeners('response');
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await session.detach();
  return { bytes, ms };
};

/** Marks the moment at which the first button is on the page. */
const markUsable = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    new MutationObserver((_, watch) => {
      if (!document.querySelector('.attract .actions button')) return;
      performance.mark('usable');
      watch.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
};

const figures = async (session: CDPSession): Promise<Record<string, number>> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
};

/** Proportional memory of the browser's pages, in bytes: what all their processes would free (Linux counts it, as this browser needs). */
const pagesMemory = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  const kilobytes = pages.map(({ id }) => /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]);
  return 1024 * kilobytes.reduce((sum, one) => sum + Number(one), 0);
};

/** The wall with ten thousand approved entries: bytes of its process, and milliseconds of script a second. */
const wall = async (hall: Hall, browser: Browser): Promise<{ memory: number; script: number }> => {
  const page = await enrolledPage(hall, browser, 'wall', { viewport: { width: 1920, height: 1080 } });
  const at = new Date().toISOString();
  await page.context().route(/\/api\/wall/, route => {
    const after = Number(new URL(route.request().url()).searchParams.get('after') ?? 0);
    const entries = Array.from({ length: Math.min(50, ENTRIES - after) }, (_, index) => ({
      entryId: `e${after + index}`,
      at,
      language: 'en',
      message: `Line ${after + index} of the guestbook, as long as such lines are.`,
    }));
    const next = after + 50 < ENTRIES ? { next: String(after + 50) } : {};
    return route.fulfill({ json: { entries, ...next } });
  });
  await page.goto('/wall?seconds=4');
  await page.locator('.large[data-entry="e0"]').waitFor();
  await page.locator('.large[data-entry="e1"]').waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await figures(session);
  await page.waitForTimeout(WATCHED * 1000);
  const after = await figures(session);
  const script = (((after['ScriptDuration'] ?? 0) - (before['ScriptDuration'] ?? 0)) * 1000) / WATCHED;
  const memory = await pagesMemory(browser);
  await page.context().close();
  return { memory, script };
};

/** The booth's first load and the wall's appetite, each against the limit that the hall set itself. */
export const benchBooth = async (): Promise<Row[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-'));
  const { dir: site } = await buildSite();
  const hall = await startHall({ dir, port: 0, fresh: true, site });
  const browser = await openBrowser();
  try {
    const page = await enrolledPage(hall, browser, 'booth', { viewport: PANEL });
    await markUsable(page);
    const loads = [await firstLoad(page), await firstLoad(page), await firstLoad(page)];
    await page.context().close();
    const { memory, script } = await wall(hall, browser);
    return [
      limit('booth: script of the first load, gzip', (loads[0]?.bytes ?? 0) / KILOBYTE, 60, 'KB'),
      limit(`booth: usable on a cold load, ${SLOWER}x slower`, median(loads.map(({ ms }) => ms)), 1000, 'ms'),
      limit(`wall: memory with ${ENTRIES} entries`, memory / MEGABYTE, 150, 'MB'),
      limit(`wall: script a second with ${ENTRIES} entries`, script, 10, 'ms'),
    ];
  } finally {
    await browser.close();
    await hall.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};
