import { beforeEach, describe, expect, it } from 'vitest';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { CardView, OpenVisitAnswer } from '../../functions/visits/visit.schema.ts';
import { ApiError } from '../../web/shared/api.ts';
import { type Answer, at, CARD, doors, type Loose } from './doors.ts';

const FRIEND = 'EG00000002';
const consent = { given: true, version: CONSENT_VERSION, language: 'en' };
const sha256 = 'a'.repeat(64);

type Doors = Awaited<ReturnType<typeof doors>>;
let hall: Doors;
let keys: { zone: string; booth: string; desk: { key: string; cookie: string } };
/** Every request of a visit that creates something, in the order of the visit. */
let requests: { route: string; door: 'kiosk' | 'desk'; body: Record<string, unknown> }[];
let visitId: string;

const send = ({ route, door, body }: (typeof requests)[number]): Promise<Answer> => {
  const who = door === 'desk' ? keys.desk : { key: /visits|interactions/.test(route) ? keys.zone : keys.booth };
  return hall.call(door, route, { ...who, body: { ...body, sentAt: at(hall.time.now) } });
};
/** Everything there is, but when a device or the staff did their last act. */
const kept = () => hall.table.all().filter(({ pk }) => !/^(DEVICE|SESSION)/.test(pk));

beforeEach(async () => {
  hall = await doors();
  keys = { zone: await hall.device('zone', 3), booth: await hall.device('booth'), desk: await hall.desk() };
  const moment = { cardId: CARD, at: at(hall.time.now) };
  const picture = { kind: 'photo', frame: 'flow', bytes: 4000, sha256 };
  requests = [
    { route: 'POST /api/visits', door: 'kiosk', body: { id: 'lending-0001', ...moment, language: 'en' } },
    {
      route: 'POST /api/interactions',
      door: 'kiosk',
      body: { interactions: [{ id: 'did-000001', ...moment, zone: 3, kind: 'tapped' }] },
    },
    { route: 'POST /api/photos', door: 'kiosk', body: { id: 'photo-0001', people: [moment], ...picture } },
    {
      route: 'POST /api/photos',
      door: 'kiosk',
      body: { id: 'photo-0002', people: [moment, { ...moment, cardId: FRIEND }], ...picture },
    },
    { route: 'POST /api/photos/photo-0002/people', door: 'kiosk', body: { people: [moment] } },
    {
      route: 'POST /api/entries',
      door: 'kiosk',
      body: { id: 'entry-0001', ...moment, message: 'Hello', photoId: 'photo-0001', wall: consent },
    },
    {
      route: 'POST /api/check-outs',
      door: 'kiosk',
      body: {
        id: 'check-out-0001',
        ...moment,
        language: 'en',
        addresses: ['ana@example.org'],
        consents: { mail: consent, photo: consent },
      },
    },
  ];
  await hall.lend(keys.zone, FRIEND);
  for (const request of requests) {
    const { status, json } = await send(request);
    expect([request.route, status]).toEqual([request.route, 200]);
    if (request.route === 'POST /api/visits') ({ visitId } = json as unknown as OpenVisitAnswer);
  }
  const { mails, page } = (await hall.call<CardView>('kiosk', `GET /api/cards/${CARD}`, { key: keys.booth })).json;
  const deliveryId = mails[0]?.deliveryId;
  requests.push(
    {
      route: 'POST /api/corrections',
      door: 'kiosk',
      body: { id: 'correction-1', card: moment, deliveryId, address: 'eva@example.org' },
    },
    {
      route: 'POST /api/desk/corrections',
      door: 'desk',
      body: { id: 'correction-2', visitId, deliveryId, address: 'eva@example.org' },
    },
  );
  await hall.call('public', `POST ${new URL(String(page)).pathname}/erase`);
});

describe('what a kiosk sends once more after a visit was erased', () => {
  it.each(['before', 'after'])('creates nothing %s the receipt, whichever request it is', async when => {
    if (when === 'after') expect(await hall.erase(visitId)).toMatchObject({ by: 'visitor' });
    hall.time.now += 600_000;
    const before = kept();
    const answers: string[] = [];
    for (const request of requests) {
      const { status, json } = await send(request);
      const { results = [], error = results[0]?.error } = json as { results?: Loose[]; error?: Loose['error'] };
      answers.push(`${request.route.replace('POST /api/', '')}: ${error?.code}`);
      // A batch is taken whole, and says of each interaction that it was not; all else a kiosk must not try again.
      expect(status === 200 || new ApiError('not-found', status, '').lasting).toBe(true);
    }
    expect(kept()).toEqual(before);
    const gone = when === 'after' ? 'unknown-card' : 'no-open-visit';
    expect(answers).toEqual([
      'visits: no-open-visit',
      `interactions: ${gone}`,
      `photos: ${gone}`,
      `photos: ${gone}`,
      `photos/photo-0002/people: ${gone}`,
      `entries: ${gone}`,
      `check-outs: ${gone}`,
      `corrections: ${gone}`,
      'desk/corrections: not-found',
    ]);
    expect(before.some(({ pk, sk }) => pk === `VISIT#${visitId}` && sk === 'VISIT')).toBe(when === 'before');
  });

  it('opens no visit by either door, and another lending of the same card is a visit of its own', async () => {
    await hall.erase(visitId);
    const [lending] = requests as [(typeof requests)[number]];
    for (const again of [lending, { ...lending, route: 'POST /api/desk/visits', door: 'desk' as const }]) {
      const { status, json } = await send(again);
      expect([status, json.error.code]).toEqual([409, 'no-open-visit']);
    }
    const next = await hall.lend(keys.zone);
    expect(next.status).toBe(200);
    expect(next.json.visitId).not.toBe(visitId);
  });
});
