import type { BoothHands } from './booth-hands.ts';

/** Every state of the booth that a visitor may see, in the order of the tour. */
export const BOOTH_STATES = [
  'attract',
  'languages',
  'card',
  'hello',
  'people',
  'group',
  'age',
  'consent',
  'privacy',
  'camera',
  'taken',
  'message',
  'drawing',
  'address',
  'meant',
  'read-back',
  'addresses',
  'preview',
  'done',
  'member',
  'mails',
  'child',
] as const;
export type BoothState = (typeof BOOTH_STATES)[number];

/** A line for the guestbook that a tour writes. */
export interface Line {
  message: string;
  name: string;
}

const draw = async ({ page }: BoothHands): Promise<void> => {
  const board = page.locator('.board canvas');
  await board.scrollIntoViewIfNeeded();
  const box = await board.boundingBox();
  if (!box) throw new Error('there is no drawing board');
  const at = (part: number) => box.x + box.width * (0.2 + 0.6 * part);
  const height = (part: number) => box.y + box.height * (0.5 + 0.22 * Math.sin(part * 2 * Math.PI));
  await page.mouse.move(at(0), height(0));
  await page.mouse.down();
  for (let step = 1; step <= 24; step += 1) await page.mouse.move(at(step / 24), height(step / 24));
  await page.mouse.up();
};

/**
 * Goes through the whole booth with three lent cards, alone first and then as a group, and calls `see` in every state. The page must show
 * "tap your card" and ends there. `reads`: the language of the cards.
 */
export const tourOfBooth = async (
  first: BoothHands,
  reads: BoothHands,
  cards: readonly [string, string, string],
  { message, name }: Line,
  see: (state: BoothState) => Promise<void>,
): Promise<void> => {
  const { page } = reads;
  await first.at('attract');
  await see('attract');
  await page.locator('.languages button').click();
  await page.locator('.sheet').waitFor();
  await see('languages');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await first.press('booth.attract.type');
  await first.at('card');
  await see('card');
  await first.press('kiosk.back');
  await reads.hold(cards[0]);
  await reads.at('hello');
  await see('hello');
  await page.locator('.actions .main').click();
  await reads.at('people');
  await see('people');
  await page.locator('.choice').nth(1).click();
  for (const [index, cardId] of cards.slice(1).entries()) {
    await reads.hold(cardId);
    await page
      .locator('.members li')
      .nth(index + 1)
      .waitFor();
  }
  await see('group');
  await reads.press('booth.people.ready');
  await reads.at('age');
  await see('age');
  await page.locator('.choice').nth(0).click();
  await reads.at('consent');
  await see('consent');
  await reads.press('booth.privacy');
  await page.locator('.notice-text[data-state="here"]').waitFor();
  await see('privacy');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await reads.agree({ mail: true, photo: true, wall: true });
  await reads.button('booth.camera.shoot').waitFor();
  await see('camera');
  await reads.shoot();
  await see('taken');
  await reads.press('booth.camera.keep');
  await reads.at('message');
  await page.locator('.screen-keys').waitFor();
  await page.locator('#message').fill(message);
  await page.locator('#name').fill(name);
  await see('message');
  await reads.press('booth.message.draw');
  await draw(reads);
  await see('drawing');
  await page.locator('.message .actions .main').click();
  await reads.at('address');
  await page.locator('.screen-keys').waitFor();
  await page.locator('#address').fill('hana@gmail.con');
  await see('address');
  await reads.press('kiosk.next');
  await page.locator('.read-back').waitFor();
  await see('meant');
  await reads.press('booth.address.use');
  await page.locator('.address-large').waitFor();
  await see('read-back');
  await reads.press('booth.address.right');
  await page.locator('.addresses li').waitFor();
  await see('addresses');
  await reads.press('booth.address.done');
  await page.locator('.mail-view').waitFor();
  await see('preview');
  await reads.press('booth.preview.send');
  await page.locator('.done[data-outcome="taken"]').waitFor();
  await see('done');
  await reads.hold(cards[1]);
  await reads.at('age');
  await page.locator('.choice').nth(0).click();
  await reads.at('consent');
  await see('member');
  await reads.agree({});
  await reads.at('done');
  await page.locator('.done .actions .main').click();
  await first.at('attract');
  await page.goto('/booth');
  await first.at('attract');
  await reads.hold(cards[0]);
  await page.locator('.mails li').waitFor();
  await see('mails');
  await page.locator('.actions .main').click();
  await page.locator('.choice').nth(0).click();
  await page.locator('.choice').nth(1).click();
  await reads.at('child');
  await see('child');
  await page.locator('.actions .main').click();
  await first.at('attract');
};
