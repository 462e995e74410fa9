import type { HallSettings } from '../platform/hall-settings.ts';
import type { Language } from './languages.ts';
import type { Say } from './say-with.ts';

/** The consents the hall asks for; each on its own, unticked, refusable. `promotion` only where the catalogue marks an exhibit so. */
export const PURPOSES = ['mail', 'photo', 'wall', 'contact', 'promotion'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Version of all wordings together; a change of any `consent.*` text is a new version. Stored with each answer. */
export const CONSENT_VERSION = '2026-11-22';

/** Versions whose answers the hall still takes: a kiosk may have been offline over a change. */
export const ACCEPTED_VERSIONS: readonly string[] = [CONSENT_VERSION];

/** Was the wording read by somebody who knows the law and the language? */
export const REVIEWED: Record<Language, boolean> = {
  ko: true,
  en: true,
  zh: false,
  ja: false,
  es: false,
  fr: false,
  ar: false,
  ru: false,
  vi: false,
  id: false,
};

/** A consent as it is shown: the question and the four notices that PIPA 15(2) asks for. */
export interface ConsentWording {
  purpose: Purpose;
  version: string;
  language: Language;
  reviewed: boolean;
  /** the line beside the box */
  ask: string;
  /** what is taken */
  what: string;
  /** what for */
  why: string;
  /** how long it is kept; shown larger */
  howLong: string;
  /** the right to refuse, and what then */
  refuse: string;
}

/** One consent's wording in the language of `say`. */
export const consentWording = (
  language: Language,
  say: Say,
  purpose: Purpose,
  settings: Pick<HallSettings, 'keepDays' | 'wallDays' | 'backupDays'>,
): ConsentWording => ({
  purpose,
  version: CONSENT_VERSION,
  language,
  reviewed: REVIEWED[language],
  ask: say(`consent.${purpose}.ask`),
  what: say(`consent.${purpose}.what`),
  why: say(`consent.${purpose}.why`),
  howLong: say(`consent.${purpose}.long`, {
    days: purpose === 'wall' ? settings.wallDays : settings.keepDays,
    backup: settings.backupDays,
  }),
  refuse: say(`consent.${purpose}.refuse`),
});

/** Must the English wording stand beside this one? */
export const needsEnglish = (language: Language, settings: Pick<HallSettings, 'unreviewedWordings'>): boolean =>
  !REVIEWED[language] && !settings.unreviewedWordings;
