import { type Json, NotPerformed } from './intrinsics.ts';

/** One statement of a policy, resolved. */
export interface Statement {
  /** the name it has in its policy */
  sid: string;
  effect: 'Allow' | 'Deny';
  actions: string[];
  resources: string[];
  conditions: { operator: string; key: string; values: string[] }[];
}

/** One question: may this be done to that, under these circumstances? */
export interface Question {
  /** `s3:GetObject` */
  action: string;
  resource: string;
  /** condition keys that the call carries */
  context?: Record<string, string | readonly string[]>;
}

const strings = (value: Json | undefined, where: string): string[] => {
  const all = Array.isArray(value) ? value : [value];
  return all.map(one => {
    if (!['string', 'boolean', 'number'].includes(typeof one))
      throw new NotPerformed(`${where} = ${JSON.stringify(value)}`);
    return String(one);
  });
};

/** `*` and `?` as policies mean them. */
export const like = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(value);

const equal = (pattern: string, value: string) => pattern === value;
const OPERATORS: Record<string, (pattern: string, value: string) => boolean> = {
  StringEquals: equal,
  StringLike: like,
  Bool: equal,
  ArnEquals: like,
  ArnLike: like,
  NumericLessThan: (limit, value) => Number(value) < Number(limit),
};
/** Keys whose values the local services really know. */
const KEYS = new Set([
  'aws:SecureTransport',
  'aws:SourceArn',
  'aws:SourceAccount',
  'kms:ViaService',
  'ses:FromAddress',
  's3:prefix',
  's3:TlsVersion',
]);
/** Inside the machine there is no wire to protect: every call counts as one over TLS 1.3. */
const ALWAYS: Record<string, string> = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const STATEMENT = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition', 'Principal']);

/** Statements of a resolved policy document. Throws NotPerformed for any construct that is not evaluated here. */
export const statements = (document: Json, where: string): Statement[] => {
  const body = document as { Statement?: Json };
  const all = Array.isArray(body.Statement) ? body.Statement : [body.Statement as Json];
  return all.map((raw, index) => {
    const place = `${where} statement ${index}`;
    const one = raw as { [name: string]: Json };
    for (const name of Object.keys(one)) if (!STATEMENT.has(name)) throw new NotPerformed(`${name} in ${place}`);
    if (one.Effect !== 'Allow' && one.Effect !== 'Deny')
      throw new NotPerformed(`Effect ${String(one.Effect)} in ${place}`);
    const conditions = Object.entries((one.Condition ?? {}) as { [operator: string]: { [key: string]: Json } }).flatMap(
      ([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => {
          if (!OPERATORS[operator]) throw new NotPerformed(`the condition operator ${operator} in ${place}`);
          if (!KEYS.has(key)) throw new NotPerformed(`the condition key ${key} in ${place}`);
          return { operator, key, values: strings(values, `${place} ${key}`) };
        }),
    );
    return {
      sid: typeof one.Sid === 'string' ? one.Sid : '',
      effect: one.Effect,
      actions: strings(one.Action, `${place} Action`),
      resources: strings(one.Resource, `${place} Resource`),
      conditions,
    };
  });
};

const holds = ({ operator, key, values }: Statement['conditions'][number], question: Question): boolean => {
  const have = question.context?.[key] ?? ALWAYS[key];
  if (have === undefined) return false;
  const found = typeof have === 'string' ? [have] : have;
  return found.some(value => values.some(pattern => OPERATORS[operator]?.(pattern, value)));
};

/** Does the statement speak about this question? Action names are compared without case, as IAM does. */
const speaks = (statement: Statement, question: Question): boolean =>
  statement.actions.some(action => like(action.toLowerCase(), question.action.toLowerCase())) &&
  statement.resources.some(resource => like(resource, question.resource)) &&
  statement.conditions.every(condition => holds(condition, question));

/** Index of the statements that allow; empty: denied, by nobody or by a Deny. */
export const allowing = (policy: readonly Statement[], question: Question, without = new Set<number>()): number[] => {
  const found = policy.flatMap((one, index) => (!without.has(index) && speaks(one, question) ? [index] : []));
  return found.some(index => policy[index]?.effect === 'Deny') ? [] : found;
};
