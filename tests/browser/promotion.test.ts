import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { instant } from '../../functions/platform/clock.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { boothHands } from '../../infra/local/booth-hands.ts';
import { logWalk, mailsDone } from '../../infra/local/visit.ts';
import { axeInEveryLook } from './hands.ts';
import { PROMOTED, promotingAssembly } from './promoting.ts';
import { browserHall } from './rig.ts';

const rig = browserHall({ assembly: promotingAssembly });
const MINUTE = 60_000;
const exhibit = catalogue.exhibits.find(({ id }) => id === PROMOTED);

let page: Page;
beforeAll(async () => {
  page = await rig.page('booth', { serviceWorkers: 'block' });
});
// Whatever went wrong before, the next one begins at the beginning.
beforeEach(() => page.goto('/booth'));

/** Somebody who looked at the promoted exhibit a minute ago. */
const guest = async (language: 'ko' | 'en') => {
  const now = Date.now();
  const { cardId, visitId } = await rig.lend({ language, at: now - 2 * MINUTE });
  const at = instant(now - MINUTE);
  const seen = { id: randomUUID(), cardId, at, zone: exhibit?.zone ?? 0, exhibit: PROMOTED };
  await logWalk(rig.kiosks.zone, [{ ...seen, kind: 'explored', seconds: 50 }]);
  return { cardId, visitId };
};

/** The mail that reached an address, as another parser reads it. */
const mailTo = async (address: string) => {
  const found = () => rig.hall.mails().find(mail => mail.to.includes(address));
  await expect.poll(found).toBeDefined();
  const mail = await PostalMime.parse(readFileSync(found()?.eml ?? ''));
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  return { subject: mail.subject ?? '', text: mail.text ?? '', header };
};

describe('a hall whose catalogue promotes an exhibit', () => {
  it('asks for that at the booth on its own, unticked, and sends nothing of it to who left it so', async () => {
    const ko = boothHands(page, 'ko');
    const { cardId, visitId } = await guest('ko');
    await ko.arrive(cardId);
    const boxes = page.locator('.consents input[type=checkbox]');
    const names = await boxes.evaluateAll(all => all.map(box => (box as HTMLInputElement).name));
    expect(names).toEqual(['mail', 'photo', 'wall', 'promotion']);
    expect(await page.locator('input:checked').count()).toBe(0);
    await page.getByText(ko.say('consent.promotion.refuse')).waitFor();
    expect(await axeInEveryLook(page)).toEqual([]);
    await ko.agree({ mail: true });
    await ko.write('');
    await ko.address('plain@example.org');
    expect(await page.locator('.mail > h2').textContent()).not.toContain('광고');
    await ko.press('booth.preview.send');
    await page.locator('.done[data-outcome="taken"]').waitFor();
    const { subject, text, header } = await mailTo('plain@example.org');
    expect([subject.includes('광고'), text.includes(exhibit?.about.ko ?? '?')]).toEqual([false, false]);
    expect([header('list-unsubscribe'), header('list-unsubscribe-post')]).toEqual([undefined, undefined]);
    expect(text).toContain(exhibit?.name.ko);
    const visit = await rig.hall.admin.table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' });
    expect(visit?.['consents']).toMatchObject({ promotion: { given: false, version: CONSENT_VERSION } });
  });

  it('says so in the preview and in the mail, takes it back by one click, and sends no more of it after that', async () => {
    const en = boothHands(page, 'en');
    const { cardId, visitId } = await guest('en');
    await en.arrive(cardId);
    await en.agree({ mail: true, promotion: true });
    await en.write('');
    await en.address('agreed@example.org');
    expect(await page.locator('.mail > h2').textContent()).toMatch(/^\(광고\) /);
    await page.locator('.mail-view').getByText(en.say('mail.ad.label')).first().waitFor();
    await en.press('booth.preview.send');
    await page.locator('.done[data-outcome="taken"]').waitFor();
    const { subject, text, header } = await mailTo('agreed@example.org');
    expect(subject).toMatch(/^\(광고\) /);
    expect(text).toContain(exhibit?.about.en);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const out = /^<(\S+)>$/.exec(header('list-unsubscribe') ?? '')?.[1] ?? '';
    const home = out.replace(/\/unsubscribe$/, '');
    expect(text).toContain(out);

    // A scanner opens every link and presses nothing.
    const reader = await rig.visitor();
    await reader.goto(out);
    expect(await reader.locator('form button').count()).toBe(1);
    expect(await axeInEveryLook(reader)).toEqual([]);
    await reader.goto(home);
    await reader.getByText(exhibit?.about.en ?? '?').waitFor();

    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const clicked = await fetch(out, { method: 'POST', body, redirect: 'manual' });
    expect([clicked.status, clicked.headers.get('set-cookie')]).toEqual([200, null]);
    await reader.goto(home);
    await reader.getByText(exhibit?.name.en ?? '?', { exact: true }).waitFor();
    expect(await reader.getByText(exhibit?.about.en ?? '?').count()).toBe(0);
    expect(await reader.locator('form[action$="/unsubscribe"]').count()).toBe(0);

    const { mails } = await mailsDone(rig.kiosks.booth, cardId);
    const now = instant(Date.now());
    const wish = { id: randomUUID(), card: { cardId, at: now }, sentAt: now, deliveryId: mails[0]?.deliveryId };
    await rig.kiosks.booth.post('/api/corrections', { ...wish, address: 'once-more@example.org' });
    const later = await mailTo('once-more@example.org');
    expect([later.subject.includes('광고'), later.header('list-unsubscribe')]).toEqual([false, undefined]);
    expect(later.text).not.toContain(exhibit?.about.en);
    const visit = await rig.hall.admin.table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' });
    expect(visit?.['consents']).toMatchObject({
      mail: { given: true },
      promotion: { given: false, version: CONSENT_VERSION },
    });
  });

  it('lets who has the page end it there by one button, without JavaScript', async () => {
    const { cardId } = await guest('en');
    const now = instant(Date.now());
    const consent = { given: true, version: CONSENT_VERSION, language: 'en' };
    const consents = { mail: { ...consent, given: false }, photo: consent, promotion: consent };
    const { booth } = rig.kiosks;
    const asked = { id: randomUUID(), cardId, at: now, sentAt: now, language: 'en', addresses: [], consents };
    await booth.post('/api/check-outs', asked);
    const { page: home = '' } = await booth.get<CardView>(`/api/cards/${cardId}`);
    const reader = await rig.visitor({ javaScriptEnabled: false });
    await reader.goto(home);
    await reader.getByText(exhibit?.about.en ?? '?').waitFor();
    await reader.locator('form[action$="/unsubscribe"] button').click();
    await reader.waitForURL(/\/unsubscribe$/);
    await reader.goto(home);
    expect(await reader.getByText(exhibit?.about.en ?? '?').count()).toBe(0);
  });
});
