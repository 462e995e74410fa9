import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSendQuotaCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { beforeAll, describe, expect, it } from 'vitest';
import { seoulDay } from '../../functions/platform/clock.ts';
import { toAttributes } from '../../functions/platform/marshal.store.ts';
import type { Item } from '../../functions/platform/table.ts';
import { context, lambdaBench, queued } from './bench.ts';

const { table, ses, sqs } = lambdaBench();
const now = '2026-11-22T03:00:00.000Z';
const visitId = '0123456789abcdefghjkmnpqrs';
const visit: Item = {
  pk: `VISIT#${visitId}`,
  sk: 'VISIT',
  visitId,
  language: 'en',
  cardId: 'EG00000001',
  openedAt: now,
  state: 'open',
  token: 'tttttttttttttttttttttttttt',
};
const mail: Item = {
  pk: visit.pk,
  sk: 'MAIL#d1',
  visitId,
  deliveryId: 'd1',
  checkOutId: 'c1',
  address: 'success@simulator.amazonses.com',
  addressHash: 'hash',
  maskedAddress: 's•••',
  language: 'en',
  state: 'waiting',
  askedAt: now,
  history: [{ at: now, state: 'waiting' }],
  rev: 0,
  tries: 0,
};
interface Keyed {
  pk: { S: string };
  sk: { S: string };
}
/** The table holds these items and takes every write. */
const holding = (...items: Item[]) => {
  const nameOf = ({ pk, sk }: Keyed) => `${pk.S} ${sk.S}`;
  const lying = new Map(items.map(toAttributes).map(one => [nameOf(one as unknown as Keyed), one]));
  table.on(GetItemCommand).callsFake(async ({ Key }: { Key: Keyed }) => ({ Item: lying.get(nameOf(Key)) }));
  table
    .on(QueryCommand)
    .callsFake(async ({ IndexName }: { IndexName?: string }) => ({ Items: IndexName ? [] : [...lying.values()] }));
  table.on(PutItemCommand).callsFake(async ({ Item: item }: { Item: Keyed & ReturnType<typeof toAttributes> }) => {
    lying.set(nameOf(item), item);
    return {};
  });
  table.on(UpdateItemCommand).callsFake(async ({ Key }: { Key: Keyed }) => ({ Attributes: Key }));
  return { stateOf: ({ pk, sk }: Item) => lying.get(`${pk} ${sk}`)?.['state']?.S };
};

type Consumer = (event: ReturnType<typeof queued>, about: typeof context) => Promise<unknown>;
const consumers: Record<string, Consumer> = {};
let sweep: Consumer;
const taken = (name: string, ...bodies: unknown[]) => {
  const consumer = consumers[name];
  if (!consumer) throw new Error(`nobody takes from the ${name} queue`);
  return consumer(queued(...bodies), context);
};

beforeAll(async () => {
  const [mails, feedback, erase, clock] = await Promise.all([
    import('../../functions/deliveries/deliver-mail.lambda.ts'),
    import('../../functions/deliveries/take-feedback.lambda.ts'),
    import('../../functions/retention/erase-visit.lambda.ts'),
    import('../../functions/retention/sweep.lambda.ts'),
  ]);
  for (const [name, { handler }] of Object.entries({ mail: mails, feedback, erase }))
    consumers[name] = handler as unknown as Consumer;
  sweep = clock.handler as unknown as Consumer;
}, 60_000);

const GOOD = {
  mail: { visitId, deliveryId: 'd1' },
  feedback: {
    source: 'aws.ses',
    detail: { eventType: 'Delivery', mail: { tags: { visitId: [visitId], deliveryId: ['d1'] } } },
  },
  erase: { visitId, pass: 1 },
};
const done = { batchItemFailures: [] };

describe.each(['mail', 'feedback', 'erase'] as const)('the %s queue', name => {
  it('acknowledges what nobody can read, since it would be no better next time', async () => {
    expect(await taken(name, 'no json', {}, [1], { visitId: 7 })).toEqual(done);
    expect(table.calls()).toEqual([]);
  });

  it('acknowledges what is about a visit that is gone', async () => {
    holding();
    expect(await taken(name, GOOD[name])).toEqual(done);
    expect([...ses.calls(), ...sqs.calls()]).toEqual([]);
  });

  it('gives back just the message that may succeed later', async () => {
    table.on(GetItemCommand).rejects(new Error('throttled'));
    table.on(QueryCommand).rejects(new Error('throttled'));
    expect(await taken(name, {}, GOOD[name])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
  });
});

describe('the feedback queue', () => {
  const told = (id: string, eventType: string, more: object = {}) => ({
    source: 'aws.ses',
    detail: { eventType, mail: { timestamp: now, tags: { visitId: [visitId], deliveryId: [id] }, ...more } },
  });

  it('of ten messages with a bad one applies nine once, and of ten with a late one gives back that one', async () => {
    const mails = Array.from({ length: 10 }, (_, at) => ({ ...mail, sk: `MAIL#d${at}`, deliveryId: `d${at}` }));
    const { stateOf } = holding(visit, ...mails);
    const events: unknown[] = mails.map(({ deliveryId }) => told(deliveryId, 'Delivery'));
    expect(await taken('feedback', ...events.with(3, 'no json'))).toEqual(done);
    const states = mails.map(stateOf);
    expect(states).toEqual(Array(10).fill('delivered').with(3, 'waiting'));
    const written = table.commandCalls(PutItemCommand).length;
    table.on(GetItemCommand, { Key: { pk: { S: visit.pk }, sk: { S: 'MAIL#d7' } } }).rejects(new Error('throttled'));
    expect(await taken('feedback', ...events)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm8' }] });
    expect(table.commandCalls(PutItemCommand).length).toBe(written + 1);
  });

  it('applies a bounce that names five hundred recipients to the mail and the address it went to, and to no other', async () => {
    const { stateOf } = holding(visit, mail);
    const destination = Array.from({ length: 500 }, (_, at) => `guest-${at}@example.org`);
    const bounce = { bounceType: 'Permanent', bouncedRecipients: destination.map(emailAddress => ({ emailAddress })) };
    const event = told('d1', 'Bounce', { destination });
    expect(await taken('feedback', { ...event, detail: { ...event.detail, bounce } })).toEqual(done);
    expect(stateOf(mail)).toBe('bounced');
    const written = table.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item?.['pk']?.S);
    expect(written).toEqual([`ADDRESS#${mail['addressHash']}`, mail.pk]);
  });
});

describe('the mail queue', () => {
  it('hands a waiting mail to SES once, with its tags and configuration set', async () => {
    const { stateOf } = holding(visit, mail);
    ses.on(GetSendQuotaCommand).resolves({ MaxSendRate: 14 });
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'ses-1' });
    expect(await taken('mail', GOOD.mail, GOOD.mail)).toEqual(done);
    expect(ses.commandCalls(SendRawEmailCommand).map(call => call.args[0].input)).toMatchObject([
      { Destinations: ['success@simulator.amazonses.com'], ConfigurationSetName: 'configurationSet' },
    ]);
    expect(stateOf(mail)).toBe('accepted');
  });
});

describe('the clock', () => {
  it('finds nothing to do in a hall where all is done, and says so', async () => {
    holding({ pk: 'SWEEP', sk: 'DAYS', through: seoulDay(Date.now()) });
    expect(await sweep(queued(), context)).toEqual({});
    expect(sqs.calls()).toEqual([]);
  });
});
