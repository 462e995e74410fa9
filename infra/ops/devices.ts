import { DEVICE_KINDS } from '../../functions/devices/device.schema.ts';
import { addDevice, listDevices, renewCode, revokeDevice } from '../../functions/devices/devices.ts';
import { addStaff, listStaff, removeStaff } from '../../functions/devices/staff.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { type Command, type Context, given, Misunderstood, oneOf, type Said, table } from './command.ts';
import { newPin } from './pin.ts';

const depsOf = async ({ hall }: Context) => ({ table: (await hall()).table, clock: Date.now, ids: randomIds });

const enrolment = async (
  { hall }: Context,
  made: { deviceId: string; code: string; expiresAt: string },
): Promise<Said> => {
  const link = `${(await hall()).url}/enrol#${made.code}`;
  return {
    result: { ...made, link },
    lines: [`${made.deviceId}: open this on the kiosk, once, before ${made.expiresAt}`, `  ${link}`],
  };
};

const zoneOf = (text: string | undefined): { zone?: number } => {
  if (text === undefined) return {};
  const zone = Number(text);
  if (!Number.isInteger(zone) || zone < 1 || zone > 10)
    throw new Misunderstood(`--zone ${text}: a number from 1 to 10`);
  return { zone };
};

/** Kiosks and staff. */
export const DEVICES: Record<string, Command> = {
  'devices add': {
    about: 'prints the link that enrols a kiosk',
    needs: ['kind'],
    takes: ['zone', 'label'],
    run: async context => {
      const { values } = context;
      const kind = oneOf('kind', given(values, 'kind'), DEVICE_KINDS);
      const label = values.label === undefined ? {} : { label: values.label };
      return enrolment(context, await addDevice(await depsOf(context), { kind, ...zoneOf(values.zone), ...label }));
    },
  },
  'devices list': {
    about: 'every kiosk, when it was last seen, and how much it still keeps',
    run: async context => {
      const devices = await listDevices(await depsOf(context));
      const rows = devices.map(one => [
        one.deviceId,
        one.kind,
        one.zone,
        one.label,
        one.revoked ? 'revoked' : (one.lastSeen ?? 'never'),
        one.waiting,
        one.trouble,
      ]);
      return {
        result: { devices },
        lines: table(['device', 'kind', 'zone', 'label', 'seen', 'keeps', 'trouble'], rows),
      };
    },
  },
  'devices rotate': {
    about: 'a new link for a known kiosk; its old key ends when the link is used',
    needs: ['device'],
    run: async context => enrolment(context, await renewCode(await depsOf(context), given(context.values, 'device'))),
  },
  'devices revoke': {
    about: "a kiosk's key opens nothing any more",
    needs: ['device'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const deviceId = given(context.values, 'device');
      if (context.values['dry-run'] || !(await context.agrees(`The kiosk ${deviceId} stops at once.`)))
        return { result: { deviceId, revoked: false }, lines: [`${deviceId} would be revoked; nothing was done`] };
      await revokeDevice(await depsOf(context), deviceId);
      return { result: { deviceId, revoked: true }, lines: [`${deviceId} is revoked`] };
    },
  },
  'staff add': {
    about: 'a member of staff, or a new PIN for one; prints the PIN',
    needs: ['name'],
    takes: ['pin'],
    run: async context => {
      const name = given(context.values, 'name');
      const pin = context.values.pin ?? newPin();
      await addStaff(await depsOf(context), { name, pin });
      return { result: { name, pin }, lines: [`${name} signs in with the PIN ${pin}`] };
    },
  },
  'staff list': {
    about: 'who may sign in at a desk',
    run: async context => {
      const staff = await listStaff(await depsOf(context));
      return { result: { staff }, lines: staff };
    },
  },
  'staff remove': {
    about: 'a member of staff can no longer sign in',
    needs: ['name'],
    run: async context => {
      const name = given(context.values, 'name');
      const removed = await removeStaff(await depsOf(context), name);
      return { result: { name, removed }, lines: [removed ? `${name} can no longer sign in` : `there is no ${name}`] };
    },
  },
};
