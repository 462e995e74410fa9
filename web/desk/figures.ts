import type { DayFigures } from '../../functions/retention/report.ts';

/** A day of the report, as the hall answers it: groups under five are left out already. */
export interface Day extends DayFigures {
  leftOut: number;
}

const added = (days: readonly Day[], of: (day: Day) => Record<string, number>): [string, number][] => {
  const sums = new Map<string, number>();
  for (const day of days)
    for (const [name, count] of Object.entries(of(day))) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums].sort((a, b) => b[1] - a[1]);
};

/** The sums of some days, for the charts. `dwell` is the mean number of seconds that the zones reported a visit. */
export const summed = (days: readonly Day[]) => {
  const visits = new Map(
    added(days, ({ zones }) =>
      Object.fromEntries(Object.entries(zones).map(([zone, { visits: count }]) => [zone, count])),
    ),
  );
  const seconds = new Map(
    added(days, ({ zones }) => Object.fromEntries(Object.entries(zones).map(([zone, each]) => [zone, each.seconds]))),
  );
  const zones = [...visits].sort((a, b) => Number(a[0]) - Number(b[0]));
  return {
    visits: days.reduce((sum, day) => sum + day.visits, 0),
    interactions: days.reduce((sum, day) => sum + day.interactions, 0),
    leftOut: days.reduce((sum, day) => sum + day.leftOut, 0),
    zones,
    dwell: zones.map(([zone, count]) => [zone, Math.round((seconds.get(zone) ?? 0) / count)] as const),
    languages: added(days, ({ languages }) => languages),
    exhibits: added(days, ({ exhibits }) => exhibits).slice(0, 10),
  };
};
