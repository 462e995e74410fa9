import * as z from 'zod/mini';
import { slug, zoneNumber } from '../platform/fields.schema.ts';
import { CATALOGUE_LANGUAGES } from '../texts/languages.ts';

const words = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const text = (max: number) => z.strictObject({ ko: words(max), en: words(max) });
const link = z.url({ protocol: /^https$/ });
const links = z.strictObject({ ko: link, en: link });
const fileName = z.string().check(z.regex(/^[a-z0-9-]+\.pdf$/, 'a file name such as zone-1-ko.pdf'));
const checked = {
  /** where it comes from: facts of the hall, a law, the institution that runs it */
  source: z.string().check(z.minLength(4), z.maxLength(300)),
  /** `true` once a person compared the texts with the source */
  checked: z.boolean(),
};

/** A text in the languages of the catalogue. */
export type Text = { ko: string; en: string };

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

/** One of the ten zones. */
const zone = z.strictObject({
  zone: zoneNumber,
  id: slug,
  kind: z.enum(ZONE_KINDS),
  name: text(40),
  /** what happens there, one or two sentences */
  about: text(240),
  ...checked,
});
export type Zone = z.infer<typeof zone>;

const exhibitFields = {
  id: slug,
  name: text(60),
  about: text(280),
  /** who runs the system, for zones 4 and 6 */
  runBy: z.optional(text(80)),
  /** one of the seven fields, for zones 4 and 6 */
  field: z.optional(slug),
  /** first year of a decade (1960 ... 2020), for zone 3 */
  decade: z.optional(z.int().check(z.minimum(1960), z.maximum(2020), z.multipleOf(10))),
  /** ISO 3166 alpha-2, for zone 7 */
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, 'a country as two capital letters'))),
  /** length of a film in seconds, for zone 2 */
  seconds: z.optional(z.int().check(z.minimum(10), z.maximum(7200))),
  /** steps of a hands-on, for zone 6 */
  steps: z.optional(z.int().check(z.minimum(1), z.maximum(99))),
  /** topics it has to do with; match materials and services */
  topics: z.array(slug),
  /** what a visitor can take home from it */
  materials: z.array(slug),
  /** advertising: switches on consent, label and unsubscribing together; see texts `consent.promotion.*` and `mail.ad*` */
  promotion: z.optional(z.boolean()),
  ...checked,
};

/** One thing in a zone. */
const exhibit = z.strictObject({ ...exhibitFields, zone: zoneNumber });
export type Exhibit = z.infer<typeof exhibit>;

/** A document about an exhibit: a link to an institution's front page, a file we keep, or both. */
const material = z.strictObject({
  id: slug,
  name: text(80),
  about: text(240),
  /** an institution's front page */
  link: z.optional(links),
  /** file names in `site/materials/` */
  file: z.optional(z.strictObject({ ko: fileName, en: fileName })),
  topics: z.array(slug),
  ...checked,
});
export type Material = z.infer<typeof material>;

/** What the life zone recommends: for `stages` of life, about `topics`. */
const service = z.strictObject({
  id: slug,
  name: text(60),
  about: text(240),
  runBy: text(80),
  link: z.optional(links),
  stages: z.array(slug).check(z.minLength(1)),
  topics: z.array(slug).check(z.minLength(1)),
  ...checked,
});
export type Service = z.infer<typeof service>;

/** `stages` of life (4), `topics` (interests), `fields` of the map (7), `consultations` (topics of the lounge) */
const term = z.strictObject({ id: slug, name: text(60) });
export type Term = z.infer<typeof term>;

/** Something the hall no longer offers and earlier visits may still name. */
const retired = z.strictObject({
  id: slug,
  kind: z.enum(['exhibit', 'material', 'service']),
  /** of an exhibit */
  zone: z.optional(zoneNumber),
  name: text(80),
});
export type Retired = z.infer<typeof retired>;
/** What an id of the catalogue can stand for. */
export type ThingKind = Retired['kind'];

/** A host by its name alone; see `hosts` of the catalogue. */
const host = z
  .string()
  .check(z.maxLength(80), z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/, 'a host such as www.gov.kr'));

const $schema = z.optional(z.string());
/** Shapes of the files in `data/`; what an editor writes. */
export const FILE_SHAPES = {
  zones: z.strictObject({ $schema, zones: z.array(zone) }),
  exhibits: z.strictObject({ $schema, zone: zoneNumber, exhibits: z.array(z.strictObject(exhibitFields)) }),
  materials: z.strictObject({ $schema, materials: z.array(material) }),
  services: z.strictObject({ $schema, services: z.array(service) }),
  terms: z.strictObject({
    $schema,
    stages: z.array(term),
    topics: z.array(term),
    fields: z.array(term),
    consultations: z.array(term),
  }),
  retired: z.strictObject({ $schema, retired: z.array(retired) }),
  hosts: z.strictObject({ $schema, hosts: z.array(host) }),
};

/** The whole catalogue, as the code sees it. */
export interface Catalogue {
  /** 16 hex digits that follow from the content */
  version: string;
  zones: Zone[];
  exhibits: Exhibit[];
  materials: Material[];
  services: Service[];
  stages: Term[];
  topics: Term[];
  fields: Term[];
  consultations: Term[];
  retired: Retired[];
  /** where links of materials and services may lead, and so those of a mail: a host that is new has to be written down here too */
  hosts: string[];
}

const named = { id: slug, name: z.string(), about: z.string() };
const kioskTerms = z.array(z.object({ id: slug, name: z.string() }));

/** GET /api/catalogue: the catalogue in one language; `language` says in which it really is. */
export const kioskCatalogue = z.object({
  version: z.string(),
  language: z.enum(CATALOGUE_LANGUAGES),
  zones: z.array(z.object({ ...named, zone: zoneNumber, kind: z.enum(ZONE_KINDS) })),
  exhibits: z.array(
    z.object({
      ...named,
      zone: zoneNumber,
      runBy: z.optional(z.string()),
      field: z.optional(slug),
      decade: z.optional(z.int()),
      country: z.optional(z.string()),
      seconds: z.optional(z.int()),
      steps: z.optional(z.int()),
      topics: z.array(slug),
      materials: z.array(slug),
      promotion: z.optional(z.boolean()),
    }),
  ),
  materials: z.array(
    z.object({ ...named, link: z.optional(z.string()), file: z.optional(z.string()), topics: z.array(slug) }),
  ),
  services: z.array(
    z.object({
      ...named,
      runBy: z.string(),
      link: z.optional(z.string()),
      stages: z.array(slug),
      topics: z.array(slug),
    }),
  ),
  stages: kioskTerms,
  topics: kioskTerms,
  fields: kioskTerms,
  consultations: kioskTerms,
});
export type KioskCatalogue = z.infer<typeof kioskCatalogue>;
