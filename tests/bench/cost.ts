import type { Line } from '../../infra/ops/bill.ts';
import { MOST, measureCost } from '../../infra/ops/cost.ts';
import { parseSettings } from '../../infra/settings.ts';
import { limit, type Row, row } from './rows.ts';

/** What a service is needed for in every visit. */
const FOR: Record<string, string> = {
  DynamoDB: ' (what a visitor does is written once and erased once)',
  SES: ' (a mail with its picture)',
  'API Gateway': ' (each touch of a kiosk is a request)',
};

/** The bill by service, dearest first: with all of it the target is out of reach, not by one of them. */
const shares = (lines: readonly Line[]): string => {
  const services = [...Map.groupBy(lines, ({ service }) => service)];
  const sums = services.map(([service, own]) => ({ service, usd: own.reduce((sum, { usd }) => sum + usd, 0) }));
  return sums.map(({ service, usd }) => `${service} ${usd.toFixed(2)}${FOR[service] ?? ''}`).join(', ');
};

/** USD that a thousand visits and a month without any cost at list prices, and what they would cost if the hall were built otherwise. */
export const benchCost = async (): Promise<Row[]> => {
  const cost = await measureCost(parseSettings({}), 1000);
  const ours = cost.variable.perThousand;
  return [
    limit('cost: a thousand visits', ours, MOST.thousandVisits, 'USD', {
      because: shares(cost.variable.lines),
      gate: 3,
    }),
    limit('cost: a month, whoever comes', cost.fixed.usd, MOST.month, 'USD'),
    ...cost.choices.map(({ choice, instead, saves }) =>
      // a link that is opened once costs as much as the picture: hence two hundredths
      row({
        name: `cost: ${choice}`,
        ours,
        reference: ours + saves,
        referenceName: instead,
        target: 1.02,
        unit: 'USD',
      }),
    ),
  ];
};
