import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import type { Hall } from './hall.ts';
import { NotPerformed } from './intrinsics.ts';
import { ORIGIN_MARK } from './template.ts';

const HELP = `The whole hall on this machine, from the templates that a deploy would use.

  npm start [-- --port N] [--dir FOLDER] [--fresh] [--site FOLDER]

  --port N       port of the front door (8787)
  --dir FOLDER   where its state lies (.hall)
  --fresh        forget the state of before
  --site FOLDER  pages that are built already; without it they are built when their sources changed
`;

const STAFF = 'Guide';

/** What the hall gave out at an earlier start: the PIN, and the device behind each link. */
interface Given {
  pin?: string;
  devices: Record<string, string>;
}

/** Each start gives fresh codes for the same devices; a browser that was enrolled before stays so until its link is used again. */
const links = async (hall: Hall, dir: string) => {
  const file = join(dir, 'given.json');
  const given: Given = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { devices: {} };
  const pin = given.pin ?? (await hall.admin.addStaff(STAFF));
  given.pin = pin;
  const link = async (kind: DeviceKind, zone?: number) => {
    const name = `${kind}${zone ?? ''}`;
    const known = given.devices[name];
    const made = known === undefined ? await hall.admin.addDevice(kind, zone) : await hall.admin.renewDevice(known);
    given.devices[name] = made.deviceId;
    return made.link;
  };
  const addresses = {
    'Welcome zone': await link('zone', 1),
    'Zone 6': await link('zone', 6),
    Booth: await link('booth'),
    Wall: await link('wall'),
    Desk: `${await link('desk')}   (name ${STAFF}, PIN ${pin})`,
    Inbox: hall.inbox,
    'Mail preview': `${hall.url}/mail-preview`,
    'Privacy notice': `${hall.url}/privacy`,
    API: `${hall.url}/api/openapi.json`,
  };
  writeFileSync(file, JSON.stringify(given), { mode: 0o600 });
  return addresses;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      dir: { type: 'string', default: '.hall' },
      fresh: { type: 'boolean', default: false },
      site: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const began = performance.now();
  const [{ startHall }, { watchCatalogue }, { buildSite }, { localAssembly }, { ROOT }, { readSettings }] =
    await Promise.all([
      import('./hall.ts'),
      import('./edits.ts'),
      import('../site.ts'),
      import('../build.ts'),
      import('../bundle.ts'),
      import('../settings.ts'),
    ]);
  // Pages and functions are built side by side; the hall then finds both.
  const [site] = await Promise.all([
    values.site ?? buildSite().then(built => built.dir),
    localAssembly({ settings: readSettings(), origin: ORIGIN_MARK }),
  ]);
  const open = (fresh: boolean): Promise<Hall> =>
    startHall({
      dir: values.dir,
      port: Number(values.port),
      fresh,
      site,
      onRefused: error => {
        console.error(`\n${error.message}. The hall stops, since nobody could trust what it shows.`);
        process.exitCode = 1;
        void hall.stop().then(() => process.exit(1));
      },
    });
  let hall = await open(values.fresh);
  const addresses = await links(hall, values.dir);
  console.log(`\nThe hall is open (${((performance.now() - began) / 1000).toFixed(1)} s): ${hall.url}\n`);
  for (const [name, address] of Object.entries(addresses)) console.log(`  ${name.padEnd(15)} ${address}`);
  console.log(
    `\nA link enrols the browser that opens it, once, within half an hour. State: ${values.dir}, logs: ${join(values.dir, 'logs')}`,
  );
  console.log('Ctrl+C closes the hall.');
  void hall.warm();
  // Functions hold the catalogue they were bundled with: they are bundled anew and the hall opens again with its state.
  const reopen = async () => {
    await localAssembly({ settings: readSettings(), origin: ORIGIN_MARK });
    await hall.stop();
    hall = await open(false);
    console.log('The catalogue was edited; the hall shows it.');
  };
  const unwatch = watchCatalogue(join(ROOT, 'functions/catalogue/data'), reopen, faults =>
    console.error(
      `The catalogue does not hold together; the hall goes on with the one before:\n  ${faults.join('\n  ')}`,
    ),
  );
  return new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        unwatch();
        void hall.stop().then(() => done(0));
      });
  });
};

const explained = (error: unknown): string => {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return `Port ${(error as { port?: number }).port ?? ''} is taken. Another hall may be open; or choose one: npm start -- --port 8790`;
  if (error instanceof NotPerformed) return `The hall does not open: ${error.message}.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(explained(error));
    process.exit(1);
  },
);
