import { beforeEach, describe, expect, it } from 'vitest';
import type { KioskCatalogue } from '../../functions/catalogue/catalogue.schema.ts';
import type { EnrolAnswer } from '../../functions/devices/device.schema.ts';
import { addDevice, revokeDevice } from '../../functions/devices/devices.ts';
import { CONTRACT } from '../../functions/doors/contract.ts';
import { EDGE_HEADER, ROUTES } from '../../functions/platform/names.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { at, CARD, doors, type Loose } from './doors.ts';

interface Results {
  results: { accepted: boolean; error?: { code: string } }[];
}
type Doors = Awaited<ReturnType<typeof doors>>;
let hall: Doors;
let zone: string;
let booth: string;

beforeEach(async () => {
  hall = await doors();
  zone = await hall.device('zone', 1);
  booth = await hall.device('booth');
});

const consent = (given: boolean) => ({ given, version: CONSENT_VERSION, language: 'en' });
const checkOut = (fields: object = {}) => ({
  id: 'check-out-1',
  cardId: CARD,
  at: hall.sentAt(),
  sentAt: hall.sentAt(),
  language: 'en',
  addresses: ['visitor@example.org'],
  consents: { mail: consent(true), photo: consent(true) },
  ...fields,
});
const explored = (fields: object = {}) => ({
  id: 'interaction-1',
  cardId: CARD,
  at: hall.sentAt(),
  zone: 3,
  kind: 'tapped',
  ...fields,
});

describe('every door', () => {
  it.each([
    ["without the edge's header", { [EDGE_HEADER]: '' }],
    ['with a wrong one', { [EDGE_HEADER]: 'guess' }],
  ])('refuses who goes around the edge, %s', async (_how, headers) => {
    for (const [door, path] of [
      ['kiosk', '/api/catalogue'],
      ['desk', '/api/desk/me'],
      ['public', '/privacy'],
    ] as const) {
      const { status, json } = await hall.call(door, `GET ${path}`, { headers });
      expect([status, json.error.code]).toEqual([403, 'around-the-edge']);
    }
  });

  it('answers what it does not know with not-found', async () => {
    const { status, json } = await hall.call('kiosk', 'GET /api/nothing', { key: zone });
    expect([status, json.error.code]).toEqual([404, 'not-found']);
  });

  it('says nothing outside about an error of its own, and everything in the log', async () => {
    hall.table.query = async () => {
      throw new Error('the disk of host 7 is full');
    };
    const { status, text, json } = await hall.call('kiosk', 'GET /api/wall', { key: booth });
    expect([status, json.error.code]).toEqual([500, 'internal']);
    expect(text).not.toContain('disk');
    expect(hall.lines.join()).toContain('the disk of host 7 is full');
  });

  it('writes neither tokens nor addresses into its log', async () => {
    await hall.lend(zone);
    await hall.call('kiosk', 'POST /api/check-outs', { key: booth, body: checkOut() });
    const { json } = await hall.call<CardView & Loose>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    const token = String(json.page).split('/m/')[1] as string;
    await hall.call('public', `GET /m/${token}`);
    const log = hall.lines.join('\n');
    expect(log).toContain('"route":"/m/:token"');
    expect(log).not.toContain('visitor@example.org');
    expect(log).not.toContain(token);
  });
});

describe('keys', () => {
  it.each([
    ['none', undefined, 401, 'unknown-key'],
    ['a made-up one', 'abc.def', 401, 'unknown-key'],
    ['one without a secret', 'abc', 401, 'unknown-key'],
  ])('%s opens nothing', async (_name, key, status, code) => {
    const answer = await hall.call('kiosk', 'GET /api/catalogue', key === undefined ? {} : { key });
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  });

  it('that were revoked say so', async () => {
    await revokeDevice(hall.common, booth.split('.')[0] as string);
    const { status, json } = await hall.call('kiosk', 'GET /api/wall', { key: booth });
    expect([status, json.error.code]).toEqual([401, 'revoked-key']);
  });

  it('open exactly the routes of their kind', async () => {
    const keys = { zone, booth, wall: await hall.device('wall'), desk: await hall.device('desk') };
    for (const route of [...ROUTES.kiosk, ...ROUTES.desk]) {
      const { who } = CONTRACT[route];
      if (who === 'anyone') continue;
      const may: readonly string[] = who === 'staff' ? ['desk'] : who;
      const door = ROUTES.kiosk.some(known => known === route) ? 'kiosk' : 'desk';
      for (const [kind, key] of Object.entries(keys)) {
        const { json } = await hall.call<Loose | undefined>(door, route.replace(/\{\w+\}/g, 'x'), {
          key,
          ...(route.startsWith('POST') ? { body: {} } : {}),
        });
        expect([route, kind, json?.error?.code === 'wrong-kind']).toEqual([route, kind, !may.includes(kind)]);
      }
    }
  });

  it('come as a cookie that scripts cannot read, or as a token, once for a code', async () => {
    const { code } = await addDevice(hall.common, { kind: 'booth' });
    const first = await hall.call<EnrolAnswer>('kiosk', 'POST /api/devices/enrol', { body: { code, as: 'cookie' } });
    const cookie = String(first.headers.get('set-cookie'));
    expect(cookie).toMatch(/^hall_device_booth=[^;]+; .*HttpOnly; Secure; SameSite=Strict/);
    expect(first.json.token).toBeUndefined();
    expect(first.json.settings.card).toEqual({ prefix: 'EG', digits: 8 });
    const wall = await hall.call('kiosk', 'GET /api/wall', { cookie: cookie.split(';')[0] as string });
    expect(wall.status).toBe(200);
    const again = await hall.call('kiosk', 'POST /api/devices/enrol', { body: { code, as: 'token' } });
    expect([again.status, again.json.error.code]).toEqual([401, 'unknown-key']);
  });

  it('of several kiosks in one browser are told apart by what the page says it is', async () => {
    const desk = await hall.device('desk');
    const cookie = `hall_device_desk=${desk}; hall_device_booth=${booth}; hall_device_zone=${zone}`;
    const ask = async (route: string, kind?: string) =>
      (await hall.call('kiosk', route, { cookie, ...(kind === undefined ? {} : { headers: { 'x-hall-kind': kind } }) }))
        .status;
    expect(await ask('GET /api/photos/none/preview')).toBe(404);
    expect(await ask('GET /api/photos/none/preview', 'zone')).toBe(403);
    expect(await ask('GET /api/wall', 'booth')).toBe(200);
    expect(await ask('GET /api/wall', 'wall')).toBe(401);
  });

  it('do not work from the page of another site', async () => {
    const answer = await hall.call('kiosk', 'POST /api/visits', {
      key: zone,
      body: {},
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([answer.status, answer.json.error.code]).toEqual([403, 'wrong-kind']);
  });
});

describe('bodies', () => {
  it.each([
    ['no JSON', { raw: '{' }, 400, 'malformed-json', undefined],
    ['bytes that are no UTF-8', { raw: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'malformed-json', undefined],
    ['another type', { raw: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'wrong-type', undefined],
    ['too long', { raw: `"${'x'.repeat(70_000)}"` }, 413, 'too-large', undefined],
    ['said to be too long', { raw: '{}', headers: { 'content-length': '9999999' } }, 413, 'too-large', undefined],
    ['an array', { body: [] }, 400, 'invalid-request', undefined],
    ['a missing field', { body: { id: 'visit-0001' } }, 400, 'invalid-request', 'cardId'],
    ['a version from before', { body: {}, headers: { 'x-hall-schema': '7' } }, 426, 'old-schema', undefined],
  ])('that are %s are refused', async (_name, call, status, code, where) => {
    const answer = await hall.call('kiosk', 'POST /api/visits', { key: zone, ...call });
    expect([answer.status, answer.json.error.code, answer.json.error.where]).toEqual([status, code, where]);
  });
});

describe('visits', () => {
  it("begin with a greeting in the visitor's language", async () => {
    const ko = await hall.lend(zone, 'EG00000002', 'ko');
    expect(ko.json.greeting).toMatch(/[가-힣]/);
    const en = await hall.lend(zone);
    expect(en.json).toMatchObject({ language: 'en', greeting: expect.stringMatching(/^Good morning/) });
  });

  it.each([
    ['a card of another form', { cardId: 'XX1' }, 422, 'not-a-hall-card'],
    ['a phone', { cardId: '08A1B2C3' }, 422, 'not-a-hall-card'],
    ['an unknown tour', { tour: 'NOPE42' }, 422, 'unknown-tour'],
    ['an unknown language', { language: 'xx' }, 400, 'invalid-request'],
  ])('are refused for %s', async (_name, fields, status, code) => {
    const body = {
      id: 'visit-0001',
      cardId: CARD,
      at: hall.sentAt(),
      sentAt: hall.sentAt(),
      language: 'en',
      ...fields,
    };
    const answer = await hall.call('kiosk', 'POST /api/visits', { key: zone, body });
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  });

  it('of a card nobody lent are not there', async () => {
    const { status, json } = await hall.call<CardView & Loose>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    expect([status, json.error.code]).toEqual([404, 'unknown-card']);
  });

  it('end when the card comes back', async () => {
    await hall.lend(zone);
    hall.time.now += 60_000;
    const body = { at: hall.sentAt(), sentAt: hall.sentAt() };
    const back = await hall.call('kiosk', `POST /api/cards/${CARD}/return`, { key: zone, body });
    expect(back.json).toEqual({ returned: true });
    const { status, json } = await hall.call<CardView & Loose>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    expect([status, json.error.code]).toEqual([409, 'no-open-visit']);
  });
});

describe('a batch of interactions', () => {
  it('keeps the good ones and names what is wrong with the others', async () => {
    await hall.lend(zone);
    const interactions = [
      explored(),
      explored({ id: 'interaction-2', zone: 11 }),
      explored({ id: 'interaction-3', kind: 'explored', exhibit: 'no-such-exhibit' }),
      explored({ id: 'interaction-4', at: at(hall.time.now + 3_600_000) }),
      explored({ id: 'interaction-5', cardId: 'EG99999999' }),
      'nonsense',
    ];
    const { json } = await hall.call<Results>('kiosk', 'POST /api/interactions', {
      key: zone,
      body: { sentAt: hall.sentAt(), interactions },
    });
    expect(json.results.map(result => result.error?.code ?? result.accepted)).toEqual([
      true,
      'unknown-zone',
      'unknown-exhibit',
      'in-the-future',
      'unknown-card',
      'invalid-request',
    ]);
    const again = await hall.call('kiosk', 'POST /api/interactions', {
      key: zone,
      body: { sentAt: hall.sentAt(), interactions },
    });
    expect(again.json).toEqual(json);
    const view = await hall.call<CardView & Loose>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    expect(view.json).toMatchObject({ interactions: 1, zones: [3] });
  });

  it('of more than 500 is refused whole', async () => {
    const interactions = Array.from({ length: 501 }, (_, n) => explored({ id: `interaction-${n}` }));
    const { status, json } = await hall.call('kiosk', 'POST /api/interactions', {
      key: zone,
      body: { sentAt: hall.sentAt(), interactions },
    });
    expect([status, json.error.code]).toEqual([413, 'too-many']);
  });
});

describe('a check-out', () => {
  it('pressed twice is one mail, and its address is never shown whole', async () => {
    await hall.lend(zone);
    const first = await hall.call('kiosk', 'POST /api/check-outs', { key: booth, body: checkOut() });
    const second = await hall.call('kiosk', 'POST /api/check-outs', { key: booth, body: checkOut() });
    expect(second.json).toEqual(first.json);
    expect(hall.mails.sent).toHaveLength(1);
    expect(first.text).not.toContain('visitor@');
    const view = await hall.call<CardView & Loose>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    expect(view.text).not.toContain('visitor@');
    expect(view.json.mails).toHaveLength(1);
  });

  it.each([
    ['an address that is none', { addresses: ['nobody'] }, 422, 'bad-address'],
    ['a local part beyond ASCII', { addresses: ['홍길동@example.org'] }, 422, 'bad-address'],
    [
      'a wording that was never shown',
      {
        consents: {
          mail: { given: true, version: '1999', language: 'en' },
          photo: { given: true, version: '1999', language: 'en' },
        },
      },
      422,
      'old-wording',
    ],
    [
      'no consent to the mail',
      {
        consents: {
          mail: { given: false, version: CONSENT_VERSION, language: 'en' },
          photo: { given: false, version: CONSENT_VERSION, language: 'en' },
        },
      },
      422,
      'consent-missing',
    ],
  ])('with %s is refused', async (_name, fields, status, code) => {
    await hall.lend(zone);
    const answer = await hall.call('kiosk', 'POST /api/check-outs', { key: booth, body: checkOut(fields) });
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  });

  it('with the same id and another address is a conflict', async () => {
    await hall.lend(zone);
    await hall.call('kiosk', 'POST /api/check-outs', { key: booth, body: checkOut() });
    const { status, json } = await hall.call('kiosk', 'POST /api/check-outs', {
      key: booth,
      body: checkOut({ addresses: ['other@example.org'] }),
    });
    expect([status, json.error.code]).toEqual([409, 'id-conflict']);
  });

  it('can be looked at before it goes, and leaves nothing behind', async () => {
    await hall.lend(zone);
    const before = hall.table.all().length;
    const body = {
      cardId: CARD,
      at: hall.sentAt(),
      sentAt: hall.sentAt(),
      language: 'en',
      message: 'Hello <b>hall</b>',
      photoId: 'photo-not-sent-yet',
    };
    const { status, json } = await hall.call<{ html: string }>('kiosk', 'POST /api/check-outs/preview', {
      key: booth,
      body,
    });
    expect(status).toBe(200);
    expect(json.html).toContain('Hello &lt;b&gt;hall');
    expect(json.html).toContain('/api/photos/photo-not-sent-yet/preview');
    expect(hall.table.all()).toHaveLength(before);
  });
});

describe('the catalogue', () => {
  it('comes once in each language', async () => {
    const first = await hall.call<KioskCatalogue>('kiosk', 'GET /api/catalogue?lang=ko', { key: zone });
    expect(first.json.zones).toHaveLength(10);
    const headers = { 'if-none-match': String(first.headers.get('etag')) };
    const again = await hall.call('kiosk', 'GET /api/catalogue?lang=ko', { key: zone, headers });
    expect([again.status, again.text]).toEqual([304, '']);
    const english = await hall.call('kiosk', 'GET /api/catalogue?lang=en', { key: zone, headers });
    expect(english.status).toBe(200);
  });
});
