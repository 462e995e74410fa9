import type { HallSettings } from '../platform/hall-settings.ts';
import { type Language, spoken } from '../texts/languages.ts';
import { say } from '../texts/texts.ts';
import { html } from './html.ts';
import type { Memory } from './memory.schema.ts';
import { agreedTo } from './page.ts';
import { act, shell } from './shell.ts';

/** GET /m/{token}/erase: asks once. It changes nothing; its button posts. */
export const eraseConfirmPage = (memory: Memory): string => {
  const language = spoken(memory.language);
  const shared = [memory.photo, ...memory.otherPhotos].some(photo => photo !== undefined && photo.people > 1);
  return shell(language, say(language, 'page.erase.ask'), say(language, 'hall.name'), [
    html`<section><p>${say(language, 'page.erase.about')}</p>
      ${shared && html`<p>${say(language, 'page.erase.group')}</p>`}
      <div class="row">${act(memory.links.erase, say(language, 'page.erase.button'), 'go grave')}
      <a class="go quiet" href="${memory.links.page}">${say(language, 'page.erase.back')}</a></div></section>`,
  ]);
};

/** After POST /m/{token}/erase: what happens now, and the receipt's number. */
export const erasedPage = (
  visitor: Language,
  { settings, receipt }: { settings: HallSettings; receipt?: string },
): string => {
  const language = spoken(visitor);
  return shell(language, say(language, 'page.erased.title'), say(language, 'hall.name'), [
    html`<section><p>${say(language, 'page.erased.about', { days: settings.backupDays })}</p>
      ${receipt !== undefined && html`<p class="s">${say(language, 'page.erased.receipt', { receipt })}</p>`}</section>`,
  ]);
};

/** After POST /m/{token}/wall, /contact or /unsubscribe. */
export const takenBackPage = (memory: Memory, what: 'wall' | 'contact' | 'promotion'): string => {
  const language = spoken(memory.language);
  return shell(language, say(language, 'page.back.title'), say(language, 'hall.name'), [
    html`<section><p>${say(language, `page.back.${what}`)}</p>
      <a class="go" href="${memory.links.page}">${say(language, 'page.back.link')}</a></section>`,
  ]);
};

/** GET /m/{token}/unsubscribe, where the link of a mail's advertising leads. It changes nothing; its button posts. Nobody who took it back is told that they agreed. */
export const unsubscribePage = (memory: Memory): string => {
  if (!agreedTo(memory, 'promotion')) return takenBackPage(memory, 'promotion');
  const language = spoken(memory.language);
  return shell(language, say(language, 'mail.ad.label'), say(language, 'hall.name'), [
    html`<section><p>${say(language, 'page.promotion.about')}</p>
      <div class="row">${act(memory.links.unsubscribe, say(language, 'mail.ad.stop'))}
      <a class="go quiet" href="${memory.links.page}">${say(language, 'page.back.link')}</a></div></section>`,
  ]);
};

/** For a wrong, an expired and an erased link alike: nobody learns which. In Korean and English, since nothing is known of the reader. */
export const notFoundPage = (): string =>
  shell('ko', say('ko', 'page.missing.title'), say('ko', 'hall.name'), [
    html`<section><p>${say('ko', 'page.missing.about')}</p></section>`,
    html`<section lang="en" dir="ltr"><h2>${say('en', 'page.missing.title')}</h2><p>${say('en', 'page.missing.about')}</p></section>`,
  ]);
