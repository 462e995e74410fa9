import type { Settings } from '../settings.ts';
import { beyond, bill, type Line, times, together, usdOf } from './bill.ts';
import { type Choice, choicesOf } from './choices.ts';
import { type Command, Misunderstood, table } from './command.ts';
import { usageOfStanding } from './fixed.ts';
import type { Subject } from './measure-visit.ts';
import { ESSENTIALS_MAIL_USD, FREE, PRICED_ON, PRICES } from './prices.ts';
import { HALL, usageOfMonth, usageOfVisit } from './usage.ts';

/** What the hall should cost at most, in USD at list prices. */
export const MOST = { thousandVisits: 0.2, month: 15 } as const;

export interface Cost {
  visits: number;
  priced: string;
  /** of the visits */
  variable: { usd: number; perThousand: number; lines: Line[] };
  /** of a month, whoever comes */
  fixed: { usd: number; lines: Line[] };
  /** visits and month together, beyond what AWS gives every account for nothing */
  beyondFree: number;
  /** what a month costs less with `waf: off` */
  wafOff: number;
  choices: Choice[];
}

/** What visits, and a month, cost with these settings: arithmetic over what was measured. */
export const costOf = ({ measured, templates }: Subject, settings: Settings, visits: number): Cost => {
  const one = usageOfVisit(measured, settings);
  const clock = usageOfMonth(measured, settings);
  // the canary is a visit a day
  const canary = times(one, HALL.days);
  const standing = (waf: boolean) => usageOfStanding(waf ? templates.on : templates.off, settings.domain?.zoneId);
  const month = together(standing(settings.waf), clock, canary);
  const asked = (clock.page ?? 0) + (one.page ?? 0) * visits;
  const variable = times(one, visits);
  return {
    visits,
    priced: PRICED_ON,
    variable: { usd: usdOf(variable), perThousand: usdOf(times(one, 1000)), lines: bill(variable) },
    fixed: { usd: usdOf(month), lines: bill(month) },
    beyondFree: usdOf(beyond(together(variable, month), FREE)),
    wafOff: usdOf(standing(true)) - usdOf(standing(false)) + usdOf({ inspected: asked }),
    choices: choicesOf(measured, one),
  };
};

/** Measures a visit and says what it costs. */
export const measureCost = async (settings: Settings, visits: number): Promise<Cost> => {
  // CDK and a hall: loaded here only, so that the other commands need not wait for them
  const { measureVisit } = await import('./measure-visit.ts');
  return costOf(await measureVisit(settings), settings, visits);
};

const money = (usd: number): string => usd.toFixed(Math.abs(usd) < 1 ? 4 : 2);
const amount = (quantity: number): string =>
  quantity >= 100 ? Math.round(quantity).toLocaleString('en') : Number(quantity.toPrecision(3)).toString();
const rows = (lines: readonly Line[]): string[] =>
  table(
    ['service', 'USD', 'for'],
    lines.map(({ service, usd, quantity, of }) => [service, money(usd), `${amount(quantity)} ${of}`]),
  );
const against = (usd: number, most: number): string =>
  usd <= most ? `within ${most}` : `${money(usd - most)} above ${most}`;

const said = (cost: Cost): string[] => {
  const { visits, variable, fixed } = cost;
  const mails = variable.lines.find(({ of }) => of === PRICES.mail.of)?.quantity ?? 0;
  return [
    `${visits} visits: ${money(variable.usd)} USD; a thousand: ${money(variable.perThousand)} USD (${against(variable.perThousand, MOST.thousandVisits)})`,
    ...rows(variable.lines),
    '',
    `A month, whoever comes: ${money(fixed.usd)} USD (${against(fixed.usd, MOST.month)})`,
    ...rows(fixed.lines),
    '',
    `Both, beyond what AWS gives every account for nothing each month: ${money(cost.beyondFree)} USD`,
    `waf: off saves ${money(cost.wafOff)} USD a month`,
    `On SES's plan Essentials, which new accounts have: ${money(mails * (ESSENTIALS_MAIL_USD - PRICES.mail.usd))} USD more for the mails (infra/RUNBOOK.md, Costs)`,
    '',
    'What the design is worth, USD for a thousand visits:',
    ...table(
      ['saves', 'because', 'and not'],
      cost.choices.map(({ saves, choice, instead }) => [money(saves), choice, instead]),
    ),
    '',
    `List prices of ${cost.priced}, before taxes: infra/ops/prices.ts.`,
  ];
};

/** What it costs. */
export const COST: Record<string, Command> = {
  cost: {
    about: 'what visits cost, and a month without any: a visit is measured here and multiplied by list prices',
    takes: ['visits'],
    run: async ({ values, settings, progress }) => {
      const visits = Number(values.visits ?? 1000);
      if (!Number.isInteger(visits) || visits < 1)
        throw new Misunderstood(`--visits ${values.visits}: a number from 1`);
      progress('A visit is walked through on a hall of this machine; that takes about a minute.');
      const cost = await measureCost(settings, visits);
      return { result: cost, lines: said(cost) };
    },
  },
};
