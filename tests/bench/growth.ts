import type { Counted } from '../../infra/local/counted-hall.ts';
import { countOperations, type Operation } from '../../infra/local/counted-visit.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { shown } from './report.ts';
import { type Row, row } from './rows.ts';

/** What an operation asked for, in sums. */
interface Asked {
  requests: number;
  bytes: number;
  items: number;
}

/** One operation beside a few visits, beside enough for a whole page of entries, and beside many. */
interface Growth {
  operation: Operation;
  counts: readonly [Asked, Asked, Asked];
  /** the greatest ratio of what it asks for beside more visits to what it asks for beside fewer */
  ratio: number;
}

/** Operations that read a page of at most 50 entries: with ten visits there is no whole page yet, so they begin where there is one. */
const PAGED: readonly Operation[] = ['desk queue', 'wall poll', 'wall poll, unchanged'];
/** What is about each of many looks at each: it is counted by the one. As many mails are held as there are visits. */
const EACH: Partial<Record<Operation, string>> = {
  'day at the desk': 'each visit of the day',
  'report of today': 'each visit of the day',
  'day closed': 'each visit of the day',
  'held mails woken': 'each held mail',
  'all late set going again': 'each late mail',
};

const MEASURES = ['requests', 'bytes', 'items'] as const;

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);

const askedBy = ({ requests, bytes, items, calls, askedBytes, answeredBytes }: Counted, among: number): Asked => ({
  requests: (sum(requests) + calls) / among,
  bytes: (sum(bytes) + askedBytes + answeredBytes) / among,
  items: items / among,
});

/** Each operation with so many visits in the table: a few, enough for a whole page of entries, many. */
export const growthOf = async (sizes: readonly [number, number, number]): Promise<Growth[]> => {
  const picture = await cameraPicture({ megapixels: 0.5 });
  const [few, page, many] = sizes;
  const small = await countOperations(picture, few);
  const whole = await countOperations(picture, page);
  const large = await countOperations(picture, many);
  return (Object.keys(large) as Operation[]).map(operation => {
    const by = (visits: number) => (EACH[operation] === undefined ? 1 : visits);
    const counts = [
      askedBy(small[operation], by(few)),
      askedBy(whole[operation], by(page)),
      askedBy(large[operation], by(many)),
    ] as const;
    const [first, ...later] = PAGED.includes(operation) ? counts.slice(1) : counts;
    const ratios = later.flatMap(after => MEASURES.map(name => after[name] / Math.max(first?.[name] ?? 0, 1)));
    return { operation, counts, ratio: Math.max(...ratios) };
  });
};

const VISITS = [10, 1_000, 10_000] as const;

/** One figure where it is the same beside few and many, else all of them. */
const figures = (values: readonly number[], what: string): string => {
  const different = [...new Set(values.map(Math.ceil))];
  return `${different.join(' to ')} ${what}${different.join() === '1' ? '' : 's'}`;
};

/** Requests, bytes and items of every operation, counted: the same with ten thousand visits in the table as with ten. */
export const benchGrowth = async (): Promise<Row[]> =>
  (await growthOf(VISITS)).map(({ operation, counts, ratio }) => {
    const [few, page, many] = counts.map(({ bytes }) => bytes / 1000) as [number, number, number];
    const paged = PAGED.includes(operation);
    const one = EACH[operation];
    const beside = paged
      ? `${VISITS[1]} visits, a whole page of 50 (${VISITS[0]}: ${shown(few)})`
      : `${VISITS[0]} visits (${VISITS[1]}: ${shown(page)})`;
    const requests = figures(
      counts.map(count => count.requests),
      'request',
    );
    const items = figures(
      counts.map(count => count.items),
      'item',
    );
    return row({
      name: `growth: ${operation}, ${requests}, ${items}${one === undefined ? '' : ` for ${one}`}`,
      ours: many,
      reference: paged ? page : few,
      referenceName: beside,
      ratio,
      target: 1,
      unit: 'KB',
    });
  });
