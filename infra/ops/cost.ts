import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS } from '../../functions/platform/names.ts';
import { hallApp } from '../app.ts';
import { localAssembly, type Template } from '../build.ts';
import { FUNCTION_IDS } from '../constructs/names.ts';
import { countOperations } from '../local/counted-visit.ts';
import { measureDurations } from '../local/durations.ts';
import { cameraPicture } from '../local/pictures.ts';
import type { Settings } from '../settings.ts';
import { beyond, bill, type Line, times, together, usdOf } from './bill.ts';
import { type Choice, choicesOf } from './choices.ts';
import { type Command, Misunderstood, table } from './command.ts';
import { usageOfStanding } from './fixed.ts';
import { ESSENTIALS_MAIL_USD, FREE, PRICED_ON, PRICES } from './prices.ts';
import { HALL, type Measured, usageOfMonth, usageOfVisit } from './usage.ts';

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

/** Templates of the hall, with WAF on or off, as they would be deployed. */
const templatesOf = async (settings: Settings, waf: boolean): Promise<Template[]> => {
  const origin = 'https://hall.example.org';
  const { bundles } = await localAssembly({ settings, origin });
  const outdir = mkdtempSync(join(tmpdir(), 'cost-'));
  try {
    const { stacks } = hallApp({ ...settings, waf }, { bundles, origin, outdir }).synth();
    return stacks.map(({ template }) => template as Template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const memoryOf = (templates: readonly Template[]): Measured['memory'] => {
  const all = templates.flatMap(({ Resources }) => Object.values(Resources));
  const memory = (name: string) =>
    Number(
      all.find(({ Properties }) => String(Properties?.['FunctionName']).endsWith(`-${name}`))?.Properties?.[
        'MemorySize'
      ],
    );
  return Object.fromEntries(FUNCTION_IDS.map(id => [id, memory(FUNCTIONS[id])])) as Measured['memory'];
};

/** What visits, and a month, cost with these settings: arithmetic over what was measured. */
export const costOf = (
  measured: Measured,
  templates: { off: readonly Template[]; on: readonly Template[] },
  settings: Settings,
  visits: number,
): Cost => {
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

/** Measures a visit and says what it costs. `progress`: a line while it goes on. */
export const measureCost = async (
  settings: Settings,
  visits: number,
  progress: (line: string) => void,
): Promise<{ cost: Cost; measured: Measured }> => {
  progress('A visit is walked through on a hall of this machine; that takes about a minute.');
  const picture = await cameraPicture({ megapixels: 12 });
  const off = await templatesOf(settings, false);
  const measured: Measured = {
    counts: await countOperations(picture),
    durations: await measureDurations(picture),
    memory: memoryOf(off),
  };
  const templates = { off, on: await templatesOf(settings, true) };
  return { cost: costOf(measured, templates, settings, visits), measured };
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
      const { cost } = await measureCost(settings, visits, progress);
      return { result: cost, lines: said(cost) };
    },
  },
};
