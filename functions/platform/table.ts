import type { INDEXES } from './names.ts';

/** A value in an item: JSON without null, or bytes. */
export type Value = string | number | boolean | Uint8Array | Value[] | { [name: string]: Value };

export interface Key {
  pk: string;
  sk: string;
}

/** One item of the table. Attributes that are undefined are not stored. */
export type Item = Key & { [name: string]: Value | undefined };

/**
 * What must hold of the one item that is written; all clauses together. `new`: there is no such item.
 * `is`: attribute equals the value, or one of the values of a list. `missing`: the attribute is not there.
 * `below`: the attribute is not there or smaller. `has`: the attribute is there.
 */
export interface Condition {
  new?: true;
  is?: Record<string, string | number | boolean | readonly (string | number | boolean)[]>;
  missing?: readonly string[];
  has?: readonly string[];
  below?: Record<string, string | number>;
}

/** Changes to one item. `add` adds to a number (absent = 0); `append` adds to the end of a list (absent = []). */
export interface Change {
  set?: Record<string, Value | undefined>;
  remove?: readonly string[];
  add?: Record<string, number>;
  append?: Record<string, Value[]>;
}

/** A query of one partition of the table or of an index. */
export interface Query {
  pk: string;
  index?: keyof typeof INDEXES;
  /** sort key begins with */
  prefix?: string;
  /** sort key from ... to, both included */
  from?: string;
  to?: string;
  newestFirst?: boolean;
  /** items a page; without it every page is read and all items come */
  limit?: number;
  /** `next` of the page before */
  after?: string;
}

export interface Page {
  items: Item[];
  /** opaque; absent when this was the last page */
  next?: string;
}

/**
 * The one table. Reads of the table itself are strongly consistent. A write whose condition fails is an answer, not an error.
 * Every write touches one item.
 */
export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** in any order, absent ones left out */
  getMany(keys: readonly Key[]): Promise<Item[]>;
  /** false: the condition did not hold */
  put(item: Item, condition?: Condition): Promise<boolean>;
  /** the item as it is after the change; undefined: the condition did not hold. Without `has` or `is` an absent item is made */
  update(key: Key, change: Change, condition?: Condition): Promise<Item | undefined>;
  /** false: the condition did not hold. An absent item is a success when no condition asks for it */
  delete(key: Key, condition?: Condition): Promise<boolean>;
  query(query: Query): Promise<Page>;
}
