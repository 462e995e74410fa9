import type { Sender } from '../../functions/deliveries/sender.ts';
import type { Bucket } from '../../functions/platform/bucket.ts';
import { INDEXES } from '../../functions/platform/names.ts';
import type { Queue } from '../../functions/platform/queue.ts';
import type { Item, Query, Table, Value } from '../../functions/platform/table.ts';

/** What was asked of the services, counted as AWS counts and bills it. */
export interface Count {
  /** requests, by the action's name in IAM: `dynamodb:Query`, `s3:PutObject`, `sqs:SendMessage`, `ses:SendRawEmail` */
  requests: Record<string, number>;
  /** bytes of the items, objects, messages and mails, by the same names */
  bytes: Record<string, number>;
  /** items read or written, rows of an index that a write changes among them */
  items: number;
  /** DynamoDB's request units */
  readUnits: number;
  writeUnits: number;
}

/** Stores that count what is asked of them. */
export interface Counting {
  table(inner: Table): Table;
  bucket(inner: Bucket): Bucket;
  queue(inner: Queue): Queue;
  sender(inner: Sender): Sender;
  /** what was counted since the last time */
  take(): Count;
}

const KILOBYTE = 1024;
/** A query answers with so much at most; what is more comes with another request. */
const QUERY_PAGE = 1024 * KILOBYTE;
const KEYS_A_CALL = 100;

/** Bytes of a value as DynamoDB counts them (its guide, "Item sizes and formats"). */
const valueBytes = (value: Value): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/[-.]/g, '').length / 2) + 1;
  if (typeof value === 'boolean') return 1;
  if (value instanceof Uint8Array) return value.length;
  const inside = Array.isArray(value)
    ? value.map(one => valueBytes(one))
    : Object.entries(value).map(([name, one]) => Buffer.byteLength(name) + valueBytes(one));
  return 3 + inside.reduce((sum, one) => sum + one + 1, 0);
};

const itemBytes = (item: Item | undefined): number =>
  Object.entries(item ?? {}).reduce(
    (sum, [name, value]) => sum + (value === undefined ? 0 : Buffer.byteLength(name) + valueBytes(value)),
    0,
  );

const kilobytes = (bytes: number, step = 1): number => Math.max(1, Math.ceil(bytes / (step * KILOBYTE)));

/** Writes that one write of an item makes in the indexes, in units and in rows: every index holds whole items. */
const indexWrites = (before: Item | undefined, after: Item | undefined): { units: number; rows: number } => {
  let units = 0;
  let rows = 0;
  for (const { partition, sort } of Object.values(INDEXES)) {
    const place = (item: Item | undefined) =>
      item?.[partition] === undefined || item[sort] === undefined ? undefined : `${item[partition]}\n${item[sort]}`;
    const [from, to] = [place(before), place(after)];
    const moved = from !== to;
    const same = !moved && JSON.stringify(before) === JSON.stringify(after);
    const gone = from !== undefined && moved;
    const written = to !== undefined && !same;
    units += (gone ? kilobytes(itemBytes(before)) : 0) + (written ? kilobytes(itemBytes(after)) : 0);
    rows += Number(gone) + Number(written);
  }
  return { units, rows };
};

/** Begins to count. The stores that it wraps answer as they did. */
export const counting = (): Counting => {
  const nothing = (): Count => ({ requests: {}, bytes: {}, items: 0, readUnits: 0, writeUnits: 0 });
  let count = nothing();
  const asked = (action: string, bytes: number, times = 1) => {
    count.requests[action] = (count.requests[action] ?? 0) + times;
    count.bytes[action] = (count.bytes[action] ?? 0) + bytes;
  };
  /** A write, also one whose condition failed: DynamoDB reads the item for it and bills the larger of both. */
  const wrote = (action: string, before: Item | undefined, after: Item | undefined) => {
    const bytes = Math.max(itemBytes(before), itemBytes(after));
    asked(action, bytes);
    const { units, rows } = indexWrites(before, after);
    count.writeUnits += kilobytes(bytes) + units;
    count.items += 1 + rows;
  };
  return {
    take: () => {
      const taken = count;
      count = nothing();
      return taken;
    },
    table: inner => ({
      get: async key => {
        const item = await inner.get(key);
        asked('dynamodb:GetItem', itemBytes(item));
        count.readUnits += kilobytes(itemBytes(item), 4);
        count.items += item ? 1 : 0;
        return item;
      },
      getMany: async keys => {
        const items = await inner.getMany(keys);
        const wanted = new Set(keys.map(({ pk, sk }) => `${pk}\n${sk}`)).size;
        const sizes = items.map(itemBytes);
        const bytes = sizes.reduce((sum, one) => sum + one, 0);
        asked('dynamodb:BatchGetItem', bytes, Math.ceil(wanted / KEYS_A_CALL));
        const missing = wanted - items.length;
        count.readUnits += sizes.reduce((sum, one) => sum + kilobytes(one, 4), missing);
        count.items += items.length;
        return items;
      },
      put: async (item, condition) => {
        const before = await inner.get(item);
        const done = await inner.put(item, condition);
        wrote('dynamodb:PutItem', before, done ? item : before);
        return done;
      },
      update: async (key, change, condition) => {
        const before = await inner.get(key);
        const after = await inner.update(key, change, condition);
        wrote('dynamodb:UpdateItem', before, after ?? before);
        return after;
      },
      delete: async (key, condition) => {
        const before = await inner.get(key);
        const done = await inner.delete(key, condition);
        wrote('dynamodb:DeleteItem', before, done ? undefined : before);
        return done;
      },
      query: async (query: Query) => {
        const page = await inner.query(query);
        // A page asks for one item more than it holds, to know whether it is the last.
        const last = page.next === undefined ? [] : page.items.slice(-1);
        const read = [...page.items, ...last];
        const bytes = read.reduce((sum, item) => sum + itemBytes(item), 0);
        asked('dynamodb:Query', bytes, Math.max(1, Math.ceil(bytes / QUERY_PAGE)));
        // Indexes are read without the promise of being up to date, at half the price.
        count.readUnits += kilobytes(bytes, 4) * (query.index ? 0.5 : 1);
        count.items += read.length;
        return page;
      },
    }),
    bucket: inner => ({
      get: async key => {
        const data = await inner.get(key);
        asked('s3:GetObject', data?.length ?? 0);
        return data;
      },
      head: async key => {
        asked('s3:HeadObject', 0);
        return inner.head(key);
      },
      put: async (key, data, type) => {
        asked('s3:PutObject', data.length);
        await inner.put(key, data, type);
      },
      copy: async (from, to) => {
        asked('s3:CopyObject', 0);
        return inner.copy(from, to);
      },
      delete: async key => {
        asked('s3:DeleteObject', 0);
        await inner.delete(key);
      },
      list: async prefix => {
        asked('s3:ListBucket', 0);
        return inner.list(prefix);
      },
    }),
    queue: inner => ({
      send: async (nudge, delaySeconds) => {
        asked('sqs:SendMessage', Buffer.byteLength(JSON.stringify(nudge)));
        await inner.send(nudge, delaySeconds);
      },
    }),
    sender: inner => ({
      send: async (raw, envelope) => {
        asked('ses:SendRawEmail', raw.length);
        return inner.send(raw, envelope);
      },
      rate: async () => inner.rate(),
    }),
  };
};
