import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

type Row = Record<string, AttributeValue>;

/** Every item of a table, or every row of an index. */
const rowsOf = async (client: DynamoDBClient, TableName: string, IndexName?: string): Promise<Row[]> => {
  const rows: Row[] = [];
  let from: Row | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName, ...(IndexName ? { IndexName } : {}), ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    rows.push(...Items);
    from = LastEvaluatedKey;
  } while (from);
  return rows;
};

const same = (row: Row): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Makes a table's indexes say what its items say. dynalite writes the rows of an index and then the item, and a process that was killed between them
 * left a row of no item; DynamoDB's own indexes catch up by themselves. Answers how many rows were wrong.
 */
export const mendIndexes = async (client: DynamoDBClient, TableName: string): Promise<number> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const keys = (Table?.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
  const keyOf = (row: Row): Row => Object.fromEntries(keys.map(name => [name, row[name]!]));
  const items = new Map((await rowsOf(client, TableName)).map(item => [same(keyOf(item)), item]));
  const put = (Item: Row) => client.send(new PutItemCommand({ TableName, Item }));
  let wrong = 0;
  for (const { IndexName = '', KeySchema = [] } of Table?.GlobalSecondaryIndexes ?? []) {
    const sorted = KeySchema.map(({ AttributeName = '' }) => AttributeName);
    const seen = new Set<string>();
    for (const row of await rowsOf(client, TableName, IndexName)) {
      const key = same(keyOf(row));
      const item = items.get(key);
      seen.add(key);
      if (item && same(item) === same(row)) continue;
      wrong++;
      // Put as the row says, and then as it is: so the row goes. Killed in between, the write that broke off is whole.
      await put(row);
      await (item ? put(item) : client.send(new DeleteItemCommand({ TableName, Key: keyOf(row) })));
    }
    for (const [key, item] of items)
      if (sorted.every(name => item[name]) && !seen.has(key)) {
        wrong++;
        await put(item);
      }
  }
  return wrong;
};
