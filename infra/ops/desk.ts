import { addDevice, enrol, revokeDevice } from '../../functions/devices/devices.ts';
import { addStaff, removeStaff } from '../../functions/devices/staff.ts';
import { type ErrorBody, HallError } from '../../functions/platform/errors.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { newPin } from './pin.ts';
import type { Target } from './target.ts';

/** The staff's door, as `ops` uses it: what is done to visitors' data has one way and one history. */
export interface Desk {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

/** The name under which the histories show what was done from here. */
export const OPS = 'ops';

const call = async (url: string, init: RequestInit): Promise<Response> => {
  const answer = await fetch(url, init);
  if (answer.ok) return answer;
  const text = await answer.text();
  if (!answer.headers.get('content-type')?.includes('json'))
    throw new HallError('unavailable', `${new URL(url).pathname} answered ${answer.status}.`);
  const { code, message } = (JSON.parse(text) as ErrorBody).error;
  throw new HallError(code, message);
};

/** Enrols a desk and signs `ops` in while `act` runs; afterwards key and name open nothing. Throws what the door answers as HallError. */
export const atDesk = async <T>({ table, url }: Target, act: (desk: Desk) => Promise<T>): Promise<T> => {
  const deps = { table, clock: Date.now, ids: randomIds };
  const { device, token } = await enrol(deps, (await addDevice(deps, { kind: 'desk', label: OPS })).code);
  try {
    const pin = newPin();
    await addStaff(deps, { name: OPS, pin });
    const key = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: OPS, pin });
    const signedIn = await call(`${url}/api/desk/sign-in`, { method: 'POST', headers: key, body });
    const cookie = signedIn.headers
      .getSetCookie()
      .map(one => one.split(';')[0])
      .join('; ');
    const headers = { ...key, cookie };
    return await act({
      get: async path => (await call(`${url}${path}`, { headers })).json(),
      post: async (path, sent) =>
        (await call(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(sent) })).json(),
    });
  } finally {
    await removeStaff(deps, OPS);
    await revokeDevice(deps, device.deviceId);
    // its row would only be one more line of the list
    await table.delete({ pk: 'DEVICE', sk: device.deviceId });
  }
};
