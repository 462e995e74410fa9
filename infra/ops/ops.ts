import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { HallError } from '../../functions/platform/errors.ts';
import { lineLog } from '../../functions/platform/log.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { AwsFailed } from './aws.ts';
import { CANARY } from './canary.ts';
import { CATALOGUE } from './catalogue.ts';
import { type Command, type Context, Misunderstood, OPTIONS, type OptionName, type Values } from './command.ts';
import { COST } from './cost.ts';
import { DEPLOY, DeployFailed } from './deploy.ts';
import { DEVICES } from './devices.ts';
import { DOCTOR } from './doctor.ts';
import { DRAWING } from './drawing.ts';
import { MAIL } from './mail.ts';
import { QUEUE } from './queues.ts';
import { RESTORE } from './restore.ts';
import { STATUS } from './status.ts';
import { deployedTarget, localTarget, NoTarget, type Target } from './target.ts';
import { VISITS } from './visits.ts';
import { WALL } from './wall.ts';

/** Every command, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ...STATUS,
  ...DOCTOR,
  ...CANARY,
  ...DEPLOY,
  ...DEVICES,
  ...VISITS,
  ...MAIL,
  ...QUEUE,
  ...WALL,
  ...RESTORE,
  ...CATALOGUE,
  ...DRAWING,
  ...COST,
};

/** Where a command line speaks to, and whether somebody is there to be asked. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** undefined: nobody can be asked, so what must be asked is not done without --yes */
  ask?: ((question: string) => Promise<string>) | undefined;
}

const ofThis = ({ needs = [], takes = [] }: Command): readonly OptionName[] => [...needs, ...takes];
const optionText = (name: OptionName) =>
  OPTIONS[name].type === 'string' ? `--${name} ${name.toUpperCase()}` : `--${name}`;

const usage = (name: string, { needs = [], takes = [] }: Command): string =>
  [name, ...needs.map(optionText), ...takes.map(one => `[${optionText(one)}]`)].join(' ');

/** The help: of everything, or of the commands that begin with a word. */
export const help = (words: readonly string[]): string => {
  const chosen = Object.entries(COMMANDS).filter(([name]) => name.startsWith(words.join(' ')));
  const all = chosen.length === 0 ? Object.entries(COMMANDS) : chosen;
  const options = new Set(all.flatMap(([, command]) => ofThis(command)));
  const about = [...options].map(name => `  --${name.padEnd(14)}${OPTIONS[name].means}`);
  return [
    'What an operator does to a hall.',
    '',
    ...all.flatMap(([name, command]) => [`  npm run ops -- ${usage(name, command)}`, `      ${command.about}`]),
    '',
    ...about,
    '',
    '  --profile NAME  the deployed hall of settings.json, with the keys of this AWS profile',
    '  --dir FOLDER    without --profile: the hall on this machine with its state there (.hall)',
    '  --json          one JSON object',
    '',
    'Exit codes: 0 done, 1 refused or broken, 2 not understood, 3 no hall there.',
  ].join('\n');
};

const GLOBAL = {
  dir: { type: 'string', default: '.hall' },
  profile: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const understood = (args: readonly string[]) => {
  const options = Object.fromEntries(Object.entries(OPTIONS).map(([name, { type }]) => [name, { type }]));
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...options, ...GLOBAL },
    allowPositionals: true,
  });
  const {
    dir,
    profile,
    json,
    help: asked,
    ...rest
  } = values as Values & { dir: string; profile?: string; json: boolean; help: boolean };
  return { dir, profile, json, asked, values: rest as Values, words: positionals };
};

/** The command and its options. Throws Misunderstood for an option that is missing or is not the command's. */
const chosen = (words: readonly string[], values: Values): Command => {
  const command = COMMANDS[words.join(' ')];
  if (!command) throw new Misunderstood(`there is no command "${words.join(' ')}"`);
  for (const name of command.needs ?? [])
    if (values[name] === undefined) throw new Misunderstood(`--${name} is missing`);
  for (const name of Object.keys(values) as OptionName[])
    if (!ofThis(command).includes(name)) throw new Misunderstood(`"${words.join(' ')}" knows no --${name}`);
  return command;
};

const exitCode = (error: unknown, io: Io, words: readonly string[]): number => {
  if (error instanceof NoTarget) {
    io.err(error.message);
    return 3;
  }
  if (error instanceof HallError) {
    io.err(`${error.code}: ${error.message}`);
    return 1;
  }
  if (error instanceof AwsFailed || error instanceof DeployFailed || error instanceof SettingsError) {
    io.err(error.message);
    return 1;
  }
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (!(error instanceof Misunderstood) && !code.startsWith('ERR_PARSE_ARGS')) throw error;
  io.err(`${(error as Error).message}\n\n${help(words)}`);
  return 2;
};

/** Runs a command line; the number is the exit code. */
export const ops = async (args: readonly string[], io: Io): Promise<number> => {
  let target: Target | undefined;
  let words: readonly string[] = [];
  try {
    const line = understood(args);
    words = line.words;
    if (line.asked || words.length === 0 || words[0] === 'help') {
      io.out(help(words[0] === 'help' ? words.slice(1) : words));
      return words.length === 0 && !line.asked ? 2 : 0;
    }
    const command = chosen(words, line.values);
    const settings = readSettings();
    const context: Context = {
      values: line.values,
      settings,
      profile: line.profile,
      hall: async () => {
        target ??=
          line.profile === undefined ? localTarget(line.dir, settings) : deployedTarget(settings, line.profile);
        return target;
      },
      progress: text => io.err(text),
      agrees: async question => {
        if (line.values.yes) return true;
        if (!io.ask) throw new Misunderstood(`${question} Say --yes, or --dry-run.`);
        return /^y(es)?$/i.test((await io.ask(`${question} Go on? (yes/no) `)).trim());
      },
      log: lineLog('ops', text => io.err(text)),
    };
    const { result, lines, failed } = await command.run(context);
    for (const text of line.json ? [JSON.stringify(result)] : lines) io.out(text);
    return failed ? 1 : 0;
  } catch (error) {
    return exitCode(error, io, words);
  } finally {
    target?.close();
  }
};

const askTerminal = async (question: string): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};

if (import.meta.main)
  process.exitCode = await ops(process.argv.slice(2), {
    out: console.log,
    err: console.error,
    ask: process.stdin.isTTY ? askTerminal : undefined,
  });
