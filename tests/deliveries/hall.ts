import type { CheckOutRequest } from '../../functions/deliveries/check-out.schema.ts';
import { type CheckOutDeps, checkOut } from '../../functions/deliveries/check-outs.ts';
import { type DeliverDeps, deliver, type Written } from '../../functions/deliveries/deliver.ts';
import { mailsOfVisit } from '../../functions/deliveries/mails.ts';
import { type Mood, memorySender } from '../../functions/deliveries/sender.memory.ts';
import { instant } from '../../functions/platform/clock.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { derivedId } from '../../functions/platform/ids.ts';
import type { Fields, Log } from '../../functions/platform/log.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import type { Item } from '../../functions/platform/table.ts';
import type { Visit } from '../../functions/visits/visit.ts';

export const START = Date.parse('2026-11-22T02:00:00Z');
export const VISIT = derivedId('visit', 'one');

/** A log that remembers its lines. */
const memoryLog = (): Log & { lines: { event: string; fields: Fields }[] } => {
  const lines: { event: string; fields: Fields }[] = [];
  const add = (event: string, fields: Fields = {}) => void lines.push({ event, fields });
  return { lines, info: add, warn: add, error: (event, _error, fields) => add(event, fields) };
};

/** A small hall in memory: a visit, a virtual clock, a sender with moods. */
export const smallHall = (mood?: (call: number) => Mood) => {
  const table = memoryTable();
  const queue = memoryQueue();
  const log = memoryLog();
  const time = { now: START };
  const clock = () => time.now;
  const sender = memorySender(mood);
  const kept: [string, boolean][] = [];
  let count = 0;
  const ids = { id: () => derivedId('id', String(count++)), secret: () => 'secret' };
  const photo = { late: false };
  const written: Written = {
    get photoLate() {
      return photo.late;
    },
    raw: async mail => new TextEncoder().encode(`To: ${mail.address}`),
  };
  const checkOutDeps: CheckOutDeps = {
    table,
    queue,
    clock,
    log,
    addressKey: 'key',
    origin: 'https://hall.example',
    wordings: ['2026-11-22'],
    keepPhotos: async (visitId, keep) => void kept.push([visitId, keep]),
  };
  const deliverDeps = (): DeliverDeps => ({
    table,
    queue,
    clock,
    ids,
    log,
    sender,
    write: async visitId => ((await table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' })) ? written : undefined),
    sleep: async ms => {
      time.now += ms;
    },
    deadline: time.now + 30_000,
    from: 'Hall <hall@example.org>',
    configurationSet: 'hall',
  });
  const visit: Item & Pick<Visit, 'visitId' | 'token' | 'state'> = {
    pk: `VISIT#${VISIT}`,
    sk: 'VISIT',
    visitId: VISIT,
    cardId: 'EG-00000001',
    language: 'en',
    state: 'open',
    token: 'token-of-the-page',
    openedAt: instant(START - 3_600_000),
    day: '2026-11-22',
    dayAt: instant(START - 3_600_000),
    consents: {},
  };
  return {
    table,
    queue,
    log,
    time,
    sender,
    kept,
    photo,
    visit,
    checkOutDeps,
    deliverDeps,
    begin: () => table.put(visit),
    checkOut: (request: Partial<CheckOutRequest> = {}) =>
      checkOut(checkOutDeps, visit, { ...REQUEST, ...request }, instant(START)),
    deliver: (nudge: { visitId: string; deliveryId?: string } = { visitId: VISIT }) => deliver(deliverDeps(), nudge),
    mails: () => mailsOfVisit(table, VISIT),
    settings: DEFAULT_HALL_SETTINGS,
  };
};

const given = { given: true, version: '2026-11-22', language: 'en' } as const;

export const REQUEST: CheckOutRequest = {
  id: 'check-out-0001',
  cardId: 'EG-00000001',
  at: instant(START),
  sentAt: instant(START),
  language: 'en',
  addresses: ['minister@mofa.go.kr'],
  consents: { mail: given, photo: given },
};

/** The small hall with one check-out made: one mail waits. */
export const asked = async (mood?: (call: number) => Mood) => {
  const hall = smallHall(mood);
  await hall.begin();
  await hall.checkOut();
  const mail = async () => (await hall.mails())[0]!;
  return { ...hall, mail, id: (await mail()).deliveryId };
};
/** An event of SES about a mail of the visit. */
export const told = (eventType: string, deliveryId: string, more: object = {}) => ({
  source: 'aws.ses',
  detail: {
    eventType,
    mail: { timestamp: '2026-11-22T02:00:01.000Z', tags: { deliveryId: [deliveryId], visitId: [VISIT] } },
    ...more,
  },
});
