import { seoulDay } from '../platform/clock.ts';
import { type Language, spoken } from '../texts/languages.ts';
import { say } from '../texts/texts.ts';

const HOUR_MS = 3_600_000;

/** A line of welcome in the visitor's language, by the hour in Seoul; a delegation is greeted by its name. */
export const greeting = (language: Language, now: number, tour?: { name: string }): string => {
  const hours = (now - Date.parse(`${seoulDay(now)}T00:00:00+09:00`)) / HOUR_MS;
  const part = hours < 12 ? 'morning' : hours < 17 ? 'afternoon' : 'evening';
  return say(spoken(language), 'welcome.greeting', { part, tour: tour?.name ?? '', with: tour ? 'tour' : 'alone' });
};
