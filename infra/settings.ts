import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { DEFAULT_HALL_SETTINGS, type HallSettings } from '../functions/platform/hall-settings.ts';
import { address, bilingual, host, LOG_DAYS, sender, whole, words } from './settings-fields.ts';

/** Everything a deployment may choose. One optional file, `settings.json`; what it does not say has the default. */
export interface Settings extends HallSettings {
  stage: string;
  domain?: { name: string; zoneId?: string };
  waf: boolean;
  ses: { identity: string; from: string; replyTo: string; requireTls: boolean; makeIdentity: boolean };
  alarmsTo?: string;
  concurrency: { photos: number; mails: number };
  logDays: number;
}

interface Setting {
  schema: z.ZodMiniType;
  /** undefined: the setting may be left out and then does nothing */
  default: unknown;
  means: string;
  example: unknown;
}

/** Every setting with its default, its meaning and an example; the README's table is made from it. */
export const SETTINGS: { readonly [name in keyof Settings]-?: Setting } = {
  stage: {
    schema: words(/^[a-z][a-z0-9]{0,11}$/, '1 to 12 lower-case letters and digits, a letter first'),
    default: 'main',
    means:
      'name of this hall in its account; every stack and every name begins with it, so two halls can share an account',
    example: 'trial',
  },
  region: {
    schema: words(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as ap-northeast-2'),
    default: DEFAULT_HALL_SETTINGS.region,
    means: 'AWS region that holds all data; the privacy notice names it',
    example: 'ap-northeast-2',
  },
  domain: {
    schema: z.optional(
      z.strictObject({
        name: host,
        zoneId: z.optional(words(/^Z[A-Z0-9]{5,31}$/, 'the id of a Route 53 hosted zone')),
      }),
    ),
    default: undefined,
    means:
      "the hall's own host name; without it visitors see CloudFront's. With `zoneId` the DNS records are made, without it `ops deploy` prints them",
    example: { name: 'hall.example.org', zoneId: 'Z0123456789ABCDEFGHIJ' },
  },
  waf: {
    schema: z.boolean('true or false'),
    default: false,
    means:
      'AWS WAF before the doors: managed rules, and a rate limit for requests without a key (about 10 USD a month)',
    example: true,
  },
  ses: {
    schema: z.strictObject({
      identity: z.union([host, address], 'a domain or one mail address'),
      from: sender,
      replyTo: address,
      requireTls: z.boolean('true or false'),
      makeIdentity: z.boolean('true or false'),
    }),
    default: {
      identity: 'example.org',
      from: 'e-Government Exhibition Hall <hall@example.org>',
      replyTo: 'hall@example.org',
      requireTls: false,
      makeIdentity: true,
    },
    means:
      'the identity that SES verifies (a domain, or one address), the sender, who reads answers; whether a mail may only go to servers that speak TLS; whether we make the identity (false: another hall in this account has it)',
    example: { identity: 'example.org', from: 'e-Government Hall <hall@example.org>', replyTo: 'desk@example.org' },
  },
  alarmsTo: {
    schema: z.optional(address),
    default: undefined,
    means: 'who gets a mail when an alarm fires; nobody when it is left out',
    example: 'operator@example.org',
  },
  concurrency: {
    schema: z.strictObject({ photos: whole(2, 50), mails: whole(2, 50) }),
    default: { photos: 2, mails: 2 },
    means:
      'photos and mails worked on at once. A new account runs 10 functions in all, and the doors need some: raise the quota first',
    example: { photos: 5, mails: 3 },
  },
  logDays: {
    schema: z.int('a whole number').check(z.refine(days => LOG_DAYS.includes(days), `one of ${LOG_DAYS.join(', ')}`)),
    default: 30,
    means: 'days until logs are erased; they hold ids and codes, no personal data',
    example: 90,
  },
  card: {
    schema: z.strictObject({
      prefix: words(/^[A-Z0-9]{0,8}$/, 'up to 8 capital letters and digits'),
      digits: whole(4, 16),
    }),
    default: DEFAULT_HALL_SETTINGS.card,
    means: "how a card's number looks to the reader",
    example: { prefix: 'EG', digits: 8 },
  },
  panel: {
    schema: z.strictObject({ pixels: whole(600, 8000), millimetres: whole(100, 3000) }),
    default: DEFAULT_HALL_SETTINGS.panel,
    means: "height of the kiosks' panel, so that letters keep their size in millimetres",
    example: { pixels: 1920, millimetres: 708 },
  },
  retakes: {
    schema: whole(0, 20),
    default: DEFAULT_HALL_SETTINGS.retakes,
    means: 'how often a picture may be taken again',
    example: 3,
  },
  idleSeconds: {
    schema: whole(15, 600),
    default: DEFAULT_HALL_SETTINGS.idleSeconds,
    means: 'seconds without a touch before the booth asks whether somebody is there',
    example: 90,
  },
  correctMinutes: {
    schema: whole(0, 240),
    default: DEFAULT_HALL_SETTINGS.correctMinutes,
    means: 'minutes after check-out in which the card may correct the address',
    example: 60,
  },
  keepDays: {
    schema: whole(1, 365),
    default: DEFAULT_HALL_SETTINGS.keepDays,
    means: 'days until visits and photos are erased',
    example: 14,
  },
  wallDays: {
    schema: whole(1, 3650),
    default: DEFAULT_HALL_SETTINGS.wallDays,
    means: 'days until an entry on the wall is erased, unless it is withdrawn before',
    example: 365,
  },
  receiptDays: {
    schema: whole(1, 3650),
    default: DEFAULT_HALL_SETTINGS.receiptDays,
    means: 'days until receipts without personal data are erased',
    example: 1095,
  },
  backupDays: {
    schema: whole(1, 35),
    default: DEFAULT_HALL_SETTINGS.backupDays,
    means: "days of the table's backups; an erased visit is gone from them after as many days, and the receipt says so",
    example: 7,
  },
  controller: {
    schema: z.strictObject({ name: bilingual, contact: address, address: bilingual }),
    default: DEFAULT_HALL_SETTINGS.controller,
    means: "who is responsible: stands in the privacy notice and in the mail's foot",
    example: DEFAULT_HALL_SETTINGS.controller,
  },
  unreviewedWordings: {
    schema: z.boolean('true or false'),
    default: DEFAULT_HALL_SETTINGS.unreviewedWordings,
    means:
      'may a consent wording stand alone that no lawyer read in that language? With false the English one is shown beside it',
    example: true,
  },
};

const NAMES = Object.keys(SETTINGS) as (keyof Settings)[];
const shape: Record<string, z.ZodMiniType> = Object.fromEntries(NAMES.map(name => [name, SETTINGS[name].schema]));
const schema = z.strictObject(shape);

/** What is wrong with the settings, a line each: place and rule. */
export class SettingsError extends Error {
  readonly faults: readonly string[];
  constructor(file: string, faults: readonly string[]) {
    super(`${file} cannot be used:\n${faults.map(fault => `  ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
    this.faults = faults;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `given` over `base`: single values win, maps are merged. */
const over = (base: unknown, given: unknown): unknown => {
  if (!isMap(base) || !isMap(given)) return given === undefined ? base : given;
  const keys = new Set([...Object.keys(base), ...Object.keys(given)]);
  return Object.fromEntries([...keys].map(key => [key, over(base[key], given[key])]));
};

/** Rules between settings, each a sentence when it is broken. */
const between = (settings: Settings): string[] => {
  const { ses, keepDays, wallDays, receiptDays, concurrency } = settings;
  const sender = ses.from.replace(/^.*<(.*)>$/, '$1');
  const inIdentity = ses.identity.includes('@') ? sender === ses.identity : sender.endsWith(`@${ses.identity}`);
  return [
    inIdentity ? '' : `ses.from: ${sender} is not of the identity ${ses.identity}, so SES would refuse every mail`,
    wallDays >= keepDays ? '' : `wallDays: ${wallDays} is shorter than keepDays (${keepDays})`,
    receiptDays >= keepDays ? '' : `receiptDays: ${receiptDays} is shorter than keepDays (${keepDays})`,
    concurrency.photos + concurrency.mails <= 60 ? '' : 'concurrency: photos and mails together may be at most 60',
  ].filter(fault => fault !== '');
};

/** Settings with the defaults filled in. Throws SettingsError that names every unknown key and wrong value. */
export const parseSettings = (given: unknown, file = 'settings.json'): Settings => {
  if (!isMap(given)) throw new SettingsError(file, ['the whole file: one JSON object is expected']);
  const defaults = Object.fromEntries(NAMES.map(name => [name, SETTINGS[name].default]));
  const merged = over(defaults, given);
  const result = schema.safeParse(merged);
  if (!result.success)
    throw new SettingsError(
      file,
      result.error.issues.flatMap(issue =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map(key => `${[...issue.path, key].join('.')}: there is no such setting`)
          : [`${issue.path.join('.')}: ${issue.message}`],
      ),
    );
  const settings = JSON.parse(JSON.stringify(result.data)) as Settings;
  const faults = between(settings);
  if (faults.length > 0) throw new SettingsError(file, faults);
  return settings;
};

/** Reads the settings file; without one every setting has its default. Throws SettingsError. */
export const readSettings = (file = 'settings.json'): Settings => {
  if (!existsSync(file)) return parseSettings({}, file);
  const text = readFileSync(file, 'utf8');
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new SettingsError(file, [`the whole file: no JSON (${cause instanceof Error ? cause.message : cause})`]);
  }
  return parseSettings(given, file);
};

/** The part of the settings that the functions know, as ENV.settings holds it. */
export const hallSettings = (settings: Settings): HallSettings => {
  const names = Object.keys(DEFAULT_HALL_SETTINGS) as (keyof HallSettings)[];
  return Object.fromEntries(names.map(name => [name, settings[name]])) as unknown as HallSettings;
};
