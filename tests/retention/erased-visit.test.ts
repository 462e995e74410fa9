import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deliver } from '../../functions/deliveries/deliver.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { memorySender } from '../../functions/deliveries/sender.memory.ts';
import { processPhoto } from '../../functions/photos/process.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { ROUTES } from '../../functions/platform/names.ts';
import { eraseVisit } from '../../functions/retention/erase.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { CARD, doors } from '../doors/doors.ts';

/** The keys of a hall and the rows that know them: made once, since a PIN is slow to hash. */
const keysOf = async () => {
  const hall = await doors();
  const keys = { zone: await hall.device('zone', 1), booth: await hall.device('booth'), desk: await hall.desk() };
  return { ...keys, rows: hall.table.all() };
};
let keys: ReturnType<typeof keysOf> | undefined;

/** A visit that has one of everything, and what whoever writes to it needs. */
const fullVisit = async () => {
  keys ??= keysOf();
  const { zone, booth, desk, rows } = await keys;
  const hall = await doors();
  for (const row of rows) await hall.table.put(row);
  const stamp = () => ({ at: hall.sentAt(), sentAt: hall.sentAt() });
  const given = { given: true, version: CONSENT_VERSION, language: 'en' };
  const at = hall.sentAt();
  const card = { cardId: CARD, at };
  const bodies = {
    open: { id: 'visit-000001', ...card, sentAt: at, language: 'en' },
    interaction: { sentAt: at, interactions: [{ ...card, id: 'interaction-1', zone: 1, kind: 'tapped' }] },
    photo: {
      id: 'photo-0001',
      people: [card],
      sentAt: at,
      kind: 'photo',
      frame: 'plain',
      bytes: 3000,
      sha256: 'ab'.repeat(32),
    },
    entry: { ...card, id: 'entry-00001', sentAt: at, message: 'Hello', photoId: 'photo-0001', wall: given },
    checkOut: {
      ...card,
      id: 'check-out-1',
      sentAt: at,
      language: 'en',
      addresses: ['visitor@example.org'],
      consents: { mail: given, photo: given },
    },
  };
  const kiosk = (route: string, body: object, key = booth) => hall.call('kiosk', `POST ${route}`, { key, body });
  const { visitId } = (await kiosk('/api/visits', bodies.open, zone)).json as unknown as { visitId: string };
  for (const [route, body, key] of [
    ['/api/interactions', bodies.interaction, zone],
    ['/api/photos', bodies.photo, booth],
    ['/api/entries', bodies.entry, booth],
    ['/api/check-outs', bodies.checkOut, booth],
  ] as const)
    expect((await kiosk(route, body, key)).status, route).toBe(200);
  const row = async (prefix: string) =>
    (await hall.table.query({ pk: `VISIT#${visitId}`, prefix })).items[0] as Partial<Record<string, string>>;
  const { token = '' } = await row('VISIT');
  const { deliveryId = '' } = await row('MAIL#');
  const incoming = memoryBucket();
  await incoming.put('original/photo-0001', new Uint8Array(3000), 'image/jpeg');
  const stores = { ...hall.common, erasures: hall.receipts, incoming, mailQueue: hall.mails, photoQueue: hall.mails };
  return {
    ...{ hall, zone, booth, desk, bodies, visitId, token, deliveryId, stores, kiosk, stamp },
    staff: (route: string, body: object) => hall.call('desk', `POST ${route}`, { ...desk, body }),
    home: (what: string) => hall.call('public', `POST /m/${token}/${what}`),
    pass: (pass: number) => eraseVisit({ ...stores, queue: hall.erasures }, { visitId, pass }),
  };
};
type Full = Awaited<ReturnType<typeof fullVisit>>;

/** Everything that may write below a visit: each door's requests, and what works on queues and by the clock. */
const WRITERS: Record<string, (full: Full) => Promise<unknown>> = {
  'POST /api/visits': ({ kiosk, bodies, zone }) => kiosk('/api/visits', bodies.open, zone),
  'POST /api/cards/{cardId}/return': ({ kiosk, zone, stamp }) => kiosk(`/api/cards/${CARD}/return`, stamp(), zone),
  'POST /api/interactions': ({ kiosk, bodies, zone }) => {
    const [one] = bodies.interaction.interactions;
    return kiosk(
      '/api/interactions',
      { ...bodies.interaction, interactions: [one, { ...one, id: 'interaction-2' }] },
      zone,
    );
  },
  'POST /api/photos': async ({ kiosk, bodies }) => {
    await kiosk('/api/photos', bodies.photo);
    return kiosk('/api/photos', { ...bodies.photo, id: 'photo-0002' });
  },
  'POST /api/photos/{photoId}/people': ({ kiosk, bodies: { photo } }) =>
    kiosk('/api/photos/photo-0001/people', { people: photo.people, sentAt: photo.sentAt }),
  'POST /api/entries': async ({ kiosk, bodies }) => {
    await kiosk('/api/entries', bodies.entry);
    return kiosk('/api/entries', { ...bodies.entry, id: 'entry-00002' });
  },
  'POST /api/check-outs': async ({ kiosk, bodies }) => {
    await kiosk('/api/check-outs', bodies.checkOut);
    return kiosk('/api/check-outs', { ...bodies.checkOut, id: 'check-out-2', addresses: ['other@example.org'] });
  },
  'POST /api/check-outs/preview': ({ kiosk, bodies: { checkOut } }) => kiosk('/api/check-outs/preview', checkOut),
  'POST /api/corrections': ({ kiosk, bodies: { entry }, deliveryId }) => {
    const { cardId, at, sentAt } = entry;
    return kiosk('/api/corrections', {
      id: 'fix-000001',
      deliveryId,
      address: 'new@example.org',
      sentAt,
      card: { cardId, at },
    });
  },
  'POST /api/desk/entries/{entryId}': ({ staff, visitId }) =>
    staff('/api/desk/entries/entry-00001', { visitId, to: 'approved' }),
  'POST /api/desk/visits': ({ staff, bodies }) => staff('/api/desk/visits', bodies.open),
  'POST /api/desk/cards/{cardId}/return': ({ staff, stamp }) => staff(`/api/desk/cards/${CARD}/return`, stamp()),
  'POST /api/desk/corrections': ({ staff, visitId, deliveryId, bodies }) =>
    staff('/api/desk/corrections', {
      id: 'fix-000002',
      visitId,
      deliveryId,
      address: 'new@example.org',
      sentAt: bodies.open.sentAt,
    }),
  'POST /api/desk/resends': ({ staff, visitId, deliveryId, bodies }) =>
    staff('/api/desk/resends', { id: 'fix-000003', visitId, deliveryId, sentAt: bodies.open.sentAt }),
  'POST /api/desk/retries': ({ staff, visitId }) => staff('/api/desk/retries', { visitId }),
  'POST /api/desk/erasures': ({ staff, visitId }) => staff('/api/desk/erasures', { visitId }),
  'POST /m/{token}/erase': ({ home }) => home('erase'),
  'POST /m/{token}/wall': ({ home }) => home('wall'),
  'POST /m/{token}/contact': ({ home }) => home('contact'),
  'POST /m/{token}/unsubscribe': ({ home }) => home('unsubscribe'),
  'deliveries/deliver-mail': ({ stores, visitId, deliveryId }) => {
    const deps = {
      ...stores,
      queue: stores.mailQueue,
      sender: memorySender(),
      from: 'a@example.org',
      configurationSet: 'c',
    };
    const write = async () => ({ photoLate: false, raw: async () => new Uint8Array(9) });
    return deliver(
      { ...deps, write, sleep: async () => undefined, deadline: stores.clock() + 30_000 },
      { visitId, deliveryId },
    );
  },
  'deliveries/take-feedback': ({ stores, visitId, deliveryId }) =>
    takeFeedback(stores, {
      source: 'aws.ses',
      detail: { eventType: 'Delivery', mail: { tags: { visitId: [visitId], deliveryId: [deliveryId] } } },
    }),
  'photos/process-photo': ({ stores }) =>
    processPhoto(
      { ...stores, make: async () => ({ ok: false, refusal: 'unreadable' }) },
      { key: 'original/photo-0001' },
    ),
  'retention/erase-visit': ({ pass }) => pass(1),
  'retention/sweep': ({ hall, stores }) => {
    hall.time.now += 120_000;
    return sweep({
      ...stores,
      queue: stores.mailQueue,
      eraseQueue: hall.erasures,
      wordings: [],
      keepPhotos: async () => undefined,
      deadline: hall.time.now + 60_000,
    });
  },
};

/** What may change something, but nothing below a visit. */
const ELSEWHERE = [
  ...['POST /api/devices/enrol', 'POST /api/devices/beat', 'POST /api/desk/sign-in', 'POST /api/desk/sign-out'],
  ...['POST /api/desk/tours', 'POST /api/desk/holds', 'POST /api/desk/releases'],
  // They call the doors, each as somebody outside.
  ...['doors/kiosk-door', 'doors/desk-door', 'doors/public-door', 'retention/canary'],
];

const namesOf = ({ hall, visitId }: Full): string[] =>
  hall.table.all().flatMap(item => (JSON.stringify(item).includes(visitId) ? [`${item.pk} ${item.sk}`] : []));

it('every request and every function that may write is tried here, or writes nothing below a visit', () => {
  const routes = Object.values(ROUTES)
    .flat()
    .filter(route => route.startsWith('POST '));
  const lambdas = readdirSync('functions', { recursive: true, encoding: 'utf8' }).flatMap(
    file => /^(.*)\.lambda\.ts$/.exec(file.replaceAll('\\', '/'))?.[1] ?? [],
  );
  expect([...Object.keys(WRITERS), ...ELSEWHERE].sort()).toEqual([...routes, ...lambdas].sort());
});

describe.each(Object.entries(WRITERS))('%s', (name, write) => {
  it('writes nothing new below a visit whose erasure was asked for', async () => {
    const full = await fullVisit();
    await full.home('erase');
    const before = namesOf(full);
    await write(full);
    expect(namesOf(full).filter(one => !before.includes(one))).toEqual([]);
  });

  it('leaves nothing that the second pass does not take, where it had read the visit before', async () => {
    const full = await fullVisit();
    const { hall } = full;
    const early = hall.table.all();
    await full.home('erase');
    await full.pass(1);
    const { get } = hall.table;
    // What it reads of other items is of now: only the visit it saw a moment ago.
    hall.table.get = async key =>
      key.sk === 'VISIT' ? early.find(({ pk, sk }) => pk === key.pk && sk === key.sk) : get(key);
    await write(full);
    hall.table.get = get;
    hall.time.now += 31_000;
    await full.pass(2);
    expect(namesOf(full)).toEqual([]);
  });

  it('makes nothing below a visit that is gone', async () => {
    const full = await fullVisit();
    await full.home('erase');
    await full.hall.erase(full.visitId);
    expect(namesOf(full), name).toEqual([]);
    await write(full);
    expect(namesOf(full)).toEqual([]);
  });
});
