import { timingSafeEqual } from 'node:crypto';
import type { Clock, Instant } from '../platform/clock.ts';
import { instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import { sha256 } from '../platform/ids.ts';
import type { Item, Key, Table } from '../platform/table.ts';
import type { DeviceKind } from './device.schema.ts';

export interface DeviceDeps {
  table: Table;
  clock: Clock;
  ids: Ids;
}

/** A kiosk as the doors know it. */
export interface Device {
  deviceId: string;
  kind: DeviceKind;
  /** of a device of kind `zone` */
  zone?: number;
  label?: string;
}

/** What a kiosk says of itself; `waiting` counts what it still keeps. */
export interface Beat {
  waiting: number;
  waitingSince?: Instant | undefined;
  trouble?: string | undefined;
}

/** All devices lie in one partition: there are some twenty of them, and listing is then one consistent query. */
const PARTITION = 'DEVICE';
const MINUTE = 60_000;
/** minutes that a one-time code is good for */
const CODE_MINUTES = 30;

const keyOf = (deviceId: string): Key => ({ pk: PARTITION, sk: deviceId });

const deviceFrom = (item: Item): Device => ({
  deviceId: item.sk,
  kind: item['kind'] as DeviceKind,
  ...(item['zone'] === undefined ? {} : { zone: item['zone'] as number }),
  ...(item['label'] === undefined ? {} : { label: item['label'] as string }),
});

/** Both are SHA-256 in hex; compared in constant time. */
const sameHash = (a: unknown, b: string): boolean =>
  typeof a === 'string' && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** A one-time code for the device: `<deviceId>-<80 random bits>`, read aloud in five groups if need be. */
const freshCode = (deps: DeviceDeps, deviceId: string, minutes: number) => {
  // An id's first 25 characters hold 5 random bits each, its last one only 3.
  const code = `${deviceId}-${deps.ids.id().slice(-17, -1)}`;
  return { code, codeHash: sha256(code), codeUntil: instant(deps.clock() + minutes * MINUTE) };
};

/** What was handed to the staff: the code is shown once and stored only hashed. */
export interface CodeAnswer {
  deviceId: string;
  code: string;
  expiresAt: Instant;
}

/** A new device and its one-time code. Throws `invalid-request` when a zone kiosk has no zone. */
export const addDevice = async (
  deps: DeviceDeps,
  wanted: { kind: DeviceKind; zone?: number | undefined; label?: string | undefined; minutes?: number | undefined },
): Promise<CodeAnswer> => {
  const { kind, zone, label } = wanted;
  const zoneFits = kind === 'zone' ? Number.isInteger(zone) && zone! >= 1 && zone! <= 10 : zone === undefined;
  if (!zoneFits)
    throw new HallError('invalid-request', 'A zone kiosk stands in a zone from 1 to 10; no other device has one.', {
      where: 'zone',
    });
  const deviceId = deps.ids.id().slice(-10);
  const { code, codeHash, codeUntil } = freshCode(deps, deviceId, wanted.minutes ?? CODE_MINUTES);
  const addedAt = instant(deps.clock());
  const item: Item = { ...keyOf(deviceId), type: 'device', kind, zone, label, codeHash, codeUntil, addedAt };
  if (!(await deps.table.put(item, { new: true })))
    throw new HallError('unavailable', 'This device id is taken. Please try again.');
  return { deviceId, code, expiresAt: codeUntil };
};

/** A new code for a device that lost its key. The old key works until the code is used. Throws `not-found`. */
export const renewCode = async (deps: DeviceDeps, deviceId: string, minutes = CODE_MINUTES): Promise<CodeAnswer> => {
  const { code, codeHash, codeUntil } = freshCode(deps, deviceId, minutes);
  const set = { codeHash, codeUntil };
  if (!(await deps.table.update(keyOf(deviceId), { set }, { has: ['kind'] })))
    throw new HallError('not-found', 'There is no such device.');
  return { deviceId, code, expiresAt: codeUntil };
};

/** A key for the holder of a code, once. Throws `unknown-key` for a code that is wrong, used or too old. */
export const enrol = async (deps: DeviceDeps, entered: string): Promise<{ device: Device; token: string }> => {
  const refusal = new HallError('unknown-key', 'This code is not good: mistyped, used already or too old.');
  // People type it: spaces and capitals do not matter.
  const code = entered.replace(/\s/g, '').toLowerCase();
  const deviceId = code.split('-')[0] as string;
  if (deviceId === '') throw refusal;
  const item = await deps.table.get(keyOf(deviceId));
  const good =
    item && sameHash(item['codeHash'], sha256(code)) && instant(deps.clock()) < (item['codeUntil'] as string);
  if (!good) throw refusal;
  const secret = deps.ids.secret();
  const change = {
    set: { keyHash: sha256(secret), enrolledAt: instant(deps.clock()) },
    remove: ['codeHash', 'codeUntil', 'revokedAt'],
  };
  // Two kiosks with the same code at once: the condition lets one through.
  const enrolled = await deps.table.update(keyOf(deviceId), change, { is: { codeHash: item['codeHash'] as string } });
  if (!enrolled) throw refusal;
  return { device: deviceFrom(enrolled), token: `${deviceId}.${secret}` };
};

/** Whose token this is. Throws `unknown-key` or `revoked-key` (told only to who holds the right key). */
export const deviceOf = async (deps: Pick<DeviceDeps, 'table'>, token: string | undefined): Promise<Device> => {
  const refusal = new HallError('unknown-key', 'This needs the key of an enrolled device.');
  const [, deviceId, secret] = /^([0-9a-z]{1,40})\.([\w-]{1,100})$/.exec(token ?? '') ?? [];
  if (deviceId === undefined || secret === undefined) throw refusal;
  const item = await deps.table.get(keyOf(deviceId));
  if (!item || !sameHash(item['keyHash'], sha256(secret))) throw refusal;
  if (item['revokedAt'] !== undefined) throw new HallError('revoked-key', 'The key of this device was taken back.');
  return deviceFrom(item);
};

/** The device, if it is of one of the kinds. Throws `wrong-kind`. */
export const requireKind = (device: Device, kinds: readonly DeviceKind[]): Device => {
  if (kinds.includes(device.kind)) return device;
  throw new HallError('wrong-kind', `This is for devices of kind ${kinds.join(' or ')}, not ${device.kind}.`);
};

/** Every device with what it last said, as the desk shows it. */
export const listDevices = async (deps: Pick<DeviceDeps, 'table'>) => {
  const { items } = await deps.table.query({ pk: PARTITION });
  return items.map(item => ({
    ...deviceFrom(item),
    ...(item['lastSeen'] === undefined ? {} : { lastSeen: item['lastSeen'] as Instant }),
    waiting: (item['waiting'] as number | undefined) ?? 0,
    ...(item['waitingSince'] === undefined ? {} : { waitingSince: item['waitingSince'] as Instant }),
    ...(item['trouble'] === undefined ? {} : { trouble: item['trouble'] as string }),
    revoked: item['revokedAt'] !== undefined,
  }));
};

/** Takes a device's key back, and a code that is still open. Again is a success. Throws `not-found`. */
export const revokeDevice = async (deps: Omit<DeviceDeps, 'ids'>, deviceId: string): Promise<void> => {
  const change = { set: { revokedAt: instant(deps.clock()) }, remove: ['codeHash', 'codeUntil'] };
  if (!(await deps.table.update(keyOf(deviceId), change, { has: ['kind'] })))
    throw new HallError('not-found', 'There is no such device.');
};

/** Remembers what a kiosk says of itself: when it changed, and else once a minute. */
export const beat = async (deps: Omit<DeviceDeps, 'ids'>, deviceId: string, said: Beat): Promise<void> => {
  const item = await deps.table.get(keyOf(deviceId));
  const now = deps.clock();
  const same =
    item?.['waiting'] === said.waiting &&
    item['waitingSince'] === said.waitingSince &&
    item['trouble'] === said.trouble &&
    (item['lastSeen'] as Instant) > instant(now - MINUTE);
  if (same) return;
  const { waiting, waitingSince, trouble } = said;
  const set = { lastSeen: instant(now), waiting, waitingSince, trouble };
  await deps.table.update(keyOf(deviceId), { set }, { has: ['kind'] });
};
