import { beforeEach, describe, expect, it } from 'vitest';
import { leavePhoto } from '../../functions/photos/keep.ts';
import type { PhotoRequest } from '../../functions/photos/photo.schema.ts';
import { hasKey, inKey, originalKey, photoKey, refusedKey, renditionKey } from '../../functions/photos/photo.ts';
import { photoStateFor, photoView, requestPhoto } from '../../functions/photos/photos.ts';
import { type ProcessDeps, processPhoto } from '../../functions/photos/process.ts';
import type { Renditions } from '../../functions/photos/renditions.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';

const bytes = new Uint8Array(2000).fill(7);
const key = originalKey('photo-0001');
const request: PhotoRequest = {
  id: 'photo-0001',
  people: [{ cardId: 'EG00000001', at: '2026-11-22T01:00:00.000Z' }],
  sentAt: '2026-11-22T01:00:00.000Z',
  kind: 'photo',
  frame: 'flow',
  bytes: bytes.length,
  sha256: sha256(bytes),
};
const good: Renditions = {
  ok: true,
  thumbhash: 'aGFzaA==',
  renditions: (['print', 'mail', 'tile'] as const).map(name => ({
    name,
    width: 3,
    height: 2,
    data: new Uint8Array(5),
  })),
};

const hall = () => {
  const lines: string[] = [];
  const told: [string, object | undefined][] = [];
  const note = (event: string, fields?: object) => {
    lines.push(event);
    told.push([event, fields]);
  };
  const table = memoryTable();
  const incoming = memoryBucket();
  const photos = memoryBucket();
  const mailQueue = memoryQueue();
  const make: ProcessDeps['make'] = async () => good;
  const log = { info: note, warn: note, error: note };
  return {
    table,
    incoming,
    photos,
    mailQueue,
    clock: () => 1_800_000_000_000,
    log,
    make,
    slots: memorySlots(),
    lines,
    told,
  };
};
let deps: ReturnType<typeof hall>;
const uploaded = async (data = bytes) => {
  await requestPhoto(deps, request, [{ visitId: 'a' }, { visitId: 'b' }]);
  await deps.incoming.put(key, data, 'image/jpeg');
};
const nudged = () => deps.mailQueue.sent.map(({ nudge }) => nudge['visitId']);

describe('processing a photo', () => {
  beforeEach(() => {
    deps = hall();
  });

  it('writes renditions, turns ready, drops the original and nudges the mail of everybody in it', async () => {
    await uploaded();
    expect(await processPhoto(deps, { key, sequencer: '0A' })).toBe('ready');
    expect(deps.photos.keys()).toEqual(['mail', 'print', 'tile'].map(name => `rendition/photo-0001/${name}.jpg`));
    expect(deps.incoming.keys()).toEqual([]);
    const item = await deps.table.get(photoKey('photo-0001'));
    expect(item).toMatchObject({ state: 'ready', thumbhash: 'aGFzaA==', sequencer: '0A' });
    expect(item?.['due']).toBeUndefined();
    expect(item?.['renditions']).toContainEqual({ name: 'mail', width: 3, height: 2, bytes: 5 });
    expect(nudged()).toEqual(['a', 'b']);
    expect(await photoView(deps, 'photo-0001')).toEqual({
      photoId: 'photo-0001',
      state: 'ready',
      thumbhash: 'aGFzaA==',
      people: 2,
    });
  });

  it('does nothing for a repeated event, since the original is gone', async () => {
    await uploaded();
    await processPhoto(deps, { key, sequencer: '0A' });
    expect(await processPhoto(deps, { key, sequencer: '09' })).toBe('repeated');
    expect(nudged()).toEqual(['a', 'b']);
  });

  it('finishes what a crash between the change and the nudge left undone', async () => {
    await uploaded();
    const mailQueue = { send: async () => Promise.reject(new Error('power cut')) };
    await expect(processPhoto({ ...deps, mailQueue }, { key })).rejects.toThrow('power cut');
    expect(deps.incoming.keys()).toEqual([key]);
    expect(await processPhoto(deps, { key })).toBe('repeated');
    expect(nudged()).toEqual(['a', 'b']);
    expect(deps.incoming.keys()).toEqual([]);
  });

  it('lets one of two workers win, and both end well', async () => {
    await uploaded();
    const outcomes = await Promise.all([processPhoto(deps, { key }), processPhoto(deps, { key })]);
    expect(outcomes.every(outcome => ['ready', 'repeated'].includes(outcome))).toBe(true);
    expect((await photoView(deps, 'photo-0001')).state).toBe('ready');
    expect(deps.photos.keys()).toHaveLength(3);
  });

  it('sets a file that is no photo aside with its reason, and says so to the mails', async () => {
    await uploaded();
    const make: ProcessDeps['make'] = async () => ({ ok: false, refusal: 'cut-short' });
    expect(await processPhoto({ ...deps, make }, { key })).toBe('refused');
    expect(deps.incoming.keys()).toEqual([refusedKey('photo-0001')]);
    expect(deps.photos.keys()).toEqual([]);
    expect(await photoView(deps, 'photo-0001')).toMatchObject({ state: 'refused', refusal: 'cut-short' });
    expect(nudged()).toEqual(['a', 'b']);
    expect(await photoStateFor(deps, 'a')).toMatchObject([{ state: 'refused', refusal: 'cut-short', people: 2 }]);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['other-bytes', new Uint8Array(2000).fill(8)],
    ['other-bytes', new Uint8Array(1999).fill(7)],
    ['too-large', new Uint8Array(25 * 1024 * 1024 + 1)],
  ])('refuses as %s what is not what the booth announced, without decoding it', async (refusal, data) => {
    await uploaded(data);
    const make = () => Promise.reject(new Error('not to be called'));
    expect(await processPhoto({ ...deps, make }, { key })).toBe('refused');
    expect((await photoView(deps, 'photo-0001')).refusal).toBe(refusal);
  });

  it('sets an object aside that nobody asked for, and logs it', async () => {
    await deps.incoming.put('original/stranger', bytes, 'image/jpeg');
    expect(await processPhoto(deps, { key: 'original/stranger' })).toBe('stray');
    expect(deps.incoming.keys()).toEqual(['refused/stranger']);
    expect(deps.lines).toEqual(['stray-object']);
    expect(await processPhoto(deps, { key: 'original/stranger' })).toBe('repeated');
    expect(await processPhoto(deps, { key: 'refused/stranger' })).toBe('repeated');
  });

  it('does nothing when the object is not there (yet, or any more)', async () => {
    await requestPhoto(deps, request, [{ visitId: 'a' }]);
    expect(await processPhoto(deps, { key })).toBe('repeated');
  });

  it.each(['ready', 'refused'])('leaves nothing of a photo erased while it was being made (%s)', async would => {
    await uploaded();
    const make: ProcessDeps['make'] = async () => {
      await leavePhoto(deps, 'a', 'photo-0001');
      await leavePhoto(deps, 'b', 'photo-0001');
      await deps.incoming.put(key, bytes, 'image/jpeg');
      return would === 'ready' ? good : { ok: false, refusal: 'unreadable' };
    };
    expect(await processPhoto({ ...deps, make }, { key })).toBe('erased');
    expect([...deps.incoming.keys(), ...deps.photos.keys()]).toEqual([]);
    expect(await deps.table.get(hasKey('a', 'photo-0001'))).toBeUndefined();
    expect(await deps.table.get(inKey('photo-0001', 'a'))).toBeUndefined();
    expect(deps.mailQueue.sent).toEqual([]);
  });

  it('drops an upload that arrives after its photo was erased', async () => {
    await requestPhoto(deps, request, [{ visitId: 'a' }]);
    await leavePhoto(deps, 'a', 'photo-0001');
    await deps.incoming.put(key, bytes, 'image/jpeg');
    expect(await processPhoto(deps, { key })).toBe('erased');
    expect(deps.incoming.keys()).toEqual([]);
  });

  it('is told of in the log: who was told, how long it took, and why it was refused', async () => {
    await uploaded();
    const times = [1_800_000_002_000, 1_800_000_003_500];
    const clock = () => times.shift() ?? 1_800_000_003_500;
    await processPhoto({ ...deps, clock }, { key });
    const about = { photoId: 'photo-0001', state: 'ready', bytes: 2000, seconds: 4 };
    expect(deps.told).toEqual([
      ['photo-told', { photoId: 'photo-0001', visitId: 'a' }],
      ['photo-told', { photoId: 'photo-0001', visitId: 'b' }],
      ['photo-processed', { ...about, ms: 1500 }],
    ]);
    const item = await deps.table.get(photoKey('photo-0001'));
    expect([item?.['due'], item?.['dueAt']]).toEqual([undefined, undefined]);
    deps = hall();
    await uploaded();
    await processPhoto({ ...deps, make: async () => ({ ok: false, refusal: 'unreadable' }) }, { key });
    expect(deps.told[0]).toEqual(['photo-refused', { photoId: 'photo-0001', refusal: 'unreadable' }]);
    deps = hall();
    await deps.incoming.put('original/stranger', bytes, 'image/jpeg');
    await processPhoto(deps, { key: 'original/stranger' });
    expect(deps.told).toEqual([['stray-object', { key: 'original/stranger' }]]);
  });

  it('refuses other bytes of the same length, and the same beginning at another length', async () => {
    for (const other of [new Uint8Array(2000).fill(8), new Uint8Array(2001).fill(7)]) {
      deps = hall();
      await uploaded(other);
      await processPhoto(deps, { key });
      expect(await photoView(deps, 'photo-0001')).toMatchObject({ state: 'refused', refusal: 'other-bytes' });
    }
  });

  it('fails, to be tried again, when a rendition cannot be written; nothing is claimed before', async () => {
    await uploaded();
    const photos = { ...deps.photos, put: () => Promise.reject(new Error('slow down')) };
    await expect(processPhoto({ ...deps, photos }, { key })).rejects.toThrow('slow down');
    expect((await photoView(deps, 'photo-0001')).state).toBe('waiting');
    expect(await processPhoto(deps, { key })).toBe('ready');
    expect(await deps.photos.head(renditionKey('photo-0001', 'tile'))).toBeDefined();
  });
});
