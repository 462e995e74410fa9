import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import { moderate } from '../../functions/guestbook/moderate.ts';
import { LANGUAGE_NAMES, type Language } from '../../functions/texts/languages.ts';
import { readVisit } from '../../functions/visits/visit.ts';
import { ROOT } from '../bundle.ts';
import { buildSite } from '../site.ts';
import { boothHands } from './booth-hands.ts';
import { type Line, tourOfBooth } from './booth-tour.ts';
import { enrolledPage, openBrowser } from './browser.ts';
import { type Hall, startHall } from './hall.ts';
import { kioskOf } from './kiosk.ts';
import { scenePicture, sceneVideo } from './scene.ts';
import { checkOut, type Kiosks, mailsDone, newCard, photoDone, takePhoto, walkThrough, writeEntry } from './visit.ts';

const OUT = join(ROOT, 'docs/screenshots');
/** a picture in the repository is at most this large */
const MOST_BYTES = 200_000;
const PORTRAIT = { width: 1080, height: 1920 };
const SCREEN = { width: 1920, height: 1080 };

/** What visitors wrote; nobody real did. */
const LINES: readonly (Line & { language: Language })[] = [
  { language: 'ko', name: '하늘', message: '세종에서 본 전자정부, 오래 기억하겠습니다.' },
  { language: 'en', name: 'Ana', message: 'Three minutes for a certificate. I want this at home!' },
  { language: 'ar', name: 'ليلى', message: 'شكرًا على هذا المعرض الجميل' },
  { language: 'ja', name: '美咲', message: '住民センターに行かなくていい国、すごい。' },
  { language: 'es', name: 'Lucía', message: 'Nos vamos con muchas ideas para nuestra ciudad.' },
  { language: 'zh', name: '小雨', message: '一次办好，真方便。' },
];

/** Writes a screenshot as a small PNG: fewer colours, and smaller until it fits. */
const keep = async (page: Page, path: string, width: number): Promise<void> => {
  // A font begins to load when its letters are laid out, so none on its way now does not mean that none will be in the next frame.
  await page.evaluate(async () => {
    do {
      await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      await document.fonts.ready;
    } while (document.fonts.status === 'loading');
  });
  await page.waitForFunction(() =>
    [...document.images].every(
      image => image.complete || image.getBoundingClientRect().top > innerHeight || !image.checkVisibility(),
    ),
  );
  const shot = await page.screenshot();
  for (let wide = width; ; wide = Math.round(wide * 0.85)) {
    const bytes = await sharp(shot)
      .resize({ width: wide, withoutEnlargement: true })
      .png({ palette: true, colours: 160, effort: 8 })
      .toBuffer();
    if (bytes.length > MOST_BYTES) continue;
    writeFileSync(path, bytes);
    return;
  }
};

/** The pictures of one run. */
const picturesOf = (hall: Hall, browser: Browser, kiosks: Kiosks) => {
  const enrolled = (kind: DeviceKind, viewport: typeof SCREEN, zone?: number) =>
    enrolledPage(hall, browser, kind, { viewport, ...(zone === undefined ? {} : { zone }) });
  return {
    /** the guestbook that wall, attract and desk show; the last two lines still wait for the staff */
    async guestbook() {
      const picture = await scenePicture();
      for (const [index, { language, name, message }] of LINES.entries()) {
        const { cardId, visitId } = await walkThrough(kiosks, { language, seed: index + 1, zones: [1, 2, 6] });
        const photoId = index % 2 === 0 ? await takePhoto(kiosks.booth, { cards: [cardId], file: picture }) : undefined;
        if (photoId !== undefined) await photoDone(kiosks.booth, photoId);
        const words = { cardId, language, name, message, wall: true };
        const { entryId } = await writeEntry(kiosks.booth, photoId === undefined ? words : { ...words, photoId });
        if (index < LINES.length - 2)
          await moderate({ table: hall.admin.table, clock: Date.now }, 'Guide', entryId, { visitId, to: 'approved' });
      }
    },
    async booth(language: Language) {
      const page = await enrolled('booth', PORTRAIT);
      const hands = boothHands(page, language);
      const cards = [newCard(), newCard(), newCard()] as const;
      for (const cardId of cards) await walkThrough(kiosks, { language, cardId });
      await page.locator('.tiles img').first().waitFor();
      await page.locator('.languages > button').click();
      await page.locator('.sheet').getByText(LANGUAGE_NAMES[language], { exact: true }).click();
      await page.getByRole('heading', { name: hands.say('booth.attract.title') }).waitFor();
      const line = LINES.find(each => each.language === language) ?? { message: '', name: '' };
      const suffix = language === 'en' ? '' : `-${language}`;
      await tourOfBooth(hands, hands, cards, line, state =>
        keep(page, join(OUT, `booth-${state}${state === 'done' ? '-group' : ''}${suffix}.png`), 540),
      );
      // Alone there is a code for the phone as well.
      const { cardId } = await walkThrough(kiosks, { language });
      await hands.arrive(cardId);
      await hands.agree({ mail: true });
      await hands.write('');
      await hands.address('hana@example.org');
      await hands.press('booth.preview.send');
      await page.locator('.done .qr').waitFor();
      await keep(page, join(OUT, `booth-done${suffix}.png`), 540);
      await page.context().close();
    },
    async wall() {
      const page = await enrolled('wall', SCREEN);
      await page.goto('/wall?seconds=120&language=en');
      await page.locator('.entry').first().waitFor();
      await page.waitForFunction(() => document.querySelectorAll('.entry img.tile').length >= 2);
      await keep(page, join(OUT, 'wall.png'), 1200);
      await page.context().close();
    },
    async desk() {
      const page = await enrolled('desk', { width: 1280, height: 860 });
      const pin = await hall.admin.addStaff('Minji');
      await page.getByRole('button', { name: 'English', exact: true }).click();
      await page.getByLabel('Name', { exact: true }).fill('Minji');
      await page.getByLabel('PIN', { exact: true }).fill(pin);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.locator('.desk-entry img').first().waitFor();
      await keep(page, join(OUT, 'desk.png'), 1200);
      for (const [index, { language }] of LINES.entries()) {
        const { cardId } = await walkThrough(kiosks, { language, zones: [1] });
        const address = index === 1 ? 'bounce@simulator.amazonses.com' : `${language}@example.org`;
        await checkOut(kiosks.booth, { cardId, language, addresses: [address] });
        await mailsDone(kiosks.booth, cardId);
      }
      await page.locator('.desk-head a[href="#today"]').click();
      await page.locator('[data-mail=bounced]').waitFor();
      await keep(page, join(OUT, 'desk-today.png'), 1200);
      await page.context().close();
    },
    async zone(zone: number, language: 'ko' | 'en') {
      const page = await enrolled('zone', PORTRAIT, zone);
      // The first zone lends cards; the others know a visit by its card.
      if (zone > 1) {
        const { cardId } = await walkThrough(kiosks, { language, zones: [1] });
        await boothHands(page, language).hold(cardId);
        await page.locator('.ways.finish').waitFor();
      }
      await page.locator(`html[lang="${language}"]`).waitFor();
      await keep(page, join(OUT, `zone-${zone}${language === 'en' ? '' : `-${language}`}.png`), 540);
      await page.context().close();
    },
    /** the memory page on a phone, and the mail as it arrives */
    async home() {
      const language = 'en';
      const { cardId, visitId } = await walkThrough(kiosks, { language });
      const photoId = await takePhoto(kiosks.booth, { cards: [cardId], file: await scenePicture() });
      await photoDone(kiosks.booth, photoId);
      await writeEntry(kiosks.booth, {
        cardId,
        language,
        photoId,
        wall: true,
        name: 'Ana',
        message: LINES[1]?.message ?? '',
      });
      await checkOut(kiosks.booth, { cardId, language, addresses: ['ana@example.org'] });
      const context = await browser.newContext({ baseURL: hall.url, viewport: { width: 480, height: 1000 } });
      const page = await context.newPage();
      await page.goto(`/m/${(await readVisit({ table: hall.admin.table }, visitId)).token}`);
      await keep(page, join(OUT, 'page.png'), 480);
      const at = new Date().toISOString();
      const { html } = await kiosks.booth.post<{ html: string }>('/api/check-outs/preview', {
        cardId,
        at,
        sentAt: at,
        language,
        name: 'Ana',
        photoId,
      });
      const photo = Buffer.from(await kiosks.booth.bytes(`/api/photos/${photoId}/preview`)).toString('base64');
      await page.goto('about:blank');
      await page.setViewportSize({ width: 720, height: 1100 });
      await page.setContent(html.replaceAll(`/api/photos/${photoId}/preview`, `data:image/jpeg;base64,${photo}`));
      await keep(page, join(ROOT, 'docs/mail.png'), 720);
      await page.context().close();
    },
  };
};

const HELP = `Renews the pictures of the README: docs/screenshots/*.png and docs/mail.png.

  npm run screenshots [-- --only PART[,PART]]   PART: booth-en booth-ko booth-ar wall desk zones home
`;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const dir = mkdtempSync(join(tmpdir(), 'hall-screenshots-'));
  mkdirSync(OUT, { recursive: true });
  const video = join(dir, 'camera.y4m');
  writeFileSync(video, await sceneVideo());
  const { dir: site } = await buildSite();
  const hall = await startHall({ dir: join(dir, 'hall'), port: 0, fresh: true, site });
  const browser = await openBrowser(video);
  try {
    const kiosks = {
      zone: kioskOf(hall.url, await hall.admin.token('zone', 1)),
      booth: kioskOf(hall.url, await hall.admin.token('booth')),
    };
    const pictures = picturesOf(hall, browser, kiosks);
    await pictures.guestbook();
    const parts: Record<string, () => Promise<void>> = {
      'booth-en': () => pictures.booth('en'),
      'booth-ko': () => pictures.booth('ko'),
      'booth-ar': () => pictures.booth('ar'),
      wall: pictures.wall,
      desk: pictures.desk,
      zones: async () => {
        for (const zone of [3, 6, 9]) await pictures.zone(zone, 'en');
        await pictures.zone(1, 'ko');
        await pictures.zone(6, 'ko');
      },
      home: pictures.home,
    };
    for (const [name, take] of Object.entries(parts)) {
      if (values.only !== undefined && !values.only.split(',').includes(name)) continue;
      await take();
      console.log(name);
    }
  } finally {
    await browser.close();
    await hall.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

await main();
process.exit(0);
