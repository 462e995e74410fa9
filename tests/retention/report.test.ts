import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import {
  csvOf,
  figuresOf,
  keepFigures,
  reportOf,
  type Seen,
  SMALLEST_GROUP,
  suppressed,
} from '../../functions/retention/report.ts';

const visit = (language: string, ...exhibits: [number, string][]): Seen => ({
  language,
  interactions: exhibits.map(([zone, exhibit]) => ({ zone, exhibit, seconds: 60 })),
});

describe('figures of a day', () => {
  it('count a visit once in a zone and for an exhibit, however often it did something there', () => {
    const figures = figuresOf('2026-11-22', [visit('ko', [3, 'a'], [3, 'a'], [6, 'b']), visit('en', [3, 'a'])]);
    expect(figures).toEqual({
      day: '2026-11-22',
      visits: 2,
      interactions: 4,
      languages: { ko: 1, en: 1 },
      zones: { 3: { visits: 2, seconds: 180 }, 6: { visits: 1, seconds: 60 } },
      exhibits: { a: 2, b: 1 },
    });
  });

  it('leave out every group under five, and say how many were left out', () => {
    const many = Array.from({ length: 6 }, () => visit('ko', [3, 'a']));
    const figures = suppressed(figuresOf('2026-11-22', [...many, visit('fr', [6, 'b'])]));
    expect(figures.languages).toEqual({ ko: 6 });
    expect(Object.keys(figures.zones)).toEqual(['3']);
    expect(figures.exhibits).toEqual({ a: 6 });
    expect(figures.leftOut).toBe(3);
  });

  it('show no group under five for any day whatever', () => {
    const anyVisit = fc.record({
      language: fc.constantFrom('ko', 'en', 'ar'),
      interactions: fc.array(
        fc.record({ zone: fc.integer({ min: 1, max: 10 }), exhibit: fc.constantFrom('a', 'b', 'c') }),
      ),
    });
    fc.assert(
      fc.property(fc.array(anyVisit, { maxLength: 30 }), visits => {
        const { languages, zones, exhibits, visits: all } = suppressed(figuresOf('2026-11-22', visits));
        const sizes = [
          ...Object.values(languages),
          ...Object.values(exhibits),
          ...Object.values(zones).map(zone => zone.visits),
        ];
        expect([all, ...sizes].filter(size => size !== 0 && size < SMALLEST_GROUP)).toEqual([]);
      }),
    );
  });

  it('become one line a figure in CSV', () => {
    expect(csvOf([figuresOf('2026-11-22', [visit('ko', [3, 'a'])])])).toBe(
      'day,group,name,visits,seconds\r\n2026-11-22,all,visits,1,\r\n2026-11-22,language,ko,1,\r\n2026-11-22,zone,3,1,60\r\n2026-11-22,exhibit,a,1,\r\n',
    );
  });
});

describe('the report', () => {
  const clock = () => Date.parse('2026-11-22T05:00:00.000Z');
  const filled = async (day: string) => {
    const table = memoryTable();
    for (let n = 0; n < 5; n += 1) {
      const pk = `VISIT#${n}`;
      await table.put({ pk, sk: 'VISIT', language: 'ko', day, dayAt: `${day}T0${n}` });
      await table.put({ pk, sk: 'DID#1', interaction: { zone: 2, exhibit: 'a', seconds: 30 } });
    }
    return table;
  };

  it('counts a day that is not over as it is now', async () => {
    const table = await filled('2026-11-22');
    const [today] = await reportOf({ table, clock }, '2026-11-16', '2026-11-22');
    expect(today).toMatchObject({ day: '2026-11-22', visits: 5, zones: { 2: { visits: 5, seconds: 150 } } });
  });

  it('leaves out a visit whose erasure was asked for', async () => {
    const table = await filled('2026-11-22');
    await table.update({ pk: 'VISIT#0', sk: 'VISIT' }, { set: { erased: true }, remove: ['language'] });
    const other = { pk: 'VISIT#5', language: 'ko', day: '2026-11-22', dayAt: '2026-11-22T05' };
    await table.put({ ...other, sk: 'VISIT' });
    await table.put({ pk: other.pk, sk: 'DID#1', interaction: { zone: 2, exhibit: 'a', seconds: 30 } });
    const [today] = await reportOf({ table, clock }, '2026-11-16', '2026-11-22');
    expect(today).toMatchObject({ visits: 5, languages: { ko: 5 }, leftOut: 0 });
  });

  it('keeps the figures of a day when its visits are erased', async () => {
    const table = await filled('2026-11-20');
    await keepFigures({ table }, '2026-11-20');
    for (let n = 0; n < 5; n += 1) await table.delete({ pk: `VISIT#${n}`, sk: 'VISIT' });
    await keepFigures({ table }, '2026-11-20');
    const [kept] = await reportOf({ table, clock }, '2026-11-16', '2026-11-21');
    expect(kept).toMatchObject({ day: '2026-11-20', visits: 5 });
  });
});
