import { HallError } from './errors.ts';
import { INDEXES } from './names.ts';
import type { Item, Key, Query } from './table.ts';

/** The place of an item in a query: its sort value, then its key, since an index may hold ties. */
export interface Place extends Key {
  sort: string;
}

/** Names of the attributes a query goes by. */
export const attributesOf = (query: Query): { partition: string; sort: string } =>
  query.index ? INDEXES[query.index] : { partition: 'pk', sort: 'sk' };

/** `next` of a page that ended with this item. */
export const cursorAt = (item: Item, query: Query): string =>
  Buffer.from(JSON.stringify([item[attributesOf(query).sort], item.pk, item.sk])).toString('base64url');

/** The place that `next` stands for. Throws `invalid-request` when it is none of ours. */
export const placeOf = (cursor: string): Place => {
  const invalid = (cause?: unknown) =>
    new HallError('invalid-request', 'after is not the place of a page.', { where: 'after', cause });
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3 || !parts.every(part => typeof part === 'string')) throw invalid();
    const [sort, pk, sk] = parts as [string, string, string];
    return { sort, pk, sk };
  } catch (error) {
    throw error instanceof HallError ? error : invalid(error);
  }
};

/** The highest character: `prefix + LAST` is above everything that begins with `prefix`. */
const LAST = '\u{10FFFF}';

/** `prefix`, `from` and `to` as one range of sort values, since a key condition takes one; undefined: nothing can be in it. */
export const rangeOf = (query: Query): { from?: string; to?: string } | undefined => {
  const { prefix } = query;
  const from = [query.from, prefix]
    .filter(value => value !== undefined)
    .sort()
    .at(-1);
  const to = [query.to, prefix === undefined ? undefined : prefix + LAST]
    .filter(value => value !== undefined)
    .sort()[0];
  if (from !== undefined && to !== undefined && from > to) return undefined;
  return { ...(from ? { from } : {}), ...(to === undefined ? {} : { to }) };
};
