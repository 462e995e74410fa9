import { attributesOf, cursorAt, placeOf, rangeOf } from './table.cursor.ts';
import type { Change, Condition, Item, Key, Query, Table, Value } from './table.ts';

const holds = (item: Item | undefined, condition: Condition = {}): boolean => {
  if (condition.new && item) return false;
  const at = (name: string) => item?.[name];
  const is = Object.entries(condition.is ?? {}).every(([name, wanted]) => {
    const have = at(name);
    return Array.isArray(wanted) ? wanted.includes(have) : have === wanted;
  });
  return (
    is &&
    (condition.missing ?? []).every(name => at(name) === undefined) &&
    (condition.has ?? []).every(name => at(name) !== undefined) &&
    Object.entries(condition.below ?? {}).every(([name, limit]) => {
      const have = at(name);
      return have === undefined || (typeof have === typeof limit && (have as string) < (limit as string));
    })
  );
};

const changed = (item: Item, change: Change): Item => {
  const next: Item = { ...item, ...change.set };
  for (const [name, by] of Object.entries(change.add ?? {})) next[name] = ((item[name] as number) ?? 0) + by;
  for (const [name, values] of Object.entries(change.append ?? {}))
    next[name] = [...((item[name] as Value[]) ?? []), ...values];
  for (const name of change.remove ?? []) delete next[name];
  return next;
};

/** A copy nobody else holds, without undefined attributes. */
const stored = (item: Item): Item =>
  structuredClone(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as Item);

/** The table in memory, for tests and the simulation: same answers as the real one (`tests/platform/table.test.ts`). */
export const memoryTable = (): Table & { all(): Item[] } => {
  // By partition, as in DynamoDB: what one visit asks for takes no longer beside ten thousand others.
  const partitions = new Map<string, Map<string, Item>>();
  const path = ({ pk, sk }: Key) => `${pk}\n${sk}`;
  const get = ({ pk, sk }: Key) => partitions.get(pk)?.get(sk);
  const keep = (item: Item) => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partitions.set(item.pk, partition.set(item.sk, item));
  };
  const all = () => [...partitions.values()].flatMap(partition => [...partition.values()]);
  return {
    all: () => all().map(item => structuredClone(item)),
    get: async key => structuredClone(get(key)),
    getMany: async keys =>
      [...new Map(keys.map(key => [path(key), key])).values()]
        .flatMap(key => get(key) ?? [])
        .map(item => structuredClone(item)),
    put: async (item, condition) => {
      if (!holds(get(item), condition)) return false;
      keep(stored(item));
      return true;
    },
    update: async (key, change, condition) => {
      const before = get(key);
      if (!holds(before, condition)) return undefined;
      const next = stored(changed(before ?? { pk: key.pk, sk: key.sk }, change));
      keep(next);
      return structuredClone(next);
    },
    delete: async (key, condition) => {
      if (!holds(get(key), condition)) return false;
      partitions.get(key.pk)?.delete(key.sk);
      return true;
    },
    query: async (query: Query) => {
      const { partition, sort } = attributesOf(query);
      const range = rangeOf(query);
      if (!range) return { items: [] };
      const { from = '', to } = range;
      // Ties in an index are broken by the table's key, so that a page can go on where the one before ended.
      const place = (item: Item) => `${item[sort]}\n${path(item)}`;
      const order = (a: string, b: string) => (query.newestFirst ? a > b : a < b);
      const start = query.after === undefined ? undefined : placeOf(query.after);
      const among = query.index ? all() : [...(partitions.get(query.pk)?.values() ?? [])];
      const found = among
        .filter(item => item[partition] === query.pk && item[sort] !== undefined)
        .filter(item => (item[sort] as string) >= from && (to === undefined || (item[sort] as string) <= to))
        // By place, not by item: the one named may have been deleted meanwhile.
        .filter(item => start === undefined || order(`${start.sort}\n${path(start)}`, place(item)))
        .sort((a, b) => (order(place(a), place(b)) ? -1 : 1));
      const page = found.slice(0, query.limit).map(item => structuredClone(item));
      const last = page.at(-1);
      return last !== undefined && page.length < found.length
        ? { items: page, next: cursorAt(last, query) }
        : { items: page };
    },
  };
};
