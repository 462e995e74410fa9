import { beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { CARD, doors } from './doors.ts';

type Doors = Awaited<ReturnType<typeof doors>>;
let hall: Doors;
let booth: string;
let visitId: string;
let path: string;

beforeEach(async () => {
  hall = await doors();
  booth = await hall.device('booth');
  const zone = await hall.device('zone', 1);
  visitId = (await hall.lend(zone)).json.visitId;
  const card = await hall.call<CardView>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
  path = new URL(String(card.json.page)).pathname;
});

describe('the memory page', () => {
  it('is whole without scripts, and nobody may keep, index or pass it on', async () => {
    const { status, text, headers } = await hall.call('public', `GET ${path}`);
    expect(status).toBe(200);
    expect(text).not.toContain('<script');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('answers wrong and erased links with the same bytes', async () => {
    const wrong = await hall.call('public', 'GET /m/0123456789abcdefghjkmnpqrs');
    await hall.call('public', `POST ${path}/erase`);
    const erased = await hall.call('public', `GET ${path}`);
    expect([erased.status, erased.text]).toEqual([wrong.status, wrong.text]);
    expect(erased.status).toBe(404);
    const again = await hall.call('public', `POST ${path}/erase`);
    expect([again.status, again.text]).toEqual([wrong.status, wrong.text]);
  });

  it('changes nothing by any GET, so that a scanner may open every link', async () => {
    const before = hall.table.all();
    for (const link of ['', '/erase', '/material/leaflet-zone-1', '/photo/none', '/wall', '/contact', '/unsubscribe'])
      await hall.call('public', `GET ${path}${link}`);
    expect(hall.table.all()).toEqual(before);
    expect(hall.erasures.sent).toEqual([]);
  });

  it('erases by one confirm, and shows the number of the receipt: the visit is gone at once, the rest is under way', async () => {
    const confirm = await hall.call('public', `GET ${path}/erase`);
    expect(confirm.text).toContain('<form');
    const done = await hall.call('public', `POST ${path}/erase`);
    expect(done.status).toBe(200);
    expect(hall.erasures.sent.map(({ nudge }) => nudge)).toEqual([{ visitId, pass: 1 }]);
    const receipt = await hall.erase(visitId);
    expect(done.text).toContain(`Receipt: ${receipt?.number}<`);
  });

  it('takes an entry off the wall', async () => {
    const wall = { given: true, version: CONSENT_VERSION, language: 'en' };
    const body = { id: 'entry-0001', cardId: CARD, at: hall.sentAt(), sentAt: hall.sentAt(), message: 'Hello', wall };
    await hall.call('kiosk', 'POST /api/entries', { key: booth, body });
    await hall.call('public', `POST ${path}/wall`);
    const desk = await hall.desk();
    expect((await hall.call('desk', 'GET /api/desk/entries', desk)).json.entries).toEqual([]);
    const ledger = await hall.call<Ledger>('desk', `GET /api/visits/${visitId}`, desk);
    expect(ledger.json.entries[0]?.state).toBe('withdrawn');
  });

  it('takes the consent to pass on the address back', async () => {
    expect((await hall.call('public', `POST ${path}/contact`)).status).toBe(200);
    const visit = await hall.table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' });
    expect(visit?.['consents']).toMatchObject({ contact: { given: false } });
  });

  it('leads to a material by our own host', async () => {
    const { status, headers } = await hall.call('public', `GET ${path}/material/leaflet-zone-1`);
    expect([status, headers.get('location')]).toEqual([302, 'https://hall.example.org/materials/zone-1-en.pdf']);
    expect((await hall.call('public', `GET ${path}/material/no-such`)).status).toBe(404);
  });

  it('shows no picture that the visit is not in', async () => {
    expect((await hall.call('public', `GET ${path}/photo/someone-elses`)).status).toBe(404);
  });
});

describe('unsubscribing by one click', () => {
  const ONE_CLICK = {
    raw: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
  const unsubscribe = () => hall.call('public', `POST ${path}/unsubscribe`, ONE_CLICK);
  const consents = async () => (await hall.table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' }))?.['consents'];
  const consent = { given: true, version: CONSENT_VERSION, language: 'en' };
  const leave = (more: object = { promotion: consent }, when: object = {}) => {
    const card = { cardId: CARD, at: hall.sentAt(), sentAt: hall.sentAt() };
    const body = { id: 'check-out-0001', ...card, language: 'en', addresses: ['ana@example.org'] };
    const asked = { ...body, ...when, consents: { mail: consent, photo: consent, ...more } };
    return hall.call('kiosk', 'POST /api/check-outs', { key: booth, body: asked });
  };
  const rest = () =>
    hall.table
      .all()
      .map(({ consents: _, consentsRev: __, ...item }) => (item.pk.startsWith('DEVICE') ? item.pk : item));

  it('takes the consent back, once and with its time, without a cookie or a redirect, and leaves all else', async () => {
    await leave();
    const before = rest();
    hall.time.now += 60_000;
    const { status, headers, text } = await unsubscribe();
    expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([200, null, null]);
    expect(text).toContain('Your agreement is taken back');
    const refused = { given: false, version: CONSENT_VERSION, language: 'en', at: hall.sentAt() };
    expect(await consents()).toMatchObject({ mail: consent, photo: consent, promotion: refused });
    expect(rest()).toEqual(before);
    hall.time.now += 60_000;
    const again = await unsubscribe();
    expect([again.status, again.text]).toEqual([200, text]);
    expect(await consents()).toMatchObject({ promotion: refused });
    expect(hall.lines.filter(line => line.includes('consent-taken-back'))).toHaveLength(1);
  });

  it('is one button on the page that a mail leads to, and one on the memory page until it was pressed', async () => {
    await leave();
    const asks = await hall.call('public', `GET ${path}/unsubscribe`);
    const forms = [...asks.text.matchAll(/<form method="post" action="([^"]+)"/g)].map(([, action]) => action);
    expect([asks.status, forms]).toEqual([200, [`https://hall.example.org${path}/unsubscribe`]]);
    const offers = async () => (await hall.call('public', `GET ${path}`)).text.includes(`${path}/unsubscribe"`);
    expect([asks.headers.get('cache-control'), await offers()]).toEqual(['no-store', true]);
    const { text } = await hall.call('public', `POST ${path}/unsubscribe`);
    expect([await offers(), (await hall.call('public', `GET ${path}/unsubscribe`)).text]).toEqual([false, text]);
  });

  it('holds against a yes that was said before it and comes late, and not against one that was said after it', async () => {
    const said = hall.sentAt();
    await leave();
    hall.time.now += 60_000;
    await unsubscribe();
    hall.time.now += 60_000;
    await leave({ promotion: consent }, { id: 'check-out-0002', at: said });
    expect(await consents()).toMatchObject({ promotion: { given: false } });
    await leave({ promotion: consent }, { id: 'check-out-0003' });
    expect(await consents()).toMatchObject({ promotion: { given: true, at: hall.sentAt() } });
  });

  it('writes nothing where nobody was asked, and is not offered there', async () => {
    await leave({});
    const before = hall.table.all();
    expect((await unsubscribe()).status).toBe(200);
    expect(hall.table.all()).toEqual(before);
    expect((await hall.call('public', `GET ${path}`)).text).not.toContain('/unsubscribe');
  });

  it('answers a wrong link and an erased one as every other route does', async () => {
    const wrong = await hall.call('public', 'GET /m/0123456789abcdefghjkmnpqrs');
    await hall.call('public', `POST ${path}/erase`);
    const guess = '/m/0123456789abcdefghjkmnpqrs/unsubscribe';
    const answers = await Promise.all([
      unsubscribe(),
      hall.call('public', `GET ${path}/unsubscribe`),
      hall.call('public', `POST ${guess}`, ONE_CLICK),
      hall.call('public', `GET ${guess}`),
    ]);
    for (const { status, text, headers } of answers)
      expect([status, text, [...headers]]).toEqual([404, wrong.text, [...wrong.headers]]);
  });
});

describe('the privacy notice', () => {
  it("comes in the reader's language", async () => {
    const ko = await hall.call('public', 'GET /privacy', { headers: { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' } });
    expect(ko.text).toContain('lang="ko"');
    const asked = await hall.call('public', 'GET /privacy?language=en', { headers: { 'accept-language': 'ko-KR' } });
    expect(asked.text).toContain('lang="en"');
    const none = await hall.call('public', 'GET /privacy', { headers: { 'accept-language': 'tlh' } });
    expect(none.text).toContain('lang="en"');
  });
});
