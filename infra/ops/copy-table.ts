import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';

/**
 * Copies the rows of one table that another lacks. What is there is newer and stays, row by row; so it can be broken off and repeated.
 * `dryRun` only reads. The answer counts rows read and rows written.
 */
export const copyTable = async (
  db: DynamoDBClient,
  from: string,
  to: string,
  dryRun = false,
): Promise<{ read: number; written: number }> => {
  const counts = { read: 0, written: 0 };
  let start: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await db.send(
      new ScanCommand({ TableName: from, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const Item of page.Items ?? []) {
      counts.read++;
      if (dryRun) continue;
      const wish = new PutItemCommand({ TableName: to, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      try {
        await db.send(wish);
        counts.written++;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return counts;
};
