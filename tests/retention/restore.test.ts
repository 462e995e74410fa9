import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkOut, finishCheckOut } from '../../functions/deliveries/check-outs.ts';
import { correct } from '../../functions/deliveries/corrections.ts';
import { isMail, mailOf } from '../../functions/deliveries/mails.ts';
import { instant } from '../../functions/platform/clock.ts';
import { tableStore } from '../../functions/platform/table.store.ts';
import type { Item, Table } from '../../functions/platform/table.ts';
import { askErasure, type EraseDeps, eraseVisit } from '../../functions/retention/erase.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import type { Context } from '../../infra/ops/command.ts';
import { copyTable } from '../../infra/ops/copy-table.ts';
import { RESTORE } from '../../infra/ops/restore.ts';
import { REQUEST, START, VISIT } from '../deliveries/hall.ts';
import { startDynamo } from '../platform/services.ts';
import { fullHall } from './hall.ts';

type Full = Awaited<ReturnType<typeof fullHall>>;
let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
// The command reads the clock; a hall that lies in one day is found on that day.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

let count = 0;
/** The hall after its backup was restored beside it: both tables are real ones, the live one is empty (everything was lost). */
const restoredHall = async (hall: Full) => {
  const names = { live: `live-${++count}`, restored: `restored-${count}` };
  for (const name of Object.values(names)) await dynamo.createTable(name);
  const [live, restored] = [tableStore(names.live, dynamo.client), tableStore(names.restored, dynamo.client)];
  for (const item of hall.table.all()) await restored.put(item);
  const erase: EraseDeps = { ...hall.erase, table: live };
  /** `meanwhile` happens between the first erasing and the rows' coming over. */
  const copy = async (meanwhile = async () => {}) => {
    const said = await RESTORE['restore copy']?.run({
      values: { table: names.restored },
      settings: { keepDays: 30, backupDays: 7 },
      log: hall.log,
      agrees: async () => true,
      hall: async () => ({
        ...erase,
        url: 'https://hall.example',
        addressKey: async () => 'key',
        tableNamed: () => restored,
        copyFrom: async (name: string, dryRun: boolean) => {
          if (!dryRun) await meanwhile();
          return copyTable(dynamo.client, name, names.live, dryRun);
        },
      }),
    } as unknown as Context);
    return said?.result;
  };
  const rows = async (table: Table = live): Promise<Item[]> => (await table.query({ pk: `VISIT#${VISIT}` })).items;
  return { live, restored, erase, copy, rows };
};

/** Both passes of an erasure. */
const erasedWhole = async (hall: Full, deps: EraseDeps) => {
  await askErasure(deps, VISIT, 'visitor');
  await eraseVisit(deps, { visitId: VISIT, pass: 1 });
  hall.time.now += 40_000;
  expect(await eraseVisit(deps, { visitId: VISIT, pass: 2 })).toBeDefined();
};

describe('a mail that waited when the backup was made', () => {
  it('comes back as unknown, which nothing sends but the staff: it may have left since', async () => {
    const hall = await fullHall();
    const { live, copy, rows } = await restoredHall(hall);
    expect(await copy()).toMatchObject({ unknown: 1, again: 0 });
    const mails = (await rows()).filter(isMail).map(mailOf);
    expect(mails).toMatchObject([{ state: 'unknown', why: 'restored' }]);
    expect(mails[0]?.history.at(-1)).toEqual({ at: instant(START), state: 'unknown', why: 'restored', by: 'ops' });
    hall.time.now += 3_600_000;
    hall.queue.sent.length = 0;
    expect(await sweep({ ...hall.sweepDeps(), table: live })).toEqual({});
    expect(hall.queue.sent).toEqual([]);
  });

  it('is one even where its check-out or its correction was only begun', async () => {
    const hall = await fullHall();
    /** Dies before it makes a mail. */
    const dying: Table = {
      ...hall.table,
      put: async (item, when) => {
        if (isMail(item) && when?.new) throw new Error('dead');
        return hall.table.put(item, when);
      },
    };
    const other = { ...REQUEST, id: 'check-out-0002', addresses: ['second@mofa.go.kr'] };
    await expect(checkOut({ ...hall.checkOutDeps, table: dying }, hall.visit, other, instant(START))).rejects.toThrow();
    const [first] = (await hall.table.query({ pk: `VISIT#${VISIT}`, prefix: 'MAIL#' })).items.map(mailOf);
    const fix = {
      id: 'fix-0000001',
      deliveryId: first?.deliveryId ?? '',
      address: 'third@mofa.go.kr',
      sentAt: instant(START),
    };
    const correcting = { ...hall.checkOutDeps, table: dying, settings: hall.erase.settings as never };
    await expect(correct(correcting, hall.visit, fix, { staff: 'Kim' })).rejects.toThrow('dead');
    const { live, copy, rows } = await restoredHall(hall);
    expect(await copy()).toMatchObject({ unknown: 2 });
    const lie = await rows();
    expect(
      lie
        .filter(isMail)
        .map(({ state, why }) => [state, why])
        .sort(),
    ).toEqual([
      ['replaced', expect.any(String)],
      ['unknown', 'restored'],
      ['unknown', 'restored'],
    ]);
    expect(lie.filter(({ sk }) => /^(OUT|FIX)#/.test(sk)).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect((await live.query({ index: 'due', pk: 'open' })).items).toEqual([]);
    expect(await finishCheckOut({ ...hall.checkOutDeps, table: live }, VISIT, other.id)).toBe(false);
  });
});

describe('who was erased stays erased, though rows of a backup come over', () => {
  it('that was made before: what the backup still holds does not come', async () => {
    const hall = await fullHall();
    const { live, erase, copy, rows, restored } = await restoredHall(hall);
    for (const item of hall.table.all()) await live.put(item);
    await erasedWhole(hall, erase);
    expect(await copy()).toMatchObject({ again: 1 });
    expect(await rows()).toEqual([]);
    expect(await rows(restored)).toEqual([]);
  });

  it.each([
    ['all of it was lost', false],
    ['part of it is here', true],
  ])('and asked for and ended while rows come over, where %s', async (_, here) => {
    const hall = await fullHall();
    const { live, erase, copy, rows } = await restoredHall(hall);
    if (here) for (const item of hall.table.all()) await live.put(item);
    else await live.put(hall.visit);
    await copy(() => erasedWhole(hall, erase));
    expect(await rows()).toEqual([]);
    expect(await live.get({ pk: 'CARD#EG-00000001', sk: `ON#${instant(START - 3_600_000)}#${VISIT}` })).toBeUndefined();
  });

  it('and whose erasure is under way ends it by itself, with a receipt', async () => {
    const hall = await fullHall();
    const { live, erase, copy, rows } = await restoredHall(hall);
    for (const item of hall.table.all()) await live.put(item);
    await copy(async () => {
      await askErasure(erase, VISIT, 'visitor');
      await eraseVisit(erase, { visitId: VISIT, pass: 1 });
    });
    hall.time.now += 40_000;
    expect(await eraseVisit(erase, { visitId: VISIT, pass: 2 })).toMatchObject({ by: 'visitor' });
    expect(await rows()).toEqual([]);
  });
});
