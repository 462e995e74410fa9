import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { countOperations, type Operation } from '../../infra/local/counted-visit.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { growthOf } from '../bench/growth.ts';

/** What comes by the clock, or from the staff's and the wall's looking: not once a visit. */
const OTHERS: readonly Operation[] = [
  'desk queue',
  'wall poll',
  'wall poll, unchanged',
  'beat',
  'catalogue, unchanged',
  'sweep',
  'erasure',
  'day closed',
];

describe('what an operation asks for', () => {
  it('is the same however many visits lie in the table, since nothing looks further than its own partition or page', async () => {
    const growth = await growthOf(10, 120, 300);
    expect(growth.length).toBeGreaterThan(20);
    for (const { many } of growth) expect(many.requests).toBeGreaterThan(0);
    expect(growth.filter(({ ratio }) => ratio > 1)).toEqual([]);
  });

  it('is what the page on growth reckons with', async () => {
    const counts = await countOperations(await cameraPicture({ megapixels: 0.5 }));
    const own = (Object.keys(counts) as Operation[]).filter(name => !OTHERS.includes(name)).map(name => counts[name]);
    const sum = (of: (one: (typeof own)[number]) => number) => own.reduce((all, one) => all + of(one), 0);
    const page = await readFile('docs/growth.md', 'utf8');
    expect(page).toContain(`| HTTP requests at the doors | ${sum(one => one.calls)} |`);
    expect(page).toContain(`| messages that queues' functions work on | ${sum(one => one.runs)} |`);
    const units = `${sum(one => one.writeUnits)} / ${sum(one => one.readUnits)}`;
    expect(page).toContain(`| table: write units, indexes included / read units | ${units} |`);
    expect(page).toContain(`| mails | ${sum(one => one.requests['ses:SendRawEmail'] ?? 0)} |`);
  });
});
