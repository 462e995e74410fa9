import { INDEXES } from './names.ts';
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
  const items = new Map<string, Item>();
  const path = ({ pk, sk }: Key) => `${pk}\n${sk}`;
  const get = (key: Key) => items.get(path(key));
  return {
    all: () => [...items.values()].map(item => structuredClone(item)),
    get: async key => structuredClone(get(key)),
    getMany: async keys => keys.flatMap(key => get(key) ?? []).map(item => structuredClone(item)),
    put: async (item, condition) => {
      if (!holds(get(item), condition)) return false;
      items.set(path(item), stored(item));
      return true;
    },
    update: async (key, change, condition) => {
      const before = get(key);
      if (!holds(before, condition)) return undefined;
      const next = stored(changed(before ?? { pk: key.pk, sk: key.sk }, change));
      items.set(path(key), next);
      return structuredClone(next);
    },
    delete: async (key, condition) => {
      if (!holds(get(key), condition)) return false;
      items.delete(path(key));
      return true;
    },
    query: async (query: Query) => {
      const { partition, sort } = query.index ? INDEXES[query.index] : { partition: 'pk', sort: 'sk' };
      // Ties in an index are broken by the table's key, so that a page can go on where the one before ended.
      const place = (item: Item) => `${item[sort]}\n${path(item)}`;
      const found = [...items.values()]
        .filter(item => item[partition] === query.pk && item[sort] !== undefined)
        .filter(item => {
          const value = item[sort] as string;
          return (
            value.startsWith(query.prefix ?? '') &&
            (query.from === undefined || value >= query.from) &&
            (query.to === undefined || value <= query.to)
          );
        })
        .sort((a, b) => (place(a) < place(b) ? -1 : 1));
      if (query.newestFirst) found.reverse();
      const start = query.after === undefined ? 0 : found.findIndex(item => place(item) === query.after) + 1;
      const page = found.slice(start, query.limit === undefined ? undefined : start + query.limit);
      const last = page.at(-1);
      const more = last !== undefined && start + page.length < found.length;
      return { items: page.map(item => structuredClone(item)), ...(more ? { next: place(last) } : {}) };
    },
  };
};
