import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEVICE_KINDS, type DeviceKind } from '../../functions/devices/device.schema.ts';
import { addDevice, listDevices, renewCode, revokeDevice } from '../../functions/devices/devices.ts';
import { addStaff, listStaff, removeStaff } from '../../functions/devices/staff.ts';
import { HallError } from '../../functions/platform/errors.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import { readSettings } from '../settings.ts';
import { newPin } from './pin.ts';
import { deployedTarget, localTarget, NoTarget, type Outputs, type Target } from './target.ts';

const HELP = `What an operator does to a hall.

  npm run ops -- devices add --kind booth [--zone N] [--label TEXT]   prints the link that enrols a kiosk
  npm run ops -- devices renew --device ID       a new link for a known kiosk
  npm run ops -- devices revoke --device ID      its key opens nothing any more
  npm run ops -- devices list
  npm run ops -- staff add --name NAME [--pin PIN]    prints the PIN
  npm run ops -- staff remove --name NAME
  npm run ops -- staff list

  --kind KIND     ${DEVICE_KINDS.join(', ')}; a zone needs --zone 1 to 10
  --dir FOLDER    state of the hall on this machine (.hall)
  --outputs FILE  the deployed hall instead, by the outputs of its stacks
  --json          one JSON object

Exit codes: 0 done, 1 refused by the hall, 2 not understood, 3 no hall there.
`;

/** The command line was not understood. */
class Misunderstood extends Error {}

type Values = Partial<Record<'kind' | 'zone' | 'label' | 'device' | 'name' | 'pin', string>>;

const need = (values: Values, name: keyof Values): string => {
  const value = values[name];
  if (value === undefined) throw new Misunderstood(`--${name} is missing`);
  return value;
};

const kindOf = (text: string): DeviceKind => {
  const kind = DEVICE_KINDS.find(one => one === text);
  if (!kind) throw new Misunderstood(`--kind ${text}: one of ${DEVICE_KINDS.join(', ')}`);
  return kind;
};

const zoneOf = (text: string): number => {
  const zone = Number(text);
  if (!Number.isInteger(zone) || zone < 1 || zone > 10)
    throw new Misunderstood(`--zone ${text}: a number from 1 to 10`);
  return zone;
};

/** One command: what it says as an object, and as lines for people. */
interface Said {
  result: object;
  lines: string[];
}

/** Carries out one command at a hall. */
const carryOut = async (command: string, values: Values, { url, tableName, client }: Target): Promise<Said> => {
  const deps = { table: tableStore(tableName, client), clock: Date.now, ids: randomIds };
  const link = (code: string) => `${url}/enrol#${code}`;
  const enrolment = (made: { deviceId: string; code: string; expiresAt: string }): Said => ({
    result: { ...made, link: link(made.code) },
    lines: [`${made.deviceId}: open this on the kiosk, once, before ${made.expiresAt}`, `  ${link(made.code)}`],
  });
  switch (command) {
    case 'devices add': {
      const { zone, label } = values;
      const kind = kindOf(need(values, 'kind'));
      const place = zone === undefined ? {} : { zone: zoneOf(zone) };
      return enrolment(await addDevice(deps, { kind, ...place, ...(label === undefined ? {} : { label }) }));
    }
    case 'devices renew':
      return enrolment(await renewCode(deps, need(values, 'device')));
    case 'devices revoke': {
      const deviceId = need(values, 'device');
      await revokeDevice(deps, deviceId);
      return { result: { deviceId, revoked: true }, lines: [`${deviceId} is revoked`] };
    }
    case 'devices list': {
      const devices = await listDevices(deps);
      const line = (one: (typeof devices)[number]) =>
        [
          one.deviceId,
          one.kind,
          one.zone ?? '',
          one.label ?? '',
          one.revoked ? 'revoked' : (one.lastSeen ?? 'never seen'),
        ]
          .join('  ')
          .trimEnd();
      return { result: { devices }, lines: devices.map(line) };
    }
    case 'staff add': {
      const name = need(values, 'name');
      const pin = values.pin ?? newPin();
      await addStaff(deps, { name, pin });
      return { result: { name, pin }, lines: [`${name} signs in with the PIN ${pin}`] };
    }
    case 'staff remove': {
      const name = need(values, 'name');
      const removed = await removeStaff(deps, name);
      return { result: { name, removed }, lines: [removed ? `${name} can no longer sign in` : `there is no ${name}`] };
    }
    case 'staff list': {
      const staff = await listStaff(deps);
      return { result: { staff }, lines: staff };
    }
    default:
      throw new Misunderstood(`there is no command "${command}"`);
  }
};

const OPTIONS = {
  kind: { type: 'string' },
  zone: { type: 'string' },
  label: { type: 'string' },
  device: { type: 'string' },
  name: { type: 'string' },
  pin: { type: 'string' },
  dir: { type: 'string', default: '.hall' },
  outputs: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Runs a command line; the number is the exit code. */
export const ops = async (
  args: string[],
  io: { out(line: string): void; err(line: string): void } = { out: console.log, err: console.error },
): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (values.help || positionals.length === 0) {
      io.out(HELP);
      return values.help ? 0 : 2;
    }
    const target =
      values.outputs === undefined
        ? localTarget(values.dir)
        : deployedTarget(JSON.parse(readFileSync(values.outputs, 'utf8')) as Outputs, readSettings().region);
    try {
      const { result, lines } = await carryOut(positionals.join(' '), values, target);
      for (const line of values.json ? [JSON.stringify(result)] : lines) io.out(line);
      return 0;
    } finally {
      target.client.destroy();
    }
  } catch (error) {
    if (error instanceof NoTarget) {
      io.err(error.message);
      return 3;
    }
    if (error instanceof HallError) {
      io.err(`${error.code}: ${error.message}`);
      return 1;
    }
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (error instanceof Misunderstood || code.startsWith('ERR_PARSE_ARGS')) {
      io.err(`${(error as Error).message}\n\n${HELP}`);
      return 2;
    }
    throw error;
  }
};

if (import.meta.main) process.exitCode = await ops(process.argv.slice(2));
