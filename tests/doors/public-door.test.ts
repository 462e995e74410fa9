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
    for (const link of ['', '/erase', '/material/leaflet-zone-1', '/photo/none', '/wall', '/contact'])
      await hall.call('public', `GET ${path}${link}`);
    expect(hall.table.all()).toEqual(before);
    expect(hall.erasures.sent).toEqual([]);
  });

  it('erases by one confirm: the visit is gone at once, the rest is under way', async () => {
    const confirm = await hall.call('public', `GET ${path}/erase`);
    expect(confirm.text).toContain('<form');
    const done = await hall.call('public', `POST ${path}/erase`);
    expect(done.status).toBe(200);
    expect(hall.erasures.sent.map(({ nudge }) => nudge)).toEqual([{ visitId, pass: 1 }]);
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
