import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Waiting } from './wait-order.ts';

/** A queued item as it lies on the disk: what it is waits in the clear, what it says is sealed. */
export interface Sealed extends Waiting {
  /** version of what is inside; the hall takes the last two */
  schema: number;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

interface Disk extends DBSchema {
  waiting: { key: string; value: Sealed };
  keys: { key: string; value: CryptoKey };
}

/** The kiosk's disk: sealed items under a key that no script can read out. */
export interface Vault {
  /** Writes all items in one transaction: all or none. Throws QuotaExceededError when the disk is full. */
  add(items: readonly { waiting: Waiting; schema: number; content: Content }[]): Promise<void>;
  list(): Promise<Waiting[]>;
  /** Undefined when it is gone, or cannot be opened any more */
  open(id: string): Promise<{ schema: number; content: Content } | undefined>;
  update(waiting: Waiting): Promise<void>;
  remove(id: string): Promise<void>;
}

/** What an item says: a request, and the bytes of a picture when it is one. */
export interface Content {
  route: string;
  body: object;
  bytes?: Uint8Array<ArrayBuffer>;
}

const pack = ({ bytes, ...rest }: Content): Uint8Array<ArrayBuffer> => {
  const head = new TextEncoder().encode(JSON.stringify(rest));
  const out = new Uint8Array(4 + head.length + (bytes?.length ?? 0));
  new DataView(out.buffer).setUint32(0, head.length);
  out.set(head, 4);
  if (bytes) out.set(bytes, 4 + head.length);
  return out;
};

const unpack = (packed: ArrayBuffer): Content => {
  const length = new DataView(packed).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(packed, 4, length))) as Omit<Content, 'bytes'>;
  return packed.byteLength === 4 + length ? head : { ...head, bytes: new Uint8Array(packed.slice(4 + length)) };
};

const keyOf = async (disk: IDBPDatabase<Disk>): Promise<CryptoKey> => {
  const known = await disk.get('keys', 'seal');
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two pages of one kiosk may come here at once: the first key stays.
  const write = disk.transaction('keys', 'readwrite');
  const other = await write.store.get('seal');
  if (!other) await write.store.put(fresh, 'seal');
  await write.done;
  return other ?? fresh;
};

const clear = ({ id, session, seq, keptAt, attempts, notBefore, refused }: Waiting): Waiting => ({
  id,
  session,
  seq,
  keptAt,
  attempts,
  notBefore,
  ...(refused === undefined ? {} : { refused }),
});

/** Opens the kiosk's disk (`name` of the database). */
export const openVault = async (name: string): Promise<Vault> => {
  const disk = await openDB<Disk>(name, 1, {
    upgrade: fresh => {
      fresh.createObjectStore('waiting', { keyPath: 'id' });
      fresh.createObjectStore('keys');
    },
  });
  const key = await keyOf(disk);
  return {
    async add(items) {
      const sealed: Sealed[] = [];
      for (const { waiting, schema, content } of items) {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        sealed.push({
          ...waiting,
          schema,
          iv,
          data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, pack(content)),
        });
      }
      // `strict`: on the disk before we say so, for the day somebody pulls the plug.
      const write = disk.transaction('waiting', 'readwrite', { durability: 'strict' });
      await Promise.all([...sealed.map(item => write.store.put(item)), write.done]);
    },
    list: async () => (await disk.getAll('waiting')).map(clear),
    async open(id) {
      const item = await disk.get('waiting', id);
      if (!item) return undefined;
      const data = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: item.iv }, key, item.data);
      return { schema: item.schema, content: unpack(data) };
    },
    async update(waiting) {
      const write = disk.transaction('waiting', 'readwrite');
      const item = await write.store.get(waiting.id);
      if (item) await write.store.put({ ...item, ...waiting });
      await write.done;
    },
    remove: id => disk.delete('waiting', id),
  };
};

/** Bytes that a next visitor may need: a picture at its largest, a drawing, and room to write. */
const NEEDED_BYTES = 60 * 1024 * 1024;

/** Is there room for one more visitor? Asked before the shutter, so that nobody loses a picture afterwards. */
export const hasRoom = async (): Promise<boolean> => {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage >= NEEDED_BYTES;
};
