import { describe, expect, it } from 'vitest';
import { entryKey } from '../../functions/guestbook/entry.ts';
import { moderate, withdrawFromWall } from '../../functions/guestbook/moderate.ts';
import { keepPhoto } from '../../functions/photos/keep.ts';
import { closeDays } from '../../functions/retention/closing.ts';
import { applyErasures, askErasure, eraseVisit, expireVisit, receiptOf } from '../../functions/retention/erase.ts';
import { dropOff } from '../../functions/retention/outlived.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import { VISIT } from '../deliveries/hall.ts';
import { DAY, fullHall, OTHER } from './hall.ts';

const KEY = entryKey(VISIT, 'entry-0001');
const MINUTE = 60_000;

/** A hall whose visit has expired, and whose entry is still on the wall. `more`: what the entry says beside. */
const expiredHall = async (more: object = {}) => {
  const hall = await fullHall();
  await hall.table.update(KEY, { set: { ...more } });
  await expireVisit(hall.erase, VISIT);
  for (const pass of [1, 2]) {
    await eraseVisit(hall.erase, { visitId: VISIT, pass });
    hall.time.now += 40_000;
  }
  expect(await hall.visitItem()).toBeUndefined();
  const judge = (to: 'approved' | 'pending' | 'hidden') =>
    moderate(hall, 'Kim', 'entry-0001', { visitId: VISIT, to, reason: 'a name' });
  const later = async (ms: number) => {
    hall.time.now += ms;
    return sweep(hall.sweepDeps());
  };
  const tiles = () => hall.photos.keys().filter(key => key.includes('photo-0001'));
  return { ...hall, judge, later, tiles };
};

describe('an entry that outlived its visit', () => {
  it.each(['hidden', 'pending'] as const)('goes with its picture a while after the staff made it %s', async to => {
    const hall = await expiredHall();
    expect(hall.tiles()).toEqual(['rendition/photo-0001/tile.jpg']);
    await hall.judge(to);
    await hall.later(9 * MINUTE);
    expect(await hall.table.get(KEY)).toMatchObject({ state: to });
    expect(await hall.later(MINUTE)).toEqual({});
    expect([hall.left(), hall.tiles()]).toEqual([[], []]);
  });

  it('stays when the staff take that back, and goes when its time on the wall is over', async () => {
    const hall = await expiredHall();
    await hall.judge('hidden');
    await hall.judge('approved');
    await hall.later(11 * MINUTE);
    // Nor when the index still shows the intent.
    await dropOff(hall.erase, KEY);
    expect(await hall.table.get(KEY)).toMatchObject({ state: 'approved' });
    hall.time.now += (hall.settings.wallDays + 1) * DAY;
    expect(await closeDays(hall.sweepDeps())).toMatchObject({ wallExpired: 1 });
    expect([hall.left(), hall.tiles()]).toEqual([[], []]);
  });

  it('goes at the next sweep when a person in its picture takes that off the wall, who keeps the picture', async () => {
    const hall = await expiredHall({ photoId: 'photo-0002' });
    await keepPhoto(hall, OTHER, 'photo-0002', true);
    expect(await withdrawFromWall(hall, OTHER)).toBe(1);
    expect(await hall.later(0)).toEqual({});
    expect(hall.left()).toEqual([]);
    expect(hall.photos.keys()).toContain('rendition/photo-0002/tile.jpg');
  });

  it('leaves its picture to another entry of the visit that shows it, and the last one takes it along', async () => {
    const hall = await fullHall();
    const { pk, sk, ...first } = (await hall.table.get(KEY))!;
    await hall.put(pk, 'ENTRY#entry-0002', { ...first, entryId: 'entry-0002' });
    await expireVisit(hall.erase, VISIT);
    hall.time.now += 40_000;
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 });
    const tile = async () => (await hall.photos.head('rendition/photo-0001/tile.jpg')) !== undefined;
    const there: boolean[] = [await tile()];
    for (const entryId of ['entry-0001', 'entry-0002']) {
      await moderate(hall, 'Kim', entryId, { visitId: VISIT, to: 'hidden' });
      hall.time.now += 11 * MINUTE;
      await sweep(hall.sweepDeps());
      there.push(await tile());
    }
    expect([sk, there, hall.left()]).toEqual(['ENTRY#entry-0001', [true, true, false], []]);
  });

  it('goes with its visit when the staff hide it while that expires', async () => {
    const hall = await fullHall();
    await expireVisit(hall.erase, VISIT);
    const hiding = {
      ...hall.table,
      update: async (...[key, change, condition]: Parameters<typeof hall.table.update>) => {
        if (change.set?.['alone']) await moderate(hall, 'Kim', 'entry-0001', { visitId: VISIT, to: 'hidden' });
        return hall.table.update(key, change, condition);
      },
    };
    await eraseVisit({ ...hall.erase, table: hiding }, { visitId: VISIT, pass: 1 });
    expect(await hall.table.get(KEY)).toBeUndefined();
  });

  it('is not moved by somebody who saw it before its visit expired: they look again', async () => {
    const hall = await fullHall();
    const seen = { ...hall.table, get: async (key: typeof KEY) => ({ ...(await hall.table.get(key))!, ...stale }) };
    const stale = { alone: undefined } as const;
    await hall.table.update(KEY, { set: { alone: true } });
    const hide = moderate({ ...hall, table: seen }, 'Kim', 'entry-0001', { visitId: VISIT, to: 'hidden' });
    await expect(hide).rejects.toMatchObject({ code: 'state-conflict' });
  });

  it.each(['pending', 'hidden'])(
    'and lies there %s without an intent goes with the wall’s time at the latest',
    async state => {
      const hall = await expiredHall();
      await hall.table.update(KEY, { set: { state, wall: state } });
      hall.time.now += (hall.settings.wallDays + 1) * DAY;
      expect(await closeDays(hall.sweepDeps())).toMatchObject({ wallExpired: 1 });
      expect([hall.left(), hall.tiles()]).toEqual([[], []]);
    },
  );

  it('is erased by the number of its visit, off the wall at once, and the receipt says by whom', async () => {
    const hall = await expiredHall();
    const before = await receiptOf(hall.erase, VISIT);
    expect(await askErasure(hall.erase, VISIT, 'staff:ops')).toBe(before?.number);
    expect(hall.eraseQueue.sent.at(-1)?.nudge).toEqual({ visitId: VISIT, pass: 1 });
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 1 });
    expect(await hall.table.get(KEY)).toBeUndefined();
    hall.time.now += 40_000;
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 });
    expect([hall.left(), hall.tiles()]).toEqual([[], []]);
    expect([before?.by, await receiptOf(hall.erase, VISIT)]).toMatchObject(['expiry', { by: 'staff' }]);
  });

  it('and was erased since a backup is erased again after a restore; one that was not stays on the wall', async () => {
    const hall = await expiredHall();
    const backup = hall.table.all();
    expect(await applyErasures(hall.erase, [VISIT])).toBe(0);
    await askErasure(hall.erase, VISIT, 'staff:ops');
    hall.time.now += 40_000;
    await eraseVisit(hall.erase, { visitId: VISIT, pass: 2 });
    for (const item of backup) await hall.table.put(item);
    expect(await applyErasures(hall.erase, [VISIT])).toBe(1);
    expect(hall.left()).toEqual([]);
  });
});
