import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item, Value } from './table.ts';

/** Our value as DynamoDB's. Throws TypeError on what a table cannot hold (NaN, Infinity). */
export const toAttribute = (value: Value): AttributeValue => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('A table holds finite numbers only.');
    return { N: String(value) };
  }
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: toAttributes(value) };
};

/** Our attributes as DynamoDB's; undefined ones are left out. */
export const toAttributes = (item: { [name: string]: Value | undefined }): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, toAttribute(value)]])),
  );

const fromAttribute = (attribute: AttributeValue): Value => {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.B !== undefined) return new Uint8Array(attribute.B);
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute);
  if (attribute.M !== undefined) return fromAttributes(attribute.M);
  throw new TypeError(`The table holds a kind of value that we never write: ${Object.keys(attribute).join()}`);
};

const fromAttributes = (attributes: Record<string, AttributeValue>): { [name: string]: Value } =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));

/** DynamoDB's item as ours. */
export const toItem = (attributes: Record<string, AttributeValue>): Item => fromAttributes(attributes) as Item;
