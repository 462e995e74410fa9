import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Hall } from './hall.ts';
import { NotPerformed } from './intrinsics.ts';

const HELP = `The whole hall on this machine, from the templates that a deploy would use.

  npm start [-- --port N] [--dir FOLDER] [--fresh]

  --port N       port of the front door (8787)
  --dir FOLDER   where its state lies (.hall)
  --fresh        forget the state of before
`;

const STAFF = 'Guide';

/** Links are kept with the state: a browser that was enrolled stays so, others find a fresh code at each start. */
const links = async (hall: Hall, dir: string) => {
  const file = join(dir, 'staff.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pin: string }) : undefined;
  const pin = known?.pin ?? (await hall.admin.addStaff(STAFF));
  if (!known) writeFileSync(file, JSON.stringify({ pin }), { mode: 0o600 });
  const link = async (kind: 'zone' | 'booth' | 'wall' | 'desk', zone?: number) =>
    (await hall.admin.addDevice(kind, zone)).link;
  return {
    'Welcome zone': await link('zone', 1),
    'Zone 6': await link('zone', 6),
    Booth: await link('booth'),
    Wall: await link('wall'),
    Desk: `${await link('desk')}   (name ${STAFF}, PIN ${pin})`,
    Inbox: hall.inbox,
    'Privacy notice': `${hall.url}/privacy`,
    API: `${hall.url}/api/openapi.json`,
  };
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      dir: { type: 'string', default: '.hall' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const began = performance.now();
  const { startHall } = await import('./hall.ts');
  const { buildSite } = await import('../site.ts');
  const site = (await buildSite()).dir;
  const hall = await startHall({
    dir: values.dir,
    port: Number(values.port),
    fresh: values.fresh,
    site,
    onRefused: error => {
      console.error(`\n${error.message}. The hall stops, since nobody could trust what it shows.`);
      process.exitCode = 1;
      void hall.stop().then(() => process.exit(1));
    },
  });
  const addresses = await links(hall, values.dir);
  console.log(`\nThe hall is open (${((performance.now() - began) / 1000).toFixed(1)} s): ${hall.url}\n`);
  for (const [name, address] of Object.entries(addresses)) console.log(`  ${name.padEnd(15)} ${address}`);
  console.log(
    `\nA link enrols the browser that opens it, once, within half an hour. State: ${values.dir}, logs: ${join(values.dir, 'logs')}`,
  );
  console.log('Ctrl+C closes the hall.');
  return new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void hall.stop().then(() => done(0)));
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
