import { expect } from 'vitest';
import { HallError } from '../../functions/platform/errors.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import type { Known } from '../../functions/visits/interaction.check.ts';
import type { OpenDeps } from '../../functions/visits/visit.ts';

/** 2026-11-22 10:00 in Seoul. */
export const MORNING = Date.parse('2026-11-22T01:00:00.000Z');
export const MINUTE = 60_000;

/** A hall in memory whose clock a test sets. */
export const hall = () => {
  const time = { now: MORNING };
  let count = 0;
  const table = memoryTable();
  const erased = new Set<string>();
  const deps: OpenDeps & { table: typeof table } = {
    table,
    clock: () => time.now,
    ids: { id: () => String(++count).padStart(26, '0'), secret: () => `secret-${++count}` },
    settings: DEFAULT_HALL_SETTINGS,
    wasErased: async visitId => erased.has(visitId),
  };
  return { time, deps, table, erased };
};

/** A catalogue that knows what the tests name. */
export const known: Known = {
  exhibit: id => (id === 'retired' ? {} : /^exhibit-\d+$/.test(id) ? { zone: Number(id.slice(8)) } : undefined),
  material: id => id === 'leaflet',
  service: id => id.startsWith('service-'),
  term: (_kind, id) => !id.startsWith('no-'),
};

export const at = (ms: number): string => new Date(ms).toISOString();

/** The code of the HallError that a promise ends with. */
export const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HallError);
  return (error as HallError).code;
};
