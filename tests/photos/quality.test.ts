import { expect, test } from 'vitest';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { qualityOf } from '../bench/photo-quality.ts';

test('loses next to nothing by making every rendition from one decode', async () => {
  const likeness = await qualityOf(await cameraPicture({ width: 1500, height: 1000 }));
  expect(likeness.map(({ name }) => name).sort()).toEqual(['mail', 'print', 'tile']);
  for (const { name, ours, direct } of likeness) {
    expect(ours, name).toBeGreaterThan(0.8);
    expect(direct - ours, name).toBeLessThanOrEqual(0.003);
  }
});
