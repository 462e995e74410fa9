import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../../functions/texts/languages.ts';
import { DEMO_HELP, runDemo } from './demo-run.ts';

const numbers = (text: string): number[] => text.split(',').map(Number);

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      photo: { type: 'string' },
      lang: { type: 'string', default: 'en' },
      zones: { type: 'string' },
      group: { type: 'string', default: '1' },
      out: { type: 'string', default: 'demo' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(DEMO_HELP);
    return 0;
  }
  const language = LANGUAGES.find(one => one === values.lang);
  const zones = values.zones === undefined ? undefined : numbers(values.zones);
  const people = Number(values.group);
  const wrong = [
    language ? '' : `--lang ${values.lang}: one of ${LANGUAGES.join(', ')}`,
    zones?.every(zone => Number.isInteger(zone) && zone >= 1 && zone <= 10) === false
      ? `--zones ${values.zones}: numbers from 1 to 10, with commas`
      : '',
    Number.isInteger(people) && people >= 1 && people <= 60 ? '' : `--group ${values.group}: a number from 1 to 60`,
  ].filter(line => line !== '');
  if (wrong.length > 0) {
    console.error(wrong.join('\n'));
    return 2;
  }
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const dir = mkdtempSync(join(tmpdir(), 'hall-demo-'));
  try {
    const result = await runDemo({
      dir,
      out,
      language: language as Language,
      people,
      ...(zones ? { zones } : {}),
      ...(values.photo === undefined ? {} : { photo: readFileSync(values.photo) }),
      show: line => console.log(line),
    });
    if (values.json) console.log(JSON.stringify(result));
    return result.mail.state === 'delivered' ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
