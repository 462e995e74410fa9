import { MOST, measureCost } from '../../infra/ops/cost.ts';
import { parseSettings } from '../../infra/settings.ts';
import { limit, type Row, row } from './rows.ts';

/** USD that a thousand visits and a month without any cost at list prices, and what they would cost if the hall were built otherwise. */
export const benchCost = async (): Promise<Row[]> => {
  const cost = await measureCost(parseSettings({}), 1000);
  const ours = cost.variable.perThousand;
  return [
    limit('cost: a thousand visits', ours, MOST.thousandVisits, 'USD', {
      because: 'a mail with its picture costs 0.12, and to write down once and erase once all that a visit did 0.11',
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
