import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../infra/bundle.ts';
import { picture, SAVED, shown, versions, withFigures } from './report.ts';
import type { Row } from './rows.ts';

/** What a bench is given from the command line: `photos`, a folder of real ones. */
type Bench = (options: { photos?: string | undefined }) => Promise<Row[]>;

/** The benches by name; each is loaded when it is asked for. */
const BENCHES: Record<string, Bench> = {
  photo: async options => (await import('./photo-rows.ts')).benchPhotos(options),
  mail: async () => (await import('./mail.ts')).benchMail(),
  pace: async () => (await import('./pace.ts')).benchPace(),
  cold: async () => (await import('./cold.ts')).benchCold(),
  booth: async () => (await import('./booth.ts')).benchBooth(),
  doors: async () => (await import('./doors.ts')).benchDoors(),
  path: async () => (await import('./path.ts')).benchPath(),
  wall: async () => (await import('./wall.ts')).benchWall(),
  cost: async () => (await import('./cost.ts')).benchCost(),
  growth: async () => (await import('./growth.ts')).benchGrowth(),
};

const HELP = `Figures of the hall, each against a reference of the same run.

  npm run bench [-- --only NAME[,NAME]] [--photos DIR] [--json] [--gate] [--save]

  --only NAME   one of ${Object.keys(BENCHES).join(', ')}
  --photos DIR  the bench photo on every JPEG of a folder, instead of on made ones
  --json        the last line is {benches: [...]}
  --gate        end with 1 when a figure misses its target by more than a tenth (its own gate, where the target is out of reach)
  --save        write the run to ${SAVED.run}, and ${SAVED.page}'s table and picture from it
`;

/** How much a figure may miss its target before a release stops: the machine is not always quiet. */
const SLACK = 1.1;

const line = ({ name, ours, unit, reference, referenceName, ratio, target, atLeast, ok, beyond }: Row): string =>
  `${ok ? '  ok ' : 'MISS '} ${name.padEnd(52)} ${`${shown(ours)} ${unit}`.padStart(16)}   ${shown(ratio)} of ${referenceName} (${shown(reference)}), ${atLeast ? 'at least' : 'at most'} ${target}${ok || !beyond ? '' : `: ${beyond.because}`}`;

/** Whether a release stops. A gate of its own lies a little beyond what was measured, so it has its slack in it. */
const missed = ({ ratio, target, atLeast, beyond }: Row): boolean =>
  atLeast ? ratio < (beyond?.gate ?? target / SLACK) : ratio > (beyond?.gate ?? target * SLACK);

/** A bench in a process of its own, so that none is measured in what another left behind. */
const apart = (name: string, photos?: string): Row[] => {
  const more = photos === undefined ? [] : ['--photos', photos];
  const own = spawnSync(process.execPath, [import.meta.filename, '--only', name, '--json', ...more], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (own.status !== 0) throw new Error(`the bench ${name} ended with ${own.status}`);
  return (JSON.parse(own.stdout.trim().split('\n').at(-1) ?? '') as { benches: Row[] }).benches;
};

/** One retry for what missed, but for what must and stays within its gate: a busy neighbour is not a regression. */
const measured = async (bench: () => Promise<Row[]>): Promise<Row[]> => {
  const stays = (row: Row) => row.ok || (row.beyond !== undefined && !missed(row));
  const first = await bench();
  if (first.every(stays)) return first;
  const second = await bench();
  return first.map((row, at) => (stays(row) ? row : (second[at] ?? row)));
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      photos: { type: 'string' },
      json: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',') ?? (values.photos === undefined ? Object.keys(BENCHES) : ['photo']);
  const unknown = names.filter(name => BENCHES[name] === undefined);
  if (values.help || unknown.length > 0) {
    console.log(unknown.length > 0 ? `There is no bench ${unknown.join(', ')}.\n\n${HELP}` : HELP);
    return unknown.length > 0 ? 2 : 0;
  }
  const [cpu] = cpus();
  const machine = `${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  console.log(`${machine}\n`);
  const benches: Row[] = [];
  for (const name of names) {
    const rows = names.length > 1 ? apart(name, values.photos) : await measured(() => (BENCHES[name] as Bench)(values));
    for (const row of rows) console.log(line(row));
    benches.push(...rows);
  }
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
  const run = { command, machine, at: new Date().toISOString(), versions: versions(ROOT), benches };
  if (values.save) {
    writeFileSync(join(ROOT, SAVED.run), `${JSON.stringify(run, undefined, 2)}\n`);
    writeFileSync(join(ROOT, SAVED.picture), picture(run));
    writeFileSync(join(ROOT, SAVED.page), withFigures(readFileSync(join(ROOT, SAVED.page), 'utf8'), run));
  }
  if (values.json) console.log(JSON.stringify(run));
  return values.gate && benches.some(missed) ? 1 : 0;
};

process.exitCode = await main();
