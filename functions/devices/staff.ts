import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Item, Key } from '../platform/table.ts';
import type { DeviceDeps } from './devices.ts';

const MINUTE = 60_000;
/** Wrong PINs in a row until the name is locked. */
const MAX_WRONG = 5;
/** A lock, and the memory of wrong PINs, lasts so long. */
const LOCK_MS = 15 * MINUTE;
/** A session without a request ends after this. */
const IDLE_MS = 15 * MINUTE;

const PARTITION = 'STAFF';
const staffKey = (name: string): Key => ({ pk: PARTITION, sk: name });
/** One session a desk: signing in takes the place of whoever was signed in there. */
const sessionKey = (deviceId: string): Key => ({ pk: `SESSION#${deviceId}`, sk: 'SESSION' });

const plainName = (name: string): string => name.normalize('NFC').trim();

// 16 MB and some 40 ms: a PIN has few digits, so each guess must cost.
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };
const pinHash = (pin: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) =>
    scrypt(pin, salt, 32, COST, (error, key) => (error ? reject(error) : resolve(key.toString('hex')))),
  );

/** Adds a member of staff, or gives a known one a new PIN. Throws `invalid-request` (name 1 to 60 characters, PIN 6 to 20 digits). */
export const addStaff = async (deps: DeviceDeps, wanted: { name: string; pin: string }): Promise<void> => {
  const name = plainName(wanted.name);
  if (name === '' || name.length > 60)
    throw new HallError('invalid-request', 'A name has 1 to 60 characters.', { where: 'name' });
  if (!/^\d{6,20}$/.test(wanted.pin))
    throw new HallError('invalid-request', 'A PIN has 6 to 20 digits.', { where: 'pin' });
  const salt = deps.ids.secret();
  const hash = await pinHash(wanted.pin, salt);
  await deps.table.put({ ...staffKey(name), type: 'staff', salt, hash, wrong: 0, addedAt: instant(deps.clock()) });
};

/** Removes a member of staff; their sessions end at once. False: there was none. */
export const removeStaff = (deps: Pick<DeviceDeps, 'table'>, name: string): Promise<boolean> =>
  deps.table.delete(staffKey(plainName(name)), { has: ['hash'] });

/** The names of the staff. */
export const listStaff = async (deps: Pick<DeviceDeps, 'table'>): Promise<string[]> =>
  (await deps.table.query({ pk: PARTITION })).items.map(item => item.sk);

const locked = () => new HallError('locked', 'Too many wrong PINs. Please wait 15 minutes.');
const refused = () => new HallError('not-signed-in', 'Name or PIN is wrong.');

/**
 * Counts a try before it is checked, so that guesses sent all at once count as well. The count starts again
 * 15 minutes after the last try that was counted. Throws `locked`.
 */
const countTry = async (deps: DeviceDeps, item: Item): Promise<void> => {
  const now = instant(deps.clock());
  const wrongAt = item['wrongAt'] as string | undefined;
  const forgotten = wrongAt !== undefined && wrongAt <= instant(deps.clock() - LOCK_MS);
  const counted = forgotten
    ? await deps.table.update({ pk: item.pk, sk: item.sk }, { set: { wrong: 1, wrongAt: now } }, { is: { wrongAt } })
    : await deps.table.update(
        { pk: item.pk, sk: item.sk },
        { add: { wrong: 1 }, set: { wrongAt: now } },
        { has: ['hash'], below: { wrong: MAX_WRONG } },
      );
  if (!counted) throw locked();
};

/**
 * Signs a member of staff in at an enrolled desk; the token is for its cookie. Throws `not-signed-in` when name or PIN is
 * wrong, `locked` for 15 minutes after five wrong PINs.
 */
export const signIn = async (
  deps: DeviceDeps,
  deviceId: string,
  given: { name: string; pin: string },
): Promise<{ name: string; token: string }> => {
  const name = plainName(given.name);
  const item = name === '' ? undefined : await deps.table.get(staffKey(name));
  if (item) await countTry(deps, item);
  // An unknown name costs the same time, so that time does not tell who works here.
  const hash = await pinHash(given.pin, (item?.['salt'] as string | undefined) ?? 'nobody');
  const right = item && timingSafeEqual(Buffer.from(hash), Buffer.from(item['hash'] as string));
  if (!right) throw refused();
  await deps.table.update(staffKey(name), { set: { wrong: 0 }, remove: ['wrongAt'] }, { has: ['hash'] });
  const token = deps.ids.secret();
  const session = { type: 'session', hash: sha256(token), name, seenAt: instant(deps.clock()) };
  await deps.table.put({ ...sessionKey(deviceId), ...session });
  return { name, token };
};

/** Who is signed in at this desk with this token; keeps the session awake. Throws `not-signed-in`. */
export const staffOf = async (
  deps: Omit<DeviceDeps, 'ids'>,
  deviceId: string,
  token: string | undefined,
): Promise<{ name: string }> => {
  const refusal = new HallError('not-signed-in', 'Please sign in.');
  if (!token) throw refusal;
  const now = deps.clock();
  const session = await deps.table.get(sessionKey(deviceId));
  const hash = sha256(token);
  const awake = session?.['hash'] === hash && (session['seenAt'] as string) > instant(now - IDLE_MS);
  const name = session?.['name'] as string;
  if (!awake || !(await deps.table.get(staffKey(name)))) throw refusal;
  if ((session['seenAt'] as string) <= instant(now - MINUTE))
    await deps.table.update(sessionKey(deviceId), { set: { seenAt: instant(now) } }, { is: { hash } });
  return { name };
};

/** Ends the session of a desk. Again is a success. */
export const signOut = async (deps: Pick<DeviceDeps, 'table'>, deviceId: string): Promise<void> => {
  await deps.table.delete(sessionKey(deviceId));
};
