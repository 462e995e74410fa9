import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { withdrawFromWall } from '../../functions/guestbook/moderate.ts';
import { deskEntries } from '../../functions/guestbook/wall.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { checkOut, mailsDone, newCard, photoDone, takePhoto } from '../../infra/local/visit.ts';
import { type Guest, guest } from './guests.ts';
import { axeInEveryLook, tap } from './hands.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();
const DESK = { width: 1366, height: 900 };
const NAME = '이서연';
let pin: string;
let page: Page;

const signIn = async (desk: Page, name = NAME, code = pin) => {
  await desk.locator('#name').fill(name);
  await desk.locator('#pin').fill(code);
  await desk.locator('button[type=submit]').click();
};
const view = async (name: 'entries' | 'cards' | 'tours' | 'kiosks' | 'report') => {
  await page.locator(`.desk-head a[href="#${name}"]`).click();
  await page.locator(`[data-view="${name}"]`).waitFor();
};
/** Leaves the view and comes back, which reads the list at once. */
const reread = async () => {
  await view('kiosks');
  await view('entries');
};
const entry = ({ entryId }: Guest) => page.locator(`[data-entry="${entryId}"]`);
const selected = () => page.locator('[data-selected=true]').getAttribute('data-entry');
const select = async (one: Guest) => {
  await entry(one).locator('.words').click();
  await expect.poll(selected).toBe(one.entryId);
};
const stored = async ({ entryId }: Guest, state: 'pending' | 'approved' | 'hidden') =>
  (await deskEntries({ table: rig.hall.admin.table }, { state })).entries.find(one => one.entryId === entryId);
const write = (message: string, more: { photo?: number } = {}) =>
  guest(rig, { message, name: message.slice(0, 5), ...more });

beforeAll(async () => {
  pin = await rig.hall.admin.addStaff(NAME);
  page = await rig.page('desk', { viewport: DESK });
  await signIn(page);
  await page.locator('[data-view=entries]').waitFor();
});

describe('the sign-in', () => {
  it('takes name and PIN from the pad, and says who is there', async () => {
    const desk = await rig.page('desk', { viewport: DESK });
    expect(await axeInEveryLook(desk)).toEqual([]);
    await desk.locator('#name').fill(NAME);
    for (const digit of pin) await desk.locator('.pad').getByRole('button', { name: digit, exact: true }).click();
    await desk.locator('button[type=submit]').click();
    await desk.locator('.who').waitFor();
    expect(await desk.locator('.who bdi').textContent()).toBe(NAME);
    await desk.locator('.who button').click();
    await desk.locator('[data-step=sign-in]').waitFor();
    await desk.reload();
    await desk.locator('[data-step=sign-in]').waitFor();
  });

  it('locks a name after five wrong PINs, also for the right one', async () => {
    const right = await rig.hall.admin.addStaff('박도윤');
    const desk = await rig.page('desk', { viewport: DESK });
    const wrong = right === '111111' ? '222222' : '111111';
    for (let time = 0; time < 5; time += 1) {
      await signIn(desk, '박도윤', wrong);
      await expect.poll(() => desk.locator('#pin').inputValue()).toBe('');
    }
    await signIn(desk, '박도윤', right);
    await desk.getByText('15분 뒤에').waitFor();
    expect(await desk.locator('.desk').count()).toBe(0);
  });

  it('ends after fifteen idle minutes, and when the hall says that nobody is signed in', async () => {
    const desk = await rig.page('desk', { viewport: DESK });
    await desk.clock.install();
    await signIn(desk);
    await desk.locator('[data-view=entries]').waitFor();
    await desk.clock.fastForward(14 * 60_000 + 41_000);
    await desk.locator('dialog').waitFor();
    await desk.clock.fastForward(21_000);
    await desk.locator('[data-step=sign-in]').waitFor();
    await signIn(desk);
    await desk.locator('[data-view=entries]').waitFor();
    // Taken off the list of staff, or idle by the hall's own clock: the next look is refused.
    await desk.context().clearCookies({ name: 'hall_staff' });
    await desk.clock.fastForward(6_000);
    await desk.locator('[data-step=sign-in]').waitFor();
  });
});

describe('the entries', () => {
  it('are approved and hidden by keys, with a reason and a name, and taken back', async () => {
    const [one, two, three] = [
      await write('첫째 글입니다.'),
      await write('둘째 글입니다.', { photo: 2 }),
      await write('셋째 글입니다.'),
    ];
    await reread();
    await entry(three).waitFor();
    const picture = entry(two).locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    await select(one);
    // Faster than anything is drawn: down, up, down, up, approve, all in one moment of the page.
    await page.evaluate(() => {
      for (const key of ['j', 'ArrowUp', 'ArrowDown', 'k', 'a'])
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
    await entry(one).waitFor({ state: 'detached' });
    await expect.poll(selected).toBe(two.entryId);
    await expect.poll(() => stored(one, 'approved')).toMatchObject({ by: NAME });
    await page.keyboard.press('h');
    await page.locator('dialog').waitFor();
    await page.keyboard.press('2');
    await entry(two).waitFor({ state: 'detached' });
    await expect.poll(() => stored(two, 'hidden')).toMatchObject({ by: NAME, reason: 'insult' });
    await page.keyboard.press('u');
    await entry(two).waitFor();
    await expect.poll(selected).toBe(two.entryId);
    await expect.poll(() => stored(two, 'pending')).toBeDefined();
    await page.locator('[data-list=approved]').click();
    await entry(one).waitFor();
    expect(await entry(one).textContent()).toContain(NAME);
    await page.locator('[data-list=pending]').click();
    await entry(two).waitFor();
  });

  it('hide for a reason in own words, by touch alone', async () => {
    const one = await write('광고가 아닌 글입니다.');
    await reread();
    await entry(one).locator('.button.plain').click();
    await page.locator('#own-reason').fill('같은 글이 두 번 왔습니다');
    await page.locator('dialog button[type=submit]').click();
    await entry(one).waitFor({ state: 'detached' });
    await expect.poll(() => stored(one, 'hidden')).toMatchObject({ reason: '같은 글이 두 번 왔습니다', by: NAME });
  });

  it('stay under the finger: a key acts on the selected entry while looks come in and the list is drawn anew', async () => {
    const many: Guest[] = [];
    for (let index = 0; index < 4; index += 1) many.push(await write(`${index}번째 손님의 글`));
    const [first, second] = many as [Guest, Guest];
    await reread();
    await entry(many[3] as Guest).waitFor();
    // A look that left before the act comes back after it, and must not bring the entry back.
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    let looks = 0;
    await page.context().route(/\/api\/desk\/entries\?/, async route => {
      const answer = await route.fetch();
      looks += 1;
      if (looks === 1) await held;
      await route.fulfill({ response: answer });
    });
    await expect.poll(() => looks).toBe(1);
    // Focus and key in one moment of the page: nothing can be drawn between them.
    await page.evaluate(id => {
      const article = document.querySelector<HTMLElement>(`[data-entry="${id}"] article`);
      article?.focus();
      article?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, cancelable: true }));
    }, first.entryId);
    await entry(first).waitFor({ state: 'detached' });
    await select(second);
    release();
    await write('새로 들어온 글');
    await expect.poll(() => looks).toBeGreaterThan(2);
    expect(await entry(first).count()).toBe(0);
    expect(await selected()).toBe(second.entryId);
    await page.keyboard.press('a');
    await expect.poll(() => stored(second, 'approved')).toBeDefined();
    expect(await stored(first, 'approved')).toBeDefined();
    await page.context().unrouteAll({ behavior: 'wait' });
  });

  it('that a visitor withdraws meanwhile take no key, and nothing else slips under it', async () => {
    const [leaving, next] = [await write('거두어질 글'), await write('그다음 글')];
    await reread();
    await entry(next).waitFor();
    await select(leaving);
    await withdrawFromWall({ table: rig.hall.admin.table, clock: Date.now }, leaving.visitId);
    await page.locator(`[data-entry="${leaving.entryId}"][data-gone=true]`).waitFor();
    await page.keyboard.press('a');
    expect(await selected()).toBe(leaving.entryId);
    await page.keyboard.press('j');
    await entry(leaving).waitFor({ state: 'detached' });
    expect(await stored(next, 'pending')).toBeDefined();
    expect(await axeInEveryLook(page)).toEqual([]);
  });
});

describe('cards', () => {
  it('are lent and taken back with the reader, wherever the desk is', async () => {
    await view('report');
    const cardId = newCard();
    await tap(page, cardId);
    await page.locator(`[data-view=cards][data-card=${cardId}]`).waitFor();
    await page.locator('#lend-language').selectOption('en');
    await page.locator('.lend button[type=submit]').click();
    await page.locator('[data-visit]').waitFor();
    expect(await page.locator('.ledger').textContent()).toContain('관람 중');
    await page.locator('.view-head .button', { hasText: '카드 반납' }).click();
    await page.locator('#lend-language').waitFor();
  });

  it('show each mail in words; a wrong address is corrected and the mail leaves again', async () => {
    const { cardId } = await rig.lend({ language: 'en' });
    await checkOut(rig.kiosks.booth, {
      cardId,
      language: 'en',
      addresses: ['bounce@simulator.amazonses.com'],
      photo: false,
    });
    await mailsDone(rig.kiosks.booth, cardId);
    await view('cards');
    await page.locator('#card-number').fill(cardId);
    await page.locator('.search button').click();
    const bounced = page.locator('[data-delivery][data-state=bounced]');
    await bounced.waitFor();
    expect(await bounced.textContent()).toContain('되돌아옴');
    expect(await axeInEveryLook(page)).toEqual([]);
    await bounced.locator('.button', { hasText: '다시 보내기' }).click();
    await bounced.locator('input').fill('success@');
    await bounced.locator('button[type=submit]').click();
    await bounced.locator('.notice.warn').waitFor();
    await bounced.locator('input').fill('success@simulator.amazonses.com');
    await bounced.locator('button[type=submit]').click();
    await page.locator('[data-delivery][data-state=replaced]').waitFor();
    await page.locator('[data-delivery][data-state=delivered]').waitFor();
    expect(await page.locator('[data-delivery][data-state=replaced] .history').textContent()).toContain(NAME);
  });
});

describe('tours', () => {
  it('are reserved, join with their code, and the roster tells who has a photo and whose mail waits', async () => {
    await view('tours');
    await page.locator('.view-head .button.main').click();
    await page.locator('#tour-name').fill('Ministry of Digital Affairs');
    await page.locator('#tour-country').fill('Estonia');
    await page.locator('#tour-expected').fill('3');
    await page.locator('.reserve button[type=submit]').click();
    const code = (await page.locator('[data-code]').getAttribute('data-code')) ?? '';
    expect(code).toMatch(/^[2-9A-Z]{6}$/);
    await page.locator('svg.qr').waitFor();
    const [ana, bo] = [await rig.lend({ language: 'en', tour: code }), await rig.lend({ language: 'ko', tour: code })];
    const photoId = await takePhoto(rig.kiosks.booth, {
      cards: [ana.cardId],
      file: await cameraPicture({ width: 960, height: 720 }),
    });
    await photoDone(rig.kiosks.booth, photoId);
    await checkOut(rig.kiosks.booth, {
      cardId: ana.cardId,
      language: 'en',
      addresses: ['success@simulator.amazonses.com'],
    });
    await page.locator(`[data-member=${ana.cardId}] [data-mail=delivered]`).waitFor();
    await page.locator(`[data-member=${ana.cardId}] [data-photo=true]`).waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    await page.locator(`[data-member=${bo.cardId}] [data-photo=false] button`).click();
    await page.locator('.notice.good').waitFor();
    await page.locator(`[data-member=${bo.cardId}] .button.link`).click();
    await page.locator(`[data-card=${bo.cardId}] [data-visit]`).waitFor();
    await view('tours');
    await page.locator(`[data-tour="${code}"]`).waitFor();
  });
});

describe('kiosks and report', () => {
  it('tell how much a kiosk keeps and since when', async () => {
    await rig.kiosks.booth.post('/api/devices/beat', {
      waiting: 3,
      waitingSince: '2026-11-22T01:00:00.000Z',
      trouble: 'disk: QuotaExceededError',
    });
    await view('kiosks');
    await page.getByText('disk: QuotaExceededError').waitFor();
    await page.getByText('3건, 10:00부터').waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
  });

  it('show figures as charts and give them as CSV', async () => {
    for (let count = 0; count < 5; count += 1) await rig.lend({ language: 'ko' });
    await view('report');
    await expect
      .poll(async () => Number(await page.locator('[data-total=visits]').textContent()))
      .toBeGreaterThanOrEqual(5);
    await page.locator('.chart rect').first().waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    const href = (await page.locator('a[download]').getAttribute('href')) ?? '';
    const csv = await page.evaluate(async path => (await fetch(path)).text(), href);
    expect(csv.split('\r\n')[0]).toBe('day,group,name,visits,seconds');
    expect(csv).toContain(',language,ko,');
  });
});
