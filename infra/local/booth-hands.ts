import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import type { Values } from '../../functions/texts/icu.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { type Say, sayWith } from '../../functions/texts/say-with.ts';
import type { Key, Messages } from '../../functions/texts/texts.ts';

/** What somebody ticks. */
export interface Choice {
  mail?: boolean;
  photo?: boolean;
  wall?: boolean;
  promotion?: boolean;
}

/** Somebody who stands before the booth and reads `language`. */
export interface BoothHands {
  readonly page: Page;
  /** what the booth says, in the visitor's language */
  readonly say: Say;
  /** waits until this step is on */
  at(step: string): Promise<void>;
  /** the button with this text */
  button(key: Key, values?: Values): Locator;
  /** presses the button with this text */
  press(key: Key, values?: Values): Promise<void>;
  /** holds a card to the reader: all its characters and Enter at once */
  hold(cardId: string): Promise<void>;
  /** from "tap your card" to the consents, alone */
  arrive(cardId: string): Promise<void>;
  /** the same with others, whose cards are tapped one after the other */
  arriveTogether(cards: readonly string[]): Promise<void>;
  /** ticks and goes on */
  agree(choice: Choice): Promise<void>;
  /** counts down, takes the picture; it waits to be kept */
  shoot(): Promise<void>;
  /** takes a picture and keeps it */
  picture(): Promise<void>;
  /** types a message, and a name */
  write(message: string, name?: string): Promise<void>;
  /** types an address, reads it back, goes on */
  address(address: string): Promise<void>;
}

/** Hands for the booth's page; they wait for what they touch and never for time. */
export const boothHands = (page: Page, language: Language = 'ko'): BoothHands => {
  const texts = readFileSync(new URL(`../../functions/texts/${language}.json`, import.meta.url), 'utf8');
  const say = sayWith(language, JSON.parse(texts) as Messages);
  const button: BoothHands['button'] = (key, values) =>
    page.getByRole('button', { name: say(key, values), exact: true });
  const at = (step: string) => page.locator(`.shell[data-step="${step}"]`).waitFor();
  const press: BoothHands['press'] = (key, values) => button(key, values).click();
  const choose = (which: number) => page.locator('.choice').nth(which).click();
  const hold = (cardId: string) =>
    page.evaluate(
      keys => {
        const target = document.activeElement ?? document.body;
        for (const key of keys)
          target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
      },
      [...cardId, 'Enter'],
    );
  const begin = async (cardId: string) => {
    await at('attract');
    await hold(cardId);
    await at('hello');
    await page.locator('.actions .main').click();
    await at('people');
  };
  const hands: BoothHands = {
    page,
    say,
    at,
    button,
    press,
    hold,
    async arrive(cardId) {
      await begin(cardId);
      await choose(0);
      await at('age');
      await choose(0);
      await at('consent');
    },
    async arriveTogether([first = '', ...others]) {
      await begin(first);
      await choose(1);
      for (const [index, cardId] of others.entries()) {
        await hold(cardId);
        await page
          .locator('.members li')
          .nth(index + 1)
          .waitFor();
      }
      await press('booth.people.ready');
      await at('age');
      await choose(0);
      await at('consent');
    },
    async agree(choice) {
      for (const [name, wanted] of Object.entries(choice))
        if (wanted) await page.locator(`input[name="${name}"]`).check();
      await press('kiosk.next');
    },
    async shoot() {
      await at('camera');
      await press('booth.camera.shoot');
      await page.locator('.camera[data-phase="taken"]').waitFor();
    },
    async picture() {
      await hands.shoot();
      await press('booth.camera.keep');
      await at('message');
    },
    async write(message, name) {
      await at('message');
      await page.locator('#message').fill(message);
      if (name !== undefined) await page.locator('#name').fill(name);
      await page.locator('.message .actions .main').click();
    },
    async address(address) {
      await at('address');
      await page.locator('#address').fill(address);
      await press('kiosk.next');
      await press('booth.address.right');
      await press('booth.address.done');
      await at('preview');
    },
  };
  return hands;
};
