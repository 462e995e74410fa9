import type { DeviceKind } from '../devices/device.schema.ts';
import { addDevice, type DeviceDeps, enrol, listDevices, renewCode, revokeDevice } from '../devices/devices.ts';

/** Label of the canary's two devices, as the staff see it in the list. */
const CANARY_LABEL = 'canary';

/** A key for one run, of a device that the canary had before or gets now. */
const key = async (deps: DeviceDeps, kind: DeviceKind, zone?: number): Promise<{ deviceId: string; token: string }> => {
  const mine = (await listDevices(deps)).find(one => one.label === CANARY_LABEL && one.kind === kind);
  const { code } = mine
    ? await renewCode(deps, mine.deviceId)
    : await addDevice(deps, { kind, zone, label: CANARY_LABEL });
  const { device, token } = await enrol(deps, code);
  return { deviceId: device.deviceId, token };
};

/** Keys of a zone and a booth while `act` runs; then they open nothing any more. */
export const withCanaryKeys = async <T>(
  deps: DeviceDeps,
  act: (keys: { zone: string; booth: string }) => Promise<T>,
): Promise<T> => {
  const zone = await key(deps, 'zone', 1);
  const booth = await key(deps, 'booth');
  try {
    return await act({ zone: zone.token, booth: booth.token });
  } finally {
    for (const { deviceId } of [zone, booth]) await revokeDevice(deps, deviceId);
  }
};
