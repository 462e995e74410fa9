import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { isOpen } from '../../functions/deliveries/delivery.ts';
import { isMail, mailOf } from '../../functions/deliveries/mails.ts';
import { type Instant, instant } from '../../functions/platform/clock.ts';
import { toAttributes, toItem } from '../../functions/platform/marshal.store.ts';
import type { Item, Key } from '../../functions/platform/table.ts';

/** What a copy did. */
export interface Copied {
  read: number;
  written: number;
  /** mails among the written of which nobody can say whether they left */
  unknown: number;
  /** check-outs and corrections that the other table holds as begun */
  begun: Key[];
}

/** Who says in a history that a mail came back. */
const BY = 'ops';

/** A check-out or a correction whose mails were not all made. */
export const isBegun = ({ sk, state }: Item): boolean => /^(OUT|FIX)#/.test(sk) && state === 'begun';

/**
 * A row as it comes back. What makes mails leave stays behind: a mail that waited at the moment of the backup may have left since, and that row is lost.
 * It comes back as `unknown`, and the staff decide.
 */
export const asRestored = (item: Item, at: Instant): Item => {
  const { due: _due, dueAt: _dueAt, owner: _owner, ...rest } = item;
  if (isBegun(item)) return rest;
  if (!isMail(item) || !isOpen(mailOf(item).state)) return item;
  const came = { state: 'unknown', why: 'restored' };
  const history = [...mailOf(item).history.map(line => ({ ...line })), { ...came, at, by: BY }];
  return { ...rest, ...came, at, history };
};

/**
 * Copies the rows of one table that another lacks. What is there is newer and stays, row by row; so it can be broken off and repeated.
 * `dryRun` only reads.
 */
export const copyTable = async (db: DynamoDBClient, from: string, to: string, dryRun = false): Promise<Copied> => {
  const counts: Copied = { read: 0, written: 0, unknown: 0, begun: [] };
  let start: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await db.send(
      new ScanCommand({ TableName: from, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const row of page.Items ?? []) {
      const item = toItem(row);
      const restored = asRestored(item, instant(Date.now()));
      counts.read++;
      if (isBegun(item)) counts.begun.push({ pk: item.pk, sk: item.sk });
      if (dryRun) continue;
      const Item = toAttributes(restored);
      const wish = new PutItemCommand({ TableName: to, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      try {
        await db.send(wish);
        counts.written++;
        if (restored['why'] === 'restored') counts.unknown++;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return counts;
};
