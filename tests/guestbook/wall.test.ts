import { beforeEach, describe, expect, it } from 'vitest';
import { entriesOf, writeEntry } from '../../functions/guestbook/entries.ts';
import { deskEntries, wallEntry } from '../../functions/guestbook/entry.schema.ts';
import { entryKey } from '../../functions/guestbook/entry.ts';
import { moderate, withdrawFromWall } from '../../functions/guestbook/moderate.ts';
import { deskEntries as readDesk, wallPage } from '../../functions/guestbook/wall.ts';
import { hasKey, inKey, photoKey } from '../../functions/photos/photo.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';

const VISIT = '0123456789abcdefghjkmnpqrs';
const OTHER = '1123456789abcdefghjkmnpqrs';
const START = Date.parse('2026-11-22T01:00:00.000Z');
const hall = () => {
  const time = { now: START };
  return { time, table: memoryTable(), clock: () => time.now };
};
let deps: ReturnType<typeof hall>;
const write = async (id: string, more: { photoId?: string; message?: string } = { message: id }, visitId = VISIT) => {
  deps.time.now += 1000;
  const at = '2026-11-22T01:00:00.000Z';
  const wall = { given: true, version: '1', language: 'en' as const };
  await writeEntry(deps, visitId, 'en', { id, cardId: 'EG1', at, sentAt: at, wall, ...more });
};
const act = (id: string, to: 'approved' | 'hidden' | 'pending', reason?: string, visitId = VISIT) => {
  deps.time.now += 1000;
  return moderate(deps, 'Kim', id, { visitId, to, ...(reason === undefined ? {} : { reason }) });
};
const shown = async () => (await wallPage(deps)).page.entries.map(({ entryId }) => entryId);
const photo = async (photoId: string, people: string[], more: object = { state: 'ready', thumbhash: 'eA==' }) => {
  await deps.table.put({ ...photoKey(photoId), photoId, kind: 'photo', ...more });
  for (const visitId of people) {
    await deps.table.put({ ...hasKey(visitId, photoId), photoId });
    await deps.table.put({ ...inKey(photoId, visitId), photoId });
  }
};
beforeEach(() => {
  deps = hall();
});

describe('the wall', () => {
  it('shows nothing before approval, and the newest approval first', async () => {
    await write('entry-0001');
    await write('entry-0002');
    expect(await shown()).toEqual([]);
    await act('entry-0002', 'approved');
    await act('entry-0001', 'approved');
    expect(await shown()).toEqual(['entry-0001', 'entry-0002']);
    const { page } = await wallPage(deps);
    expect(wallEntry.safeParse(page.entries[0]).success).toBe(true);
    expect(Object.keys(page.entries[0]!)).toEqual(['entryId', 'at', 'language', 'message']);
  });

  it('pages by fifty, and its tag changes exactly with the page', async () => {
    for (let i = 0; i < 60; i++) await write(`entry-${1000 + i}`);
    for (let i = 0; i < 60; i++) await act(`entry-${1000 + i}`, 'approved');
    const first = await wallPage(deps);
    expect(first.page.entries).toHaveLength(50);
    expect((await wallPage(deps)).etag).toBe(first.etag);
    const second = await wallPage(deps, { after: first.page.next });
    expect(second.page.entries.map(({ entryId }) => entryId).at(-1)).toBe('entry-1000');
    expect(second.page.entries).toHaveLength(10);
    expect(second.page.next).toBeUndefined();
    await act('entry-1059', 'hidden');
    expect((await wallPage(deps)).etag).not.toBe(first.etag);
  });

  it('waits with a photo until it is ready, and leaves out an entry that has nothing else', async () => {
    await photo('photo-0001', [VISIT], { state: 'waiting' });
    await write('entry-0001', { photoId: 'photo-0001' });
    await write('entry-0002', { photoId: 'photo-0001', message: 'hello' });
    await act('entry-0001', 'approved');
    await act('entry-0002', 'approved');
    expect((await wallPage(deps)).page.entries).toMatchObject([{ entryId: 'entry-0002', message: 'hello' }]);
    await deps.table.update(photoKey('photo-0001'), { set: { state: 'ready', thumbhash: 'eA==' } });
    const [, first] = (await wallPage(deps)).page.entries;
    expect(first).toMatchObject({ entryId: 'entry-0001', photoId: 'photo-0001', thumbhash: 'eA==' });
  });
});

describe('the staff', () => {
  it('approve, hide with a reason and undo, each act with a name', async () => {
    await write('entry-0001');
    await act('entry-0001', 'approved');
    await act('entry-0001', 'hidden', 'names a person');
    const hidden = await readDesk(deps, { state: 'hidden' });
    expect(deskEntries.safeParse(hidden).success).toBe(true);
    expect(hidden.entries).toMatchObject([{ state: 'hidden', reason: 'names a person', by: 'Kim', visitId: VISIT }]);
    expect(await act('entry-0001', 'pending')).toEqual({ entryId: 'entry-0001', state: 'pending' });
    const [entry] = await entriesOf(deps, VISIT);
    expect(entry?.history.map(({ state, by }) => [state, by])).toEqual([
      ['pending', 'visitor'],
      ['approved', 'Kim'],
      ['hidden', 'Kim'],
      ['pending', 'Kim'],
    ]);
    expect(entry?.reason).toBeUndefined();
    expect((await readDesk(deps, { state: 'pending' })).entries).toHaveLength(1);
    expect((await readDesk(deps, { state: 'hidden' })).entries).toEqual([]);
  });

  it('leave a reason only where they gave one, and nothing of the wall where the entry is off it', async () => {
    await write('entry-0001');
    await act('entry-0001', 'hidden', 'names a person');
    await act('entry-0001', 'approved');
    const steps = (await entriesOf(deps, VISIT))[0]?.history.map(step => Object.keys(step).length);
    expect(steps).toEqual([3, 4, 3]);
    const item = () => deps.table.get(entryKey(VISIT, 'entry-0001'));
    expect(await item()).toMatchObject({ wall: 'approved', wallAt: new Date(deps.time.now).toISOString() });
    expect((await item())?.['reason']).toBeUndefined();
    await withdrawFromWall(deps, VISIT);
    expect(Object.keys((await item())!)).not.toEqual(expect.arrayContaining(['wall']));
    expect(Object.keys((await item())!)).not.toEqual(expect.arrayContaining(['wallAt']));
    expect((await entriesOf(deps, VISIT))[0]).toMatchObject({ state: 'withdrawn', by: 'visitor' });
  });

  it('are told what is wrong, and where, when an act is not possible', async () => {
    const error = (promise: Promise<unknown>) =>
      promise.catch(({ code, where, message }) => [code, where, message]) as Promise<unknown>;
    await write('entry-0001');
    await withdrawFromWall(deps, VISIT);
    expect(await error(act('entry-0001', 'approved'))).toEqual([
      ...['state-conflict', 'to', 'The entry is withdrawn and cannot become approved.'],
    ]);
    expect(await error(act('entry-0009', 'approved'))).toEqual([
      ...['not-found', 'entryId', 'There is no entry entry-0009.'],
    ]);
    await write('entry-0002');
    const get: typeof deps.table.get = async key => {
      const found = await deps.table.get(key);
      await deps.table.delete(key);
      return found;
    };
    const table = { ...deps.table, get };
    const request = { visitId: VISIT, to: 'approved' as const };
    const [code] = (await error(moderate({ ...deps, table }, 'Kim', 'entry-0002', request))) as string[];
    expect(code).toBe('state-conflict');
  });

  it('may press twice', async () => {
    await write('entry-0001');
    await act('entry-0001', 'approved');
    expect((await act('entry-0001', 'approved')).state).toBe('approved');
    expect((await entriesOf(deps, VISIT))[0]?.history).toHaveLength(2);
  });

  it('succeed also when a client got no answer and repeated the write by itself', async () => {
    await write('entry-0001');
    const { table } = deps;
    const update: typeof table.update = async (...call) => {
      await table.update(...call);
      return table.update(...call);
    };
    const twice = { ...deps, table: { ...table, update } };
    const moved = await moderate(twice, 'Kim', 'entry-0001', { visitId: VISIT, to: 'approved' });
    expect(moved.state).toBe('approved');
    expect(await shown()).toEqual(['entry-0001']);
  });

  it('cannot move what is withdrawn or does not exist, nor what another moved meanwhile', async () => {
    await write('entry-0001');
    await withdrawFromWall(deps, VISIT);
    await expect(act('entry-0001', 'approved')).rejects.toMatchObject({ code: 'state-conflict' });
    await expect(act('entry-0009', 'approved')).rejects.toMatchObject({ code: 'not-found' });
    await write('entry-0002');
    const stale = await deps.table.get(entryKey(VISIT, 'entry-0002'));
    await act('entry-0002', 'hidden');
    const table = { ...deps.table, get: async () => stale };
    const request = { visitId: VISIT, to: 'approved' as const };
    await expect(moderate({ ...deps, table }, 'Lee', 'entry-0002', request)).rejects.toMatchObject({
      code: 'state-conflict',
    });
  });
});

describe('withdrawing from the wall', () => {
  it('takes off the own entries, and those of others with a photo the person is in', async () => {
    await photo('photo-0001', [VISIT, OTHER]);
    await write('entry-0001', { photoId: 'photo-0001' });
    await write('entry-0002');
    await write('entry-0003', { message: 'only mine' }, OTHER);
    for (const id of ['entry-0001', 'entry-0002']) await act(id, 'approved');
    await act('entry-0003', 'approved', undefined, OTHER);
    expect(await withdrawFromWall(deps, OTHER)).toBe(2);
    expect(await shown()).toEqual(['entry-0002']);
    expect((await deps.table.get(photoKey('photo-0001')))?.['wallOff']).toBe(true);
    expect(await withdrawFromWall(deps, OTHER)).toBe(0);
  });

  it('holds on the wall from the mark on, even before the entries have moved', async () => {
    await photo('photo-0001', [VISIT]);
    await write('entry-0001', { photoId: 'photo-0001', message: 'hello' });
    await act('entry-0001', 'approved');
    await deps.table.update(photoKey('photo-0001'), { set: { wallOff: true } });
    expect(await shown()).toEqual([]);
  });

  it('marks the photos a person is in, and makes none of one that is gone', async () => {
    await photo('photo-0001', [OTHER, VISIT]);
    await deps.table.put({ pk: `VISIT#${VISIT}`, sk: 'HAS#photo-0002', photoId: 'photo-0002' });
    await deps.table.put({ pk: `VISIT#${VISIT}`, sk: 'OTHER#photo-0003', photoId: 'photo-0003' });
    await deps.table.put({ ...photoKey('photo-0003'), photoId: 'photo-0003' });
    await writeEntry(deps, OTHER, 'en', {
      ...{ id: 'entry-0001', cardId: 'EG1', drawingId: 'photo-0001' },
      ...{ at: '2026-11-22T01:00:00.000Z', sentAt: '2026-11-22T01:00:00.000Z' },
      wall: { given: true, version: '1', language: 'en' },
    });
    await write('entry-0002', { message: 'no picture' }, OTHER);
    expect(await withdrawFromWall(deps, VISIT)).toBe(1);
    expect((await entriesOf(deps, OTHER)).map(({ state }) => state)).toEqual(['withdrawn', 'pending']);
    expect(await deps.table.get(photoKey('photo-0002'))).toBeUndefined();
    expect((await deps.table.get(photoKey('photo-0003')))?.['wallOff']).toBeUndefined();
  });

  it('ends when the entry is gone meanwhile', async () => {
    await write('entry-0001');
    const update: typeof deps.table.update = async key => {
      await deps.table.delete(key);
      return undefined;
    };
    expect(await withdrawFromWall({ ...deps, table: { ...deps.table, update } }, VISIT)).toBe(0);
  });

  it('wins over the staff who move the entry at the same moment', async () => {
    await write('entry-0001');
    let raced = false;
    const table: typeof deps.table = {
      ...deps.table,
      update: async (key, change, condition) => {
        if (!raced) {
          raced = true;
          await act('entry-0001', 'approved');
        }
        return deps.table.update(key, change, condition);
      },
    };
    expect(await withdrawFromWall({ ...deps, table }, VISIT)).toBe(1);
    expect((await entriesOf(deps, VISIT))[0]?.state).toBe('withdrawn');
    expect(await shown()).toEqual([]);
  });
});
