import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sources } from '../house/sources.ts';

/** Runs of the simulation that are watched: the first ones, and then those that go on until everything is forgotten. */
const FIRST = 168;
const LAST = 1_050;

/** Any call that sounds like one of a store, a queue or a sender, with what it is called on: reads too. */
const CALL = /\b(\w+)\s*\.(get|getMany|query|put|update|delete|send|copy|head|list|rate)\(/g;

/** On these such a call stays in the process: maps, a request, the object of all objects. */
const WITHIN = new Set([
  ...[
    'Reflect',
    'req',
    'known',
    'made',
    'parsed',
    'compiled',
    'tightened',
    'pictures',
    'exhibits',
    'materials',
    'services',
  ],
  ...['shown', 'found', 'offered', 'opened', 'mailsOf', 'from', 'checked', 'copies', 'lendings', 'seen'],
]);

/** What is read here is shown on a screen and decides nothing: who dies over it has changed nothing. A write here is no such thing. */
const SCREENS = [
  'devices/',
  'doors/',
  'guestbook/wall.ts',
  'visits/cards.ts',
  'retention/export.ts',
  'retention/report.ts',
];
const READ = /^(?:get|getMany|query|head|list)$/;

const KEYS = 'a key of a kiosk: one write, and who got no answer asks again';
const STAFF = 'the sign-in of the staff: one write each, and who got no answer asks again';
const SHOWN = 'what the desk or the booth shows';
const OUTLIVED = 'an entry that outlives its visit, and who asks for it then: tests/retention';
const RESTORED = 'after a restore: tests/retention repeats it';
const SOME = 'two who meet: some seeds come to it, and a test of the room always does';

/** Single calls that it need not come to, by their line, each with its reason. */
const ELSEWHERE: Record<string, string> = {
  "deliveries/corrections.ts: await table.update(fixKey(visitId, fix.id), DONE, { is: { state: 'begun' } });": SOME,
  'deliveries/corrections.ts: const found = await deps.table.get(mailKey(visit.visitId, request.deliveryId));':
    'sent once more to the same address: a read before what a correction does',
  'deliveries/corrections.ts: const fix = (await deps.table.get(fixKey(visitId, id))) as unknown as Fix | undefined;':
    'found once more by the sweeper: tests/deliveries',
  'deliveries/deliver.ts: if (deps.deadline - clock() < CALL_MS + WRITE_DOWN_MS) return deps.queue.send({ visitId, deliveryId }, 1);':
    'a function that nears its end: some seeds come to it',
  'photos/photos.ts: const photo = photoOf(await table.get(photoKey(photoId)));': SHOWN,
  'retention/erase.ts: if (!(await mark(deps, visitId, EXPIRY)) && !(await deps.table.get(visitKey(visitId)))) return false;':
    SOME,
  'retention/erase.ts: const marked = there ? await mark(deps, visitId, by) : await table.put(bare, { new: true });':
    OUTLIVED,
  'retention/erase.ts: const visit = (await table.get(visitKey(visitId))) ?? (by === EXPIRY ? undefined : await remains(table, visitId));':
    RESTORED,
  'retention/erase.ts: await table.delete(visitKey(visitId));': RESTORED,
  "retention/outlived.ts: if ((await deps.table.get({ pk, sk }))?.['due'] !== undefined) await dropEntry(deps, { pk, sk });":
    OUTLIVED,
  "retention/outlived.ts: if (await table.update({ pk, sk }, off, { is: { state: 'approved' }, missing: ['alone'] })) taken++;":
    OUTLIVED,
  'visits/interactions.ts: if (elder) await table.delete(key);':
    'two copies written side by side: tests/visits/landing.property',
  'visits/interactions.ts: const item = await table.get(key);':
    'two copies written side by side: tests/visits/landing.property',
  "visits/lendings.ts: (await table.query({ pk: `CARD#${cardId}`, prefix: 'ON#', newestFirst: true, limit: count })).items.map(lendingFrom);":
    SHOWN,
  "visits/tours.ts: const { items } = await deps.table.query({ index: 'day', pk: dayOf(day) });": SHOWN,
  'visits/tours.ts: const { items } = await table.query({ pk: visitPartition(visitId) });': SHOWN,
  "visits/visit.ts: const { items } = await deps.table.query({ index: 'day', pk: day });": SHOWN,
  'deliveries/holding.ts: const found = await table.get(LAST);': SHOWN,
  "deliveries/mails.ts: (await table.query({ index: 'day', pk: dayOf(day) })).items.map(mailOf);": SHOWN,
  'deliveries/suppression.ts: export const allow = async (table: Table, hash: string): Promise<void> => void (await table.delete(key(hash)));':
    'of an engineer: one write, repeated at will',
  "deliveries/write.ts: const data = await deps.photos.get(renditionKey(photoId, 'mail'));":
    'the simulation writes the mail by itself, and fetches the same pictures at the same moment',
  "photos/photos.ts: photosOf(table, (await table.query({ pk: `VISIT#${visitId}`, prefix: 'HAS#' })).items);": SHOWN,
  'photos/process.ts: for (const name of RENDITION_NAMES) await deps.photos.delete(renditionKey(photoId, name));': SOME,
  'photos/process.ts: await deps.incoming.delete(refusedKey(photoId));': SOME,
  'photos/process.ts: await incoming.delete(key);': SOME,
  'devices/devices.ts: if (!(await deps.table.put(item, { new: true })))': KEYS,
  "devices/devices.ts: if (!(await deps.table.update(keyOf(deviceId), { set }, { has: ['kind'] })))": KEYS,
  "devices/devices.ts: const enrolled = await deps.table.update(keyOf(deviceId), change, { is: { codeHash: item['codeHash'] as string } });":
    KEYS,
  "devices/devices.ts: if (!(await deps.table.update(keyOf(deviceId), change, { has: ['kind'] })))": KEYS,
  "devices/devices.ts: await deps.table.update(keyOf(deviceId), { set }, { has: ['kind'] });": KEYS,
  "devices/staff.ts: await deps.table.put({ ...staffKey(name), type: 'staff', salt, hash, wrong: 0, addedAt: instant(deps.clock()) });":
    STAFF,
  "devices/staff.ts: deps.table.delete(staffKey(plainName(name)), { has: ['hash'] });": STAFF,
  'devices/staff.ts: ? await deps.table.update({ pk: item.pk, sk: item.sk }, { set: { wrong: 1, wrongAt: now } }, { is: { wrongAt } })':
    STAFF,
  'devices/staff.ts: : await deps.table.update(': STAFF,
  "devices/staff.ts: await deps.table.update(staffKey(name), { set: { wrong: 0 }, remove: ['wrongAt'] }, { has: ['hash'] });":
    STAFF,
  'devices/staff.ts: await deps.table.put({ ...sessionKey(deviceId), ...session });': STAFF,
  'devices/staff.ts: await deps.table.update(sessionKey(deviceId), { set: { seenAt: instant(now) } }, { is: { hash } });':
    STAFF,
  'devices/staff.ts: await deps.table.delete(sessionKey(deviceId));': STAFF,
};

interface Ranges {
  url: string;
  functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
}

/** What was run of each file. Types are blanked out, not cut out: places in what ran are places in the source. */
const watched = (): Map<string, Ranges> => {
  const folder = mkdtempSync(join(tmpdir(), 'calls-'));
  try {
    const run = `const { simulate } = await import('./tests/simulation/simulate.ts');
      for (let seed = 1; seed <= ${LAST}; seed += seed < ${FIRST} ? 1 : 21) await simulate(seed);`;
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    execFileSync(process.execPath, ['--input-type=module', '--eval', run], { env });
    const found = readdirSync(folder).flatMap(name => JSON.parse(readFileSync(join(folder, name), 'utf8')).result);
    return new Map((found as Ranges[]).map(ranges => [ranges.url, ranges]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const count = (ranges: Ranges | undefined, at: number): number =>
  (ranges?.functions ?? [])
    .flatMap(one => one.ranges)
    .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset)
    .reduce((inner, one) => (one.endOffset - one.startOffset < inner.endOffset - inner.startOffset ? one : inner), {
      startOffset: 0,
      endOffset: Number.POSITIVE_INFINITY,
      count: 0,
    }).count;

it('the simulation comes to every call that leaves a process, or it is said here why it need not', async () => {
  const ran = watched();
  const missed: string[] = [];
  let seen = 0;
  for (const file of await sources('functions')) {
    const name = file.slice('functions/'.length);
    if (/\.(store|memory)\.ts$/.test(file)) continue;
    const screen = SCREENS.some(one => name.startsWith(one));
    const text = readFileSync(file, 'utf8');
    for (const { 1: on = '', 2: method = '', index } of text.matchAll(CALL)) {
      if (WITHIN.has(on) || (screen && READ.test(method))) continue;
      seen++;
      if (count(ran.get(`file://${process.cwd()}/${file}`), index) > 0) continue;
      const line = text.slice(text.lastIndexOf('\n', index) + 1, text.indexOf('\n', index)).trim();
      missed.push(`${name}: ${line}`);
    }
  }
  expect(seen).toBeGreaterThan(150);
  expect(missed.filter(one => !(one in ELSEWHERE))).toEqual([]);
  // What the simulation comes to by now, or what is gone, need no reason any more.
  expect(Object.keys(ELSEWHERE).filter(one => !missed.includes(one))).toEqual([]);
}, 600_000);

it('whoever follows a seed has one try: a second one would be another case', ({ task }) => {
  expect(task.retry).toBe(0);
});
