import * as z from 'zod/mini';
import { slug, zoneNumber } from '../platform/fields.schema.ts';

const text = (max: number) =>
  z.object({
    ko: z.string().check(z.minLength(1), z.maxLength(max)),
    en: z.string().check(z.minLength(1), z.maxLength(max)),
  });
const link = z.url({ protocol: /^https$/ });
const checked = { source: z.string().check(z.minLength(4), z.maxLength(300)), checked: z.boolean() };

/** How a zone logs; decides what the zone page shows. */
export const ZONE_KINDS = [
  'welcome',
  'media',
  'history',
  'map',
  'life',
  'best',
  'cooperation',
  'business',
  'lounge',
  'memory',
] as const;

export const zone = z.strictObject({
  zone: zoneNumber,
  id: slug,
  kind: z.enum(ZONE_KINDS),
  name: text(40),
  /** what happens there, one or two sentences */
  about: text(240),
  ...checked,
});
export type Zone = z.infer<typeof zone>;

export const exhibit = z.strictObject({
  id: slug,
  zone: zoneNumber,
  name: text(60),
  about: text(280),
  /** who runs the system, for zones 4 and 6 */
  runBy: z.optional(text(80)),
  /** one of the seven fields, for zones 4 and 6 */
  field: z.optional(slug),
  /** first year of a decade (1960 ... 2020), for zone 3 */
  decade: z.optional(z.int()),
  /** ISO 3166 alpha-2, for zone 7 */
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  /** length of a film in seconds, for zone 2 */
  seconds: z.optional(z.int()),
  /** steps of a hands-on, for zone 6 */
  steps: z.optional(z.int()),
  /** topics it has to do with; match materials and services */
  topics: z.array(slug),
  materials: z.array(slug),
  /** advertising: switches on consent, label and unsubscribe; see texts `promotion.*` */
  promotion: z.optional(z.boolean()),
  ...checked,
});
export type Exhibit = z.infer<typeof exhibit>;

export const material = z.strictObject({
  id: slug,
  name: text(80),
  about: text(240),
  /** an institution's front page, or a file we keep */
  link: z.optional(z.object({ ko: link, en: link })),
  /** file names in `site/materials/` */
  file: z.optional(z.object({ ko: z.string(), en: z.string() })),
  topics: z.array(slug),
  ...checked,
});
export type Material = z.infer<typeof material>;

export const service = z.strictObject({
  id: slug,
  name: text(60),
  about: text(240),
  runBy: text(80),
  link: z.optional(z.object({ ko: link, en: link })),
  stages: z.array(slug),
  topics: z.array(slug),
  ...checked,
});
export type Service = z.infer<typeof service>;

/** `stages` of life (4), `topics` (interests), `fields` of the map (7), `consultations` (topics of the lounge) */
export const term = z.strictObject({ id: slug, name: text(60) });
export type Term = z.infer<typeof term>;

export const catalogue = z.strictObject({
  version: z.string(),
  zones: z.array(zone),
  exhibits: z.array(exhibit),
  materials: z.array(material),
  services: z.array(service),
  stages: z.array(term),
  topics: z.array(term),
  fields: z.array(term),
  consultations: z.array(term),
});
export type Catalogue = z.infer<typeof catalogue>;
