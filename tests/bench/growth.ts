import type { Counted } from '../../infra/local/counted-hall.ts';
import { countOperations, type Operation } from '../../infra/local/counted-visit.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { type Row, row } from './rows.ts';

/** What an operation asked for, in sums. */
interface Asked {
  requests: number;
  bytes: number;
  items: number;
}

/** One operation beside a few visits and beside many. */
interface Growth {
  operation: Operation;
  few: Asked;
  many: Asked;
  /** the greatest of the three ratios, many to few */
  ratio: number;
}

/** Operations that read a page of at most 50 entries: with ten visits there is no whole page yet, so they begin where there is one. */
const PAGED: readonly Operation[] = ['desk queue', 'wall poll', 'wall poll, unchanged'];
/** What is about a whole day looks at every visit of it: it is counted by the visit. */
const DAILY: readonly Operation[] = ['day at the desk', 'report of today', 'day closed'];

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);

const askedBy = ({ requests, bytes, items, calls, askedBytes, answeredBytes }: Counted, visits: number): Asked => ({
  requests: (sum(requests) + calls) / visits,
  bytes: (sum(bytes) + askedBytes + answeredBytes) / visits,
  items: items / visits,
});

/** Each operation with `few`, `page` (enough for a whole page of entries) and `many` visits in the table. */
export const growthOf = async (few: number, page: number, many: number): Promise<Growth[]> => {
  const picture = await cameraPicture({ megapixels: 0.5 });
  const small = await countOperations(picture, few);
  const whole = await countOperations(picture, page);
  const large = await countOperations(picture, many);
  return (Object.keys(large) as Operation[]).map(operation => {
    const paged = PAGED.includes(operation);
    const by = (visits: number) => (DAILY.includes(operation) ? visits : 1);
    const before = askedBy((paged ? whole : small)[operation], by(paged ? page : few));
    const after = askedBy(large[operation], by(many));
    const ratios = (['requests', 'bytes', 'items'] as const).map(name => after[name] / Math.max(before[name], 1));
    return { operation, few: before, many: after, ratio: Math.max(...ratios) };
  });
};

const VISITS = { few: 10, page: 1_000, many: 10_000 };

/** Requests, bytes and items of every operation, counted: the same with ten thousand visits in the table as with ten. */
export const benchGrowth = async (): Promise<Row[]> =>
  (await growthOf(VISITS.few, VISITS.page, VISITS.many)).map(({ operation, few, many, ratio }) =>
    row({
      name: `growth: ${operation}, ${Math.ceil(many.requests)} requests, ${Math.ceil(many.items)} items`,
      ours: many.bytes / 1000,
      reference: few.bytes / 1000,
      referenceName: PAGED.includes(operation)
        ? `beside ${VISITS.page}, as a page holds 50`
        : `beside ${VISITS.few}${DAILY.includes(operation) ? ', a visit of the day' : ''}`,
      ratio,
      target: 1,
      unit: 'KB',
    }),
  );
