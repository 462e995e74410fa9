import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HallError } from '../../functions/platform/errors.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Item, Table } from '../../functions/platform/table.ts';
import { startDynamo } from './services.ts';

/** What every table does, in memory and in DynamoDB. */
const contract = (fresh: () => Promise<Table>): void => {
  let table: Table;
  beforeEach(async () => {
    table = await fresh();
  });
  const key = { pk: 'VISIT#1', sk: 'VISIT' };
  const fill = async (items: Item[]) => {
    for (const item of items) await table.put(item);
  };
  const sks = (items: Item[]) => items.map(item => item.sk);

  it('gives back every kind of value as it was put, and leaves undefined out', async () => {
    const item = {
      ...key,
      s: 'a',
      n: 1.5,
      b: true,
      bytes: new Uint8Array([0, 255]),
      l: [1, ['x']],
      m: { a: { b: '' } },
    };
    await table.put({ ...item, gone: undefined });
    const found = await table.get(key);
    expect(found).toEqual(item);
    expect(Object.keys(found ?? {})).not.toContain('gone');
    expect(await table.get({ pk: 'VISIT#1', sk: 'other' })).toBeUndefined();
  });

  it('puts a new item once, since the condition asks that there is none', async () => {
    expect(await table.put({ ...key, n: 1 }, { new: true })).toBe(true);
    expect(await table.put({ ...key, n: 2 }, { new: true })).toBe(false);
    expect((await table.get(key))?.['n']).toBe(1);
  });

  it('lets exactly one of many win, since a condition is checked with its write', async () => {
    const won = await Promise.all(Array.from({ length: 20 }, (_, n) => table.put({ ...key, n }, { new: true })));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it.each([
    ['is one value', { is: { state: 'open' } }, true],
    ['is another value', { is: { state: 'closed' } }, false],
    ['is one of a list', { is: { state: ['closed', 'open'] } }, true],
    ['is of an empty list', { is: { state: [] } }, false],
    ['has', { has: ['state'] }, true],
    ['has not', { has: ['by'] }, false],
    ['missing', { missing: ['by'] }, true],
    ['not missing', { missing: ['state'] }, false],
    ['below, absent', { below: { by: 3 } }, true],
    ['below', { below: { n: 3 } }, true],
    ['not below', { below: { n: 2 } }, false],
    ['below of another type', { below: { n: '3' } }, false],
    ['several, all of them', { is: { state: 'open' }, below: { n: 3 }, missing: ['by'] }, true],
    ['several, one not', { is: { state: 'open' }, below: { n: 1 } }, false],
  ] as const)('writes by its condition: %s', async (_, condition, holds) => {
    await table.put({ ...key, state: 'open', n: 2 });
    expect((await table.update(key, { set: { done: true } }, condition)) !== undefined).toBe(holds);
    expect(await table.put({ ...key, state: 'open', n: 2 }, condition)).toBe(holds);
    expect(await table.delete(key, condition)).toBe(holds);
  });

  it('changes an item in every way at once and answers it as it is then', async () => {
    await table.put({ ...key, a: 1, list: ['x'], old: true, gone: 'soon' });
    const change = {
      set: { a: 2, gone: undefined },
      remove: ['old'],
      add: { n: 3 },
      append: { list: ['y'], fresh: [1] },
    };
    const after = { ...key, a: 2, n: 3, list: ['x', 'y'], fresh: [1] };
    expect(await table.update(key, change)).toEqual(after);
    expect(await table.update(key, { add: { n: -1 } })).toEqual({ ...after, n: 2 });
    expect(await table.get(key)).toEqual({ ...after, n: 2 });
  });

  it('makes an absent item by an update, unless a condition asks for one', async () => {
    expect(await table.update(key, { set: { a: 1 } }, { has: ['a'] })).toBeUndefined();
    expect(await table.update(key, {})).toEqual(key);
    expect(await table.update({ ...key, sk: 'x' }, { set: { a: 1 } })).toEqual({ ...key, sk: 'x', a: 1 });
  });

  it('deletes an absent item with success, unless a condition asks for one', async () => {
    expect(await table.delete(key)).toBe(true);
    expect(await table.delete(key, { has: ['a'] })).toBe(false);
  });

  it('reads more keys than one call takes, each once, and leaves absent ones out', async () => {
    const keys = Array.from({ length: 130 }, (_, n) => ({ pk: 'P', sk: `S${n}` }));
    await fill(keys.slice(0, 120));
    expect(sks(await table.getMany([...keys, keys[0]!])).sort()).toEqual(
      keys
        .slice(0, 120)
        .map(one => one.sk)
        .sort(),
    );
    expect(await table.getMany([])).toEqual([]);
  });

  it('queries a partition by prefix and range, in both directions', async () => {
    await fill(['DID#1', 'DID#2', 'DID#3', 'HAS#1', 'VISIT'].map(sk => ({ pk: 'V', sk })));
    await table.put({ pk: 'W', sk: 'DID#9' });
    const found = async (query: object) => sks((await table.query({ pk: 'V', ...query })).items);
    expect(await found({})).toEqual(['DID#1', 'DID#2', 'DID#3', 'HAS#1', 'VISIT']);
    expect(await found({ prefix: 'DID#', newestFirst: true })).toEqual(['DID#3', 'DID#2', 'DID#1']);
    expect(await found({ from: 'DID#2', to: 'HAS#1' })).toEqual(['DID#2', 'DID#3', 'HAS#1']);
    expect(await found({ prefix: 'DID#', from: 'DID#2' })).toEqual(['DID#2', 'DID#3']);
    expect(await found({ to: 'DID#1' })).toEqual(['DID#1']);
    expect(await found({ from: 'Z', to: 'A' })).toEqual([]);
  });

  it.each([undefined, true] as const)(
    'pages without loss when the last item was deleted meanwhile (newest first: %s)',
    async newestFirst => {
      await fill(['1', '2', '3', '4', '5'].map(sk => ({ pk: 'V', sk, wall: 'approved', wallAt: `t${sk}` })));
      for (const where of [{ pk: 'V' }, { pk: 'approved', index: 'wall' as const }]) {
        const query = { ...where, ...(newestFirst ? { newestFirst } : {}), limit: 2 };
        const order = newestFirst ? ['5', '4', '3', '2', '1'] : ['1', '2', '3', '4', '5'];
        const first = await table.query(query);
        expect(sks(first.items)).toEqual(order.slice(0, 2));
        const last = first.items[1] as Item;
        await table.delete(last);
        const second = await table.query({ ...query, after: first.next! });
        expect(sks(second.items)).toEqual(order.slice(2, 4));
        const third = await table.query({ ...query, after: second.next! });
        expect(third).toEqual({ items: [expect.objectContaining({ sk: order[4] })] });
        await table.put(last);
      }
    },
  );

  it('has no next page when the last one is full', async () => {
    await fill(['1', '2'].map(sk => ({ pk: 'V', sk })));
    expect((await table.query({ pk: 'V', limit: 2 })).next).toBeUndefined();
  });

  it('keeps an item in an index only while it has both attributes', async () => {
    await table.put({ ...key, due: 'erase', dueAt: '2026' });
    await table.put({ ...key, sk: 'other', due: 'erase' });
    const due = async () => sks((await table.query({ index: 'due', pk: 'erase', to: '2027' })).items);
    expect(await due()).toEqual(['VISIT']);
    await table.update(key, { remove: ['due', 'dueAt'] });
    expect(await due()).toEqual([]);
  });

  it.each(['nonsense', 'W10', ''])('refuses %j as the place of a page', async after => {
    await expect(table.query({ pk: 'V', limit: 1, after })).rejects.toThrow(HallError);
  });
};

describe('in memory', () => contract(async () => memoryTable()));

describe('in DynamoDB', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>;
  let tables = 0;
  beforeAll(async () => {
    dynamo = await startDynamo();
  });
  afterAll(() => dynamo.stop());
  contract(async () => {
    const name = `hall-${++tables}`;
    await dynamo.createTable(name);
    return tableStore(name, dynamo.client);
  });
});
