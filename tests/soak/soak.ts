import { parseArgs } from 'node:util';
import type { Soaking } from './verdict.ts';

const HELP = `The whole local hall under load, with everything that can break: kiosks lose answers and ask twice, workers are killed, the power
fails, SES, S3, SQS and DynamoDB answer badly. At the end somebody who shares no code with the hall looks whether what the kiosks
were told is there, once, and nowhere else.

  npm run soak -- [--visits N] [--seed S] [--minute MS] [--json]

  --visits N   how many visits (1000: some minutes on two processors)
  --seed S     fixes visitors and faults, not the order in which processes come to their turns (1)
  --minute MS  so long a minute of the hall takes while visitors are there: all its waiting times are scaled by it (2000)
  --json       the last line is one JSON object

Ends with 1 when anything was lost, sent twice or to another, left over or told to a log. Mails of which nobody can know whether they left must be
listed as unknown, each with its reason.
`;

const SHOWN = 8;

const listed = (name: string, list: readonly string[]): string[] =>
  list.length === 0
    ? []
    : [
        `${name}: ${list.length}`,
        ...list.slice(0, SHOWN).map(one => `  ${one}`),
        ...(list.length > SHOWN ? ['  ...'] : []),
      ];

/** The verdict in words. */
const inWords = ({ verdict, good, findings, troubles, faults, dir }: Soaking, seed: number): string[] => {
  const { unresolved, ...rest } = findings;
  const named = Object.entries(faults).sort(([, a], [, b]) => b - a);
  return [
    `${verdict.visits} visits, ${verdict.photos} photos, ${verdict.interactions} interactions, ${verdict.mails} mails in ${verdict.seconds} s.`,
    `${verdict.kills} kills and ${verdict.faults} other faults: ${named.map(([name, count]) => `${name} ${count}`).join(', ')}.`,
    ...unresolved.map(({ deliveryId, state, why }) => `unresolved: ${deliveryId} is ${state} (${why})`),
    ...Object.entries(rest).flatMap(([name, list]) => listed(name, list)),
    ...listed('answers that should not have been', troubles),
    good
      ? "Nothing was lost, nothing came twice, nobody got what is another's, nothing lies around, no log tells of anybody."
      : `It does not hold. Again with the same visitors and faults: npm run soak -- --visits ${verdict.visits} --seed ${seed}. The hall lies in ${dir}: told.json is what the kiosks were told, logs/ what the functions said, mail/ what left.`,
  ];
};

const whole = (name: string, value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new TypeError(`--${name} must be a whole number from 1 on.`);
  return number;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      visits: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      minute: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const seed = whole('seed', values.seed);
  const visits = whole('visits', values.visits);
  const minute = values.minute === undefined ? {} : { minute: whole('minute', values.minute) };
  const { soakAndCheck } = await import('./verdict.ts');
  const done = await soakAndCheck({ visits, seed, ...minute, show: line => console.log(line) });
  for (const line of inWords(done, seed)) console.log(line);
  if (values.json) console.log(JSON.stringify(done.verdict));
  return done.good ? 0 : 1;
};

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof TypeError ? error.message : error);
    process.exit(2);
  },
);
