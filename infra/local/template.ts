import { readFileSync } from 'node:fs';
import { join, resolve as path } from 'node:path';
import { attributeOf, nameOf, refOf } from './attributes.ts';
import { type Json, NotPerformed, resolve, type Scope } from './intrinsics.ts';

/** One resource of the assembly, its properties resolved at first use. */
export interface Resource {
  stack: string;
  id: string;
  type: string;
  /** physical name, or what stands for it here */
  name: string;
  arn: string;
  ref: Json;
  properties: { [name: string]: Json };
  /** may be of use to a message: `stack/id (type)` */
  label: string;
}

/** The stacks that `cdk deploy` would use, as the hall reads them. */
export interface Assembly {
  resources: Resource[];
  of(type: string): Resource[];
  /** the resource of this ARN; throws NotPerformed when there is none */
  byArn(arn: string): Resource;
  /** outputs by stack and name */
  outputs: Record<string, Json>;
  /** directory of a file asset, by the key under which the template names it */
  asset(key: string): string;
  region: string;
}

interface Template {
  Resources?: Record<string, { Type: string; Properties?: { [name: string]: Json }; Condition?: string }>;
  Outputs?: Record<string, { Value: Json; Export?: { Name: Json } }>;
  Parameters?: Record<string, { Type: string; Default?: Json }>;
}

/** What the world outside the templates answers. */
export interface Surroundings {
  region: string;
  account: string;
  /** origin of the front door, which stands for the distribution */
  origin: string;
  /** origin of the gateway, under which queues have their URLs */
  gateway: string;
  secret(id: string, field?: string): string;
}

/**
 * Origin with which an assembly for this machine is made. The real one has the port of the day; were it in the templates, each port
 * would need a build of its own.
 */
export const ORIGIN_MARK = 'http://hall.invalid';

const json = <T>(file: string, origin = ORIGIN_MARK): T =>
  JSON.parse(readFileSync(file, 'utf8').replaceAll(ORIGIN_MARK, origin)) as T;

/** Reads the assembly that the app wrote. Throws NotPerformed by name for what has no meaning on one machine. */
export const readAssembly = (directory: string, around: Surroundings): Assembly => {
  const manifest = json<{
    artifacts: Record<string, { type: string; properties?: { templateFile?: string; file?: string } }>;
  }>(join(directory, 'manifest.json'));
  const templates = new Map<string, Template>();
  const assets = new Map<string, string>();
  for (const [name, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack')
      templates.set(name, json<Template>(join(directory, artifact.properties?.templateFile ?? ''), around.origin));
    if (artifact.type === 'cdk:asset-manifest') {
      const files = json<{ files: Record<string, { source: { path: string } }> }>(
        join(directory, artifact.properties?.file ?? ''),
      ).files;
      for (const [hash, file] of Object.entries(files)) assets.set(hash, path(directory, file.source.path));
    }
  }
  const scopes = new Map<string, Scope>();
  const exports = new Map<string, () => Json>();
  const resources: Resource[] = [];
  for (const [stack, template] of templates) {
    const own = new Map<string, Resource>();
    const find = (id: string) => {
      const found = own.get(id);
      if (!found) throw new NotPerformed(`a reference to ${id}, which ${stack} does not have`);
      return found;
    };
    const pseudo: Record<string, Json> = {
      'AWS::Region': around.region,
      'AWS::AccountId': around.account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack,
    };
    const scope: Scope = {
      ref: id => pseudo[id] ?? template.Parameters?.[id]?.Default ?? find(id).ref,
      attribute: (id, attribute) => attributeOf(find(id), attribute, around),
      imported: name => {
        const value = exports.get(name);
        if (!value) throw new NotPerformed(`the import of ${name}, which no stack exports`);
        return value();
      },
      secret: around.secret,
    };
    scopes.set(stack, scope);
    for (const [id, raw] of Object.entries(template.Resources ?? {})) {
      if (raw.Type === 'AWS::CDK::Metadata') continue;
      if (raw.Condition) throw new NotPerformed(`the condition ${raw.Condition} of ${stack}/${id}`);
      own.set(id, lazy(stack, id, raw.Type, raw.Properties ?? {}, scope, around));
    }
    for (const output of Object.values(template.Outputs ?? {}))
      if (typeof output.Export?.Name === 'string') exports.set(output.Export.Name, () => resolve(output.Value, scope));
    resources.push(...own.values());
  }
  const outputs: Record<string, Json> = {};
  for (const [stack, template] of templates)
    for (const [name, output] of Object.entries(template.Outputs ?? {}))
      outputs[`${stack}.${name}`] = resolve(output.Value, scopes.get(stack) as Scope);
  return {
    resources,
    outputs,
    region: around.region,
    of: type => resources.filter(one => one.type === type),
    byArn: arn => {
      const found = resources.find(one => one.arn === arn);
      if (!found) throw new NotPerformed(`the use of ${arn}, which is in no stack`);
      return found;
    },
    asset: key => {
      const found = assets.get(key.replace(/\.zip$/, ''));
      if (!found) throw new NotPerformed(`the asset ${key}, which is not in the assembly`);
      return found;
    },
  };
};

/** Names may refer to other stacks, so that all is worked out at first use, and once. */
const lazy = (
  stack: string,
  id: string,
  type: string,
  raw: { [name: string]: Json },
  scope: Scope,
  around: Surroundings,
): Resource => {
  let properties: { [name: string]: Json } | undefined;
  let name: string | undefined;
  return {
    stack,
    id,
    type,
    label: `${stack}/${id} (${type})`,
    get properties() {
      properties ??= resolve(raw, scope) as { [name: string]: Json };
      return properties;
    },
    get name() {
      name ??= nameOf(stack, id, type, property =>
        raw[property] === undefined ? undefined : resolve(raw[property], scope),
      );
      return name;
    },
    get arn() {
      return String(attributeOf(this, 'Arn', around));
    },
    get ref() {
      return refOf(this, around);
    },
  };
};
