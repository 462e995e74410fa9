import { expect, it } from 'vitest';
import { boothHands } from '../../infra/local/booth-hands.ts';
import { checkOut, newCard } from '../../infra/local/visit.ts';
import { tap } from './hands.ts';
import { browserHall, PATIENCE } from './rig.ts';

const rig = browserHall();
const WAIT = { timeout: PATIENCE };
const NAME = '이서연';
const SIZE = 20;

it('a delegation of twenty goes from the reservation to one picture and twenty private mails; somebody late joins it', async () => {
  const pin = await rig.hall.admin.addStaff(NAME);
  const desk = await rig.page('desk', { viewport: { width: 1366, height: 900 } });
  await desk.locator('#name').fill(NAME);
  await desk.locator('#pin').fill(pin);
  await desk.locator('button[type=submit]').click();
  await desk.locator('[data-view=entries]').waitFor();
  await desk.locator('.desk-head a[href="#tours"]').click();
  await desk.locator('.view-head .button.main').click();
  await desk.locator('#tour-name').fill('Ministry of Digital Affairs');
  await desk.locator('#tour-expected').fill(String(SIZE));
  await desk.locator('.reserve button[type=submit]').click();
  const code = (await desk.locator('[data-code]').getAttribute('data-code')) ?? '';

  const door = await rig.page('zone', { zone: 1 });
  await door.locator('.attract .actions > .button').first().click();
  await door.locator('#tour-code').fill(code);
  await door.keyboard.press('Enter');
  await door.locator('[data-step=joining]').waitFor();
  const cards = Array.from({ length: SIZE }, () => newCard());
  for (const card of cards) await tap(door, card);
  await expect.poll(() => door.locator('.joined-count').textContent(), WAIT).toBe(String(SIZE));
  await expect.poll(() => desk.locator('[data-member]').count(), WAIT).toBe(SIZE);

  const page = await rig.page('booth', { serviceWorkers: 'block' });
  // The tour's language is the desk's; the booth speaks the language of the first card.
  const hands = boothHands(
    page,
    (await rig.kiosks.booth.get<{ language: 'ko' | 'en' }>(`/api/cards/${cards[0]}`)).language,
  );
  await hands.arriveTogether(cards);
  await hands.agree({ mail: true, photo: true });
  await hands.picture();
  await hands.write('All twenty of us');
  await hands.address('member-0@example.org');
  await hands.press('booth.preview.send');
  await page.locator('.done[data-outcome="taken"]').waitFor();
  await Promise.all(
    cards
      .slice(1)
      .map((cardId, at) =>
        checkOut(rig.kiosks.booth, { cardId, language: 'en', addresses: [`member-${at + 1}@example.org`] }),
      ),
  );

  const mails = () => rig.hall.mails().filter(mail => mail.to.some(to => to.startsWith('member-')));
  await expect.poll(() => mails().length, { timeout: 3 * PATIENCE }).toBe(SIZE);
  expect(
    mails()
      .map(({ to }) => to.join())
      .sort(),
  ).toEqual(cards.map((_, at) => `member-${at}@example.org`).sort());
  await expect.poll(() => desk.locator('[data-member] [data-photo=true]').count(), WAIT).toBe(SIZE);
  await expect.poll(() => desk.locator('[data-member] [data-mail=delivered]').count(), WAIT).toBe(SIZE);

  const late = await rig.lend({ language: 'en', tour: code });
  await desk.locator(`[data-member="${late.cardId}"] [data-photo=false] button`).click();
  await desk.locator('.notice.good').waitFor();
  await expect.poll(() => desk.locator('[data-member] [data-photo=true]').count(), WAIT).toBe(SIZE + 1);
}, 180_000);
