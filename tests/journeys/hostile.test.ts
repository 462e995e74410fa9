import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { revokeDevice } from '../../functions/devices/devices.ts';
import { instant } from '../../functions/platform/clock.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { newCard, tapAtDoor } from '../../infra/local/visit.ts';
import { eventually, journeyHall } from './hall.ts';

/** The bad inputs 49 to 58 of the corpus, over HTTP against the whole hall: its front and its functions. */
const journey = journeyHall();
const cardId = newCard();
let visitId: string;
let booth: string;

beforeAll(async () => {
  booth = await journey.hall.admin.token('booth');
  visitId = (await tapAtDoor(journey.zone, { cardId, language: 'en', at: Date.now() - 60_000 })).visitId;
}, 120_000);

const now = () => instant(Date.now());
const given = { given: true, version: CONSENT_VERSION, language: 'en' };
const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${journey.hall.url}${path}`, init);
const send = (path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  ask(path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${booth}`, ...headers },
  });
const code = async (answer: Response): Promise<[number, string]> => [
  answer.status,
  ((await answer.json()) as { error: { code: string } }).error.code,
];

/** What an answer tells: status, bytes, and headers but for the clock and the connection. */
const told = async (answer: Response): Promise<string> => {
  const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return JSON.stringify([answer.status, headers, Buffer.from(await answer.arrayBuffer()).toString('base64')]);
};

describe('a body', () => {
  const visit = () => ({ id: randomUUID(), cardId: newCard(), at: now(), sentAt: now(), language: 'en' });
  it.each<[string, () => BodyInit, Record<string, string>]>([
    ['nested ten thousand deep', () => '['.repeat(10_000) + ']'.repeat(10_000), {}],
    ['with a number beyond all numbers', () => JSON.stringify(visit()).replace('"en"', '1e400'), {}],
    ['with NaN', () => JSON.stringify(visit()).replace('"en"', 'NaN'), {}],
    ['with a comma too many', () => JSON.stringify(visit()).replace('}', ',}'), {}],
    ['in UTF-16', () => Buffer.from(JSON.stringify(visit()), 'utf16le'), {}],
    ['of another type', () => JSON.stringify(visit()), { 'content-type': 'text/xml' }],
    ['pressed together, as a bomb is', () => gzipSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'gzip' }],
    ['of a megabyte', () => JSON.stringify({ ...visit(), language: 'x'.repeat(1_000_000) }), {}],
    ['with nothing in it', () => '', {}],
  ])('%s is refused with a code, and the hall goes on', async (_, body, headers) => {
    const zone = await journey.hall.admin.token('zone', 1);
    const [status, error] = await code(
      await send('/api/visits', body(), { authorization: `Bearer ${zone}`, ...headers }),
    );
    expect([400, 413, 415]).toContain(status);
    expect(error).toMatch(/^[a-z-]+$/);
  });

  const checkOut = (address: string) => {
    const consents = { mail: given, photo: given };
    const asked = {
      id: randomUUID(),
      cardId,
      at: now(),
      sentAt: now(),
      language: 'en',
      addresses: [address],
      consents,
    };
    return send('/api/check-outs', JSON.stringify(asked));
  };

  it('with a mark of byte order in front is read as if it had none', async () => {
    const zone = await journey.hall.admin.token('zone', 1);
    const marked = new TextEncoder().encode(`\ufeff${JSON.stringify(visit())}`);
    expect((await send('/api/visits', marked, { authorization: `Bearer ${zone}` })).status).toBe(200);
  });

  it.each<[string, string, number?, string?]>([
    ['a list', 'a@example.org, b@example.org'],
    ['a name around it', 'Kim <a@example.org>'],
    ['a line end and a header', 'a@example.org\r\nBcc: b@example.org'],
    ['a quoted local part', '"a b"@example.org'],
    ['a host of one letter too many', `a@${'b'.repeat(64)}.org`],
    ['a dot at the end', 'a@example.org.'],
    ['321 letters', `${'a'.repeat(309)}@example.org`, 400, 'invalid-request'],
  ])('whose address is %s makes no mail', async (_, address, status = 422, why = 'bad-address') => {
    expect(await code(await checkOut(address))).toEqual([status, why]);
    expect(journey.hall.mails()).toEqual([]);
  });

  it('whose address is a plain one makes a mail, so that it was the address', async () => {
    expect((await checkOut('success@simulator.amazonses.com')).status).toBe(200);
    await eventually(
      'the mail',
      async () => journey.hall.mails(),
      mails => mails.length > 0,
    );
  });

  it('whose zone, time or duration cannot be is refused line by line, and the good line counts', async () => {
    const tap = { cardId, at: instant(Date.now() - 1000), zone: 1, kind: 'tapped' };
    const interactions = [
      { ...tap, id: randomUUID(), zone: 11 },
      { ...tap, id: randomUUID(), at: instant(Date.now() + 86_400_000) },
      { ...tap, id: randomUUID(), seconds: -1 },
      { ...tap, id: randomUUID() },
    ];
    const { results } = await journey.zone.post<{ results: { accepted: boolean }[] }>('/api/interactions', {
      sentAt: now(),
      interactions,
    });
    expect(results.map(({ accepted }) => accepted)).toEqual([false, false, false, true]);
  });
});

describe('words that are made to run', () => {
  const words = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}%0d%0a=1+1';

  it('wait for the staff, and stand as words on the wall and on the memory page', async () => {
    const entry = {
      id: randomUUID(),
      cardId,
      at: now(),
      sentAt: now(),
      message: words,
      name: 'Kim\r\nBcc: x',
      wall: given,
    };
    expect((await send('/api/entries', JSON.stringify(entry))).status).toBe(200);
    type Wall = { entries: { message: string; name: string }[] };
    expect((await journey.wall.get<Wall>('/api/wall')).entries).toEqual([]);
    const desk = await journey.signIn();
    await desk.post(`/api/desk/entries/${entry.id}`, { visitId, to: 'approved' });
    const { entries } = await eventually(
      'the wall',
      () => journey.wall.get<Wall>('/api/wall'),
      wall => wall.entries.length > 0,
    );
    expect(entries).toMatchObject([{ message: words, name: 'Kim Bcc: x' }]);
    const html = await (await fetch((await journey.booth.get<{ page: string }>(`/api/cards/${cardId}`)).page)).text();
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script|<img src=x/);
  });
});

describe('a guess', () => {
  it('at a visit finds nothing, and every answer is the same to the byte', async () => {
    const desk = await journey.hall.admin.token('desk');
    const changed = `${visitId.slice(0, -1)}${visitId.endsWith('0') ? '4' : '0'}`;
    const guesses = [changed, visitId.toUpperCase(), visitId.replace(/^./, 'а'), '1', '0'.repeat(26)];
    for (const headers of [{ authorization: `Bearer ${desk}` }, {}]) {
      const answers = await Promise.all(
        guesses.map(async guess => told(await ask(`/api/visits/${encodeURIComponent(guess)}`, { headers }))),
      );
      expect(new Set(answers).size).toBe(1);
      expect(answers[0]).toMatch(/^\[4\d\d/);
    }
  });

  it('at a memory page finds nothing, and every answer is the same to the byte', async () => {
    const { page } = await journey.booth.get<{ page: string }>(`/api/cards/${cardId}`);
    const token = new URL(page).pathname.slice('/m/'.length);
    const guesses = [
      token.slice(1),
      `${token}a`,
      token.toUpperCase(),
      'x',
      `${token.slice(0, -1)}%0a`,
      'a'.repeat(4000),
    ];
    for (const rest of ['', '/erase', '/photo/x'])
      for (const method of rest === '/erase' ? ['GET', 'POST'] : ['GET']) {
        const answers = await Promise.all(
          guesses.map(async guess => told(await ask(`/m/${guess}${rest}`, { method }))),
        );
        expect(new Set(answers).size).toBe(1);
        expect(answers[0]).toMatch(/^\[404/);
      }
    expect((await ask(new URL(page).pathname)).status).toBe(200);
  });

  it('at a key opens nothing, and neither does a key of another kind or a revoked one', async () => {
    const revoked = await journey.hall.admin.token('booth');
    const seen = async (token: string) =>
      (await ask(`/api/cards/${cardId}`, { headers: { authorization: `Bearer ${token}` } })).status;
    for (const key of ['', 'x', 'x.y', `${booth}x`, booth.slice(0, -1), booth.toUpperCase()])
      expect(await seen(key)).toBe(401);
    expect(await seen(await journey.hall.admin.token('wall'))).toBe(403);
    expect(await seen(revoked)).toBe(200);
    await revokeDevice({ table: journey.hall.admin.table, clock: Date.now }, revoked.split('.')[0] ?? '');
    expect(await seen(revoked)).toBe(401);
  });
});

describe('every answer', () => {
  it('carries the headers that browsers are told by, whatever was asked', async () => {
    const { page } = await journey.booth.get<{ page: string }>(`/api/cards/${cardId}`);
    const { pathname } = new URL(page);
    const paths = [
      '/',
      '/booth/',
      '/wall/',
      '/desk/',
      '/zone/',
      '/enrol/',
      '/nothing',
      '/privacy',
      '/api/openapi.json',
    ];
    const doors = [
      '/api/catalogue',
      '/api/nothing',
      `/api/cards/${cardId}`,
      '/m/nobody',
      pathname,
      `${pathname}/erase`,
    ];
    for (const path of [...paths, ...doors]) {
      const { headers } = await ask(path, { redirect: 'manual' });
      expect([path, Object.fromEntries(headers)]).toMatchObject([
        path,
        {
          'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'strict-transport-security': expect.stringContaining('max-age=31536000'),
        },
      ]);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
    }
  });

  it('of a door or a memory page may be kept by nobody', async () => {
    const { page } = await journey.booth.get<{ page: string }>(`/api/cards/${cardId}`);
    for (const path of ['/m/nobody', new URL(page).pathname, `/api/cards/${cardId}`])
      expect((await ask(path)).headers.get('cache-control')).toContain('no-store');
  });
});

it('denied no function anything and broke none', () => {
  expect([journey.hall.denied, journey.hall.trouble]).toEqual([[], []]);
});
