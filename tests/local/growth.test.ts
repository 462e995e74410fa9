import { describe, expect, it } from 'vitest';
import { growthOf } from '../bench/growth.ts';

describe('what an operation asks for', () => {
  it('is the same however many visits lie in the table, since nothing looks further than its own partition or page', async () => {
    const growth = await growthOf(10, 120, 300);
    expect(growth.length).toBeGreaterThan(20);
    for (const { many } of growth) expect(many.requests).toBeGreaterThan(0);
    expect(growth.filter(({ ratio }) => ratio > 1)).toEqual([]);
  });
});
