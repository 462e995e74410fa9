import { times, together, type Usage, usdOf } from './bill.ts';
import { PRICES } from './prices.ts';
import { type Measured, OF_A_VISIT, usageOf } from './usage.ts';

/** What one way of doing things is worth against the other. */
export interface Choice {
  choice: string;
  instead: string;
  /** USD that a thousand visits would cost more the other way; less than nothing: the other way is cheaper */
  saves: number;
}

const WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'] as const;
/** Operations that read a whole visit at once. */
const WHOLE_VISIT = ['preview', 'mail', 'memory page', 'card looked at'] as const;
/** Pictures made of one, and the thumbhash. */
const MADE_OF_ONE = 4;
/** Indexes that every item would lie in if each had the attributes of all. */
const INDEXES_OF_ALL = 3;

/** What the design is worth for a thousand visits, from the same counts. `visit`: one visit's usage. */
export const choicesOf = (measured: Measured, visit: Usage): Choice[] => {
  const { counts, durations, memory } = measured;
  const all = (Object.keys(OF_A_VISIT) as (keyof typeof OF_A_VISIT)[]).map(name => counts[name]);
  const thousand = (usage: Usage) => usdOf(times(usage, 1000));
  const attached = thousand({ mailGB: visit.mailGB ?? 0 });
  const opened = thousand(usageOf(measured, 'photo at home'));
  const perCall = times(usageOf(measured, 'interactions'), 1 / counts.interactions.calls);
  const perTap = together(perCall, { write: -(perCall.write ?? 0) });
  const interactions = counts.interactions.requests['dynamodb:PutItem'] ?? 0;
  const writes = all.reduce(
    (sum, { requests }) => sum + WRITES.reduce((some, one) => some + (requests[one] ?? 0), 0),
    0,
  );
  const indexed = all.reduce((sum, { writeUnits }) => sum + writeUnits, 0) - writes;
  const apart = WHOLE_VISIT.reduce((sum, one) => sum + Math.max(0, counts[one].items - counts[one].readUnits), 0);
  return [
    {
      choice: 'the picture is in the mail',
      instead: 'the mail links to it, and every mail is opened once',
      saves: opened - attached,
    },
    {
      choice: 'the picture is in the mail',
      instead: 'the mail links to it, and every mail is opened three times',
      saves: 3 * opened - attached,
    },
    {
      choice: 'one reading of a picture for all that is made of it',
      instead: 'one for each',
      saves: thousand({ runGBs: ((MADE_OF_ONE - 1) * durations.decode * memory.photo) / 1024 / 1000 }),
    },
    {
      choice: 'a zone sends what was done in one batch',
      instead: 'one request for each thing done',
      saves: thousand(times(perTap, interactions - counts.interactions.calls)),
    },
    {
      choice: 'an index holds only what it is for',
      instead: 'every item in every index',
      saves: thousand({ write: writes * INDEXES_OF_ALL - indexed }),
    },
    {
      choice: 'a visit is one partition of one table, read at once',
      instead: 'each of its items by itself',
      saves: thousand({ read: apart }),
    },
    {
      choice: "buckets keep a key of their own (S3's bucket key)",
      instead: 'KMS is asked for every object',
      saves: thousand({ keyUse: (visit.put ?? 0) + (visit.get ?? 0) }),
    },
    {
      choice: 'no traces',
      instead: `X-Ray records each run (so it does below one a second), ${PRICES.trace.usd * 1e6} USD a million`,
      saves: thousand({ trace: visit.run ?? 0 }),
    },
  ];
};
