import { type Envelope, SendError, type Sender } from '../../functions/deliveries/sender.ts';
import type { Bucket } from '../../functions/platform/bucket.ts';
import type { Query, Table } from '../../functions/platform/table.ts';
import type { Process, World } from './world.ts';

/** What stands before the first `#`: the kind of an item or of an object, without ids. */
const kind = (text: string): string => text.split(/[#/]/)[0] as string;
/** Items without ids in their sort key keep it, but for a report's day; a row of a tour's roster is no visit. */
const item = ({ pk, sk }: { pk: string; sk: string }): string => {
  if (pk === 'SENDING') return sk;
  if (pk === 'REPORT') return pk;
  return kind(pk) === 'TOUR' && kind(sk) !== 'TOUR' ? `TOUR ${kind(sk)}` : kind(sk);
};
const asked = ({ pk, index, prefix }: Query): string =>
  index ? `${index}${prefix ? '-held' : ''}` : `${kind(pk)}${prefix === undefined ? '' : ` ${kind(prefix)}`}`;

/**
 * Hands every method of a store to the world under its name; a method that is not named here is named after itself, so that a call cannot
 * be added without a point.
 */
const watched = <T extends object>(
  world: World,
  process: Process,
  name: string,
  store: T,
  about: (method: string, args: readonly unknown[]) => string,
  steady = false,
): T =>
  new Proxy(store, {
    get: (target, method) => {
      const found: unknown = Reflect.get(target, method);
      if (typeof found !== 'function' || typeof method !== 'string') return found;
      return (...args: unknown[]) =>
        world.cross(
          process,
          `${process.name} ${name}.${method} ${about(method, args)}`.trim(),
          async () => found.apply(target, args),
          steady,
        );
    },
  });

export const watchedTable = (world: World, process: Process, table: Table, name = 'table'): Table =>
  watched(world, process, name, table, (method, [first]) => {
    if (method === 'query') return asked(first as Query);
    if (method === 'getMany') return '';
    return item(first as { pk: string; sk: string });
  });

export const watchedBucket = (world: World, process: Process, name: string, bucket: Bucket): Bucket =>
  watched(world, process, name, bucket, (method, [first]) =>
    method === 'list' ? '' : `${kind(String(first))}${/\/(\w+)\.jpg$/.exec(String(first))?.[1] ?? ''}`,
  );

export const watchedQueue = <Q extends object>(world: World, process: Process, name: string, queue: Q): Q =>
  watched(world, process, name, queue, () => '');

/** Who wrote that a mail is being called, and which mails came to the sender: told to the outside by what is seen at the border. */
export interface Calls {
  begun: Map<string, Process>;
  entered: Set<string>;
}

/** A table that notes who wants to call for which mail. */
export const notingCalls = (table: Table, process: Process, { begun }: Calls): Table =>
  new Proxy(table, {
    get: (target, method) => {
      if (method !== 'put') return Reflect.get(target, method);
      return (item: Parameters<Table['put']>[0], condition: Parameters<Table['put']>[1]) => {
        if (item.sk.startsWith('MAIL#') && item['state'] === 'calling') begun.set(String(item['deliveryId']), process);
        return target.put(item, condition);
      };
    },
  });

/** SES fails in its own way: the call itself is the world's, the failures are the sender's. */
export const watchedSender = (world: World, process: Process, sender: Sender, { entered }: Calls): Sender => {
  const calls = watched(world, process, 'ses', sender, () => '', true);
  return {
    rate: () => calls.rate(),
    send: async (raw: Uint8Array, envelope: Envelope) => {
      const begun = world.now;
      entered.add(String(envelope.tags['deliveryId']));
      // Which run it was is told to the outside by a tag; nobody else could say.
      const tags = { ...envelope.tags, begun: String(process.begun) };
      const answer = await calls.send(raw, { ...envelope, tags });
      // Whoever waits too long does not learn the answer.
      if (world.now - begun > envelope.timeoutMs) throw new SendError('unclear', 'no-answer');
      return answer;
    },
  };
};
