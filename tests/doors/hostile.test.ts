import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { at, CARD, doors } from './doors.ts';

let hall: Awaited<ReturnType<typeof doors>>;
let zone: string;
let booth: string;
let visitId: string;

beforeEach(async () => {
  hall = await doors();
  zone = await hall.device('zone', 1);
  booth = await hall.device('booth');
  visitId = (await hall.lend(zone)).json.visitId;
  hall.time.now += 60_000;
});

describe('a body that is made to hurt', () => {
  const body = () => ({
    id: 'visit-hostile-1',
    cardId: CARD,
    at: hall.sentAt(),
    sentAt: hall.sentAt(),
    language: 'en',
  });
  const text = () => JSON.stringify(body());
  it.each<[string, () => BodyInit, Record<string, string>, number]>([
    ['nested ten thousand deep', () => '['.repeat(10_000) + ']'.repeat(10_000), {}, 400],
    ['with a number beyond all numbers', () => text().replace('"en"', '1e400'), {}, 400],
    ['with NaN', () => text().replace('"en"', 'NaN'), {}, 400],
    ['with a comma too many', () => text().replace('}', ',}'), {}, 400],
    ['in UTF-16', () => Buffer.from(text(), 'utf16le'), {}, 400],
    ['pressed together, as a bomb is', () => gzipSync(Buffer.alloc(1_000_000)), { 'content-encoding': 'gzip' }, 400],
  ])('%s is refused', async (_name, raw, headers, status) => {
    const answer = await hall.call('kiosk', 'POST /api/visits', { key: zone, raw: raw(), headers });
    expect([answer.status, answer.json.error.code]).toEqual([status, expect.stringMatching(/malformed|invalid|wrong/)]);
  });

  it('whose keys come twice counts by the last, and __proto__ is a field like any other that nobody asked for', async () => {
    const raw = text().replace('{', '{"cardId":"XX1","__proto__":{"admin":true},');
    const { status } = await hall.call('kiosk', 'POST /api/visits', { key: zone, raw });
    expect(status).toBe(200);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
    expect(JSON.stringify(hall.table.all())).not.toContain('admin');
  });
});

describe('words that are made to run', () => {
  it('are kept as they were typed, without control characters, and wait for the staff', async () => {
    const words =
      '<script>alert(1)</script> "><img onerror=x> {{7*7}} $\u007b7*7} %0d%0a =1+1 a@b.example +82-10-1234-5678';
    const wall = { given: true, version: '2026-11-22', language: 'en' };
    const said = { id: 'entry-hostile-1', cardId: CARD, at: hall.sentAt(), sentAt: hall.sentAt(), wall };
    const name = 'Kim\r\nBcc: all@example.org';
    const answer = await hall.call('kiosk', 'POST /api/entries', {
      key: booth,
      body: { ...said, message: words, name },
    });
    expect(answer.json).toEqual({ entryId: 'entry-hostile-1', state: 'pending' });
    const item = await hall.table.get({ pk: `VISIT#${visitId}`, sk: 'ENTRY#entry-hostile-1' });
    expect([item?.['message'], item?.['name']]).toEqual([words, 'Kim Bcc: all@example.org']);
    const wallKey = await hall.device('wall');
    const shown = await hall.call<{ entries: unknown[] }>('kiosk', 'GET /api/wall', { key: wallKey });
    expect(shown.json.entries).toEqual([]);
  });
});

describe('a guess', () => {
  it('at a visit is answered with the same bytes and headers, whatever is wrong with it', async () => {
    const desk = await hall.desk();
    const guesses = [
      // another last letter, whatever it was
      `${visitId.slice(0, -1)}${visitId.endsWith('0') ? '4' : '0'}`,
      visitId.toUpperCase(),
      visitId.replace(/^./, 'а'),
      '1',
      '0'.repeat(26),
    ];
    const answers = await Promise.all(
      guesses.map(guess => hall.call('desk', `GET /api/visits/${encodeURIComponent(guess)}`, desk)),
    );
    const seen = new Set(answers.map(({ status, text, headers }) => JSON.stringify([status, text, [...headers]])));
    expect([...seen]).toHaveLength(1);
    expect(answers[0]?.status).toBe(404);
  });

  it('at the link of a memory page is answered with the same bytes, cut short, too long or in other letters', async () => {
    const { json } = await hall.call<{ page: string }>('kiosk', `GET /api/cards/${CARD}`, { key: booth });
    const token = new URL(json.page).pathname.slice('/m/'.length);
    const guesses = [token.slice(1), `${token}a`, token.toUpperCase(), '%00', 'x', `${token.slice(0, -1)}%0a`];
    const answers = await Promise.all(guesses.map(guess => hall.call('public', `GET /m/${guess}`)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect(hall.lines.join('\n')).not.toContain(token);
  });
});

it('a time spent that is negative or longer than a day is refused, and the rest of the batch counts', async () => {
  const tap = { cardId: CARD, at: at(hall.time.now - 1000), zone: 1, kind: 'tapped' };
  const interactions = [
    { ...tap, id: 'did-hostile-1', seconds: -1 },
    { ...tap, id: 'did-hostile-2', seconds: 90_000 },
    { ...tap, id: 'did-hostile-3', seconds: 3 },
  ];
  const { json } = await hall.call<{ results: { accepted: boolean }[] }>('kiosk', 'POST /api/interactions', {
    key: zone,
    body: { sentAt: hall.sentAt(), interactions },
  });
  expect(json.results.map(({ accepted }) => accepted)).toEqual([false, false, true]);
});
