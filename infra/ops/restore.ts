import { seoulDay } from '../../functions/platform/clock.ts';
import type { Table } from '../../functions/platform/table.ts';
import { daysFrom } from '../../functions/retention/closing.ts';
import { applyErasures } from '../../functions/retention/erase.ts';
import { type Command, given, Misunderstood } from './command.ts';
import { OPS } from './desk.ts';

const DAY_MS = 86_400_000;
/** Days beyond `keepDays` and `backupDays` in which a visit may still lie: late kiosks, a closing that broke off. */
const MARGIN = 14;

const visitsIn = async (table: Table, days: number): Promise<string[]> => {
  const now = Date.now();
  const all: string[] = [];
  for (const day of daysFrom(seoulDay(now - days * DAY_MS), seoulDay(now + DAY_MS)))
    for (const { visitId } of (await table.query({ index: 'day', pk: day })).items) all.push(String(visitId));
  return all;
};

/** After a restore. */
export const RESTORE: Record<string, Command> = {
  'restore apply': {
    about: 'erases again what a restored table brought back, before anybody is let in; with --dry-run it is the drill',
    takes: ['table', 'dry-run', 'yes'],
    run: async context => {
      const target = await context.hall();
      const { settings, values } = context;
      const table = values.table === undefined ? target.table : target.tableNamed(values.table);
      const { erasures, photos, incoming } = target;
      const deps = {
        table,
        erasures,
        photos,
        incoming,
        clock: Date.now,
        log: context.log,
        addressKey: await target.addressKey(),
      };
      const visits = await visitsIn(table, settings.keepDays + settings.backupDays + MARGIN);
      const again = await applyErasures(deps, visits, true);
      const what = `Of ${visits.length} visits ${again} were erased before, and lie in this table again.`;
      if (values['dry-run'] || again === 0 || !(await context.agrees(`${what} They are erased again.`)))
        return { result: { visits: visits.length, again, erased: 0 }, lines: [what] };
      const erased = await applyErasures(deps, visits);
      return { result: { visits: visits.length, again, erased }, lines: [what, `${erased} were erased again.`] };
    },
  },
  'restore copy': {
    about: 'rows of a restored table that this hall has lost; what is newer here stays',
    needs: ['table'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const from = given(context.values, 'table');
      const target = await context.hall();
      const { read } = await target.copyFrom(from, true);
      const what = `${read} rows lie in ${from}; those that are missing here come over. Was \`restore apply\` run on it?`;
      if (context.values['dry-run'] || !(await context.agrees(what)))
        return { result: { read, written: 0 }, lines: [what] };
      const result = await target.copyFrom(from, false);
      context.log.info('restored', { ...result, by: OPS });
      return { result, lines: [`${result.written} rows came over.`] };
    },
  },
  'restore discard': {
    about: 'deletes a restored table, which is a copy of personal data',
    needs: ['table'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const table = given(context.values, 'table');
      const target = await context.hall();
      if (target.tables.includes(table))
        throw new Misunderstood(`--table ${table} is the hall's own, not a restored one`);
      const what = `Deletes the table ${table} and all its rows.`;
      if (context.values['dry-run'] || !(await context.agrees(what)))
        return { result: { table, deleted: false }, lines: [what] };
      await target.drop(table);
      context.log.info('restored-table-discarded', { by: OPS });
      return { result: { table, deleted: true }, lines: [`${table} is deleted.`] };
    },
  },
};
