import { seoulDay } from '../platform/clock.ts';
import { LANGUAGE_TAGS, type Language } from './languages.ts';

/** Dates and numbers as a visitor reads them: Gregorian, Seoul, Latin digits, whatever the language's own custom is. */

const tag = (language: Language): string => `${LANGUAGE_TAGS[language]}-u-ca-gregory-nu-latn`;
const ZONE = 'Asia/Seoul';

// Making a formatter costs a hundred times what using it does.
const made = new Map<string, unknown>();
const once = <T>(name: string, make: () => T): T => {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
};

const FORMS = {
  day: { dateStyle: 'full' },
  shortDay: { dateStyle: 'long' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatter = (language: Language, form: keyof typeof FORMS): Intl.DateTimeFormat =>
  once(`${language} ${form}`, () => new Intl.DateTimeFormat(tag(language), { timeZone: ZONE, ...FORMS[form] }));

// Where the common data's form is not how the language writes it in a sentence.
const OWN_WAY: Partial<Record<Language, (text: string) => string>> = {
  es: text => text.replace(/^(\p{L}+), (?=\d)/u, '$1 ').replace(/(horas?) (?=\d)/, '$1 y '),
  fr: text => text.replace(/(heures?) (?=\d)/, '$1 et '),
  ja: text => text.replace(/\s/g, '').replace(/日(.曜日)/, '日（$1）'),
  vi: text => text.replace(/(\d+) tháng (\d+), (\d+)/, 'ngày $1 tháng $2 năm $3'),
  id: text => text.replace(/(?<=jam), /, ' '),
};
const asWritten = (language: Language, text: string): string => OWN_WAY[language]?.(text) ?? text;

/** Day in Seoul of an ISO instant, written out with its weekday: `Sunday, November 22, 2026`. */
export const day = (language: Language, at: string): string =>
  asWritten(language, formatter(language, 'day').format(new Date(at)));

/** Day in Seoul, short enough for a subject line: `November 22, 2026`. */
export const shortDay = (language: Language, at: string): string =>
  asWritten(language, formatter(language, 'shortDay').format(new Date(at)));

/** Time of day in Seoul: `14:05`. */
export const time = (language: Language, at: string): string => formatter(language, 'time').format(new Date(at));

/** A moment in Seoul to somebody who looks on the day `today`: the time, and before it the day where that is another one. */
export const moment = (language: Language, at: string, today: string): string =>
  seoulDay(Date.parse(at)) === today ? time(language, at) : `${shortDay(language, at)} ${time(language, at)}`;

const unit = (language: Language, name: 'hour' | 'minute', value: number): string =>
  once(
    `${language} ${name}`,
    () => new Intl.NumberFormat(tag(language), { style: 'unit', unit: name, unitDisplay: 'long' }),
  ).format(value);

const spoken = (language: Language, minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return asWritten(language, unit(language, 'minute', minutes));
  const rest = minutes % 60;
  if (rest === 0) return asWritten(language, unit(language, 'hour', hours));
  const parts = [unit(language, 'hour', hours), unit(language, 'minute', rest)];
  const list = once(`${language} list`, () => new Intl.ListFormat(tag(language), { style: 'narrow', type: 'unit' }));
  return asWritten(language, list.format(parts));
};

/** Seconds as a person would say them: whole minutes, at least one; from an hour on hours and minutes. */
export const duration = (language: Language, seconds: number): string => {
  const minutes = Math.max(1, Math.round(seconds / 60));
  // A visit lasts 14 hours at most, so these are few.
  return once(`${language} ${minutes} minutes`, () => spoken(language, minutes));
};

export { formatNumber as number } from './icu.ts';
