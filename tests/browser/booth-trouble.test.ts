import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { type BoothHands, boothHands } from '../../infra/local/booth-hands.ts';
import { countPictures, disk } from './booth-disk.ts';
import { tap, typeReal } from './hands.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();
let page: Page;
let ko: BoothHands;
let en: BoothHands;

const card = (cardId: string) => rig.kiosks.booth.get<CardView>(`/api/cards/${cardId}`);
const mailsTo = (address: string) => rig.hall.mails().filter(mail => mail.to.includes(address));
const online = (is: boolean) => page.context().setOffline(!is);
const outcome = (is: 'waiting' | 'taken') => page.locator(`.done[data-outcome="${is}"]`).waitFor();
const empty = () => expect.poll(async () => (await disk(page)).items).toBe(0);

beforeAll(async () => {
  page = await rig.page('booth');
  ko = boothHands(page, 'ko');
  en = boothHands(page, 'en');
  // The shell is kept: the page reloads without a network.
  await page.evaluate(() => navigator.serviceWorker.ready);
});

beforeEach(async () => {
  await online(true);
  await page.unrouteAll();
  await page.goto('/booth');
  await ko.at('attract');
});

describe('without a camera', () => {
  for (const [name, phase] of [
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
  ] as const)
    it(`the visit goes on to its mail when the camera is ${phase}, and the visitor is told in the own language`, async () => {
      const { cardId } = await rig.lend({ language: 'en' });
      await page.evaluate(fault => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', fault));
      }, name);
      await en.arrive(cardId);
      await en.agree({ mail: true, photo: true });
      await page.locator(`.camera[data-phase="${phase}"]`).waitFor();
      await page.getByText(en.say(`booth.camera.${phase}`)).waitFor();
      await en.press('booth.camera.without');
      await en.write('No picture, and still a mail');
      await en.address(`${phase}@example.org`);
      await en.press('booth.preview.send');
      await outcome('taken');
      await expect.poll(() => mailsTo(`${phase}@example.org`).length).toBe(1);
      expect((await card(cardId)).photos).toEqual([]);
    });

  it('says so when it is unplugged in the middle of the countdown, and takes the picture after it came back', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await page.evaluate(() => {
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async wish => {
        const stream = await ask(wish);
        Object.assign(globalThis, { stream });
        return stream;
      };
    });
    await ko.arrive(cardId);
    await ko.agree({ photo: true });
    await ko.press('booth.camera.shoot');
    await page.locator('.count').waitFor();
    await page.evaluate(() => {
      for (const track of (globalThis as unknown as { stream: MediaStream }).stream.getTracks()) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
    await page.locator('.camera[data-phase="unplugged"]').waitFor();
    await page.getByText(ko.say('booth.camera.unplugged')).waitFor();
    await ko.press('booth.camera.retry');
    await ko.picture();
  });
});

describe('pictures that were not wanted', () => {
  it('may be taken again as often as set, and leave nothing but the last', async () => {
    await page.evaluate(() => {
      const kiosk = JSON.parse(localStorage.getItem('hall.kiosk.booth') ?? '');
      kiosk.settings.retakes = 1;
      localStorage.setItem('hall.kiosk.booth', JSON.stringify(kiosk));
    });
    await page.reload();
    const held = await countPictures(page);
    const { cardId } = await rig.lend({ language: 'ko' });
    await ko.arrive(cardId);
    await ko.agree({ photo: true });
    await ko.shoot();
    await ko.press('booth.camera.retake', { left: 1 });
    await page.locator('.camera[data-phase="counting"]').waitFor();
    await page.locator('.camera[data-phase="taken"]').waitFor();
    expect(await page.locator('.camera .actions button').allInnerTexts()).toEqual([
      ko.say('booth.camera.keep'),
      ko.say('booth.camera.without'),
    ]);
    expect(await held()).toBe(1);
    await ko.press('booth.camera.keep');
    await ko.write('');
    await ko.press('booth.preview.keep');
    await outcome('taken');
    await empty();
    expect((await card(cardId)).photos.length).toBe(1);
  });
});

describe('without a network', () => {
  const leave = async (steps: 'hello' | 'consent' | 'address' | 'preview') => {
    const { cardId } = await rig.lend({ language: 'ko' });
    const address = `${steps}@example.org`;
    const off = async (at: string) => void (at === steps && (await online(false)));
    await off('hello');
    await ko.arrive(cardId);
    await off('consent');
    await ko.agree({ mail: true });
    await ko.write('네트워크가 없어도 남습니다');
    await off('address');
    await ko.address(address);
    if (steps === 'preview') await page.locator('.mail-view').waitFor();
    await off('preview');
    await ko.press('booth.preview.send');
    await outcome('waiting');
    return { cardId, address };
  };

  for (const step of ['hello', 'consent', 'address', 'preview'] as const)
    it(`nothing gets lost when it goes away at ${step}; it leaves by itself when the network is back, once`, async () => {
      const { cardId, address } = await leave(step);
      const kept = await disk(page);
      expect(kept.items).toBe(2);
      expect(kept.text).not.toMatch(/네트워크가 없어도|example\.org/);
      await online(true);
      await outcome('taken');
      await empty();
      await expect.poll(() => mailsTo(address).length).toBe(1);
      expect((await card(cardId)).mails.length).toBe(1);
    });

  it('a picture waits on the disk over a reload without a network, and is sent by the next life of the page', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await ko.arrive(cardId);
    await ko.agree({ mail: true, photo: true, wall: true });
    await online(false);
    await ko.picture();
    await ko.write('다시 켜도 남습니다');
    await ko.address('again@example.org');
    await page.locator('.summary-pictures img').waitFor();
    await ko.press('booth.preview.send');
    await outcome('waiting');
    await page.reload();
    await ko.at('attract');
    expect((await disk(page)).items).toBe(3);
    await online(true);
    await empty();
    await expect.poll(() => mailsTo('again@example.org').length).toBe(1);
    expect(await card(cardId)).toMatchObject({ photos: [{ people: 1 }], entry: { state: 'pending' } });
  });

  it('has one effect when the hall heard everything and only its answers were lost', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    const lost = new Set<string>();
    await page.route(/\/api\/(entries|check-outs)$/, async route => {
      const url = route.request().url();
      if (lost.has(url)) return route.continue();
      lost.add(url);
      await route.fetch();
      await route.abort();
    });
    await ko.arrive(cardId);
    await ko.agree({ mail: true });
    await ko.write('한 번만');
    await ko.address('once@example.org');
    await ko.press('booth.preview.send');
    await outcome('taken');
    expect(lost.size).toBe(2);
    await empty();
    await rig.hall.settled();
    expect(mailsTo('once@example.org').length).toBe(1);
    expect((await card(cardId)).mails.length).toBe(1);
  });
});

describe('a disk that is full', () => {
  it('refuses the next visitor before the shutter', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await page.evaluate(() => {
      navigator.storage.estimate = async () => ({ quota: 100, usage: 99 });
    });
    await ko.hold(cardId);
    await page.getByText(ko.say('booth.full')).waitFor();
    expect(await page.locator('[data-step="attract"]').count()).toBe(1);
  });

  it('does not drop the last visitor: what it could not write is sent from memory', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await ko.arrive(cardId);
    await ko.agree({ mail: true });
    await ko.write('');
    await ko.address('full@example.org');
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await ko.press('booth.preview.send');
    await outcome('taken');
    await expect.poll(() => mailsTo('full@example.org').length).toBe(1);
  });
});

describe('the reader', () => {
  it('is told from a hand: a burst writes nothing into the field, slow keys write all of it and are no card', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await ko.arrive(cardId);
    await ko.agree({ mail: true });
    await ko.write('');
    await ko.at('address');
    await page.locator('#address').focus();
    await typeReal(page, cardId, 8);
    await page.locator('.notice').waitFor();
    expect(await page.locator('#address').inputValue()).toBe('');
    await typeReal(page, cardId, 80, false);
    await expect.poll(() => page.locator('#address').inputValue()).toBe(cardId);
    expect(await page.locator('[data-step="address"]').count()).toBe(1);
  });

  it('asks for the card once more after half a number, and takes the same card twice as one', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await tap(page, cardId.slice(0, 6));
    await page.getByText(ko.say('kiosk.half')).waitFor();
    await page.evaluate(
      ([first]) => {
        for (const key of [...(first ?? ''), 'Enter', ...(first ?? ''), 'Enter'])
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      },
      [cardId],
    );
    await ko.at('hello');
    await page.getByText(ko.say('kiosk.again')).waitFor();
  });

  it('sends a card that is not in use to the desk', async () => {
    await ko.hold('EG99999999');
    await page.getByText(ko.say('kiosk.unknown-card')).waitFor();
    expect(await page.locator('[data-step="attract"]').count()).toBe(1);
  });
});

describe('somebody who is quiet', () => {
  it('is asked 20 seconds before the booth starts over, may stay again and again, and is forgotten otherwise', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await page.clock.install();
    await page.goto('/booth');
    await ko.arrive(cardId);
    for (let times = 0; times < 10; times += 1) {
      await page.clock.fastForward(61_000);
      await page.locator('dialog[open]').waitFor();
      expect(await page.locator('dialog').evaluate(dialog => dialog.contains(document.activeElement))).toBe(true);
      await ko.press('kiosk.idle.stay');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
    await ko.at('consent');
    await page.clock.fastForward(61_000);
    await page.locator('dialog[open]').waitFor();
    await page.clock.fastForward(21_000);
    await ko.at('attract');
    await page.locator('html[lang="ko"]').waitFor();
  });
});
