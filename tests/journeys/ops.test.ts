import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_ADDRESS, CANARY_STEPS } from '../../functions/retention/canary.ts';
import { type Hall, startHall } from '../../infra/local/hall.ts';
import { kioskOf } from '../../infra/local/kiosk.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import {
  checkOut,
  mailsDone,
  newCard,
  photoDone,
  takePhoto,
  tapAtDoor,
  until,
  writeEntry,
} from '../../infra/local/visit.ts';
import { ops } from '../../infra/ops/ops.ts';

const folder = mkdtempSync(join(tmpdir(), 'eg-memory-ops-'));
const dir = join(folder, 'state');
let hall: Hall;
let zone: ReturnType<typeof kioskOf>;
let booth: ReturnType<typeof kioskOf>;
let guest: { cardId: string; visitId: string; photoId: string; deliveryId: string };

/** One command line at this hall: its exit code and what it said. */
const run = async (line: string, more: readonly string[] = []) => {
  const said: string[] = [];
  const told: string[] = [];
  const io = { out: (text: string) => void said.push(text), err: (text: string) => void told.push(text) };
  const code = await ops([...line.split(' '), ...more, '--dir', dir, '--json'], io);
  const json = said.length === 1 && said[0]?.startsWith('{') ? (JSON.parse(said[0]) as Record<string, unknown>) : {};
  return { code, json, told: told.join('\n') };
};

/** Every line that the functions logged so far. */
const lines = (): Record<string, unknown>[] =>
  readdirSync(join(dir, 'logs')).flatMap(file =>
    readFileSync(join(dir, 'logs', file), 'utf8')
      .split('\n')
      .filter(line => line.startsWith('{'))
      .map(line => JSON.parse(line) as Record<string, unknown>),
  );
const logged = (event: string, fields: Record<string, unknown>) =>
  until(
    `the line ${event} ${JSON.stringify(fields)}`,
    async () => lines().filter(line => line['event'] === event),
    found => found.some(line => Object.entries(fields).every(([name, value]) => line[name] === value)),
  );

beforeAll(async () => {
  const site = join(folder, 'site');
  mkdirSync(join(site, 'booth'), { recursive: true });
  writeFileSync(join(site, 'booth/index.html'), '<!doctype html><title>booth</title>');
  hall = await startHall({ dir, port: 0, fresh: true, site });
  zone = kioskOf(hall.url, await hall.admin.token('zone', 1));
  booth = kioskOf(hall.url, await hall.admin.token('booth'));
  const cardId = newCard();
  const { visitId } = await tapAtDoor(zone, { cardId, language: 'ko' });
  const photoId = await takePhoto(booth, { cards: [cardId], file: await cameraPicture() });
  await photoDone(booth, photoId);
  await writeEntry(booth, { cardId, language: 'ko', message: '좋은 하루였습니다', photoId, wall: true });
  await checkOut(booth, { cardId, language: 'ko', addresses: ['success@simulator.amazonses.com'] });
  const { mails } = await mailsDone(booth, cardId);
  guest = { cardId, visitId, photoId, deliveryId: mails[0]?.deliveryId ?? '' };
}, 180_000);

afterAll(async () => {
  await hall?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the canary', () => {
  it('walks a whole visit, says that the hall is ready, and leaves nothing that a door would show', async () => {
    const { code, json } = await run('canary');
    expect(json).toMatchObject({ ready: true });
    expect((json['steps'] as { step: string }[]).map(({ step }) => step)).toEqual([...CANARY_STEPS]);
    expect(code).toBe(0);
    expect(hall.mails().filter(({ to }) => to.includes(CANARY_ADDRESS)).length).toBe(2);
    await expect(booth.get('/api/cards/EG99999999')).rejects.toMatchObject({ status: 409 });
  });

  it('walks by its schedule with a role of its own, and what it met is a metric', async () => {
    await hall.daily();
    await logged('canary', { failed: 0, CanaryFailed: 0 });
    expect(hall.denied).toEqual([]);
  });

  it('names the step that broke, cleans up all the same, and ends with 1', async () => {
    await run('mail hold', ['--why', 'a drill', '--yes']);
    const slow = join(folder, 'site/booth/index.html');
    rmSync(slow);
    const { code, json } = await run('canary');
    writeFileSync(slow, '<!doctype html><title>booth</title>');
    expect([code, json['ready'], json['broken']]).toEqual([1, false, 'pages']);
    expect((await run('mail release')).code).toBe(0);
  });
});

describe('what happened to a visitor', () => {
  it('can be followed across queues and functions by ids in the logs', async () => {
    const { visitId, photoId, deliveryId } = guest;
    await logged('photo-processed', { function: 'process-photo', photoId });
    await logged('photo-told', { function: 'process-photo', photoId, visitId });
    await logged('checked-out', { function: 'kiosk-door', visitId });
    await logged('mail-accepted', { function: 'deliver-mail', visitId, deliveryId });
    await logged('feedback', { function: 'take-feedback', visitId, deliveryId, told: 'delivery' });
    for (const line of lines()) expect(Object.keys(line).slice(0, 4)).toEqual(['at', 'level', 'function', 'event']);
  });

  it('is no line with an address, a message or a link in it', () => {
    const whole = JSON.stringify(lines());
    expect(whole).not.toContain('simulator.amazonses.com');
    expect(whole).not.toContain('좋은 하루');
    expect(whole).not.toMatch(/\/m\/[0-9a-z]{20}/);
  });

  it('is measured: how long the picture and the mail took', () => {
    const measured = (name: string) => lines().filter(line => typeof line[name] === 'number');
    for (const name of ['ReadySeconds', 'AcceptedSeconds']) {
      expect(measured(name).length).toBeGreaterThan(0);
      expect(measured(name)[0]).toMatchObject({
        hall: 'hall-main',
        _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: name }] }] },
      });
    }
  });
});

describe('ops', () => {
  it('shows a visit, its mails and why each is where it is', async () => {
    expect((await run('visits show', ['--visit', guest.visitId])).json).toMatchObject({ visitId: guest.visitId });
    const { mails } = (await run('mail list --state delivered')).json as { mails: { deliveryId: string }[] };
    expect(mails.map(({ deliveryId }) => deliveryId)).toContain(guest.deliveryId);
    const why = JSON.stringify((await run('mail why', ['--visit', guest.visitId])).json);
    expect(why).toContain('accepted');
    expect(why).not.toContain('success@simulator');
  });

  it('sends a mail once more in the name of ops, only when somebody agreed, and from the state that was named', async () => {
    const wish = ['--visit', guest.visitId, '--delivery', guest.deliveryId];
    expect((await run('mail resend', wish)).code).toBe(2);
    expect((await run('mail resend', [...wish, '--dry-run'])).json).toEqual({ sent: false });
    expect((await run('mail resend', [...wish, '--yes'])).code).toBe(2);
    expect((await run('mail resend --state unknown', [...wish, '--yes'])).told).toContain('state-conflict');
    const { code, json } = await run('mail resend --state delivered', [...wish, '--yes']);
    expect([code, json['sent']]).toEqual([0, true]);
    expect((await run('mail resend --state delivered', [...wish, '--yes'])).told).toContain('state-conflict');
    expect(JSON.stringify((await run('mail why', ['--visit', guest.visitId])).json)).toContain('"by":"ops"');
  });

  it('holds all mail and lets it go', async () => {
    expect((await run('mail hold', ['--why', 'a drill', '--yes'])).json).toMatchObject({ held: true });
    expect((await run('status')).json).toMatchObject({ held: { why: 'a drill', by: 'ops' } });
    expect((await run('mail release --dry-run')).json).toMatchObject({ held: { why: 'a drill' } });
    expect((await run('mail release')).code).toBe(0);
    expect((await run('status')).json).toMatchObject({ held: false });
  });

  it('lets mail go again to an address that came back, once its owner asked', async () => {
    const address = 'bounce+owner@simulator.amazonses.com';
    const stateOfOne = async () => {
      const cardId = newCard();
      await tapAtDoor(zone, { cardId, language: 'en' });
      await checkOut(booth, { cardId, language: 'en', addresses: [address] });
      return (await mailsDone(booth, cardId)).mails[0]?.state;
    };
    const wish = ['--address', address, '--reason', 'its owner asked'];
    expect(await stateOfOne()).toBe('bounced');
    expect(await stateOfOne()).toBe('suppressed');
    expect((await run('mail allow', [...wish, '--dry-run'])).json).toMatchObject({ suppressed: true, allowed: false });
    expect((await run('mail allow', [...wish, '--yes'])).json).toMatchObject({ allowed: true });
    expect((await run('mail allow', [...wish, '--yes'])).json).toEqual({ suppressed: false });
    expect(await stateOfOne()).toBe('bounced');
  });

  it('approves and hides an entry', async () => {
    const { entries } = (await run('wall pending')).json as { entries: { entryId: string }[] };
    const [{ entryId } = { entryId: '' }] = entries;
    expect((await run('wall approve', ['--entry', entryId])).json).toMatchObject({ state: 'approved' });
    expect((await run('wall hide', ['--entry', entryId, '--reason', 'a drill'])).json).toMatchObject({
      state: 'hidden',
    });
    expect((await run('wall hide --entry no-such-entry')).code).toBe(1);
  });

  it('sends dead letters back', async () => {
    const { queues } = (await run('queue list')).json as { queues: { queue: string; dead: number }[] };
    expect(queues.map(({ queue, dead }) => [queue, dead])).toEqual([
      ['photo', 0],
      ['mail', 0],
      ['erase', 0],
      ['feedback', 0],
    ]);
    expect((await run('queue redrive --queue photo --yes')).json).toMatchObject({ moved: 0 });
  });

  it('adds, rotates and revokes a kiosk, and a member of staff', async () => {
    const { deviceId, link } = (await run('devices add --kind zone --zone 3 --label Hall')).json;
    expect(link).toContain(`${hall.url}/enrol#`);
    expect((await run('devices rotate', ['--device', String(deviceId)])).json).toMatchObject({ deviceId });
    expect((await run('devices revoke', ['--device', String(deviceId), '--yes'])).json).toMatchObject({
      revoked: true,
    });
    expect(JSON.stringify((await run('devices list')).json)).toContain('"revoked":true');
    expect((await run('staff add --name Jiwon')).json['pin']).toMatch(/^\d{6}$/);
    expect((await run('staff list')).json).toEqual({ staff: ['Jiwon'] });
    expect((await run('staff remove --name Jiwon')).json).toMatchObject({ removed: true });
  });

  it('reports, examines and checks', async () => {
    expect((await run('report')).json['days']).toBeInstanceOf(Array);
    const { findings } = (await run('doctor')).json as { findings: { what: string }[] };
    expect(findings.map(({ what }) => what)).toEqual(['consent wordings', 'hall', 'clock']);
    expect((await run('catalogue check')).code).toBe(0);
  });

  it("hands out a visitor's data, erases it, and finds it again after a restore (the drill)", async () => {
    const wish = ['--visit', guest.visitId];
    expect((await run('export', wish)).json).toMatchObject({ format: 'eg-memory-visit-1' });
    const kept = (await hall.admin.table.query({ pk: `VISIT#${guest.visitId}` })).items;
    expect((await run('erase', [...wish, '--dry-run'])).json).toMatchObject({ erased: false });
    const erased = await run('erase', [...wish, '--yes']);
    expect(erased.json).toMatchObject({ erased: true, receipt: expect.stringMatching(/^[0-9a-f]{10}$/) });
    expect((await run('export', wish)).told).toContain('not-found');
    await until(
      'the erasure of the visit',
      () => hall.admin.table.get({ pk: `VISIT#${guest.visitId}`, sk: 'VISIT' }),
      item => item === undefined,
      90_000,
    );
    expect((await run('erase', wish)).json).toMatchObject({ items: 0, receipt: erased.json['receipt'] });
    expect((await run('erase', ['--visit', '0'.repeat(26), '--yes'])).told).toContain('not-found');
    for (const item of kept) await hall.admin.table.put(item);
    expect((await run('restore apply --dry-run')).json).toMatchObject({ again: 1, erased: 0 });
    expect((await run('restore apply --yes')).json).toMatchObject({ again: 1, erased: 1 });
    expect((await hall.admin.table.query({ pk: `VISIT#${guest.visitId}` })).items).toEqual([]);
  });

  it('says what it did not understand, and where there is no hall', async () => {
    expect((await run('mail post')).code).toBe(2);
    expect((await run('status --state waiting')).told).toContain('"status" knows no --state');
    expect(await ops(['status', '--dir', join(folder, 'nowhere')], { out: String, err: String })).toBe(3);
  });
});
