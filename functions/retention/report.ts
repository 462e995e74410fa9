import { type Clock, seoulDay } from '../platform/clock.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Item, Table } from '../platform/table.ts';
import type { Interaction } from '../visits/visit.schema.ts';

/** Figures about fewer people than this are left out: someone could be recognised in them. */
export const SMALLEST_GROUP = 5;

/** Figures of one day, without people in them. Counts are visits, `seconds` is the sum of what zones reported. */
export interface DayFigures {
  day: string;
  visits: number;
  interactions: number;
  languages: Record<string, number>;
  /** by zone number */
  zones: Record<string, { visits: number; seconds: number }>;
  /** by exhibit id */
  exhibits: Record<string, number>;
}

/** What the report reads of one visit. */
export interface Seen {
  language: string;
  interactions: readonly (Pick<Interaction, 'zone' | 'seconds'> & { exhibit?: string })[];
}

/** Sums the visits of a day. */
export const figuresOf = (day: string, visits: readonly Seen[]): DayFigures => {
  const figures: DayFigures = { day, visits: visits.length, interactions: 0, languages: {}, zones: {}, exhibits: {} };
  for (const { language, interactions } of visits) {
    figures.interactions += interactions.length;
    figures.languages[language] = (figures.languages[language] ?? 0) + 1;
    const zones = new Set<number>();
    const exhibits = new Set<string>();
    for (const interaction of interactions) {
      const zone = figures.zones[interaction.zone] ?? { visits: 0, seconds: 0 };
      zone.seconds += interaction.seconds ?? 0;
      figures.zones[interaction.zone] = zone;
      zones.add(interaction.zone);
      if (interaction.exhibit !== undefined) exhibits.add(interaction.exhibit);
    }
    for (const zone of zones) (figures.zones[zone] as { visits: number }).visits += 1;
    for (const exhibit of exhibits) figures.exhibits[exhibit] = (figures.exhibits[exhibit] ?? 0) + 1;
  }
  return figures;
};

const kept = <T>(counts: Record<string, T>, size: (value: T) => number): Record<string, T> =>
  Object.fromEntries(Object.entries(counts).filter(([, value]) => size(value) >= SMALLEST_GROUP));

/** The same figures with every group under five left out; a day of fewer than five visits says only that. */
export const suppressed = (figures: DayFigures): DayFigures & { leftOut: number } => {
  const few = figures.visits < SMALLEST_GROUP;
  const languages = few ? {} : kept(figures.languages, count => count);
  const zones = few ? {} : kept(figures.zones, ({ visits }) => visits);
  const exhibits = few ? {} : kept(figures.exhibits, count => count);
  const groups = (of: { languages: object; zones: object; exhibits: object }) =>
    Object.keys(of.languages).length + Object.keys(of.zones).length + Object.keys(of.exhibits).length;
  return {
    day: figures.day,
    visits: few ? 0 : figures.visits,
    interactions: few ? 0 : figures.interactions,
    languages,
    zones,
    exhibits,
    leftOut: groups(figures) - groups({ languages, zones, exhibits }) + (few && figures.visits > 0 ? 1 : 0),
  };
};

/** One line a figure: `day,group,name,visits,seconds`. Names are ids and numbers of the catalogue, so nothing needs quoting. */
export const csvOf = (days: readonly DayFigures[]): string => {
  const lines = ['day,group,name,visits,seconds'];
  for (const { day, visits, languages, zones, exhibits } of days) {
    lines.push(`${day},all,visits,${visits},`);
    for (const [name, count] of Object.entries(languages)) lines.push(`${day},language,${name},${count},`);
    for (const [name, zone] of Object.entries(zones)) lines.push(`${day},zone,${name},${zone.visits},${zone.seconds}`);
    for (const [name, count] of Object.entries(exhibits)) lines.push(`${day},exhibit,${name},${count},`);
  }
  return `${lines.join('\r\n')}\r\n`;
};

const reportKey = (day: string) => ({ pk: 'REPORT', sk: day });

const seen = async (table: Table, visit: Item): Promise<Seen> => {
  const { items } = await table.query({ pk: visit.pk, prefix: 'DID#' });
  const interactions = items.map(({ interaction }) => interaction as unknown as Interaction);
  return { language: String(visit['language']), interactions };
};

const counted = async (table: Table, day: string): Promise<DayFigures> => {
  const { items } = await table.query({ pk: day, index: 'day' });
  const there = items.filter(visit => visit['erased'] !== true);
  const visits = await inParallel(there, 8, visit => seen(table, visit));
  return figuresOf(day, visits);
};

/** Writes down the figures of a day that is over, so that they outlive the visits. Written once: later calls change nothing. */
export const keepFigures = async ({ table }: { table: Table }, day: string): Promise<void> => {
  if (await table.get(reportKey(day))) return;
  const figures = await counted(table, day);
  await table.put({ ...reportKey(day), type: 'report', figures: figures as unknown as Item[string] }, { new: true });
};

/** Longest span of a report, in days. */
const MAX_DAYS = 366;

/** The report of some days, first to last (Seoul), groups under five left out. A day that is not over is counted as it is now. */
export const reportOf = async (
  { table, clock }: { table: Table; clock: Clock },
  from: string,
  to: string,
): Promise<(DayFigures & { leftOut: number })[]> => {
  const { items } = await table.query({ pk: 'REPORT', from, to, limit: MAX_DAYS });
  const days = items.map(({ figures }) => figures as unknown as DayFigures);
  const today = seoulDay(clock());
  if (from <= today && today <= to && !days.some(({ day }) => day === today)) days.push(await counted(table, today));
  return days.map(suppressed);
};

/** The week that ends today, for a report that names no days. */
export const lastWeek = (now: number): { from: string; to: string } => ({
  from: seoulDay(now - 6 * 86_400_000),
  to: seoulDay(now),
});
