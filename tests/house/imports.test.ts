import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sources } from './sources.ts';

const run = promisify(execFile);

interface Report {
  summary: { violations: { rule: { name: string }; from: string }[]; totalCruised: number };
  modules: { source: string }[];
}

const cruise = async (...paths: string[]): Promise<Report> => {
  const bin = join('node_modules', '.bin', 'depcruise');
  const options = { maxBuffer: 256 * 1024 * 1024 };
  const done = run(bin, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths], options);
  const { stdout } = await done.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Report;
};

/** A breach of each rule: the file, and what it must not import. */
const BREACHES: Record<string, { in: string; imports: string }> = {
  'platform-imports-upward-only': { in: 'functions/platform', imports: '../doors/door.ts' },
  'visits-imports-upward-only': { in: 'functions/visits', imports: '../deliveries/delivery.ts' },
  'functions-stand-alone': { in: 'functions/texts', imports: '../../infra/settings.ts' },
  'stacks-know-names-only': { in: 'infra/stacks', imports: '../../functions/platform/errors.ts' },
  'sdk-in-stores-only': { in: 'functions/visits', imports: '@aws-sdk/client-ses' },
  'sharp-in-one-file': { in: 'functions/photos', imports: 'sharp' },
  'mail-builder-in-one-file': { in: 'functions/memories', imports: 'nodemailer' },
  'pages-import-shapes-and-pure-code-only': { in: 'web/shared', imports: '../../functions/platform/table.store.ts' },
  'pages-reach-no-node': { in: 'web/shared', imports: '../../functions/platform/ids.ts' },
};

describe('the import rules', () => {
  it('hold over every file there is', async () => {
    const report = await cruise('functions', 'infra', 'web');
    expect(report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
    const walked = new Set(report.modules.map(({ source }) => source));
    const missed = (await sources('functions', 'infra', 'web')).filter(file => !walked.has(file));
    expect(missed).toEqual([]);
  }, 120_000);

  it('see a breach of each', async () => {
    const folders: string[] = [];
    try {
      for (const { in: room, imports } of Object.values(BREACHES)) {
        const folder = await mkdtemp(join(room, 'breach-'));
        folders.push(folder);
        const target = imports.startsWith('.') ? `../${imports}` : imports;
        await writeFile(join(folder, 'breach.ts'), `import * as it from '${target}';\nexport const breach = it;\n`);
      }
      const { summary } = await cruise(...folders);
      const seen = new Set(summary.violations.map(({ rule }) => rule.name));
      expect(Object.keys(BREACHES).filter(rule => !seen.has(rule))).toEqual([]);
    } finally {
      for (const folder of folders) await rm(folder, { recursive: true });
    }
  }, 120_000);
});
