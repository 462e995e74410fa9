import { beforeEach, describe, expect, it } from 'vitest';
import { dropUnkept, keepAll, keepPhoto, leavePhoto, lookSoon, sweepUpload } from '../../functions/photos/keep.ts';
import type { PhotoRequest } from '../../functions/photos/photo.schema.ts';
import {
  hasKey,
  inKey,
  originalKey,
  PHOTO_MOVES,
  photoBefore,
  photoKey,
  renditionKey,
} from '../../functions/photos/photo.ts';
import { isIn, joinPhoto, photoStateFor, photoView, requestPhoto } from '../../functions/photos/photos.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';

const request: PhotoRequest = {
  id: 'photo-0001',
  people: [{ cardId: 'EG00000001', at: '2026-11-22T01:00:00.000Z' }],
  sentAt: '2026-11-22T01:00:00.000Z',
  kind: 'photo',
  frame: 'flow',
  bytes: 2000,
  sha256: 'ab'.repeat(32),
};
const START = Date.parse('2026-11-22T01:00:00.000Z');
const a = { visitId: 'a' };
const b = { visitId: 'b' };

/** What was logged as a warning. */
let warned: unknown[][] = [];
const hall = () => {
  const time = { now: START };
  warned = [];
  const warn = (...line: unknown[]) => void warned.push(line);
  const log = { info: () => undefined, warn, error: () => undefined };
  return {
    time,
    clock: () => time.now,
    log,
    table: memoryTable(),
    incoming: memoryBucket(),
    photos: memoryBucket(),
    photoQueue: memoryQueue(),
    slots: memorySlots(),
  };
};
let deps: ReturnType<typeof hall>;
const ready = async (people = [a, b]) => {
  await requestPhoto(deps, request, people);
  await deps.table.update(photoKey('photo-0001'), {
    set: { state: 'ready', thumbhash: 'eA==' },
    remove: ['due', 'dueAt'],
  });
  for (const name of ['print', 'mail', 'tile'] as const)
    await deps.photos.put(renditionKey('photo-0001', name), new Uint8Array(3), 'image/jpeg');
};
beforeEach(() => {
  deps = hall();
});

describe('asking for a photo', () => {
  it('opens a slot of five minutes and keeps the intent to look for the upload', async () => {
    const answer = await requestPhoto(deps, request, [a, b]);
    expect(answer).toMatchObject({ photoId: 'photo-0001', state: 'waiting' });
    expect(answer.slot?.expiresAt).toBe('2026-11-22T01:05:00.000Z');
    expect(answer.slot?.fields['key']).toBe(originalKey('photo-0001'));
    const item = await deps.table.get(photoKey('photo-0001'));
    expect(item).toMatchObject({ due: 'open', dueAt: '2026-11-22T01:00:45.000Z' });
    expect(await isIn(deps, 'b', 'photo-0001')).toBe(true);
    expect(await isIn(deps, 'c', 'photo-0001')).toBe(false);
  });

  it('gives a fresh slot for the same id and content, and the state once it is ready', async () => {
    await requestPhoto(deps, request, [a]);
    deps.time.now += 600_000;
    const again = await requestPhoto(deps, request, [a, b]);
    expect(again.slot?.expiresAt).toBe('2026-11-22T01:15:00.000Z');
    expect((await photoView(deps, 'photo-0001')).people).toBe(2);
    await ready();
    expect(await requestPhoto(deps, request, [a])).toEqual({ photoId: 'photo-0001', state: 'ready' });
  });

  it.each([{ sha256: 'cd'.repeat(32) }, { bytes: 3000 }, { frame: 'night' as const }, { kind: 'drawing' as const }])(
    'is a conflict when the id stands for another picture: %o',
    async other => {
      await requestPhoto(deps, request, [a]);
      await expect(requestPhoto(deps, { ...request, ...other }, [b])).rejects.toMatchObject({ code: 'id-conflict' });
      expect((await photoView(deps, 'photo-0001')).people).toBe(1);
    },
  );

  it('lets a late person join once, and nobody join what does not exist', async () => {
    await ready([a]);
    await joinPhoto(deps, 'photo-0001', [b]);
    await joinPhoto(deps, 'photo-0001', [b]);
    expect(await photoStateFor(deps, 'b')).toEqual([
      { photoId: 'photo-0001', kind: 'photo', state: 'ready', people: 2, thumbhash: 'eA==' },
    ]);
    await expect(joinPhoto(deps, 'photo-0002', [b])).rejects.toMatchObject({ code: 'not-found' });
    await expect(photoView(deps, 'photo-0002')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('does not take back a consent when a request is repeated', async () => {
    await requestPhoto(deps, request, [a]);
    await keepPhoto(deps, 'a', 'photo-0001', true);
    await requestPhoto(deps, request, [a]);
    expect((await photoStateFor(deps, 'a'))[0]?.keep).toBe(true);
  });
});

/** What stays of an erased photo for a quarter of an hour, in which bytes may still come. */
const MARK = {
  ...photoKey('photo-0001'),
  ...{ type: 'photo', photoId: 'photo-0001', state: 'erased' },
  ...{ due: 'open', dueAt: '2026-11-22T01:15:00.000Z' },
};

describe('the states of a photo', () => {
  const STATES = ['waiting', 'ready', 'refused', 'erased'] as const;

  it('lead from waiting to the two ends of an upload, and from everywhere to being erased, which is the end', () => {
    const moves = STATES.flatMap(from => PHOTO_MOVES[from].map(to => `${from} to ${to}`));
    expect(moves).toEqual([
      ...['waiting to ready', 'waiting to refused', 'waiting to erased'],
      ...['ready to erased', 'refused to erased'],
    ]);
  });

  it.each(STATES.flatMap(from => STATES.map(to => [from, to] as const)))('%s to %s', async (from, to) => {
    await deps.table.put({ ...photoKey('photo-0001'), photoId: 'photo-0001', state: from });
    const moved = await deps.table.update(photoKey('photo-0001'), { set: { state: to } }, photoBefore(to));
    expect(moved !== undefined).toBe(PHOTO_MOVES[from].includes(to));
  });
});

describe('a group photo', () => {
  it('lives while one person in it keeps it, and goes with the last one', async () => {
    await ready();
    expect(await keepAll(deps, 'a', true)).toBe(1);
    expect(await keepAll(deps, 'b', true)).toBe(1);
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('kept');
    expect(await photoStateFor(deps, 'a')).toEqual([]);
    expect(deps.photos.keys()).toHaveLength(3);
    expect(await leavePhoto(deps, 'b', 'photo-0001')).toBe('gone');
    expect(await leavePhoto(deps, 'b', 'photo-0001')).toBe('gone');
    expect(deps.photos.keys()).toEqual([]);
    expect(deps.table.all()).toEqual([MARK]);
  });

  it('goes with the last keeper when the other said no, without a trace of either', async () => {
    await ready();
    await keepPhoto(deps, 'b', 'photo-0001', false);
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('gone');
    expect(deps.table.all()).toEqual([MARK]);
  });

  it('stays for a person who has not decided, until the day is closed', async () => {
    await ready();
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('kept');
    expect(await dropUnkept(deps, 'photo-0001')).toBe(true);
    expect(deps.table.all()).toEqual([MARK]);
  });

  it('is not dropped at the end of the day when one person keeps it', async () => {
    await ready();
    await keepPhoto(deps, 'b', 'photo-0001', true);
    expect(await dropUnkept(deps, 'photo-0001')).toBe(false);
    expect((await deps.table.get(inKey('photo-0001', 'b')))?.['keep']).toBe(true);
    expect((await deps.table.get(hasKey('b', 'photo-0001')))?.['keep']).toBe(true);
  });

  it('is told apart from other rows of a visit, and no row is made of one that went', async () => {
    await ready([a]);
    await deps.table.put({ pk: 'VISIT#a', sk: 'ENTRY#e', photoId: 'photo-0001' });
    expect(await keepAll(deps, 'a', true)).toBe(1);
    await deps.table.delete(inKey('photo-0001', 'a'));
    await keepPhoto(deps, 'a', 'photo-0001', false);
    expect(await deps.table.get(inKey('photo-0001', 'a'))).toBeUndefined();
    const refused = { where: 'photoId', message: 'This visit is not in that photo.' };
    await expect(keepPhoto(deps, 'b', 'photo-0001', true)).rejects.toMatchObject(refused);
  });

  it('keeps its row while an erasure is not at its last pass, and makes no mark of a photo that is gone', async () => {
    await ready([a]);
    expect(await leavePhoto(deps, 'a', 'photo-0001', false)).toBe('gone');
    expect(await isIn(deps, 'a', 'photo-0001')).toBe(true);
    await deps.table.delete(photoKey('photo-0001'));
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('gone');
    expect(deps.table.all()).toEqual([]);
  });

  it('that was refused leaves nothing but the mark, which says nothing of it', async () => {
    await requestPhoto(deps, request, [a]);
    const about = { state: 'refused', refusal: 'empty', refusedAt: 'then', readyAt: 'then', asked: { by: 'Kim' } };
    const more = { sequencer: '01', wallOff: true, renditions: [], thumbhash: 'eA==' };
    await deps.table.update(photoKey('photo-0001'), { set: { ...about, ...more } });
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('gone');
    expect(deps.table.all()).toEqual([MARK]);
    deps.time.now += 60_000;
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('gone');
    expect(deps.table.all()).toEqual([MARK]);
  });

  it('cannot be kept by somebody who is not in it', async () => {
    await ready([a]);
    await expect(keepPhoto(deps, 'b', 'photo-0001', true)).rejects.toMatchObject({ code: 'not-found' });
    expect(await isIn(deps, 'b', 'photo-0001')).toBe(false);
  });
});

describe('an overdue upload', () => {
  it('is nudged when the bytes are there, so that a lost event costs minutes and no photo', async () => {
    await requestPhoto(deps, request, [a]);
    await deps.incoming.put(originalKey('photo-0001'), new Uint8Array(2000), 'image/jpeg');
    expect(await sweepUpload(deps, 'photo-0001')).toBe('nudged');
    expect(deps.photoQueue.sent).toEqual([{ nudge: { photoId: 'photo-0001' }, delaySeconds: 0 }]);
  });

  it('is looked for again later, and given up as empty after a day', async () => {
    await requestPhoto(deps, request, [a]);
    deps.time.now += 15 * 60_000;
    expect(await sweepUpload(deps, 'photo-0001')).toBe('later');
    expect((await deps.table.get(photoKey('photo-0001')))?.['dueAt']).toBe('2026-11-22T01:30:00.000Z');
    deps.time.now = START + 24 * 3_600_000;
    expect(await sweepUpload(deps, 'photo-0001')).toBe('given-up');
    expect(await photoView(deps, 'photo-0001')).toMatchObject({ state: 'refused', refusal: 'empty' });
    expect((await deps.table.get(photoKey('photo-0001')))?.['due']).toBeUndefined();
    expect(await sweepUpload(deps, 'photo-0001')).toBe('done');
    expect(await sweepUpload(deps, 'photo-0002')).toBe('done');
  });

  it('is looked for three quarters of a minute after its slot, then less and less often, and anew after a fresh slot', async () => {
    await requestPhoto(deps, request, [a]);
    const due = async () => Date.parse(String((await deps.table.get(photoKey('photo-0001')))?.['dueAt']));
    const looks: number[] = [];
    while (deps.time.now < START + 3_600_000) {
      deps.time.now = await due();
      looks.push((deps.time.now - START) / 1000);
      await sweepUpload(deps, 'photo-0001');
    }
    expect(looks).toEqual([45, 90, 180, 360, 720, 1440, 2340, 3240, 4140]);
    const again = deps.time.now;
    for (const seconds of [0, 10, 20]) {
      deps.time.now = again + seconds * 1000;
      await requestPhoto(deps, request, [a]);
      expect(await due()).toBe(again + 45_000);
    }
    deps.time.now = again + 45_000;
    await sweepUpload(deps, 'photo-0001');
    expect(await due()).toBe(again + 90_000);
  });

  it('is given up a day after its last slot: what is asked for again may still come', async () => {
    await requestPhoto(deps, request, [a]);
    deps.time.now += 15 * 60_000;
    await sweepUpload(deps, 'photo-0001');
    await requestPhoto(deps, request, [a]);
    deps.time.now = START + 24 * 3_600_000;
    expect(await sweepUpload(deps, 'photo-0001')).toBe('later');
    deps.time.now += 15 * 60_000;
    expect(await sweepUpload(deps, 'photo-0001')).toBe('given-up');
  });

  it('is told of in the log, by its id', async () => {
    await requestPhoto(deps, request, [a]);
    await deps.incoming.put(originalKey('photo-0001'), new Uint8Array(2000), 'image/jpeg');
    await sweepUpload(deps, 'photo-0001');
    await deps.incoming.delete(originalKey('photo-0001'));
    deps.time.now = START + 24 * 3_600_000 - 1;
    expect(await sweepUpload(deps, 'photo-0001')).toBe('later');
    deps.time.now += 1;
    await sweepUpload(deps, 'photo-0001');
    expect(warned).toEqual([
      ['upload-event-lost', { photoId: 'photo-0001' }],
      ['upload-given-up', { photoId: 'photo-0001' }],
    ]);
    const item = await deps.table.get(photoKey('photo-0001'));
    expect([item?.['due'], item?.['dueAt']]).toEqual([undefined, undefined]);
  });

  it('is looked for at the next sweep when the staff ask, as long as it is waited for', async () => {
    await requestPhoto(deps, request, [a]);
    deps.time.now += 1_000;
    expect(await lookSoon(deps, 'photo-0001', 'Kim')).toBe(true);
    const at = '2026-11-22T01:00:01.000Z';
    const item = { state: 'waiting', dueAt: at, asked: { at, by: 'Kim' } };
    expect(await deps.table.get(photoKey('photo-0001'))).toMatchObject(item);
    await deps.table.update(photoKey('photo-0001'), { set: { state: 'ready' } });
    expect(await lookSoon(deps, 'photo-0001', 'Lee')).toBe(false);
    expect((await deps.table.get(photoKey('photo-0001')))?.['asked']).toEqual({ at, by: 'Kim' });
    expect(await lookSoon(deps, 'photo-0002', 'Kim')).toBe(false);
    expect(await deps.table.get(photoKey('photo-0002'))).toBeUndefined();
  });

  it('of a photo that is done drops nothing of it', async () => {
    await ready([a]);
    expect(await sweepUpload(deps, 'photo-0001')).toBe('done');
    expect(deps.photos.keys()).toHaveLength(3);
    expect((await photoView(deps, 'photo-0001')).state).toBe('ready');
  });

  it('of an erased photo takes along what a worker left that died over its renditions', async () => {
    await ready([a]);
    await leavePhoto(deps, 'a', 'photo-0001');
    await deps.photos.put(renditionKey('photo-0001', 'tile'), new Uint8Array(9), 'image/jpeg');
    expect(await sweepUpload(deps, 'photo-0001')).toBe('done');
    expect([...deps.photos.keys(), ...deps.table.all()]).toEqual([]);
  });

  it('of an erased photo ends the mark and whatever arrived meanwhile', async () => {
    await requestPhoto(deps, request, [a]);
    expect(await leavePhoto(deps, 'a', 'photo-0001')).toBe('gone');
    await expect(requestPhoto(deps, request, [a])).rejects.toMatchObject({ code: 'not-found' });
    await deps.incoming.put(originalKey('photo-0001'), new Uint8Array(2000), 'image/jpeg');
    expect(await sweepUpload(deps, 'photo-0001')).toBe('done');
    expect([...deps.incoming.keys(), ...deps.table.all()]).toEqual([]);
  });
});
