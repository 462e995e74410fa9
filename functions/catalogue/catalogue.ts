import { type CatalogueLanguage, catalogueLanguage, type Language } from '../texts/languages.ts';
import { assembled } from './assembled.ts';
import type { Catalogue, KioskCatalogue } from './catalogue.schema.ts';
import { inLanguage } from './kiosk-catalogue.ts';
import { lookupsOf } from './lookups.ts';

/** What the hall offers: checked and frozen. */
export const catalogue: Catalogue = assembled;

/** Lookups in the catalogue of the hall; what each finds is said in `Lookups`. */
export const { zoneOf, exhibitOf, exhibitsOf, materialOf, serviceOf, termOf, retiredOf, nameOf, isKnownExhibit } =
  lookupsOf(catalogue);

const made = new Map<CatalogueLanguage, { etag: string; body: KioskCatalogue }>();

/** What GET /api/catalogue gives a device, and its ETag (with quotes), which changes with the content only. */
export const kioskCatalogue = (language: Language): { etag: string; body: KioskCatalogue } => {
  const spoken = catalogueLanguage(language);
  const known = made.get(spoken);
  if (known) return known;
  const fresh = { etag: `"${catalogue.version}-${spoken}"`, body: inLanguage(catalogue, spoken) };
  made.set(spoken, fresh);
  return fresh;
};
