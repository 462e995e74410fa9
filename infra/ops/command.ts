import type { Log } from '../../functions/platform/log.ts';
import type { Settings } from '../settings.ts';
import type { Target } from './target.ts';

/** Every option of the command line, with what it says in the help. */
export const OPTIONS = {
  kind: { type: 'string', means: 'zone, booth, wall or desk' },
  zone: { type: 'string', means: 'number of a zone, 1 to 10' },
  label: { type: 'string', means: 'what the staff call the device' },
  device: { type: 'string', means: 'id of a device' },
  name: { type: 'string', means: 'of a member of staff' },
  pin: { type: 'string', means: 'six digits or more; made when it is left out' },
  visit: { type: 'string', means: 'id of a visit' },
  delivery: { type: 'string', means: 'id of a mail' },
  address: { type: 'string', means: 'one mail address' },
  entry: { type: 'string', means: 'id of a guestbook entry' },
  reason: { type: 'string', means: 'why, for the history' },
  why: { type: 'string', means: 'why mail is held' },
  state: { type: 'string', means: 'only what is in this state' },
  day: { type: 'string', means: 'a day in Seoul such as 2026-11-22; today when it is left out' },
  from: { type: 'string', means: 'first day' },
  to: { type: 'string', means: 'last day' },
  queue: { type: 'string', means: 'photo, mail, erase or feedback' },
  table: { type: 'string', means: 'name of a restored table, instead of the one in use' },
  visits: { type: 'string', means: 'how many visits; 1000 when it is left out' },
  links: { type: 'boolean', means: 'tries every link, where there is internet' },
  'dry-run': { type: 'boolean', means: 'says what it would do, and does nothing' },
  yes: { type: 'boolean', means: 'does not ask' },
} as const;

export type OptionName = keyof typeof OPTIONS;
export type Values = { [Name in OptionName]?: (typeof OPTIONS)[Name]['type'] extends 'boolean' ? boolean : string };

/** What a command says: an object for programs, lines for people. `failed` makes the exit code 1. */
export interface Said {
  result: object;
  lines: readonly string[];
  failed?: boolean;
}

/** What a command is given. */
export interface Context {
  values: Values;
  settings: Settings;
  /** the hall, opened when it is first asked for; throws NoTarget */
  hall(): Promise<Target>;
  /** name of the profile of the deployed hall; undefined: the hall on this machine */
  profile: string | undefined;
  /** one line to the operator while it goes on */
  progress(line: string): void;
  /** asks before something that cannot be taken back; true with --yes */
  agrees(question: string): Promise<boolean>;
  /** the audit: what was done to visitors' data past the doors */
  log: Log;
}

export interface Command {
  about: string;
  needs?: readonly OptionName[];
  takes?: readonly OptionName[];
  run(context: Context): Promise<Said>;
}

/** The command line was not understood. */
export class Misunderstood extends Error {}

/** An option that the command cannot do without; the command line was checked for it. */
export const given = (values: Values, name: OptionName): string => {
  const value = values[name];
  if (typeof value !== 'string') throw new Misunderstood(`--${name} is missing`);
  return value;
};

/** One of the words an option may have. Throws Misunderstood. */
export const oneOf = <T extends string>(name: OptionName, text: string, words: readonly T[]): T => {
  const found = words.find(word => word === text);
  if (found === undefined) throw new Misunderstood(`--${name} ${text}: one of ${words.join(', ')}`);
  return found;
};

/** Letters of an East Asian script take two places of a terminal. */
const width = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\u1100-\uffdc]/.test(letter) ? 2 : 1), 0);

/** Rows as lines, columns as wide as they must be. */
export const table = (
  heads: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string[] => {
  const texts = [heads, ...rows].map(row => row.map(cell => String(cell ?? '')));
  const widths = heads.map((_, column) => Math.max(...texts.map(row => width(row[column] ?? ''))));
  return texts.map(row =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
};
