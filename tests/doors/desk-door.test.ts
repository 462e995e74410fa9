import { beforeEach, describe, expect, it } from 'vitest';
import type { CheckOutAnswer, Ledger } from '../../functions/deliveries/check-out.schema.ts';
import type { DeskEntries, WallPage } from '../../functions/guestbook/entry.schema.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { TourView } from '../../functions/visits/visit.schema.ts';
import { at, CARD, doors } from './doors.ts';

type Doors = Awaited<ReturnType<typeof doors>>;
let hall: Doors;
let desk: Awaited<ReturnType<Doors['desk']>>;
let booth: string;
let zone: string;

beforeEach(async () => {
  hall = await doors();
  desk = await hall.desk();
  booth = await hall.device('booth');
  zone = await hall.device('zone', 1);
});

const entry = async (id: string, given = true) => {
  const wall = { given, version: CONSENT_VERSION, language: 'en' };
  const body = { id, cardId: CARD, at: hall.sentAt(), sentAt: hall.sentAt(), message: `Hello from ${id}`, wall };
  return hall.call<{ state: string }>('kiosk', 'POST /api/entries', { key: booth, body });
};

describe('signing in', () => {
  it('needs an enrolled desk, a name and a PIN', async () => {
    const none = await hall.call('desk', 'POST /api/desk/sign-in', { body: { name: 'Jiwon', pin: '246810' } });
    expect(none.json.error.code).toBe('unknown-key');
    const wrong = await hall.call('desk', 'POST /api/desk/sign-in', {
      key: desk.key,
      body: { name: 'Jiwon', pin: '000000' },
    });
    expect([wrong.status, wrong.json.error.code]).toEqual([401, 'not-signed-in']);
    const me = await hall.call('desk', 'GET /api/desk/me', desk);
    expect(me.json).toEqual({ name: 'Jiwon' });
  });

  it('is locked after five wrong PINs, also for the right one', async () => {
    for (let n = 0; n < 5; n += 1)
      await hall.call('desk', 'POST /api/desk/sign-in', { key: desk.key, body: { name: 'Jiwon', pin: '000000' } });
    const { status, json } = await hall.call('desk', 'POST /api/desk/sign-in', {
      key: desk.key,
      body: { name: 'Jiwon', pin: '246810' },
    });
    expect([status, json.error.code]).toEqual([423, 'locked']);
  });

  it('ends after 15 idle minutes, and by leaving', async () => {
    hall.time.now += 15 * 60_000 + 1000;
    expect((await hall.call('desk', 'GET /api/desk/me', desk)).json.error.code).toBe('not-signed-in');
    const again = await hall.desk('Minho');
    await hall.call('desk', 'POST /api/desk/sign-out', { ...again, body: {} });
    expect((await hall.call('desk', 'GET /api/desk/me', again)).json.error.code).toBe('not-signed-in');
  });
});

describe('entries', () => {
  it('reach the wall when somebody of the staff approves them, and leave it when hidden, with the name of who did it', async () => {
    const { json: visit } = await hall.lend(zone);
    await entry('entry-0001');
    const wallDevice = await hall.device('wall');
    const wall = async () =>
      (await hall.call<WallPage>('kiosk', 'GET /api/wall', { key: wallDevice })).json.entries.map(e => e.entryId);
    expect(await wall()).toEqual([]);
    const judge = (to: string, reason?: string) =>
      hall.call('desk', 'POST /api/desk/entries/entry-0001', {
        ...desk,
        body: { visitId: visit.visitId, to, ...(reason ? { reason } : {}) },
      });
    expect((await judge('approved')).json).toEqual({ entryId: 'entry-0001', state: 'approved' });
    expect(await wall()).toEqual(['entry-0001']);
    await judge('hidden', 'a phone number in it');
    expect(await wall()).toEqual([]);
    const hidden = await hall.call<DeskEntries>('desk', 'GET /api/desk/entries?state=hidden', desk);
    expect(hidden.json.entries[0]).toMatchObject({ by: 'Jiwon', reason: 'a phone number in it' });
  });

  it('without consent to the wall never reach the desk', async () => {
    await hall.lend(zone);
    expect((await entry('entry-0001', false)).json.state).toBe('private');
    expect((await hall.call('desk', 'GET /api/desk/entries', desk)).json.entries).toEqual([]);
  });

  it('are asked for by states that there are', async () => {
    const { status, json } = await hall.call('desk', 'GET /api/desk/entries?state=private', desk);
    expect([status, json.error.where]).toEqual([400, 'state']);
  });
});

describe('a tour', () => {
  it('is reserved, joined at the door, and shown with who came', async () => {
    const body = {
      id: 'tour-0001',
      name: 'Ministry of Digital Affairs',
      startsAt: at(hall.time.now),
      language: 'en',
      expected: 2,
    };
    const tour = await hall.call<TourView>('desk', 'POST /api/desk/tours', { ...desk, body });
    const again = await hall.call('desk', 'POST /api/desk/tours', { ...desk, body });
    expect(again.json).toEqual(tour.json);
    const visit = {
      id: 'visit-0001',
      cardId: CARD,
      at: hall.sentAt(),
      sentAt: hall.sentAt(),
      language: 'en',
      tour: tour.json.code,
    };
    const joined = await hall.call('kiosk', 'POST /api/visits', { key: zone, body: visit });
    expect(joined.json.tour).toMatchObject({ joined: 1, expected: 2 });
    expect(joined.json.greeting).toContain('Ministry of Digital Affairs');
    const roster = await hall.call('desk', `GET /api/desk/tours/${tour.json.code}`, desk);
    expect(roster.json.members).toEqual([expect.objectContaining({ cardId: CARD, hasPhoto: false, mails: [] })]);
    const listed = await hall.call('desk', 'GET /api/desk/tours', desk);
    expect(listed.json.tours).toHaveLength(1);
  });
});

describe('the ledger of a visit', () => {
  it('shows every stage, with the address masked', async () => {
    const { json: visit } = await hall.lend(zone);
    await entry('entry-0001');
    const consent = { given: true, version: CONSENT_VERSION, language: 'en' };
    const body = {
      id: 'check-out-1',
      cardId: CARD,
      at: hall.sentAt(),
      sentAt: hall.sentAt(),
      language: 'en',
      addresses: ['visitor@example.org'],
      consents: { mail: consent, photo: consent },
    };
    await hall.call('kiosk', 'POST /api/check-outs', { key: booth, body });
    const ledger = await hall.call<Ledger>('desk', `GET /api/visits/${visit.visitId}`, desk);
    expect(ledger.json).toMatchObject({
      visitId: visit.visitId,
      entries: [{ state: 'pending' }],
      checkOuts: [{ mail: true }],
      deliveries: [{ state: 'waiting' }],
    });
    expect(ledger.text).not.toContain('visitor@');
    expect((await hall.call('desk', 'GET /api/visits/nobody', desk)).json.error.code).toBe('not-found');
  });

  it('lets the staff correct an address, which sends once more', async () => {
    const { json: visit } = await hall.lend(zone);
    const consent = { given: true, version: CONSENT_VERSION, language: 'en' };
    const out = {
      id: 'check-out-1',
      cardId: CARD,
      at: hall.sentAt(),
      sentAt: hall.sentAt(),
      language: 'en',
      addresses: ['vistor@example.org'],
      consents: { mail: consent, photo: consent },
    };
    const { json } = await hall.call<CheckOutAnswer>('kiosk', 'POST /api/check-outs', { key: booth, body: out });
    const body = {
      id: 'correction-1',
      visitId: visit.visitId,
      sentAt: hall.sentAt(),
      deliveryId: json.deliveries[0]?.deliveryId,
      address: 'visitor@example.org',
    };
    const corrected = await hall.call('desk', 'POST /api/desk/corrections', { ...desk, body });
    expect(corrected.status).toBe(200);
    const ledger = await hall.call<Ledger>('desk', `GET /api/visits/${visit.visitId}`, desk);
    expect(ledger.json.deliveries.map(delivery => delivery.state).sort()).toEqual(['replaced', 'waiting']);
  });
});

describe('erasing at the desk', () => {
  const erase = (visitId: string) => hall.call('desk', 'POST /api/desk/erasures', { ...desk, body: { visitId } });

  it('takes the visit from every door at once and answers the number of the receipt, however often it is asked', async () => {
    const { json: visit } = await hall.lend(zone);
    const { status, json } = await erase(visit.visitId);
    expect([status, Object.keys(json)]).toEqual([200, ['receipt']]);
    expect(hall.erasures.sent.map(({ nudge }) => nudge)).toEqual([{ visitId: visit.visitId, pass: 1 }]);
    expect((await hall.call('desk', `GET /api/visits/${visit.visitId}`, desk)).json.error.code).toBe('not-found');
    const card = await hall.call('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    expect(card.json.error.code).toBe('no-open-visit');
    expect((await erase(visit.visitId)).json).toEqual(json);
    expect(await hall.erase(visit.visitId)).toMatchObject({ number: json['receipt'], by: 'staff' });
    expect((await erase(visit.visitId)).json).toEqual(json);
    expect(hall.lines.join()).not.toContain('Jiwon');
  });

  it('knows no visit that there never was, and nobody who is not signed in', async () => {
    expect((await erase('0'.repeat(26))).json.error.code).toBe('not-found');
    const { json: visit } = await hall.lend(zone);
    const body = { visitId: visit.visitId };
    const stranger = await hall.call('desk', 'POST /api/desk/erasures', { key: desk.key, body });
    expect(stranger.json.error.code).toBe('not-signed-in');
    expect([hall.erasures.sent, hall.receipts.all()]).toEqual([[], []]);
  });
});

describe('the report', () => {
  it('comes as JSON and as CSV, and refuses days that are none', async () => {
    for (let n = 1; n <= 5; n += 1) await hall.lend(zone, `EG0000000${n}`);
    const report = await hall.call('desk', 'GET /api/desk/report', desk);
    expect(report.json.days).toEqual([expect.objectContaining({ day: '2026-11-22', visits: 5, languages: { en: 5 } })]);
    const csv = await hall.call('desk', 'GET /api/desk/report?format=csv', desk);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text).toContain('2026-11-22,language,en,5,');
    expect((await hall.call('desk', 'GET /api/desk/report?from=today', desk)).json.error.where).toBe('from');
  });
});
