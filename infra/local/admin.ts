import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import { addDevice, enrol, renewCode } from '../../functions/devices/devices.ts';
import { addStaff } from '../../functions/devices/staff.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Table } from '../../functions/platform/table.ts';
import { newPin } from '../ops/pin.ts';
import { ADMIN } from './gateway.ts';

/** What an operator does to a local hall: no role binds it. */
export interface Admin {
  table: Table;
  /** a device that waits to be enrolled; `link` opens its page and enrols the browser */
  addDevice(kind: DeviceKind, zone?: number): Promise<{ deviceId: string; code: string; link: string }>;
  /** a fresh code for a device that is known */
  renewDevice(deviceId: string): Promise<{ deviceId: string; code: string; link: string }>;
  /** a device enrolled at once: its key, for `Authorization: Bearer` */
  token(kind: DeviceKind, zone?: number): Promise<string>;
  /** a member of staff; the PIN is made when none is given */
  addStaff(name: string, pin?: string): Promise<string>;
  close(): void;
}

/** The operator of a hall that listens at `gateway`. */
export const hallAdmin = (hall: { url: string; gateway: string; region: string; tableName: string }): Admin => {
  const client = new DynamoDBClient({
    endpoint: hall.gateway,
    region: hall.region,
    credentials: { accessKeyId: ADMIN, secretAccessKey: ADMIN },
  });
  const table = tableStore(hall.tableName, client);
  const deps = { table, clock: Date.now, ids: randomIds };
  const add = (kind: DeviceKind, zone: number | undefined) =>
    addDevice(deps, { kind, ...(zone === undefined ? {} : { zone }) });
  const linked = ({ deviceId, code }: { deviceId: string; code: string }) => ({
    deviceId,
    code,
    link: `${hall.url}/enrol#${code}`,
  });
  return {
    table,
    addDevice: async (kind, zone) => linked(await add(kind, zone)),
    renewDevice: async deviceId => linked(await renewCode(deps, deviceId)),
    token: async (kind, zone) => (await enrol(deps, (await add(kind, zone)).code)).token,
    addStaff: async (name, pin = newPin()) => {
      await addStaff(deps, { name, pin });
      return pin;
    },
    close: () => client.destroy(),
  };
};
