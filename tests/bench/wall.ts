import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { entryKey, wallPlace } from '../../functions/guestbook/entry.ts';
import { wallPage } from '../../functions/guestbook/wall.ts';
import { photoKey } from '../../functions/photos/photo.ts';
import { derivedId } from '../../functions/platform/ids.ts';
import { toAttributes } from '../../functions/platform/marshal.store.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Item } from '../../functions/platform/table.ts';
import { startDynamo } from '../platform/services.ts';
import { type Row, row, versus } from './rows.ts';

const FEW = 1_000;
const MANY = 10_000;
/** DynamoDB takes so many writes in one call. */
const WRITES = 25;

/** An approved entry with its photo. */
const entry = (number: number): Item[] => {
  const [visitId, photoId] = [derivedId('visit', String(number)), derivedId('photo', String(number))];
  const at = new Date(Date.UTC(2026, 10, 22) + number * 1000).toISOString();
  const about = { entryId: derivedId('entry', String(number)), visitId, at, language: 'en', photoId };
  const message = `Line ${String(number).padStart(5, '0')} of the guestbook, as long as such lines are.`;
  const place = wallPlace('approved', at, Date.parse(at));
  return [
    { ...entryKey(visitId, about.entryId), type: 'entry', ...about, message, state: 'approved', ...place },
    { ...photoKey(photoId), type: 'photo', photoId, kind: 'photo', state: 'ready', thumbhash: 'x'.repeat(28) },
  ];
};

const fill = async (client: DynamoDBClient, name: string, entries: number): Promise<void> => {
  const items = Array.from({ length: entries }, (_, number) => entry(number)).flat();
  for (let from = 0; from < items.length; from += WRITES) {
    const writes = items.slice(from, from + WRITES).map(item => ({ PutRequest: { Item: toAttributes(item) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: writes } }));
  }
};

/** The wall's feed over DynamoDB's wire: a page takes no longer, and is no larger, when ten times as many entries are approved. */
export const benchWall = async (): Promise<Row[]> => {
  const { client, createTable, stop } = await startDynamo();
  try {
    const pages = [];
    for (const [name, entries] of [
      ['few', FEW],
      ['many', MANY],
    ] as const) {
      await createTable(name);
      await fill(client, name, entries);
      const table = tableStore(name, client);
      pages.push(() => wallPage({ table }));
    }
    const [few, many] = pages as [() => ReturnType<typeof wallPage>, () => ReturnType<typeof wallPage>];
    const bytes = async (page: typeof few) => JSON.stringify((await page()).page).length / 1000;
    return [
      row({
        name: `wall: a page of the feed, ${MANY} entries`,
        ...(await versus(many, few, 15)),
        referenceName: `${FEW} entries`,
        target: 1.15,
        unit: 'ms',
      }),
      row({
        name: `wall: bytes a poll, ${MANY} entries`,
        ours: await bytes(many),
        reference: await bytes(few),
        referenceName: `${FEW} entries`,
        target: 1,
        unit: 'KB',
      }),
    ];
  } finally {
    await stop();
  }
};
