import { beforeEach, describe, expect, it } from 'vitest';
import { entriesOf, writeEntry } from '../../functions/guestbook/entries.ts';
import { ENTRY_STATES, type EntryRequest, type EntryState } from '../../functions/guestbook/entry.schema.ts';
import { ENTRY_MOVES, entryKey, firstState, mayMove, wallPlace } from '../../functions/guestbook/entry.ts';
import { hasKey, photoKey } from '../../functions/photos/photo.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';

const START = Date.parse('2026-11-22T01:00:00.000Z');
const wall = (given: boolean) => ({ given, version: '2026-11-22', language: 'en' as const });
const request = (more: Partial<EntryRequest> = {}): EntryRequest => ({
  id: 'entry-0001',
  cardId: 'EG00000001',
  at: '2026-11-22T01:00:00.000Z',
  sentAt: '2026-11-22T01:00:00.000Z',
  wall: wall(true),
  message: 'Thank you',
  ...more,
});
const hall = () => ({ table: memoryTable(), clock: () => START });
let deps: ReturnType<typeof hall>;
beforeEach(() => {
  deps = hall();
});

describe('the states of an entry', () => {
  const allowed: [EntryState, EntryState][] = [
    ['pending', 'approved'],
    ['pending', 'hidden'],
    ['pending', 'withdrawn'],
    ['approved', 'pending'],
    ['approved', 'hidden'],
    ['approved', 'withdrawn'],
    ['hidden', 'pending'],
    ['hidden', 'approved'],
    ['hidden', 'withdrawn'],
  ];
  it.each(ENTRY_STATES.flatMap(from => ENTRY_STATES.map(to => [from, to] as const)))('%s to %s', (from, to) => {
    expect(mayMove(from, to)).toBe(allowed.some(([a, b]) => a === from && b === to));
  });

  it('never lead back from private or withdrawn, so that no act of the staff undoes a refusal', () => {
    expect([...ENTRY_MOVES.private, ...ENTRY_MOVES.withdrawn]).toEqual([]);
    expect([firstState(true), firstState(false)]).toEqual(['pending', 'private']);
  });

  it('are in the wall index only while the staff or the wall look for them', () => {
    const written = '2026-11-22T00:00:00.000Z';
    expect(wallPlace('private', written, START)).toEqual({});
    expect(wallPlace('withdrawn', written, START)).toEqual({});
    expect(wallPlace('pending', written, START)).toEqual({ wall: 'pending', wallAt: written });
    expect(wallPlace('approved', written, START)).toEqual({ wall: 'approved', wallAt: '2026-11-22T01:00:00.000Z' });
  });
});

describe('writing an entry', () => {
  it('waits for the staff with consent, and stays private without', async () => {
    expect(await writeEntry(deps, 'a', 'en', request())).toEqual({ entryId: 'entry-0001', state: 'pending' });
    const secret = request({ id: 'entry-0002', wall: wall(false) });
    expect((await writeEntry(deps, 'a', 'en', secret)).state).toBe('private');
    expect((await deps.table.get(entryKey('a', 'entry-0002')))?.['wall']).toBeUndefined();
    const [first] = await entriesOf(deps, 'a');
    expect(first?.wallConsent).toEqual({ ...wall(true), at: '2026-11-22T01:00:00.000Z' });
    expect(first?.history).toEqual([{ at: '2026-11-22T01:00:00.000Z', state: 'pending', by: 'visitor' }]);
  });

  it('gives the first answer again for the same id and content, and a conflict for other content', async () => {
    await writeEntry(deps, 'a', 'en', request());
    await deps.table.update(entryKey('a', 'entry-0001'), { set: { state: 'approved' } });
    expect((await writeEntry(deps, 'a', 'en', request())).state).toBe('approved');
    for (const other of [{ message: 'Else' }, { name: 'Mina' }, { wall: wall(false) }])
      await expect(writeEntry(deps, 'a', 'en', request(other))).rejects.toMatchObject({ code: 'id-conflict' });
    expect(await entriesOf(deps, 'a')).toHaveLength(1);
  });

  it('keeps the text clean and counts characters as people do', async () => {
    const family = '👨‍👩‍👧‍👦';
    await writeEntry(deps, 'a', 'en', request({ message: `${family.repeat(280)}\u202e`, name: ' Mina\u0000 ' }));
    const [entry] = await entriesOf(deps, 'a');
    expect([entry?.message, entry?.name]).toEqual([family.repeat(280), 'Mina']);
    await expect(
      writeEntry(deps, 'a', 'en', request({ id: 'entry-0002', message: 'x'.repeat(281) })),
    ).rejects.toMatchObject({ code: 'invalid-request', where: 'message' });
    await expect(
      writeEntry(deps, 'a', 'en', request({ id: 'entry-0003', name: 'x'.repeat(41) })),
    ).rejects.toMatchObject({ code: 'invalid-request', where: 'name' });
  });

  it('is refused when nothing is said, also when only invisible characters are', async () => {
    for (const message of ['', ' \u200b\u202e\n '])
      await expect(writeEntry(deps, 'a', 'en', request({ message }))).rejects.toMatchObject({
        code: 'invalid-request',
      });
  });

  it('is refused with a photo or drawing of somebody else', async () => {
    for (const other of [{ photoId: 'photo-0001' }, { drawingId: 'photo-0001' }])
      await expect(writeEntry(deps, 'a', 'en', request(other))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('needs no message when there is a photo; stays off the wall when a person in it took that off before', async () => {
    await deps.table.put({ ...hasKey('a', 'photo-0001'), photoId: 'photo-0001' });
    await deps.table.put({ ...photoKey('photo-0001'), photoId: 'photo-0001', state: 'ready' });
    const { message: _, ...silent } = request({ photoId: 'photo-0001' });
    expect((await writeEntry(deps, 'a', 'en', silent)).state).toBe('pending');
    await deps.table.update(photoKey('photo-0001'), { set: { wallOff: true } });
    const later = { ...silent, id: 'entry-0002' };
    expect((await writeEntry(deps, 'a', 'en', later)).state).toBe('withdrawn');
  });
});
