import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../infra/settings.ts';
import { picture, type Run, SAVED, withFigures } from '../bench/report.ts';

const cell = (value: unknown): string =>
  value === undefined ? 'none' : `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;

/** The README's table of settings, made from the settings themselves. */
const table = (): string =>
  [
    '| setting | default | meaning | example |',
    '|---|---|---|---|',
    ...Object.entries(SETTINGS).map(
      ([name, { default: value, means, example }]) => `| \`${name}\` | ${cell(value)} | ${means} | ${cell(example)} |`,
    ),
  ].join('\n');

/** How the names of figures begin that a whole run has, of every bench at least one. */
const FIGURES = [
  'photo: 8 MP',
  'photo: 8 MP, the naive way',
  'photo: 12 MP',
  'photo: 12 MP, the naive way',
  'photo: 24 MP',
  'photo: 24 MP, the naive way',
  'photo: likeness',
  'photo: peak memory',
  'photo: 12 MP photos a second',
  'mail: rendering',
  'mail: building the MIME',
  'mail: through the SDK',
  'mail: whole message',
  'memory page',
  'pace: use of the rate',
  'pace: worst second',
  'pace: lost or doubled',
  'cold: kiosk, load',
  'cold: mail, load',
  'cold: photo, load',
  'cold: desk, load',
  'cold: public, load',
  'cold: feedback, load',
  'cold: erase, load',
  'cold: sweep, load',
  'cold: canary, load',
  'booth: usable',
  'doors: interactions a second, batches of 100',
  'doors: interactions a second, batches of 500',
  'doors: memory page',
  'doors: wall feed',
  'doors: requests a second on two cores',
  'path: check-out to mail, 1 booth, p50',
  'path: check-out to mail, 20 booths, p95',
  'path: shutter to pictures, 1 booth, p50',
  'path: shutter to pictures, 20 booths, p95',
  'wall: a page of the feed',
  'wall: bytes a poll',
  'cost: a thousand visits',
  'cost: a month',
  'growth: check-out',
] as const;

describe('the README', () => {
  it('explains every setting as the settings explain themselves', async () => {
    const readme = await readFile('README.md', 'utf8');
    const written = /<!-- settings -->\n([\s\S]*?)\n?<!-- \/settings -->/.exec(readme)?.[1];
    expect(written).toBe(table());
  });

  it('names commands, files and pictures that there are', async () => {
    const readme = await readFile('README.md', 'utf8');
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
    const commands = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name as string);
    expect(commands.filter(name => scripts[name] === undefined)).toEqual([]);
    const files = [...readme.matchAll(/\]\(((?!http)[^)#]+)\)/g)].map(([, path]) => path as string);
    expect(files.filter(path => !existsSync(path))).toEqual([]);
  });

  it('shows the figures of the run that is committed beside it, and no others', async () => {
    const run = JSON.parse(await readFile(SAVED.run, 'utf8')) as Run;
    const readme = await readFile(SAVED.page, 'utf8');
    expect(withFigures(readme, run)).toBe(readme);
    expect(await readFile(SAVED.picture, 'utf8')).toBe(picture(run));
  });

  it('shows a run of every bench, with each figure that was promised', async () => {
    const { benches } = JSON.parse(await readFile(SAVED.run, 'utf8')) as Run;
    expect(FIGURES.filter(figure => !benches.some(({ name }) => name.startsWith(figure)))).toEqual([]);
  });
});
