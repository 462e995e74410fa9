import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './rows.ts';

/** One run of the benches, as it is committed: where, when, with what, and every figure. */
export interface Run {
  command: string;
  machine: string;
  /** ISO */
  at: string;
  /** package or program, its version */
  versions: Record<string, string>;
  benches: Row[];
}

/** Where a run that was saved lies, and what is made of it. */
export const SAVED = { run: 'docs/bench.json', picture: 'docs/bench.svg', page: 'README.md' } as const;

export const shown = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value === 0 ? '0' : value.toPrecision(2);

/** What of its target a figure uses: 1 is all of it, more is a miss. */
const used = ({ ratio, target, atLeast }: Row): number => (atLeast ? target / ratio : ratio / target);

const cells = (row: Row): string[] => [
  row.name,
  `${shown(row.ours)} ${row.unit}`,
  `${row.referenceName}: ${shown(row.reference)}`,
  [shown(row.ratio), ...(row.spread ? [`(${row.spread.map(shown).join(' to ')})`] : [])].join(' '),
  `${row.atLeast ? '≥' : '≤'} ${row.target}`,
  row.ok ? 'yes' : ['no', row.beyond?.because].filter(Boolean).join(': '),
];

/** One figure for each operation: too many to be shown at once. */
const isGrowth = ({ name }: Row): boolean => name.startsWith('growth: ');

const table = (rows: readonly Row[]): string[] => [
  '| figure | ours | against | ratio | target | holds |',
  '|---|---|---|---|---|---|',
  ...rows.map(row => `| ${cells(row).join(' | ')} |`),
  '',
];

/** The README's part on figures. */
const page = ({ command, machine, at, versions, benches }: Run): string =>
  [
    `![How much of its target each figure uses](${SAVED.picture})`,
    '',
    ...(benches.some(({ spread }) => spread)
      ? ['A ratio of rounds is their median; in brackets, what the middle half of them lay between.', '']
      : []),
    ...table(benches.filter(row => !isGrowth(row))),
    '<details><summary>Growth: what each operation asks for in a full hall, beside an empty one</summary>',
    '',
    ...table(benches.filter(isGrowth)),
    '</details>',
    '',
    `\`${command}\` on ${at.slice(0, 10)}, ${machine}; ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}. All of it is in [${SAVED.run}](${SAVED.run}).`,
  ].join('\n');

const MARKS = ['<!-- bench -->', '<!-- /bench -->'] as const;

/** A page with its part on figures made anew. Throws when the page has no place for it. */
export const withFigures = (text: string, run: Run): string => {
  const [from, to] = MARKS.map(mark => text.indexOf(mark)) as [number, number];
  if (from < 0 || to < from) throw new Error(`${SAVED.page} has no ${MARKS.join(' … ')}`);
  return `${text.slice(0, from + MARKS[0].length)}\n${page(run)}\n${text.slice(to)}`;
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Pixels of the picture. */
const LINE = 18;
const TEXT = 430;
const TARGET = 300;
const EDGE = 1.5;

/** A bar for each figure but those of growth: how much of its target it uses. The line is the target; a bar beyond it is a miss. */
export const picture = (run: Run): string => {
  const benches = run.benches.filter(row => !isGrowth(row));
  const height = LINE * (benches.length + 2);
  const width = TEXT + TARGET * EDGE + 60;
  const bars = benches.flatMap((row, at) => {
    const y = LINE * (at + 1);
    const part = used(row);
    return [
      `<text x="${TEXT - 8}" y="${y + 13}" text-anchor="end">${escaped(row.name)}</text>`,
      `<rect class="${row.ok ? 'holds' : 'misses'}" x="${TEXT}" y="${y + 3}" width="${Math.round(TARGET * Math.min(part, EDGE))}" height="${LINE - 6}" rx="2"/>`,
      `<text class="part" x="${TEXT + Math.round(TARGET * Math.min(part, EDGE)) + 6}" y="${y + 13}">${Math.round(part * 100)} %</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>How much of its target each figure uses; beyond the line is a miss</title>',
    '<style>text{font:12px system-ui,sans-serif;fill:#1b2333}.part{fill:#55607a;paint-order:stroke;stroke:#fff;stroke-width:4px}.holds{fill:#0b4da2}.misses{fill:#b3202c}line{stroke:#1b2333;stroke-dasharray:3 3}</style>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<line x1="${TEXT + TARGET}" x2="${TEXT + TARGET}" y1="${LINE - 4}" y2="${height - LINE + 4}"/>`,
    ...bars,
    `<text x="${TEXT + TARGET}" y="${LINE - 8}" text-anchor="middle">target</text>`,
    '</svg>',
    '',
  ].join('\n');
};

/** Packages that the figures depend on most. */
const PACKAGES = [
  'sharp',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-ses',
  'esbuild',
  'nodemailer',
  '@sparticuz/chromium',
] as const;

/** The version of the libjpeg-turbo whose tools the photos are measured against. */
const libjpeg = (): string => {
  const { stdout, stderr, error } = spawnSync('djpeg', ['-version'], { encoding: 'utf8' });
  return error ? 'absent' : (/version (\S+)/.exec(`${stdout}${stderr}`)?.[1] ?? 'unknown');
};

/** Versions of what the figures depend on most. */
export const versions = (root: string): Record<string, string> => ({
  node: process.versions.node,
  'libjpeg-turbo': libjpeg(),
  ...Object.fromEntries(
    PACKAGES.map(name => [
      name,
      (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
        .version,
    ]),
  ),
});
