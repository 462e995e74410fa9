import { SendError } from '../../functions/deliveries/sender.ts';
import type { Bucket } from '../../functions/platform/bucket.ts';
import type { Condition, Item, Key, Table } from '../../functions/platform/table.ts';
import { eraseVisit } from '../../functions/retention/erase.ts';
import { logInteractions } from '../../functions/visits/interactions.ts';
import type { Wrong } from './hall.ts';

/** A table in which writes of whole items are made otherwise. */
const puts = (table: Table, put: (item: Item, condition: Condition | undefined) => Promise<boolean>): Table => ({
  ...each(table),
  put,
});

/** The methods of a watched store, which a spread would not find. */
const each = (table: Table): Table => ({
  get: key => table.get(key),
  getMany: keys => table.getMany(keys),
  put: (item, condition) => table.put(item, condition),
  update: (key, change, condition) => table.update(key, change, condition),
  delete: (key, condition) => table.delete(key, condition),
  query: query => table.query(query),
});

const bucketOf = (bucket: Bucket): Bucket => ({
  get: key => bucket.get(key),
  head: key => bucket.head(key),
  put: (key, data, type) => bucket.put(key, data, type),
  copy: (from, to) => bucket.copy(from, to),
  delete: key => bucket.delete(key),
  list: prefix => bucket.list(prefix),
});

const isMail = ({ sk }: Key) => sk.startsWith('MAIL#');
const unerased = (item: Item | undefined): Item | undefined => {
  if (item?.sk !== 'VISIT' || item['erased'] !== true) return item;
  const { erased: _, ...rest } = item;
  return { ...rest, language: 'en', state: 'open' } as Item;
};

/** What somebody could get wrong, each as one change to the right hall. */
export const WRONG: Record<string, () => Wrong> = {
  'a send without an answer is tried again, as the SDK would': () => ({
    sender: right => ({
      rate: () => right.rate(),
      send: async (raw, envelope) => {
        try {
          return await right.send(raw, envelope);
        } catch (error) {
          if (error instanceof SendError && error.kind === 'unclear') return right.send(raw, envelope);
          throw error;
        }
      },
    }),
  }),

  'a mail is claimed without looking whether another has it': () => ({
    table: right => puts(right, (item, condition) => (isMail(item) ? right.put(item) : right.put(item, condition))),
  }),

  'the border before the call is not written down': () => ({
    table: right =>
      puts(right, async (item, condition) =>
        isMail(item) && item['state'] === 'calling' ? true : right.put(item, condition),
      ),
  }),

  'a mail whose end is not known is sent again': () => ({
    table: right =>
      puts(right, (item, condition) =>
        right.put(isMail(item) && item['state'] === 'unknown' ? { ...item, state: 'waiting' } : item, condition),
      ),
  }),

  'a write that was repeated is not known again': () => {
    let looks = 0;
    return {
      table: right => ({
        ...each(right),
        get: async key => {
          const found = await right.get(key);
          return found && isMail(key) ? { ...found, looks: ++looks } : found;
        },
      }),
    };
  },

  'a mail on its way to an address is no reason to send no other there': () => ({
    table: (right, { name }) => ({
      ...each(right),
      query: async query => {
        const { items, ...more } = await right.query(query);
        const cameBack = (item: Item) => (isMail(item) ? { ...item, state: 'bounced' } : item);
        return { items: name.endsWith('door') ? items.map(cameBack) : items, ...more };
      },
    }),
  }),

  'the mark of an erased visit is not looked at': () => ({
    table: (right, { name }) => {
      if (name === 'erase-visit' || name === 'sweep') return right;
      return {
        ...each(right),
        get: async key => unerased(await right.get(key)),
        query: async query => ({ items: (await right.query(query)).items.map(item => unerased(item) ?? item) }),
      };
    },
  }),

  'events of SES are believed to come in order': () => ({
    feedback: async ({ table, clock }, event) => {
      const { eventType, mail } = (event as { detail: { eventType: string; mail: { tags: Record<string, string[]> } } })
        .detail;
      const state = { Send: 'accepted', Delivery: 'delivered', Bounce: 'bounced', Complaint: 'complained' }[eventType];
      const key = { pk: `VISIT#${mail.tags['visitId']?.[0]}`, sk: `MAIL#${mail.tags['deliveryId']?.[0]}` };
      const set = { state: state ?? 'delayed', outcome: state ?? 'delayed', heardAt: clock() };
      await table.update(key, { set, remove: ['due', 'dueAt'] }, { has: ['deliveryId'] });
      return 'applied';
    },
  }),

  'a mail does not wait for its photo': () => ({
    write: right => async (visitId, language) => {
      const written = await right(visitId, language);
      return written && { ...written, photoLate: false };
    },
  }),

  'an address that bounced is written to all the same': () => ({
    table: right => ({
      ...each(right),
      get: async key => (key.pk.startsWith('ADDRESS#') ? undefined : right.get(key)),
    }),
  }),

  'the receipt is given after the first pass': () => ({
    erase: (deps, { visitId }) => eraseVisit({ ...deps, clock: () => deps.clock() + 40_000 }, { visitId, pass: 2 }),
  }),

  'a visit is opened without looking whether it was erased': () => ({ wasErased: async () => false }),

  'erasing forgets the objects': () => ({
    photos: right => ({ ...bucketOf(right), delete: async () => undefined }),
  }),

  'the original goes before its photo is written down': () => ({
    incoming: right => ({
      ...bucketOf(right),
      get: async key => {
        const bytes = await right.get(key);
        await right.delete(key);
        return bytes;
      },
    }),
  }),

  'nobody sweeps': () => ({ sweep: async () => ({}) }),

  'a batch is logged by its arrival, not by its time': () => ({
    log: (deps, known, body, device) => {
      const { sentAt, interactions } = body as { sentAt: string; interactions: object[] };
      return logInteractions(
        deps,
        known,
        { sentAt, interactions: interactions.map(one => ({ ...one, at: sentAt })) },
        device,
      );
    },
  }),

  'an id of a kiosk is not kept': () => {
    let count = 0;
    return {
      log: (deps, known, body, device) => {
        const { sentAt, interactions } = body as { sentAt: string; interactions: object[] };
        const renamed = interactions.map(one => ({ ...one, id: `renamed-${++count}` }));
        return logInteractions(deps, known, { sentAt, interactions: renamed }, device);
      },
    };
  },

  'the address of the mail before is used': () => {
    let before: string | undefined;
    return {
      sender: right => ({
        rate: () => right.rate(),
        send: (raw, envelope) => {
          const to = before ?? envelope.to;
          before = envelope.to;
          return right.send(raw, { ...envelope, to });
        },
      }),
    };
  },
};
