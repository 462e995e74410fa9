import type { DeskEntries } from '../../functions/guestbook/entry.schema.ts';
import { HallError } from '../../functions/platform/errors.ts';
import { type Command, type Context, given, type Said, table } from './command.ts';
import { atDesk, type Desk } from './desk.ts';

const STATES = ['pending', 'approved', 'hidden'] as const;

const entriesIn = async (desk: Desk, state: (typeof STATES)[number]): Promise<DeskEntries['entries']> => {
  const found: DeskEntries['entries'] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const page: DeskEntries = await desk.get<DeskEntries>(`/api/desk/entries?state=${state}${after}`);
    found.push(...page.entries);
    next = page.next;
  }
  return found;
};

const move = async ({ values, hall }: Context, to: 'approved' | 'hidden'): Promise<Said> => {
  const entryId = given(values, 'entry');
  const result = await atDesk(await hall(), async desk => {
    for (const state of STATES) {
      const found = (await entriesIn(desk, state)).find(one => one.entryId === entryId);
      if (!found) continue;
      const body = { visitId: found.visitId, to, ...(values.reason === undefined ? {} : { reason: values.reason }) };
      return desk.post<{ state: string }>(`/api/desk/entries/${entryId}`, body);
    }
    throw new HallError('not-found', `There is no entry ${entryId}.`);
  });
  return { result, lines: [`${entryId} is ${result.state}`] };
};

/** The guestbook's wall. */
export const WALL: Record<string, Command> = {
  'wall pending': {
    about: 'entries that wait for a decision',
    run: async ({ hall }) => {
      const entries = await atDesk(await hall(), desk => entriesIn(desk, 'pending'));
      const rows = entries.map(one => [one.at, one.entryId, one.language, one.photoId ? 'photo' : '', one.message]);
      return { result: { entries }, lines: table(['at', 'entry', 'language', 'photo', 'message'], rows) };
    },
  },
  'wall approve': { about: 'an entry comes to the wall', needs: ['entry'], run: context => move(context, 'approved') },
  'wall hide': {
    about: 'an entry leaves the wall, or never comes there',
    needs: ['entry'],
    takes: ['reason'],
    run: context => move(context, 'hidden'),
  },
};
