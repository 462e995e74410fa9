import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as launcher, type Page } from 'playwright-core';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import type { Hall } from './hall.ts';

/** Chromium without a window; `video`: path of the `.y4m` file that its fake camera shows. */
export const openBrowser = async (video?: string): Promise<Browser> => {
  chromium.setGraphicsMode = false;
  const camera = ['device', 'ui'].map(what => `--use-fake-${what}-for-media-stream`);
  if (video !== undefined) camera.push(`--use-file-for-fake-video-capture=${video}`);
  return launcher.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb', ...camera],
  });
};

/** A page of a kiosk that was just enrolled, in a context of its own. `kind` `zone` wants a zone. */
export const enrolledPage = async (
  hall: Hall,
  browser: Browser,
  kind: DeviceKind,
  { zone, ...options }: BrowserContextOptions & { zone?: number } = {},
): Promise<Page> => {
  const context = await browser.newContext({
    baseURL: hall.url,
    locale: 'en',
    timezoneId: 'Asia/Seoul',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    ...options,
  });
  const page = await context.newPage();
  await page.goto((await hall.admin.addDevice(kind, zone)).link);
  await page.waitForURL(url => url.pathname.startsWith(`/${kind}`));
  await page.locator('[data-step]').first().waitFor();
  return page;
};
