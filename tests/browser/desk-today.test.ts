import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Act, act } from '../../functions/deliveries/delivery.ts';
import { endHold, heldSince, holdMails } from '../../functions/deliveries/holding.ts';
import { changeMail, mailsOfVisit } from '../../functions/deliveries/mails.ts';
import { requestPhoto } from '../../functions/photos/photos.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { instant } from '../../functions/platform/clock.ts';
import { lineLog } from '../../functions/platform/log.ts';
import { shortDay } from '../../functions/texts/dates.ts';
import { checkOut, mailsDone, newCard } from '../../infra/local/visit.ts';
import { axeInEveryLook, tap } from './hands.ts';
import { browserHall } from './rig.ts';

const rig = browserHall();
const NAME = '이서연';
let page: Page;

const deps = () => ({ table: rig.hall.admin.table, clock: Date.now, log: lineLog('test', () => undefined) });
const row = (cardId: string) => page.locator(`[data-row="${cardId}"]`);
const way = (name: string) => page.locator(`[data-way="${name}"]`).click();
const sum = (name: string) => page.locator(`[data-sum="${name}"]`);
const back = () => page.locator('[data-view=visit] > .button.link').click();
const answer = () => page.locator('dialog button[type=submit]').click();

/** Somebody who asked for a mail. */
const leaving = async (address: string, language: 'ko' | 'en' | 'zh' = 'en') => {
  const { cardId, visitId } = await rig.lend({ language });
  await checkOut(rig.kiosks.booth, { cardId, language, addresses: [address], photo: false });
  return { cardId, visitId };
};
const left = async (address: string) => {
  const one = await leaving(address);
  await mailsDone(rig.kiosks.booth, one.cardId);
  return one;
};
/** A mail of which nobody knows: SES did not answer the call, and no event came. */
const lost = async () => {
  await holdMails(deps(), 'a test', 'Guide');
  const one = await leaving('success+lost@simulator.amazonses.com', 'zh');
  for (const { deliveryId } of await mailsOfVisit(deps().table, one.visitId))
    for (const what of ['claim', 'call', 'give-up'] satisfies Act[])
      await changeMail(deps().table, one.visitId, deliveryId, mail => {
        const next = act(mail, what, instant(Date.now()), what === 'give-up' ? 'no-send-event' : undefined);
        return next && { ...mail, ...next };
      });
  await endHold(deps(), 'Guide');
  return one;
};

beforeAll(async () => {
  const pin = await rig.hall.admin.addStaff(NAME);
  page = await rig.page('desk', { viewport: { width: 1280, height: 800 } });
  await page.locator('#name').fill(NAME);
  await page.locator('#pin').fill(pin);
  await page.locator('button[type=submit]').click();
  await page.locator('.desk-head a[href="#today"]').click();
});
beforeEach(async () => {
  await endHold(deps());
  await page.reload();
  await page.locator('[data-view=today]').waitFor();
});

describe("the day's list", () => {
  it('shows by itself who comes and what becomes of each mail, in words, and counts', async () => {
    const { cardId } = await rig.lend({ language: 'zh' });
    await row(cardId).waitFor();
    expect(await row(cardId).textContent()).toContain('메일을 신청하지 않음');
    const family = await row(cardId)
      .locator('[lang=zh-Hans]')
      .evaluate(name => getComputedStyle(name).fontFamily);
    expect(family).toContain('Noto Sans SC');
    await checkOut(rig.kiosks.booth, {
      cardId,
      language: 'zh',
      addresses: ['success+first@simulator.amazonses.com', 'bounce@simulator.amazonses.com'],
      photo: false,
    });
    await row(cardId).locator('[data-mail=delivered]').waitFor();
    const bounced = row(cardId).locator('[data-mail=bounced]');
    await bounced.waitFor();
    for (const words of ['b•••@simulator.amazonses.com', '되돌아옴', '없는 주소', '올바른 주소'])
      expect(await bounced.textContent()).toContain(words);
    await expect.poll(() => sum('sent').textContent()).toBe('1통 보냄');
    await expect.poll(() => sum('bounced').textContent()).toBe('1통 되돌아옴');
    expect(await page.content()).not.toContain('bounce@');
    expect(await axeInEveryLook(page)).toEqual([]);
  });

  it('is narrowed to what needs somebody, and searched by card, also after the card came back', async () => {
    const [bounced, sent] = [
      await left('bounce@simulator.amazonses.com'),
      await left('success+two@simulator.amazonses.com'),
    ];
    await rig.kiosks.booth.post(`/api/cards/${sent.cardId}/return`, {
      at: instant(Date.now()),
      sentAt: instant(Date.now()),
    });
    await row(sent.cardId).waitFor();
    await way('needs-staff');
    await row(sent.cardId).waitFor({ state: 'detached' });
    await row(bounced.cardId).waitFor();
    await page.locator('#today-card').fill('12');
    await page.keyboard.press('Enter');
    await page.getByText('전시관 카드 번호가 아닙니다.').waitFor();
    await page.locator('#today-card').fill(sent.cardId.toLowerCase());
    await page.keyboard.press('Enter');
    await row(bounced.cardId).waitFor({ state: 'detached' });
    expect(await row(sent.cardId).textContent()).toContain('관람을 마침');
    expect(await page.locator('[data-row]').count()).toBe(1);
    expect(await row(sent.cardId).locator('time').first().textContent()).toContain(shortDay('ko', instant(Date.now())));
    await page.locator('#today-card').fill(newCard());
    await page.keyboard.press('Enter');
    await page.getByText('해당하는 관람이 없습니다.').waitFor();
    await page.getByRole('button', { name: '하루 전체 보기' }).click();
    await row(bounced.cardId).waitFor();
    // The card itself, on the reader: it is nobody's now, and leads to what it was lent for.
    await tap(page, sent.cardId);
    await page.getByRole('button', { name: '이 카드의 지난 관람' }).click();
    await row(sent.cardId).waitFor();
    expect(await page.locator('[data-row]').count()).toBe(1);
    await page.getByRole('button', { name: '하루 전체 보기' }).click();
    await page.locator('#today-day').fill('2026-01-02');
    await page.getByText('해당하는 관람이 없습니다.').waitFor();
    await page.reload();
    await row(bounced.cardId).waitFor();
  });

  it('comes in pages, and the focus stays with who turns them', async () => {
    for (let count = 0; count < 27; count += 1) await rig.lend({ language: 'en' });
    await page.getByRole('button', { name: '더 이전' }).focus();
    const first = await page.locator('[data-row]').first().getAttribute('data-row');
    await page.keyboard.press('Enter');
    await row(String(first)).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '더 최근' }).press('Enter');
    await row(String(first)).waitFor();
  });
});

describe('a mail of which nobody knows', () => {
  it('is sent once more only after a question that says what may happen, with the name of who decided', async () => {
    const one = await lost();
    await way('needs-staff');
    await expect.poll(() => row(one.cardId).locator('[data-mail=unknown]').textContent()).toContain('다시 보낼지');
    const opener = row(one.cardId).locator('[data-open]');
    await opener.focus();
    await page.keyboard.press('Enter');
    const unknown = page.locator('[data-delivery][data-state=unknown]');
    const ask = unknown.getByRole('button', { name: '같은 주소로 다시 보내기' });
    await ask.click();
    await page.getByText('같은 메일을 두 번').waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    // The way back has the focus: a second Enter by mistake sends nothing.
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await mailsOfVisit(deps().table, one.visitId)).toHaveLength(1);
    await ask.click();
    await answer();
    const replaced = page.locator('[data-delivery][data-state=replaced]');
    await replaced.waitFor();
    await page.locator('[data-delivery][data-state=delivered]').waitFor();
    expect(await replaced.locator('.history').textContent()).toContain(`담당자가 다시 보냄 · ${NAME}`);
    expect(await axeInEveryLook(page)).toEqual([]);
    await back();
    await row(one.cardId).waitFor({ state: 'detached' });
    await way('all');
    await row(one.cardId).locator('[data-mail=delivered]').waitFor();
  });
});

describe('a visitor who wants to be forgotten', () => {
  it('is erased at the desk after a question, with the number of a receipt to take along', async () => {
    const { cardId, visitId } = await leaving('success+forgotten@simulator.amazonses.com');
    await row(cardId).locator('[data-open]').click();
    await page.getByRole('button', { name: '이 관람 기록 삭제' }).click();
    await page.getByText('되돌릴 수 없습니다').waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    // The way back has the focus: an Enter by mistake erases nothing.
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '이 관람 기록 삭제' }).click();
    await answer();
    const done = page.locator('[data-view=visit] .notice.good');
    await done.waitFor();
    const item = await deps().table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' });
    expect(item).toMatchObject({ erased: true, erasedBy: `staff:${NAME}` });
    expect(await done.textContent()).toMatch(/접수 번호: [0-9a-f]{10}$/);
    expect(await page.locator('[data-view=visit] .notice.warn').count()).toBe(0);
    await back();
    await row(cardId).waitFor({ state: 'detached' });
  });
});

describe('holding all mail', () => {
  it('asks for a reason, keeps every mail, says why and by whom, and releases after a question', async () => {
    await page.getByRole('button', { name: '메일 발송 멈추기' }).click();
    await page.locator('#hold-why').fill('사진이 잘못 들어감');
    await answer();
    const held = page.locator('[data-held]');
    await held.waitFor();
    expect(await held.textContent()).toContain(`${NAME}: 사진이 잘못 들어감`);
    const one = await leaving('success+held@simulator.amazonses.com');
    const waiting = row(one.cardId).locator('[data-mail=waiting]');
    await expect.poll(() => waiting.textContent()).toContain('모든 메일 발송이 멈춰 있음');
    await way('waiting');
    await row(one.cardId).waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    await held.getByRole('button').click();
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await heldSince(deps().table)).toMatchObject({ by: NAME });
    await held.getByRole('button').click();
    await answer();
    await held.waitFor({ state: 'detached' });
    expect(await page.locator('[data-last-hold]').textContent()).toContain(NAME);
    await way('all');
    await rig.hall.tick();
    await row(one.cardId).locator('[data-mail=delivered]').waitFor();
  });
});

describe('what is late', () => {
  it('is counted and tried again, all at once or in one visit, and the ledger names who asked', async () => {
    const { cardId, visitId } = await rig.lend({ language: 'en' });
    const ago = () => Date.now() - 5 * 60_000;
    const picture = { kind: 'photo', frame: 'flow', bytes: 5000, sha256: 'a'.repeat(64) } as const;
    const wish = { ...picture, id: newCard(), people: [], sentAt: instant(ago()) };
    await requestPhoto({ table: deps().table, slots: memorySlots(), clock: ago }, wish, [{ visitId }]);
    const late = page.locator('[data-late]');
    await late.waitFor();
    expect(await row(cardId).locator('[data-photo]').textContent()).toContain('올리거나 처리하는 중');
    await late.getByRole('button').click();
    await page.getByText('다시 처리할 것: 사진').waitFor();
    await answer();
    await page.getByText('다시 처리하고 있습니다: 사진').waitFor();
    await row(cardId).locator('[data-open]').click();
    await page.getByText(`${NAME} 담당자가`).waitFor();
    await page.route('**/api/desk/retries', route => route.abort(), { times: 1 });
    await page.getByRole('button', { name: '지금 다시 시도' }).click();
    await page.locator('[data-view=visit] .notice.warn').waitFor();
    await page.getByRole('button', { name: '지금 다시 시도' }).click();
    await page.locator('[data-view=visit] .notice.good').waitFor();
    await back();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(cardId);
  });
});
