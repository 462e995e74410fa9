import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { awsName, CLIENT, rethrow } from './aws.ts';
import { HallError } from './errors.ts';
import { changeFields, conditionFields, impossible, Placeholders } from './expressions.store.ts';
import { toAttributes, toItem } from './marshal.store.ts';
import { attributesOf, cursorAt, placeOf, rangeOf } from './table.cursor.ts';
import type { Item, Key, Page, Query, Table } from './table.ts';

let shared: DynamoDBClient | undefined;
/** One client a process, made at the first use: a warm function keeps its connections. */
const sharedClient = (): DynamoDBClient => {
  shared ??= new DynamoDBClient(CLIENT);
  return shared;
};

/** BatchGetItem takes so many keys. */
const KEYS_A_CALL = 100;
/** So often what DynamoDB left unread is asked for again; each time later. */
const UNREAD_ROUNDS = 6;

const keyOf = ({ pk, sk }: Key) => ({ pk: { S: pk }, sk: { S: sk } });

/** A failed condition is `refused`; any other error is thrown. */
const unless =
  <T>(refused: T) =>
  (error: unknown): T =>
    awsName(error) === 'ConditionalCheckFailedException' ? refused : rethrow(error);

/** The one table in DynamoDB. Throws `unavailable` when it stays throttled or silent after the SDK's retries. */
export const tableStore = (name: string, client: DynamoDBClient = sharedClient()): Table => {
  const TableName = name;

  const readMany = async (keys: readonly Key[]): Promise<Item[]> => {
    const items: Item[] = [];
    let request: Record<string, KeysAndAttributes> | undefined = {
      [TableName]: { Keys: keys.map(keyOf), ConsistentRead: true },
    };
    for (let round = 0; request !== undefined; round++) {
      if (round > UNREAD_ROUNDS) throw new HallError('unavailable', 'The hall is busy. Please try again in a moment.');
      if (round > 0) await new Promise(done => setTimeout(done, 25 * 2 ** round));
      const answer: BatchGetItemCommandOutput = await client
        .send(new BatchGetItemCommand({ RequestItems: request }))
        .catch(rethrow);
      items.push(...(answer.Responses?.[TableName] ?? []).map(toItem));
      request = (answer.UnprocessedKeys?.[TableName]?.Keys?.length ?? 0) > 0 ? answer.UnprocessedKeys : undefined;
    }
    return items;
  };

  /** The request of a query, without its start; undefined: its range is empty. */
  const queryRequest = (query: Query) => {
    const { partition, sort } = attributesOf(query);
    const range = rangeOf(query);
    if (!range) return undefined;
    const at = new Placeholders();
    const within = [
      `${at.name(partition)} = ${at.value(query.pk)}`,
      ...(range.from !== undefined && range.to !== undefined
        ? [`${at.name(sort)} BETWEEN ${at.value(range.from)} AND ${at.value(range.to)}`]
        : range.from !== undefined
          ? [`${at.name(sort)} >= ${at.value(range.from)}`]
          : range.to !== undefined
            ? [`${at.name(sort)} <= ${at.value(range.to)}`]
            : []),
    ];
    return {
      TableName,
      ...(query.index ? { IndexName: query.index } : { ConsistentRead: true }),
      KeyConditionExpression: within.join(' AND '),
      ScanIndexForward: query.newestFirst !== true,
      ...at.fields,
    };
  };

  const startOf = (query: Query): Record<string, AttributeValue> | undefined => {
    if (query.after === undefined) return undefined;
    const { partition, sort } = attributesOf(query);
    const place = placeOf(query.after);
    // The partition is the query's own: a cursor from outside cannot lead into another one.
    return query.index
      ? { ...keyOf(place), [partition]: { S: query.pk }, [sort]: { S: place.sort } }
      : keyOf({ pk: query.pk, sk: place.sk });
  };

  return {
    get: async key => {
      const answer = await client
        .send(new GetItemCommand({ TableName, Key: keyOf(key), ConsistentRead: true }))
        .catch(rethrow);
      return answer.Item && toItem(answer.Item);
    },
    getMany: async keys => {
      // DynamoDB refuses a call that names a key twice.
      const distinct = [...new Map(keys.map(key => [`${key.pk}\n${key.sk}`, key])).values()];
      const calls = Array.from({ length: Math.ceil(distinct.length / KEYS_A_CALL) }, (_, call) =>
        readMany(distinct.slice(call * KEYS_A_CALL, (call + 1) * KEYS_A_CALL)),
      );
      return (await Promise.all(calls)).flat();
    },
    put: async (item, condition) => {
      if (impossible(condition)) return false;
      const at = new Placeholders();
      const fields = conditionFields(condition, at);
      return client
        .send(new PutItemCommand({ TableName, Item: toAttributes(item), ...fields, ...at.fields }))
        .then(() => true)
        .catch(unless(false));
    },
    update: async (key, change, condition) => {
      if (impossible(condition)) return undefined;
      const at = new Placeholders();
      const fields = { ...changeFields(change, at), ...conditionFields(condition, at) };
      return client
        .send(new UpdateItemCommand({ TableName, Key: keyOf(key), ReturnValues: 'ALL_NEW', ...fields, ...at.fields }))
        .then(answer => toItem(answer.Attributes ?? toAttributes({ ...key })))
        .catch(unless(undefined));
    },
    delete: async (key, condition) => {
      if (impossible(condition)) return false;
      const at = new Placeholders();
      const fields = conditionFields(condition, at);
      return client
        .send(new DeleteItemCommand({ TableName, Key: keyOf(key), ...fields, ...at.fields }))
        .then(() => true)
        .catch(unless(false));
    },
    query: async (query): Promise<Page> => {
      const request = queryRequest(query);
      const items: Item[] = [];
      let start = startOf(query);
      if (!request) return { items };
      // One more than asked, so that `next` is there only when there is more (DynamoDB says so too early).
      const wanted = query.limit === undefined ? undefined : query.limit + 1;
      do {
        const answer: QueryCommandOutput = await client
          .send(
            new QueryCommand({
              ...request,
              ...(wanted === undefined ? {} : { Limit: wanted - items.length }),
              ...(start ? { ExclusiveStartKey: start } : {}),
            }),
          )
          .catch(rethrow);
        items.push(...(answer.Items ?? []).map(toItem));
        start = answer.LastEvaluatedKey;
      } while (start && (wanted === undefined || items.length < wanted));
      if (query.limit === undefined || items.length <= query.limit) return { items };
      const page = items.slice(0, query.limit);
      return { items: page, next: cursorAt(page.at(-1) as Item, query) };
    },
  };
};
