import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { type BoothHands, boothHands } from '../../infra/local/booth-hands.ts';
import { newCard, walkThrough } from '../../infra/local/visit.ts';
import { countPictures, disk, traces, watchUpload } from './booth-disk.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();
let page: Page;
let ko: BoothHands;
let en: BoothHands;

const card = (cardId: string) => rig.kiosks.booth.get<CardView>(`/api/cards/${cardId}`);
const mailsTo = (address: string) => rig.hall.mails().filter(mail => mail.to.includes(address));
/** ends the visit, whatever the step */
const finish = async () => {
  await page.locator('.done .actions .main').click();
  await ko.at('attract');
};
const taken = () => page.locator('.done[data-outcome="taken"]').waitFor();
/** mean colours of the left and the right part of a picture */
const sides = async (bytes: Uint8Array) => {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .resize(8, 2, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number) => [...data.subarray(x * info.channels, x * info.channels + 3)] as [number, number, number];
  const name = ([red, , blue]: [number, number, number]) => (red > blue ? 'red' : 'blue');
  return [name(at(1)), name(at(6))];
};

beforeAll(async () => {
  page = await rig.page('booth', { serviceWorkers: 'block' });
  ko = boothHands(page, 'ko');
  en = boothHands(page, 'en');
});

// Whatever went wrong before, the next one begins at the beginning.
beforeEach(async () => {
  await page.goto('/booth');
  await ko.at('attract');
});

describe('a visitor alone', () => {
  it('takes a picture, writes a line, sees the mail as it will arrive, and gets it with three ways home', async () => {
    const { cardId } = await walkThrough(rig.kiosks, { language: 'en', zones: [1, 2, 3] });
    await en.arrive(cardId);
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0);
    // Nothing in our catalogue advertises, so nobody is asked about that.
    const asked = await page.locator('.consents input').evaluateAll(all => all.map(box => box.getAttribute('name')));
    expect(asked).toEqual(['mail', 'photo', 'wall']);
    await en.agree({ mail: true, photo: true, wall: true });
    await en.picture();
    await en.write('Three minutes for a certificate', 'Ana');
    await en.address('ana@example.org');
    await page.locator('.mail-view').getByText('Three minutes for a certificate').waitFor();
    await page.locator('.mail-view img').first().waitFor();
    expect(mailsTo('ana@example.org')).toEqual([]);
    await en.press('booth.preview.send');
    await taken();
    await page.locator('.home .qr').waitFor();
    expect(await page.locator('.home').count()).toBe(3);
    await expect.poll(() => mailsTo('ana@example.org').length).toBe(1);
    const view = await card(cardId);
    expect({ photos: view.photos.length, entry: view.entry?.state, mails: view.mails.length }).toEqual({
      photos: 1,
      entry: 'pending',
      mails: 1,
    });
    await finish();
  });

  it('sees the mirror but gets the picture as it was, without EXIF, when left and right have colours', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    await ko.arrive(cardId);
    await ko.agree({ photo: true });
    await ko.at('camera');
    await ko.button('booth.camera.shoot').waitFor();
    expect(await page.locator('video').evaluate(video => getComputedStyle(video).transform)).toBe(
      'matrix(-1, 0, 0, 1, 0, 0)',
    );
    expect(await sides(await page.locator('.stage video').screenshot())).toEqual(['blue', 'red']);
    await ko.shoot();
    expect(await sides(await page.locator('.stage img').screenshot())).toEqual(['red', 'blue']);
    await ko.press('booth.camera.keep');
    await ko.write('');
    await ko.at('preview');
    const sent = await watchUpload(page);
    await ko.press('booth.preview.keep');
    await taken();
    await expect.poll(async () => (await card(cardId)).photos[0]?.state).toBe('ready');
    expect(await sent()).toMatch(/^\xff\xd8\xff/);
    expect(await sent()).not.toContain('Exif');
    const photoId = (await card(cardId)).photos[0]?.photoId ?? '';
    expect(await sides(await rig.kiosks.booth.bytes(`/api/photos/${photoId}/preview`))).toEqual(['red', 'blue']);
    await finish();
  });

  it('goes the whole way by the keyboard alone', async () => {
    const { cardId } = await rig.lend({ language: 'ko' });
    const reach = async (wanted: () => Promise<boolean>) => {
      for (let tries = 0; tries < 60; tries += 1) {
        if (await wanted()) return;
        await page.keyboard.press('Tab');
      }
      throw new Error('the keyboard does not reach it');
    };
    const enter = async (selector: string, key = 'Enter') => {
      const target = page.locator(selector);
      await target.waitFor();
      await reach(() => target.evaluate(element => element === document.activeElement));
      await page.keyboard.press(key);
    };
    await ko.at('attract');
    await enter('.attract .actions button');
    await ko.at('card');
    await reach(() => page.locator('#card-number').evaluate(field => field === document.activeElement));
    await page.keyboard.insertText(cardId.slice(2));
    await page.keyboard.press('Enter');
    await ko.at('hello');
    await enter('.actions .main');
    await ko.at('people');
    await enter('.choice >> nth=0');
    await ko.at('age');
    await enter('.choice >> nth=0');
    await ko.at('consent');
    await enter('input[name=mail]', 'Space');
    await enter('input[name=photo]', 'Space');
    await enter('.actions .main');
    await ko.at('camera');
    await ko.button('booth.camera.shoot').waitFor();
    await enter('.camera .actions .main');
    await page.locator('.camera[data-phase="taken"]').waitFor();
    await enter('.camera .actions .main');
    await ko.at('message');
    await reach(() => page.locator('#message').evaluate(field => field === document.activeElement));
    await page.keyboard.insertText('손으로만 썼습니다');
    await enter('.message .actions .main');
    await ko.at('address');
    await reach(() => page.locator('#address').evaluate(field => field === document.activeElement));
    await page.keyboard.insertText('keys@example.org');
    await page.keyboard.press('Enter');
    await enter('.read-back .main');
    await enter('.address .actions .main');
    await ko.at('preview');
    await enter('.preview .actions .main');
    await taken();
    await expect.poll(() => mailsTo('keys@example.org').length).toBe(1);
    await enter('.done .actions .main');
    await ko.at('attract');
  });

  it('corrects the address with the card, and the mail goes once more', async () => {
    const { cardId } = await rig.lend({ language: 'en' });
    await en.arrive(cardId);
    await en.agree({ mail: true });
    await en.write('');
    await en.address('wrong@example.org');
    await en.press('booth.preview.send');
    await taken();
    await expect.poll(() => mailsTo('wrong@example.org').length).toBe(1);
    await finish();
    await expect.poll(async () => (await card(cardId)).mails[0]?.state).toBe('delivered');
    await page.reload();
    await en.at('attract');
    await en.hold(cardId);
    await en.at('hello');
    await en.press('booth.mail.correct');
    await page.locator('dialog #address').fill('right@example.org');
    await page.locator('dialog').getByRole('button', { name: 'Next' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Yes, this is right' }).click();
    await page.locator('.notice.good').waitFor();
    await expect.poll(() => mailsTo('right@example.org').length).toBe(1);
    await en.press('kiosk.end');
    await en.at('attract');
  });

  it('is asked for nothing and leaves nothing when it is a child; the staff are called', async () => {
    const { cardId } = await rig.lend({ language: 'en' });
    await en.hold(cardId);
    await en.at('hello');
    await page.locator('.actions .main').click();
    await page.locator('.choice').nth(0).click();
    const [beat] = await Promise.all([
      page.waitForRequest(request => request.url().endsWith('/api/devices/beat')),
      page.locator('.choice').nth(1).click(),
    ]);
    await en.at('child');
    expect(beat.postDataJSON()).toMatchObject({ trouble: 'a child is at the booth' });
    expect(await page.locator('input, video').count()).toBe(0);
    await page.locator('.actions .main').click();
    await en.at('attract');
    expect((await disk(page)).items).toBe(0);
    expect(await card(cardId)).toMatchObject({ photos: [], mails: [] });
  });

  it('sees what it wrote as text, whatever it wrote', async () => {
    const { cardId } = await rig.lend({ language: 'en' });
    const bad = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>{{7*7}}';
    await en.arrive(cardId);
    await en.agree({ mail: true });
    await en.write(bad, '"><svg onload=window.broken=1>');
    await en.address('quiet@example.org');
    await page.locator('.mail-view').getByText(bad).waitFor();
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
    await en.press('kiosk.end');
    await en.at('attract');
  });
});

describe('a group', () => {
  it('is in one picture; each decides alone with the card, unseen by the others, and gets a mail of its own', async () => {
    const cards = [newCard(), newCard(), newCard()];
    for (const cardId of cards) await rig.lend({ language: 'ko', cardId });
    await ko.arriveTogether(cards);
    await ko.agree({ mail: true, photo: true, wall: true });
    await ko.picture();
    await ko.write('우리 셋이 함께');
    await ko.address('first@example.org');
    await ko.press('booth.preview.send');
    await taken();
    expect(await page.locator('.qr').count()).toBe(0);
    await ko.hold(cards[1] ?? '');
    await ko.at('age');
    await page.locator('.choice').nth(0).click();
    await ko.at('consent');
    expect(await page.locator('input[name=wall]').count()).toBe(0);
    await ko.agree({ mail: true, photo: true });
    await ko.at('address');
    expect(await page.locator('body').innerText()).not.toContain('first@');
    await page.locator('#address').fill('second@example.org');
    await ko.press('kiosk.next');
    await ko.press('booth.address.right');
    await ko.press('booth.address.done');
    await ko.at('done');
    await expect.poll(() => mailsTo('second@example.org').length).toBe(1);
    expect(rig.hall.mails().filter(mail => mail.to.length > 1)).toEqual([]);
    await finish();
    // The third gave no consent: no mail, and the picture can still be asked for.
    expect(await card(cards[2] ?? '')).toMatchObject({ mails: [], photos: [{ people: 3 }] });
    await ko.hold(cards[2] ?? '');
    await ko.at('hello');
    await ko.press('booth.hello.send');
    await page.locator('.choice').nth(0).click();
    await ko.agree({ mail: true, photo: true });
    await ko.address('third@example.org');
    await ko.press('booth.preview.send');
    await taken();
    await expect.poll(() => mailsTo('third@example.org').length).toBe(1);
    await finish();
  });
});

describe('after a visitor', () => {
  it('nothing is left in page, storage, history, disk or held pictures', async () => {
    const held = await countPictures(page);
    const { cardId } = await rig.lend({ language: 'ko' });
    await ko.arrive(cardId);
    await ko.agree({ mail: true, photo: true });
    await ko.picture();
    await ko.write('비밀스러운 한마디', '홍길동');
    await ko.address('secret@example.org');
    await page.locator('.mail-view').waitFor();
    expect(await traces(page)).toContain('secret@example.org');
    await ko.press('kiosk.end');
    await ko.at('attract');
    const left = await traces(page);
    for (const word of [cardId, '비밀스러운', '홍길동', 'secret@']) expect(left).not.toContain(word);
    expect(await held()).toBe(0);
    expect((await card(cardId)).photos).toEqual([]);
  });
});
