import type { Key } from './texts.ts';

/** Texts with a place: most characters they may have in any language (holes not counted). A longer one fails the build. */
export const LIMITS: Partial<Record<Key, number>> = {
  'consent.mail.ask': 60,
  'consent.photo.ask': 60,
  'consent.wall.ask': 60,
  'consent.contact.ask': 80,
};
