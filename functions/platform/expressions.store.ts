import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { toAttribute } from './marshal.store.ts';
import type { Change, Condition, Value } from './table.ts';

/** Names and values of one request, each under a placeholder (most attribute names would do bare, `state` and `by` would not). */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, AttributeValue> = {};
  /** the placeholder of an attribute's name */
  name(attribute: string): string {
    const known = this.#names.get(attribute) ?? `#n${this.#names.size}`;
    this.#names.set(attribute, known);
    return known;
  }
  /** the placeholder of a value */
  value(value: Value): string {
    const key = `:v${Object.keys(this.#values).length}`;
    this.#values[key] = toAttribute(value);
    return key;
  }
  /** both maps as a request wants them: absent when empty */
  get fields() {
    const names = Object.fromEntries([...this.#names].map(([name, key]) => [key, name]));
    return {
      ...(this.#names.size > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(this.#values).length > 0 ? { ExpressionAttributeValues: this.#values } : {}),
    };
  }
}

const clauses = (condition: Condition, at: Placeholders): string[] => {
  const { is = {}, missing = [], has = [], below = {} } = condition;
  return [
    ...(condition.new ? [`attribute_not_exists(${at.name('pk')})`] : []),
    ...Object.entries(is).map(([name, wanted]) =>
      Array.isArray(wanted)
        ? `${at.name(name)} IN (${wanted.map(value => at.value(value)).join(', ')})`
        : `${at.name(name)} = ${at.value(wanted as Value)}`,
    ),
    ...missing.map(name => `attribute_not_exists(${at.name(name)})`),
    ...has.map(name => `attribute_exists(${at.name(name)})`),
    ...Object.entries(below).map(
      ([name, limit]) => `(attribute_not_exists(${at.name(name)}) OR ${at.name(name)} < ${at.value(limit)})`,
    ),
  ];
};

/** No item can meet a condition that allows an attribute no value at all (DynamoDB has no words for an empty list). */
export const impossible = (condition: Condition = {}): boolean =>
  Object.values(condition.is ?? {}).some(wanted => Array.isArray(wanted) && wanted.length === 0);

/** A condition as a request wants it: nothing when there is none. */
export const conditionFields = (condition: Condition | undefined, at: Placeholders) => {
  const all = condition ? clauses(condition, at) : [];
  return all.length > 0 ? { ConditionExpression: all.join(' AND ') } : {};
};

/** A change as a request wants it. Setting to undefined removes, as in memory. */
export const changeFields = (change: Change, at: Placeholders) => {
  const entries = Object.entries(change.set ?? {});
  const sets = [
    ...entries.flatMap(([name, value]) => (value === undefined ? [] : [`${at.name(name)} = ${at.value(value)}`])),
    ...Object.entries(change.add ?? {}).map(
      ([name, by]) => `${at.name(name)} = if_not_exists(${at.name(name)}, ${at.value(0)}) + ${at.value(by)}`,
    ),
    ...Object.entries(change.append ?? {}).map(
      ([name, values]) =>
        `${at.name(name)} = list_append(if_not_exists(${at.name(name)}, ${at.value([])}), ${at.value(values)})`,
    ),
  ];
  const removed = [
    ...(change.remove ?? []),
    ...entries.flatMap(([name, value]) => (value === undefined ? [name] : [])),
  ];
  const parts = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removed.length > 0 ? [`REMOVE ${removed.map(name => at.name(name)).join(', ')}`] : []),
  ];
  return parts.length > 0 ? { UpdateExpression: parts.join(' ') } : {};
};
