/** JSON as templates hold it. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What a template's functions are resolved against. Each lookup throws by name when it cannot answer. */
export interface Scope {
  ref(logicalId: string): Json;
  attribute(logicalId: string, attribute: string): Json;
  /** value another stack exports under this name */
  imported(name: string): Json;
  /** a generated secret: its whole text, or one field of its JSON */
  secret(id: string, field?: string): string;
}

/** Thrown when a template asks for something that the local hall does not truly perform. */
export class NotPerformed extends Error {
  constructor(what: string) {
    super(`the local hall does not perform ${what}`);
    this.name = 'NotPerformed';
  }
}

const object = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: Json, of: string): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new NotPerformed(`${of} with a value that is no text: ${JSON.stringify(value)}`);
};

const list = (value: Json, of: string): Json[] => {
  if (Array.isArray(value)) return value;
  throw new NotPerformed(`${of} with something else than a list: ${JSON.stringify(value)}`);
};

const DYNAMIC = /\{\{resolve:([^}]*)\}\}/g;

/** `secretsmanager:<arn or name>:SecretString:<field>::`; an ARN has seven parts of its own. */
const dynamic = (reference: string, scope: Scope): string => {
  const parts = reference.split(':');
  if (parts.shift() !== 'secretsmanager') throw new NotPerformed(`the dynamic reference {{resolve:${reference}}}`);
  const id = parts[0] === 'arn' ? parts.splice(0, 7).join(':') : (parts.shift() ?? '');
  const [kind = 'SecretString', field = '', stage = '', version = ''] = parts;
  if (kind !== 'SecretString' || (stage !== '' && stage !== 'AWSCURRENT') || version !== '')
    throw new NotPerformed(`the dynamic reference {{resolve:${reference}}}`);
  return scope.secret(id, field === '' ? undefined : field);
};

const substitute = (value: Json, scope: Scope): string => {
  const [pattern, own] = Array.isArray(value) ? value : [value, {}];
  const names = resolve(own ?? {}, scope);
  return text(pattern ?? '', 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (object(names) && names[name] !== undefined) return text(names[name], 'Fn::Sub');
    const dot = name.indexOf('.');
    return text(
      dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)),
      `Fn::Sub \${${name}}`,
    );
  });
};

const FUNCTIONS: Record<string, (argument: Json, scope: Scope) => Json> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [id = '', ...rest] = Array.isArray(argument)
      ? argument.map(part => text(resolve(part, scope), 'Fn::GetAtt'))
      : text(argument, 'Fn::GetAtt').split('.');
    return scope.attribute(id, rest.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [glue = '', parts = []] = list(argument, 'Fn::Join');
    return list(resolve(parts, scope), 'Fn::Join')
      .map(part => text(part, 'Fn::Join'))
      .join(text(glue, 'Fn::Join'));
  },
  'Fn::Sub': substitute,
  'Fn::Split': (argument, scope) => {
    const [glue = '', whole = ''] = list(argument, 'Fn::Split');
    return text(resolve(whole, scope), 'Fn::Split').split(text(glue, 'Fn::Split'));
  },
  'Fn::Select': (argument, scope) => {
    const [index = 0, from = []] = list(argument, 'Fn::Select');
    const found = list(resolve(from, scope), 'Fn::Select')[Number(resolve(index, scope))];
    if (found === undefined) throw new NotPerformed(`Fn::Select of ${JSON.stringify(argument)}`);
    return found;
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(text(resolve(argument, scope), 'Fn::ImportValue')),
};

/**
 * A value of a template with every function in it worked out.
 * Throws NotPerformed for a function or a dynamic reference that is not known here.
 */
export const resolve = (value: Json, scope: Scope): Json => {
  if (typeof value === 'string') return value.replace(DYNAMIC, (_all, reference: string) => dynamic(reference, scope));
  if (Array.isArray(value)) return value.map(one => resolve(one, scope));
  if (!object(value)) return value;
  const names = Object.keys(value);
  const only = names.length === 1 ? (names[0] as string) : '';
  const perform = FUNCTIONS[only];
  if (perform) {
    const done = perform(value[only] as Json, scope);
    // A join may have put a dynamic reference together.
    return typeof done === 'string' ? resolve(done, scope) : done;
  }
  if (only.startsWith('Fn::')) throw new NotPerformed(`the template function ${only}`);
  return Object.fromEntries(names.map(name => [name, resolve(value[name] as Json, scope)]));
};
