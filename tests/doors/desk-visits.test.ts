import { beforeEach, describe, expect, it } from 'vitest';
import type { CheckOutAnswer, Ledger } from '../../functions/deliveries/check-out.schema.ts';
import { act } from '../../functions/deliveries/delivery.ts';
import type { DeskVisits } from '../../functions/deliveries/desk.schema.ts';
import { changeMail, HELD_UNTIL } from '../../functions/deliveries/mails.ts';
import { suppress } from '../../functions/deliveries/suppression.ts';
import { photoKey } from '../../functions/photos/photo.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
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

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Time goes on, and the staff do not idle out. */
const later = async (ms: number) => {
  hall.time.now += ms;
  desk = await hall.desk();
};
const card = (n: number) => `EG${String(n).padStart(8, '0')}`;
const consent = { given: true, version: CONSENT_VERSION, language: 'en' };
const list = async (query = '') =>
  (await hall.call<DeskVisits>('desk', `GET /api/desk/visits${query === '' ? '' : `?${query}`}`, desk)).json;
const ledger = async (visitId: string) => (await hall.call<Ledger>('desk', `GET /api/visits/${visitId}`, desk)).json;
const post = (what: string, body: object = {}) =>
  hall.call('desk', `POST /api/desk/${what}`, { ...desk, body: { sentAt: hall.sentAt(), ...body } });

/** A visit that asked for a mail. */
const leaving = async (cardId = CARD, address = 'visitor@example.org') => {
  const { visitId } = (await hall.lend(zone, cardId)).json;
  const asked = { id: `check-out-${cardId}`, cardId, at: hall.sentAt(), sentAt: hall.sentAt(), language: 'en' };
  const { json } = await hall.call<CheckOutAnswer>('kiosk', 'POST /api/check-outs', {
    key: booth,
    body: { ...asked, addresses: [address], consents: { mail: consent, photo: consent } },
  });
  return { visitId, cardId, deliveryId: String(json.deliveries[0]?.deliveryId) };
};
type Left = Awaited<ReturnType<typeof leaving>>;
/** What the worker and the sweeper do with the mail. */
const becomes = async ({ visitId, deliveryId }: Left, ...acts: (readonly [Parameters<typeof act>[1], string?])[]) => {
  for (const [what, why] of acts)
    await changeMail(hall.table, visitId, deliveryId, mail => {
      const next = act(mail, what, hall.sentAt(), why);
      return next && { ...mail, ...next };
    });
};
const sent = (one: Left) => becomes(one, ['claim'], ['call'], ['accept']);
const unknown = (one: Left) => becomes(one, ['claim'], ['call'], ['give-up', 'no-send-event']);
const announce = async (cardId: string, id = 'photo-0001') => {
  const people = [{ cardId, at: hall.sentAt() }];
  const picture = { kind: 'photo', frame: 'flow', bytes: 5000, sha256: 'a'.repeat(64) };
  await hall.call('kiosk', 'POST /api/photos', { key: booth, body: { id, people, sentAt: hall.sentAt(), ...picture } });
};

describe("a day's visits", () => {
  it('come newest first, each with its mails in their states and masked, and are counted', async () => {
    const first = await leaving(card(1), 'first@example.org');
    hall.time.now += 1000;
    const second = await leaving(card(2), 'second@example.org');
    hall.time.now += 1000;
    await hall.lend(zone, card(3));
    hall.time.now += 1000;
    const third = await leaving(card(4), 'third@example.org');
    await sent(first);
    await unknown(second);
    const answer = await hall.call<DeskVisits>('desk', 'GET /api/desk/visits', desk);
    expect(answer.json.visits.map(visit => [visit.cardId, visit.state, visit.mails.map(({ state }) => state)])).toEqual(
      [
        [card(4), 'open', ['waiting']],
        [card(3), 'open', []],
        [card(2), 'open', ['unknown']],
        [card(1), 'open', ['accepted']],
      ],
    );
    expect(answer.json.visits[2]?.mails).toEqual([
      expect.objectContaining({
        maskedAddress: 's•••@example.org',
        why: 'no-send-event',
        deliveryId: second.deliveryId,
      }),
    ]);
    expect(answer.json).toMatchObject({
      counts: { all: 4, waiting: 1, 'needs-staff': 1, sent: 1 },
      mails: [
        { state: 'waiting', count: 1 },
        { state: 'accepted', count: 1 },
        { state: 'unknown', count: 1 },
      ],
      late: { mails: 0, photos: 0 },
    });
    for (const secret of ['first@', 'second@', 'third@', 'token']) expect(answer.text).not.toContain(secret);
    expect(answer.json.held ?? answer.json.lastHold ?? answer.json.next).toBeUndefined();
    expect(third.visitId).toBe(answer.json.visits[0]?.visitId);
  });

  it('are shown by what they ask of the staff, and refused by a word that means nothing', async () => {
    const [first, second] = [await leaving(card(1)), await leaving(card(2))];
    await leaving(card(3));
    await sent(first);
    await unknown(second);
    await announce(card(1));
    const cards = async (show: string) => (await list(`show=${show}`)).visits.map(({ cardId }) => cardId).sort();
    expect(await cards('sent')).toEqual([card(1)]);
    expect(await cards('needs-staff')).toEqual([card(2)]);
    // the first one's mail has left, its photo has not come
    expect(await cards('waiting')).toEqual([card(1), card(3)]);
    expect((await list('show=sent')).counts).toEqual({ all: 3, waiting: 2, 'needs-staff': 1, sent: 1 });
    const refused = await hall.call('desk', 'GET /api/desk/visits?show=lost', desk);
    expect([refused.status, refused.json.error.where]).toEqual([400, 'show']);
  });

  it('come in pages of 25, and no page loses or repeats one while new visits begin', async () => {
    for (let n = 1; n <= 30; n += 1) {
      await hall.lend(zone, card(n));
      hall.time.now += 10;
    }
    const first = await list();
    expect([first.visits.length, first.visits[0]?.cardId, first.counts.all]).toEqual([25, card(30), 30]);
    await hall.lend(zone, card(31));
    const second = await list(`after=${encodeURIComponent(String(first.next))}`);
    expect(second.visits.map(({ cardId }) => cardId)).toEqual([5, 4, 3, 2, 1].map(card));
    expect([second.next, second.counts.all]).toEqual([undefined, 31]);
  });

  it('hold the visit of a mail that was asked for on another day, and no erased one', async () => {
    const one = await leaving(card(1));
    const gone = await leaving(card(2));
    await hall.table.update({ pk: `VISIT#${gone.visitId}`, sk: 'VISIT' }, { set: { erased: true } });
    await unknown(one);
    await later(DAY_MS);
    expect(await list()).toMatchObject({ visits: [], counts: { all: 0 } });
    await post('resends', { id: 'resend-0001', visitId: one.visitId, deliveryId: one.deliveryId, seen: 'unknown' });
    expect((await list()).visits.map(({ cardId, mails }) => [cardId, mails.length])).toEqual([[card(1), 1]]);
    expect((await list('day=2026-11-22')).visits.map(({ cardId }) => cardId)).toEqual([card(1)]);
    expect((await hall.call('desk', 'GET /api/desk/visits?day=today', desk)).json.error.where).toBe('day');
  });
});

describe('the search by card', () => {
  it('finds the last visits of a card, also after it came back and on another day', async () => {
    const first = await leaving();
    await hall.call('kiosk', `POST /api/cards/${CARD}/return`, {
      key: booth,
      body: { at: hall.sentAt(), sentAt: hall.sentAt() },
    });
    await later(DAY_MS);
    await leaving(card(2));
    const again = (await hall.lend(zone)).json;
    const found = await list(`card=${CARD.toLowerCase()}`);
    expect(found.visits.map(({ visitId, state, mails }) => [visitId, state, mails.length])).toEqual([
      [again.visitId, 'open', 0],
      [first.visitId, 'closed', 1],
    ]);
    expect(found.counts).toMatchObject({ all: 2, waiting: 1 });
    expect((await list(`card=${card(77)}`)).visits).toEqual([]);
    const none = await hall.call('desk', 'GET /api/desk/visits?card=9', desk);
    expect([none.status, none.json.error.code]).toEqual([422, 'not-a-hall-card']);
  });
});

describe('holding all mail', () => {
  it('says why, since when and by whom, also on what waits, and afterwards who released it', async () => {
    const one = await leaving();
    expect((await post('holds', { why: 'wrong picture in the mail' })).json).toEqual({ held: true });
    await changeMail(hall.table, one.visitId, one.deliveryId, mail => ({ ...mail, why: 'photo', dueAt: HELD_UNTIL }));
    await hall.desk('Minho');
    const held = { why: 'wrong picture in the mail', by: 'Jiwon', at: hall.sentAt() };
    expect(await list()).toMatchObject({ held, visits: [{ mails: [{ state: 'waiting', why: 'held' }] }] });
    expect((await ledger(one.visitId)).deliveries[0]?.why).toBe('held');
    expect(hall.lines.join('\n')).not.toContain('wrong picture');
    hall.time.now += MINUTE_MS;
    desk = await hall.desk('Minho');
    expect((await post('releases')).json).toEqual({ held: false });
    const after = await list();
    expect(after.held).toBeUndefined();
    // the sweeper has not been there yet
    expect(after.visits[0]?.mails[0]?.why).toBe('released');
    expect(after.lastHold).toEqual({ ...held, releasedAt: hall.sentAt(), releasedBy: 'Minho' });
    expect((await post('releases')).json).toEqual({ held: false });
    expect((await list()).lastHold).toEqual(after.lastHold);
  });

  it('asks for a reason', async () => {
    expect((await post('holds', { why: '' })).status).toBe(400);
    expect((await list()).held).toBeUndefined();
  });
});

describe('sending once more', () => {
  it('puts a new mail in the place of one that nobody knows of, once, with the name of who decided', async () => {
    const one = await leaving();
    await unknown(one);
    const wish = { id: 'resend-0001', visitId: one.visitId, deliveryId: one.deliveryId, seen: 'unknown' };
    const { json } = await post('resends', wish);
    expect(json).toMatchObject({ maskedAddress: 'v•••@example.org', state: 'waiting' });
    expect((await post('resends', wish)).json).toEqual(json);
    const { deliveries } = await ledger(one.visitId);
    expect(deliveries).toHaveLength(2);
    const old = deliveries.find(({ deliveryId }) => deliveryId === one.deliveryId);
    expect([old?.state, old?.history.at(-1)]).toEqual([
      'replaced',
      { at: hall.sentAt(), state: 'replaced', why: 'sent-again', by: 'Jiwon' },
    ]);
    expect((await list()).counts).toEqual({ all: 1, waiting: 1, 'needs-staff': 0, sent: 0 });
    expect((await post('resends', { ...wish, id: 'resend-0002' })).json.error.code).toBe('state-conflict');
  });

  it('is refused to an address that came back, and for what is not there', async () => {
    const one = await leaving();
    await unknown(one);
    const hash = (await hall.table.get({ pk: `VISIT#${one.visitId}`, sk: `MAIL#${one.deliveryId}` }))?.['addressHash'];
    await suppress(hall.table, String(hash), 'Permanent/General', hall.sentAt());
    const wish = { id: 'resend-0001', visitId: one.visitId, deliveryId: one.deliveryId, seen: 'unknown' };
    expect((await post('resends', wish)).json.error.code).toBe('suppressed-address');
    expect((await post('resends', { ...wish, deliveryId: one.visitId })).json.error.code).toBe('not-found');
  });
});

describe('trying again', () => {
  it('sets going what is late anywhere, remembers who asked, and leaves alone what is not late', async () => {
    const late = await leaving(card(1));
    await announce(card(1));
    await later(3 * MINUTE_MS);
    await leaving(card(2));
    await announce(card(2), 'photo-0002');
    expect((await list()).late).toEqual({ mails: 1, photos: 1 });
    hall.mails.sent.length = 0;
    expect((await post('retries')).json).toEqual({ mails: 1, photos: 1 });
    expect(hall.mails.sent.map(({ nudge }) => nudge)).toEqual([{ visitId: late.visitId, deliveryId: late.deliveryId }]);
    expect(await hall.table.get(photoKey('photo-0001'))).toMatchObject({ state: 'waiting', dueAt: hall.sentAt() });
    const { deliveries, photos } = await ledger(late.visitId);
    expect(photos).toEqual([expect.objectContaining({ state: 'waiting', asked: { at: hall.sentAt(), by: 'Jiwon' } })]);
    expect(deliveries[0]).toMatchObject({ state: 'waiting' });
    expect(deliveries[0]?.history.at(-1)).toEqual({
      at: hall.sentAt(),
      state: 'waiting',
      why: 'asked-again',
      by: 'Jiwon',
    });
  });

  it('does so for one visit however short it has waited, and never for a mail that is under way or held', async () => {
    const [one, other, calling] = [await leaving(card(1)), await leaving(card(2)), await leaving(card(3))];
    await announce(card(1));
    await becomes(calling, ['claim'], ['call']);
    hall.mails.sent.length = 0;
    expect((await post('retries', { visitId: one.visitId })).json).toEqual({ mails: 1, photos: 1 });
    expect((await post('retries', { visitId: calling.visitId })).json).toEqual({ mails: 0, photos: 0 });
    await post('holds', { why: 'bounces' });
    expect((await post('retries', { visitId: other.visitId })).json).toEqual({ mails: 0, photos: 0 });
    await later(3 * MINUTE_MS);
    expect((await list()).late).toEqual({ mails: 0, photos: 1 });
    expect(hall.mails.sent).toHaveLength(1);
  });
});

it('the staff alone see and do all this: a desk where nobody is signed in is refused', async () => {
  const key = await hall.device('desk');
  for (const route of ['GET /api/desk/visits', 'POST /api/desk/holds', 'POST /api/desk/releases'] as const) {
    const body = route.startsWith('GET') ? {} : { body: { why: 'x', sentAt: at(hall.time.now) } };
    expect((await hall.call('desk', route, { key, ...body })).json.error.code).toBe('not-signed-in');
  }
});
