import { describe, expect, it } from 'vitest';
import {
  addDevice,
  beat,
  deviceOf,
  enrol,
  listDevices,
  renewCode,
  requireKind,
  revokeDevice,
} from '../../functions/devices/devices.ts';
import { addStaff, listStaff, removeStaff, signIn, signOut, staffOf } from '../../functions/devices/staff.ts';
import { codeOf, hall, MINUTE } from '../visits/hall.ts';

describe('devices', () => {
  it('gets a key for its code, once', async () => {
    const { deps } = hall();
    const { code, deviceId } = await addDevice(deps, { kind: 'zone', zone: 3, label: 'by the map' });
    const { token, device } = await enrol(deps, ` ${code.toUpperCase()} `);
    expect(device).toEqual({ deviceId, kind: 'zone', zone: 3, label: 'by the map' });
    expect(await deviceOf(deps, token)).toEqual(device);
    expect(await codeOf(enrol(deps, code))).toBe('unknown-key');
  });

  it('gives one key when two enrol with one code at once', async () => {
    const { deps } = hall();
    const { code } = await addDevice(deps, { kind: 'booth' });
    const answers = await Promise.allSettled([enrol(deps, code), enrol(deps, code)]);
    expect(answers.map(answer => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses a code that is too old, and one that is none', async () => {
    const { deps, time } = hall();
    const { code } = await addDevice(deps, { kind: 'booth' });
    time.now += 30 * MINUTE;
    for (const wrong of [code, '', '-', 'nobody-0000000000000000'])
      expect(await codeOf(enrol(deps, wrong))).toBe('unknown-key');
  });

  it('refuses a wrong, missing or malformed key, and a revoked one by name only to who holds it', async () => {
    const { deps } = hall();
    const { code, deviceId } = await addDevice(deps, { kind: 'booth' });
    const { token } = await enrol(deps, code);
    for (const wrong of [undefined, '', 'x', `${deviceId}.other`, 'nobody.secret-1'])
      expect(await codeOf(deviceOf(deps, wrong))).toBe('unknown-key');
    await revokeDevice(deps, deviceId);
    expect(await codeOf(deviceOf(deps, token))).toBe('revoked-key');
    expect(await codeOf(deviceOf(deps, `${deviceId}.other`))).toBe('unknown-key');
    const again = await enrol(deps, (await renewCode(deps, deviceId)).code);
    expect((await deviceOf(deps, again.token)).deviceId).toBe(deviceId);
    expect(await codeOf(deviceOf(deps, token))).toBe('unknown-key');
  });

  it('keeps no code and no key in the table', async () => {
    const { deps, table } = hall();
    const { code } = await addDevice(deps, { kind: 'booth' });
    const before = JSON.stringify(table.all());
    const { token } = await enrol(deps, code);
    expect(before + JSON.stringify(table.all())).not.toContain(code.split('-')[1]);
    expect(JSON.stringify(table.all())).not.toContain(token.split('.')[1]);
  });

  it('refuses what it does not know or what has no zone', async () => {
    const { deps } = hall();
    expect(await codeOf(addDevice(deps, { kind: 'zone' }))).toBe('invalid-request');
    expect(await codeOf(addDevice(deps, { kind: 'wall', zone: 1 }))).toBe('invalid-request');
    expect(await codeOf(revokeDevice(deps, 'nobody'))).toBe('not-found');
    expect(await codeOf(renewCode(deps, 'nobody'))).toBe('not-found');
    const device = { deviceId: 'd', kind: 'wall' } as const;
    expect(requireKind(device, ['wall'])).toBe(device);
    expect(() => requireKind(device, ['booth', 'zone'])).toThrow('booth or zone');
  });

  it('lists what each last said, and writes it at most once a minute unless it changed', async () => {
    const { deps, time } = hall();
    const { deviceId } = await addDevice(deps, { kind: 'booth' });
    const seen = async () => (await listDevices(deps))[0];
    await beat(deps, deviceId, { waiting: 2, waitingSince: '2026-11-22T00:00:00.000Z', trouble: 'camera' });
    const first = await seen();
    expect(first).toMatchObject({ deviceId, waiting: 2, trouble: 'camera', revoked: false });
    time.now += 30_000;
    await beat(deps, deviceId, { waiting: 2, waitingSince: '2026-11-22T00:00:00.000Z', trouble: 'camera' });
    expect(await seen()).toEqual(first);
    await beat(deps, deviceId, { waiting: 0 });
    expect(await seen()).toEqual({
      deviceId,
      kind: 'booth',
      waiting: 0,
      revoked: false,
      lastSeen: new Date(time.now).toISOString(),
    });
    await beat(deps, 'nobody', { waiting: 0 });
    expect(await listDevices(deps)).toHaveLength(1);
  });
});

describe('staff', () => {
  const withKim = async () => {
    const made = hall();
    await addStaff(made.deps, { name: ' 김하나 ', pin: '482913' });
    return made;
  };
  const right = { name: '김하나', pin: '482913' };
  const wrong = { name: '김하나', pin: '000000' };

  it('signs in with name and PIN on one desk, until signed out', async () => {
    const { deps } = await withKim();
    const { token } = await signIn(deps, 'desk-1', right);
    expect(await staffOf(deps, 'desk-1', token)).toEqual({ name: '김하나' });
    expect(await codeOf(staffOf(deps, 'desk-2', token))).toBe('not-signed-in');
    expect(await codeOf(staffOf(deps, 'desk-1', undefined))).toBe('not-signed-in');
    await signOut(deps, 'desk-1');
    expect(await codeOf(staffOf(deps, 'desk-1', token))).toBe('not-signed-in');
  });

  it('ends a session after 15 idle minutes, not while it is used', async () => {
    const { deps, time } = await withKim();
    const { token } = await signIn(deps, 'desk-1', right);
    for (let n = 0; n < 3; n++) {
      time.now += 14 * MINUTE;
      await staffOf(deps, 'desk-1', token);
    }
    time.now += 15 * MINUTE;
    expect(await codeOf(staffOf(deps, 'desk-1', token))).toBe('not-signed-in');
  });

  it('locks a name for 15 minutes after five wrong PINs, also when they come at once', async () => {
    const { deps, time } = await withKim();
    const tries = await Promise.allSettled(Array.from({ length: 7 }, () => signIn(deps, 'desk-1', wrong)));
    const codes = tries.map(one => one.status === 'rejected' && one.reason.code);
    expect(codes.filter(code => code === 'locked')).toHaveLength(2);
    expect(await codeOf(signIn(deps, 'desk-1', right))).toBe('locked');
    time.now += 15 * MINUTE;
    expect((await signIn(deps, 'desk-1', right)).name).toBe('김하나');
  });

  it('does not tell an unknown name from a wrong PIN', async () => {
    const { deps } = await withKim();
    expect(await codeOf(signIn(deps, 'desk-1', wrong))).toBe('not-signed-in');
    expect(await codeOf(signIn(deps, 'desk-1', { ...wrong, name: '이하나' }))).toBe('not-signed-in');
    expect(await codeOf(signIn(deps, 'desk-1', { ...wrong, name: ' ' }))).toBe('not-signed-in');
  });

  it('ends the sessions of who is removed at once', async () => {
    const { deps } = await withKim();
    const { token } = await signIn(deps, 'desk-1', right);
    expect(await listStaff(deps)).toEqual(['김하나']);
    expect(await removeStaff(deps, '김하나')).toBe(true);
    expect(await removeStaff(deps, '김하나')).toBe(false);
    expect(await codeOf(staffOf(deps, 'desk-1', token))).toBe('not-signed-in');
  });

  it('refuses a short PIN and an empty name', async () => {
    const { deps } = hall();
    expect(await codeOf(addStaff(deps, { name: 'Kim', pin: '1234' }))).toBe('invalid-request');
    expect(await codeOf(addStaff(deps, { name: ' ', pin: '123456' }))).toBe('invalid-request');
  });
});
