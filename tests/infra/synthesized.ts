import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { cached, sourceHash, type Template } from '../../infra/build.ts';

/** Any JSON below a template, for walking. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface Resource {
  stack: string;
  id: string;
  type: string;
  properties: { [name: string]: Json };
  retained: boolean;
  dependsOn: unknown;
}

/** What the packs of cdk-nag said of one hall. */
export type Reports = {
  pluginName: string;
  violations: unknown[];
  suppressedViolations?: { ruleName: string }[];
}[];

interface Stored {
  stacks: { id: string; region: string; template: Template }[];
  reports: Reports;
}

/** A folder that goes when the file's tests are over. */
export const passingFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'eg-memory-infra-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** A hall with a domain, WAF and somebody who hears of alarms, beside the default one. */
export const WITH_DOMAIN = {
  stage: 'other',
  domain: { name: 'hall.example.org', zoneId: 'Z0123456789AB' },
  waf: true,
  alarmsTo: 'operator@example.org',
};

const SOURCES = [
  'infra/*.ts',
  'infra/{stacks,constructs}/**/*',
  'functions/platform/*.ts',
  'package-lock.json',
  'tests/infra/{synthesized,plain-bundles}.ts',
];

const synthesize = async (given: object, outdir: string): Promise<Stored> => {
  const [{ Validations }, { AwsSolutionsChecks, ServerlessChecks }, { acknowledge }, { hallApp }, rest] =
    await Promise.all([
      import('aws-cdk-lib'),
      import('cdk-nag'),
      import('../../infra/acknowledged.ts'),
      import('../../infra/app.ts'),
      Promise.all([import('../../infra/settings.ts'), import('./plain-bundles.ts')]),
    ]);
  const [{ parseSettings }, { plainBundles }] = rest;
  const app = hallApp(parseSettings(given), { bundles: plainBundles(), outdir });
  acknowledge(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const { stacks } = app.synth();
  const report = readFileSync(join(outdir, 'validation-report.json'), 'utf8');
  return {
    stacks: stacks.map(({ id, environment, template }) => ({ id, region: environment.region, template })),
    reports: (JSON.parse(report) as { pluginReports: Reports }).pluginReports,
  };
};

/** The templates of a hall, its resources flat, and what cdk-nag says. Synthesized once for the same sources, then read. */
export const synthesized = async (given: object = {}) => {
  const { dir } = await cached('tested', sourceHash(SOURCES, JSON.stringify(given)), async draft => {
    writeFileSync(join(draft, 'hall.json'), JSON.stringify(await synthesize(given, join(draft, 'cdk'))));
  });
  const { stacks, reports } = JSON.parse(readFileSync(join(dir, 'hall.json'), 'utf8')) as Stored;
  const templates = Object.fromEntries(stacks.map(({ id, template }) => [id, template]));
  const resources: Resource[] = Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, { Type, Properties, DependsOn, ...more }]) => ({
      stack,
      id,
      type: Type,
      properties: (Properties ?? {}) as Resource['properties'],
      retained: 'DeletionPolicy' in more && more.DeletionPolicy === 'Retain',
      dependsOn: DependsOn,
    })),
  );
  const all = (type: string) => resources.filter(resource => resource.type === type);
  return { stacks, templates, resources, all, reports };
};

export type Synthesized = Awaited<ReturnType<typeof synthesized>>;

/** A value as text, every reference by the name it refers to: good enough to compare and to search. */
export const flat = (value: Json | undefined): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(flat).join(',');
  const [[key, inner] = ['', '']] = Object.entries(value);
  if (key === 'Fn::Join' && Array.isArray(inner) && Array.isArray(inner[1]))
    return inner[1].map(flat).join(flat(inner[0]));
  if (key === 'Fn::ImportValue') return `{${flat(inner)}}`;
  if (key === 'Ref') return `{${flat(inner)}}`;
  if (key === 'Fn::GetAtt' && Array.isArray(inner)) return `{${inner.map(flat).join('.')}}`;
  return JSON.stringify(value);
};

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: Json | Json[];
  Principal?: Json;
  Condition?: Json;
}

export const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The statements of a role's one inline policy. */
export const statementsOf = ({ properties }: Resource): Statement[] =>
  listed(properties['Policies'] as Json).flatMap(
    policy => (policy as unknown as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
  );
