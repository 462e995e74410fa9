import { describe, expect, it } from 'vitest';
import { recall } from '../../functions/memories/recall.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';

const pk = 'VISIT#v';
const visit = {
  pk,
  sk: 'VISIT',
  visitId: 'v',
  language: 'en',
  openedAt: '2026-11-22T01:00:00.000Z',
  token: 't',
  state: 'open',
  tour: 'DEMO1',
  consents: { mail: { given: true, version: '1', language: 'en', at: 'a' } },
};
const photo = (photoId: string, kind = 'photo') => ({
  pk: `PHOTO#${photoId}`,
  sk: 'PHOTO',
  photoId,
  kind,
  state: 'ready',
  frame: 'flow',
  sha256: 'x',
  bytes: 1,
  requestedAt: 'a',
});
const has = (photoId: string, keep?: boolean) => ({
  pk,
  sk: `HAS#${photoId}`,
  photoId,
  ...(keep === undefined ? {} : { keep }),
});

const filled = async (items: Record<string, unknown>[]) => {
  const table = memoryTable();
  for (const item of items) await table.put(item as never);
  return table;
};

describe('recalling a visit', () => {
  it('brings what was logged under the corrected time, the last entry, the tour’s name and the consents', async () => {
    const did = { id: 'i', cardId: 'EG1', at: 'kiosk time', zone: 3, kind: 'tapped' };
    const table = await filled([
      visit,
      { pk: 'TOUR#DEMO1', sk: 'TOUR', name: 'Delegation' },
      { pk, sk: 'DID#i', interaction: did, zone: 3, at: '2026-11-22T01:05:00.000Z', receivedAt: 'b' },
      { pk, sk: 'ENTRY#b', state: 'approved', at: '2', message: 'later', name: '' },
      { pk, sk: 'ENTRY#c', state: 'hidden', at: '1', message: 'earlier' },
    ]);
    expect(await recall({ table }, 'v')).toMatchObject({
      visitId: 'v',
      tour: { code: 'DEMO1', name: 'Delegation' },
      interactions: [{ ...did, at: '2026-11-22T01:05:00.000Z' }],
      entry: { entryId: 'b', message: 'later' },
      consents: [{ purpose: 'mail', given: true, version: '1', at: 'a' }],
    });
  });

  it('brings photos the visitor agreed to keep, and drawings unless refused', async () => {
    const table = await filled([
      { ...visit, tour: undefined, closedAt: 'c' },
      ...['a', 'b', 'c'].map(id => photo(id)),
      ...['d', 'e'].map(id => photo(id, 'drawing')),
      has('a', true),
      has('b', false),
      has('c'),
      has('d'),
      has('e', false),
    ]);
    const recalled = await recall({ table }, 'v');
    expect(recalled?.photos.map(({ photoId }) => photoId)).toEqual(['a', 'd']);
    expect(recalled?.tour).toBeUndefined();
    expect(recalled?.closedAt).toBe('c');
  });

  it('finds nothing of an erased visit or of none', async () => {
    expect(await recall({ table: await filled([{ ...visit, erased: true }]) }, 'v')).toBeUndefined();
    expect(await recall({ table: memoryTable() }, 'v')).toBeUndefined();
  });
});
