import type { HallSettings } from '../platform/hall-settings.ts';
import { consentWording, needsEnglish, PURPOSES, type Purpose } from '../texts/consents.ts';
import { direction, LANGUAGE_NAMES, LANGUAGE_TAGS, type Language, spoken, WRITTEN } from '../texts/languages.ts';
import type { Say } from '../texts/say-with.ts';
import { say as sayIn } from '../texts/texts.ts';
import { type Hole, html, wordsIn } from './html.ts';
import { shell } from './shell.ts';
import { wordsFor } from './words.ts';

const consents = (language: Language, settings: HallSettings, purposes: readonly Purpose[]): Hole => {
  const say: Say = (key, values) => sayIn(language, key, values);
  return purposes.map(purpose => {
    const wording = consentWording(language, say, purpose, settings);
    return html`<h3>${wording.ask}</h3>
      <ul><li>${wording.what}</li><li>${wording.why}</li><li><strong>${wording.howLong}</strong></li><li>${wording.refuse}</li></ul>`;
  });
};

/**
 * GET /privacy?language=xx: who, what, why, how long, with whose help, where, the rights, and whom to ask. `promotes`: something in the
 * catalogue is advertising, so the booth asks for that too.
 */
export const privacyPage = (
  visitor: Language,
  { settings, promotes }: { settings: HallSettings; promotes: boolean },
): string => {
  const purposes = PURPOSES.filter(purpose => promotes || purpose !== 'promotion');
  const language = spoken(visitor);
  const say: Say = (key, values) => sayIn(language, key, values);
  const { keepDays: days, backupDays: backup, controller, region, receiptDays } = settings;
  const its = (text: { ko: string; en: string }) => wordsIn(language, wordsFor(language, text));
  const who = html`<p>${its(controller.name)}<br>${its(controller.address)}<br><bdi dir="ltr">${controller.contact}</bdi></p>`;
  const section = (title: string, content: Hole) => html`<section><h2>${title}</h2>${content}</section>`;
  const others = WRITTEN.filter(other => other !== language).map(
    other =>
      html`<a href="/privacy?language=${other}" hreflang="${LANGUAGE_TAGS[other]}" lang="${LANGUAGE_TAGS[other]}" dir="${direction(other)}">${LANGUAGE_NAMES[other]}</a> `,
  );
  return shell(language, say('privacy.title'), say('hall.name'), [
    html`<p>${say('privacy.lead')}</p>`,
    section(say('privacy.who'), who),
    section(say('privacy.what'), [
      html`<p>${say('privacy.card', { days, backup })}</p>`,
      consents(language, settings, purposes),
      needsEnglish(language, settings) &&
        html`<div lang="en" dir="ltr"><h3>${say('privacy.english')}</h3>${consents('en', settings, purposes)}</div>`,
      html`<p>${say('privacy.receipts', { days: receiptDays })}</p>`,
    ]),
    section(say('privacy.not'), html`<p>${say('privacy.not.list')}</p>`),
    section(say('privacy.children'), html`<p>${say('privacy.children.about')}</p>`),
    section(say('privacy.where'), html`<p>${say('privacy.where.about', { region })}</p>`),
    section(say('privacy.rights'), html`<p>${say('privacy.rights.about')}</p>`),
    section(say('privacy.contact'), who),
    html`<footer>${others}</footer>`,
  ]);
};
