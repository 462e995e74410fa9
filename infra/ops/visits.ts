import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import type { ErasureAnswer } from '../../functions/retention/erase.schema.ts';
import { exportVisit } from '../../functions/retention/export.ts';
import type { DayFigures } from '../../functions/retention/report.ts';
import { type Command, given, table } from './command.ts';
import { atDesk, OPS } from './desk.ts';

/** One visit, and the figures of all. */
export const VISITS: Record<string, Command> = {
  'visits show': {
    about: 'the ledger of a visit: every stage, and where its mails are',
    needs: ['visit'],
    run: async ({ values, hall }) => {
      const result = await atDesk(await hall(), desk => desk.get<Ledger>(`/api/visits/${given(values, 'visit')}`));
      const { visitId, state, language, openedAt, zones, interactions, photos, entries, deliveries } = result;
      const lines = [
        `${visitId}: ${state}, ${language}, since ${openedAt}`,
        `  zones ${zones.join(', ') || 'none'}; ${interactions} interactions`,
        ...photos.map(one => `  ${one.kind} ${one.photoId}: ${one.state}${one.why ? ` (${one.why})` : ''}`),
        ...entries.map(one => `  entry ${one.entryId}: ${one.state}${one.why ? ` (${one.why})` : ''}`),
        ...deliveries.map(one =>
          `  mail ${one.deliveryId} to ${one.maskedAddress}: ${one.state} ${one.why ?? ''}`.trimEnd(),
        ),
      ];
      return { result, lines };
    },
  },
  erase: {
    about: 'a visit and everything of it, at once and for good',
    needs: ['visit'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const visitId = given(context.values, 'visit');
      const target = await context.hall();
      const { items } = await target.table.query({ pk: `VISIT#${visitId}` });
      const here = items.length > 0;
      const what = here
        ? `${items.length} items of the visit ${visitId}, its pictures and its page go for good.`
        : `Nothing lies here of the visit ${visitId}.`;
      if (context.values['dry-run'] || (here && !(await context.agrees(what))))
        return { result: { visitId, erased: false, items: items.length }, lines: [`${what} Nothing was done.`] };
      // Knows no visit that there never was; one that was erased before has a receipt.
      const { receipt } = await atDesk(target, desk => desk.post<ErasureAnswer>('/api/desk/erasures', { visitId }));
      const now = here
        ? 'The doors answer as if there were no such visit. Its data is gone within a minute.'
        : `${what} It was erased before.`;
      return {
        result: { visitId, erased: true, items: items.length, receipt },
        lines: [now, `Receipt: ${receipt}`],
      };
    },
  },
  export: {
    about: "a visitor's data, machine-readable, on standard output",
    needs: ['visit'],
    run: async context => {
      const visitId = given(context.values, 'visit');
      const { table: rows, url } = await context.hall();
      const result = await exportVisit({ table: rows, origin: url }, visitId);
      context.log.info('visit-exported', { visitId, by: OPS });
      return { result, lines: [JSON.stringify(result, null, 2)] };
    },
  },
  report: {
    about: 'figures of days without people in them; groups under five are left out',
    takes: ['from', 'to'],
    run: async ({ values, hall }) => {
      const days = Object.entries({ from: values.from, to: values.to }).filter(
        (one): one is [string, string] => !!one[1],
      );
      const path = `/api/desk/report?${new URLSearchParams(days)}`;
      const result = await atDesk(await hall(), desk => desk.get<{ days: DayFigures[] }>(path));
      const rows = result.days.map(one => [
        one.day,
        one.visits,
        one.interactions,
        Object.keys(one.languages).join(' '),
      ]);
      return { result, lines: table(['day', 'visits', 'interactions', 'languages'], rows) };
    },
  },
};
