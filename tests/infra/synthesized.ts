import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { hallApp } from '../../infra/app.ts';
import type { Template } from '../../infra/build.ts';
import { parseSettings } from '../../infra/settings.ts';
import { plainBundles } from './plain-bundles.ts';

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

/** A folder that goes when the file's tests are over. */
export const passingFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'eg-memory-infra-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** A hall with a domain and WAF, beside the default one. */
export const WITH_DOMAIN = { stage: 'other', domain: { name: 'hall.example.org', zoneId: 'Z0123456789AB' }, waf: true };

/** The templates of a hall and its resources, flat. */
export const synthesized = (given: object = {}) => {
  const app = hallApp(parseSettings(given), { bundles: plainBundles(), outdir: passingFolder() });
  const { stacks } = app.synth();
  const templates = Object.fromEntries(stacks.map(({ id, template }) => [id, template as Template]));
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
  return { stacks, templates, resources, all };
};

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
