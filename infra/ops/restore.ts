import { finishCheckOut } from '../../functions/deliveries/check-outs.ts';
import { finishCorrection } from '../../functions/deliveries/corrections.ts';
import { keepAll } from '../../functions/photos/keep.ts';
import { instant, seoulDay } from '../../functions/platform/clock.ts';
import type { Item, Key, Table } from '../../functions/platform/table.ts';
import { daysFrom } from '../../functions/retention/closing.ts';
import { applyErasures } from '../../functions/retention/erase.ts';
import { type Command, type Context, given, Misunderstood } from './command.ts';
import { asRestored, isBegun } from './copy-table.ts';
import { OPS } from './desk.ts';
import type { Target } from './target.ts';

const DAY_MS = 86_400_000;
/** Days beyond `keepDays` and `backupDays` in which a visit may still lie: late kiosks, a closing that broke off. */
const MARGIN = 14;

/** The VISIT items of a table, by id; with the key alone where only entries are left of one that expired. */
const visitsIn = async (table: Table, { settings }: Context): Promise<Map<string, Item>> => {
  const now = Date.now();
  const days = settings.keepDays + settings.backupDays + MARGIN;
  const all = new Map<string, Item>();
  for (const day of daysFrom(seoulDay(now - days * DAY_MS), seoulDay(now + DAY_MS)))
    for (const item of (await table.query({ index: 'day', pk: day })).items) all.set(String(item['visitId']), item);
  for (const state of ['approved', 'pending', 'hidden'])
    for (const { pk } of (await table.query({ index: 'wall', pk: state })).items) {
      const visitId = pk.slice('VISIT#'.length);
      if (!all.has(visitId)) all.set(visitId, { pk, sk: 'VISIT', visitId });
    }
  return all;
};

/** Erases in a table those of `visitIds` that were erased before; answers how many. */
const eraseIn = async (
  table: Table,
  { erasures, photos, incoming, addressKey }: Target,
  { log, settings }: Context,
  visitIds: readonly string[],
  dryRun = false,
): Promise<number> => {
  const deps = { table, erasures, photos, incoming, clock: Date.now, log, settings, addressKey: await addressKey() };
  return applyErasures(deps, visitIds, dryRun);
};

/**
 * Erases in the hall's own table what a copy brought back of visits that were erased meanwhile; `visits` are those of the restored table, for what lies
 * here without its VISIT item. A visit that says itself that it is erased is left to its own two passes, which end later than this.
 */
const eraseHere = async (target: Target, context: Context, visits: ReadonlyMap<string, Item>): Promise<void> => {
  const { table } = target;
  const get: Table['get'] = async key =>
    (await table.get(key)) ?? (key.sk === 'VISIT' ? visits.get(key.pk.slice('VISIT#'.length)) : undefined);
  const over: string[] = [];
  for (const visitId of visits.keys())
    if (!(await table.get({ pk: `VISIT#${visitId}`, sk: 'VISIT' }))?.['erased']) over.push(visitId);
  await eraseIn({ ...table, get }, target, context, over);
};

/**
 * Ends the check-outs and corrections that were begun when the backup was made: their mails may have left since, and so they are made as mails that
 * came back are, without a nudge. One that the hall began anew is its own. Answers how
 * many mails were made.
 */
const endBegun = async (target: Target, { log }: Context, begun: readonly Key[]): Promise<number> => {
  let made = 0;
  const { table } = target;
  const put: Table['put'] = async (item, condition) => {
    const restored = asRestored(item, instant(Date.now()));
    const done = await table.put(restored, condition);
    if (done && restored !== item) made++;
    return done;
  };
  const deps = {
    table: { ...table, put },
    queue: { send: async () => undefined },
    clock: Date.now,
    log,
    addressKey: await target.addressKey(),
    origin: target.url,
    wordings: [],
    keepPhotos: async (visitId: string, keep: boolean) => void (await keepAll({ table }, visitId, keep)),
  };
  for (const key of begun) {
    const item = await table.get(key);
    if (!item || !isBegun(item) || item['due'] !== undefined) continue;
    const [kind, id = ''] = key.sk.split('#');
    const visitId = key.pk.slice('VISIT#'.length);
    await (kind === 'OUT' ? finishCheckOut(deps, visitId, id) : finishCorrection(deps, visitId, id));
  }
  return made;
};

/** After a restore. */
export const RESTORE: Record<string, Command> = {
  'restore apply': {
    about: 'erases again what a restored table brought back, before anybody is let in; with --dry-run it is the drill',
    takes: ['table', 'dry-run', 'yes'],
    run: async context => {
      const target = await context.hall();
      const { values } = context;
      const table = values.table === undefined ? target.table : target.tableNamed(values.table);
      const visits = [...(await visitsIn(table, context)).keys()];
      const again = await eraseIn(table, target, context, visits, true);
      const what = `Of ${visits.length} visits ${again} were erased before, and lie in this table again.`;
      if (values['dry-run'] || again === 0 || !(await context.agrees(`${what} They are erased again.`)))
        return { result: { visits: visits.length, again, erased: 0 }, lines: [what] };
      const erased = await eraseIn(table, target, context, visits);
      return { result: { visits: visits.length, again, erased }, lines: [what, `${erased} were erased again.`] };
    },
  },
  'restore copy': {
    about: 'rows of a restored table that this hall has lost; what is newer here stays, who was erased stays erased',
    needs: ['table'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const from = given(context.values, 'table');
      const target = await context.hall();
      const restored = target.tableNamed(from);
      const visits = await visitsIn(restored, context);
      const ids = [...visits.keys()];
      const again = await eraseIn(restored, target, context, ids, true);
      const { read } = await target.copyFrom(from, true);
      const what = `${read} rows lie in ${from}, also those of ${again} visits that were erased since: these are erased in it first.`;
      if (context.values['dry-run'] || !(await context.agrees(`${what} What is missing here comes over.`)))
        return { result: { read, again, written: 0 }, lines: [what] };
      // Whoever is erased from here on, while rows come over, is found by the second look.
      await eraseIn(restored, target, context, ids);
      const { begun, ...counts } = await target.copyFrom(from, false);
      counts.unknown += await endBegun(target, context, begun);
      await eraseHere(target, context, visits);
      const result = { ...counts, again };
      context.log.info('restored', { ...result, by: OPS });
      return {
        result,
        lines: [
          what,
          `${counts.written} rows came over. Of ${counts.unknown} mails among them nobody can say whether they left.`,
        ],
      };
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
