import type * as z from 'zod/mini';
import type { FILE_SHAPES } from './catalogue.schema.ts';

/** One fault of the catalogue. An error stops the hall at start; a warning is for the editor. */
export interface Problem {
  severity: 'error' | 'warning';
  /** file name inside `data/` */
  file: string;
  /** place in the file, as `exhibits[3].name.ko`, with the id of the entry where there is one */
  place: string;
  /** what is wrong, for a person who edits JSON */
  reason: string;
}

type ShapeName = keyof typeof FILE_SHAPES;
/** The zones' numbers; each has a file of exhibits. */
export const ZONE_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
type ExhibitsFile = `exhibits-${(typeof ZONE_NUMBERS)[number]}.json`;

/** The files a catalogue consists of, and the shape of each. */
export const FILES: Record<string, ShapeName> = {
  'zones.json': 'zones',
  ...Object.fromEntries(ZONE_NUMBERS.map(zone => [`exhibits-${zone}.json`, 'exhibits' as const])),
  'materials.json': 'materials',
  'services.json': 'services',
  'terms.json': 'terms',
  'retired.json': 'retired',
  'hosts.json': 'hosts',
};

type Content<Name extends ShapeName> = z.infer<(typeof FILE_SHAPES)[Name]>;

/** Files of whole shape, by name. */
export type Files = Record<ExhibitsFile, Content<'exhibits'>> & {
  'zones.json': Content<'zones'>;
  'materials.json': Content<'materials'>;
  'services.json': Content<'services'>;
  'terms.json': Content<'terms'>;
  'retired.json': Content<'retired'>;
  'hosts.json': Content<'hosts'>;
};

/** A path as people write it: `exhibits[3].name.ko`. */
export const place = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );

const LANGUAGE: Record<string, string> = { ko: 'Korean', en: 'English' };

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);

/** Zod's issue in the words of an editor; zod/mini brings no texts of its own, which keeps the bundle small. */
export const reasonOf = (issue: z.core.$ZodIssue, file: unknown): string => {
  const value = valueAt(file, issue.path);
  const language = LANGUAGE[String(issue.path.at(-1))];
  if (language !== undefined && (value === undefined || value === '')) return `the ${language} text is missing`;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be of type ${issue.expected}`;
    case 'too_big':
      return issue.origin === 'string' && typeof value === 'string'
        ? `is too long: ${value.length} characters, ${issue.maximum} are allowed`
        : `is too large: at most ${issue.maximum}`;
    case 'too_small':
      return value === '' ? 'is empty' : `is too small or too short: at least ${issue.minimum}`;
    case 'unrecognized_keys':
      return `knows nothing called ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a link that begins with https://' : `must be ${issue.message}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return issue.message;
  }
};
