import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/platform/names.ts';
import type { Counted } from '../../infra/local/counted-hall.ts';
import { countOperations, type Operation } from '../../infra/local/counted-visit.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { OF_A_VISIT } from '../../infra/ops/usage.ts';
import { growthOf } from '../bench/growth.ts';

/** What comes in the night, or weeks later, when nobody is in the hall. */
const LATER: readonly string[] = ['erasure', 'day closed'];

describe('what an operation asks for', () => {
  let counts: Record<Operation, Counted>;
  beforeAll(async () => {
    counts = await countOperations(await cameraPicture({ megapixels: 0.5 }), 120);
  });

  it('is the same however many visits lie in the table, since nothing looks further than its own partition or page', async () => {
    const growth = await growthOf([10, 120, 300]);
    expect(growth.length).toBeGreaterThan(20);
    for (const { counts: asked, operation } of growth) expect(asked[2].requests, operation).toBeGreaterThan(0);
    expect(growth.filter(({ ratio }) => ratio > 1)).toEqual([]);
  });

  it('is counted for every route of every door', () => {
    const taken = new Set(Object.values(counts).flatMap(({ routes }) => routes));
    expect([...taken].sort()).toEqual(Object.values(ROUTES).flat().sort());
  });

  it('is what the page on growth reckons with', async () => {
    const own = Object.entries(OF_A_VISIT).filter(([name]) => !LATER.includes(name)) as [Operation, number][];
    const sum = (of: (one: Counted) => number) => own.reduce((all, [name, times]) => all + times * of(counts[name]), 0);
    const page = await readFile('docs/growth.md', 'utf8');
    const written = [...page.matchAll(/^\| (HTTP requests|messages|write units|read units|mails)[^|]*\| (\S+) \|$/gm)];
    expect(Object.fromEntries(written.map(([, name, figure]) => [name, Number(figure)]))).toEqual({
      'HTTP requests': sum(one => one.calls),
      messages: sum(one => one.runs),
      'write units': sum(one => one.writeUnits),
      // They follow from the length of texts as well.
      'read units': Math.round(sum(one => one.readUnits) / 10) * 10,
      mails: sum(one => one.requests['ses:SendRawEmail'] ?? 0),
    });
  });
});
