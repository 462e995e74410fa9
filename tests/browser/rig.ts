import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as launcher,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { type Hall, startHall } from '../../infra/local/hall.ts';
import { type Kiosk, kioskOf } from '../../infra/local/kiosk.ts';
import { y4mVideo } from '../../infra/local/pictures.ts';
import { newCard, tapAtDoor } from '../../infra/local/visit.ts';
import { buildSite } from '../../infra/site.ts';

/** Everything waits this long for a state, in milliseconds: a slow machine is no failure. */
export const PATIENCE = 20_000;

/** The same few ports each time, so that what is built for an origin is built once; the next one when another hall is open. */
const PORTS = [18787, 18788, 18789, 18790, 18791, 18792, 18793, 18794, 0];

const openHall = async (dir: string, assembly: string | undefined): Promise<Hall> => {
  const { dir: site } = await buildSite();
  const made = assembly === undefined ? {} : { assembly };
  for (const port of PORTS) {
    try {
      return await startHall({ dir, port, fresh: true, site, ...made });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error('no port is free');
};

const openBrowser = async (video: string): Promise<Browser> => {
  chromium.setGraphicsMode = false;
  return launcher.launch({
    executablePath: await chromium.executablePath(),
    timeout: 60_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
      // The hall may be offline: nothing but this machine has a name.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
};

/** Notes what no page of ours may do, in `faults`. */
const watch = async (context: BrowserContext, faults: string[]): Promise<void> => {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      console.error(`Content Security Policy broken: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on('weberror', event => {
    const thrown = event.error();
    faults.push(`page error: ${thrown.stack ?? thrown.message}`);
  });
  context.on('console', message => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  context.on('request', request => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost' && hostname !== '127.0.0.1')
      faults.push(`asked outside: ${request.url()}`);
  });
};

/** One hall and one browser for a test file. */
export interface BrowserHall {
  readonly hall: Hall;
  readonly browser: Browser;
  /** a zone kiosk and a booth over HTTP, for infra/local/visit.ts */
  readonly kiosks: { zone: Kiosk; booth: Kiosk };
  /**
   * A page of an enrolled kiosk, in a browser context of its own. One that a test opens is closed after it; one from `beforeAll` stays. `kind`
   * `zone` wants a zone.
   */
  page(kind: DeviceKind, options?: BrowserContextOptions & { zone?: number }): Promise<Page>;
  /** a page of somebody at home: no key */
  visitor(options?: BrowserContextOptions): Promise<Page>;
  /** lends a card at the door, by the API */
  lend(visit?: {
    language?: Language;
    cardId?: string;
    at?: number;
    tour?: string;
  }): Promise<{ cardId: string; visitId: string }>;
  /** what was noted so far that no page may do; a test that provokes such a thing takes it out */
  readonly faults: string[];
}

const fileName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);

/**
 * To be called once at the top of a test file: starts hall and browser before its tests and stops them afterwards. After each test it fails for a
 * broken content policy, a request to outside, an error in a page, a call that a role does not allow; a failed test leaves screenshots.
 * `assembly` makes another hall than ours, in a folder that goes with it.
 */
export const browserHall = ({ assembly }: { assembly?: (dir: string) => Promise<string> } = {}): BrowserHall => {
  const dir = mkdtempSync(join(tmpdir(), 'hall-browser-'));
  const pictures = join(tmpdir(), 'hall-browser-failed');
  const faults: string[] = [];
  const contexts: { context: BrowserContext; ofTest: boolean }[] = [];
  let inTest = false;
  let open: { hall: Hall; browser: Browser; kiosks: { zone: Kiosk; booth: Kiosk } } | undefined;
  const now = () => {
    if (!open) throw new Error('the hall is not open yet: ask inside a test or hook');
    return open;
  };
  const contextOf = async (options: BrowserContextOptions): Promise<BrowserContext> => {
    const context = await now().browser.newContext({
      baseURL: now().hall.url,
      viewport: { width: 1080, height: 1920 },
      locale: 'ko-KR',
      timezoneId: 'Asia/Seoul',
      reducedMotion: 'reduce',
      ...options,
    });
    // Wall and desk look every second here, so that nobody waits five for what a visitor would.
    await context.addInitScript(() => {
      if (/^\/(wall|desk)/.test(location.pathname)) localStorage.setItem('hall.every', '1');
    });
    context.setDefaultTimeout(PATIENCE);
    contexts.push({ context, ofTest: inTest });
    await watch(context, faults);
    return context;
  };
  const check = () => {
    const { denied, refused } = now().hall;
    expect(faults.splice(0), 'what no page may do').toEqual([]);
    expect(
      denied.map(one => JSON.stringify(one)),
      'calls no role allows',
    ).toEqual([]);
    expect(refused.map(String), 'calls the hall does not perform').toEqual([]);
  };

  beforeAll(async () => {
    const video = join(dir, 'camera.y4m');
    writeFileSync(video, y4mVideo());
    const hall = await openHall(join(dir, 'hall'), await assembly?.(dir));
    const browser = await openBrowser(video);
    const [zone, booth] = [await hall.admin.token('zone', 1), await hall.admin.token('booth')];
    open = { hall, browser, kiosks: { zone: kioskOf(hall.url, zone), booth: kioskOf(hall.url, booth) } };
  }, 300_000);

  beforeEach(() => {
    inTest = true;
  });

  afterEach(async ({ task }) => {
    inTest = false;
    if (task.result?.state === 'fail') {
      mkdirSync(pictures, { recursive: true });
      const pages = contexts.flatMap(({ context }) => context.pages());
      for (const [index, page] of pages.entries()) {
        const path = join(pictures, `${fileName(task.name)}-${index}.png`);
        await page.screenshot({ path, timeout: 5_000 }).then(
          () => console.warn(`screenshot: ${path}`),
          (error: unknown) => console.warn(`no screenshot: ${String(error)}`),
        );
      }
    }
    for (const one of contexts.filter(({ ofTest }) => ofTest)) {
      contexts.splice(contexts.indexOf(one), 1);
      await one.context.close();
    }
    check();
  });

  afterAll(async () => {
    await open?.browser.close();
    await open?.hall.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  return {
    get hall() {
      return now().hall;
    },
    get browser() {
      return now().browser;
    },
    get kiosks() {
      return now().kiosks;
    },
    faults,
    async page(kind, { zone, ...options } = {}) {
      const { link } = await now().hall.admin.addDevice(kind, zone);
      const page = await (await contextOf(options)).newPage();
      await page.goto(link);
      const path = kind === 'zone' ? `/zone/${zone}` : `/${kind}`;
      await page.waitForURL(url => url.pathname === path);
      await page.locator('[data-step]').first().waitFor();
      return page;
    },
    visitor: async (options = {}) => (await contextOf({ viewport: { width: 390, height: 844 }, ...options })).newPage(),
    async lend({ language = 'ko', cardId = newCard(), ...rest } = {}) {
      const { visitId } = await tapAtDoor(now().kiosks.zone, { cardId, language, ...rest });
      return { cardId, visitId };
    },
  };
};
