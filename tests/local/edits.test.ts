import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchCatalogue } from '../../infra/local/edits.ts';

it('tells an edit that holds together, and names file, place and reason of one that does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  cpSync('functions/catalogue/data', folder, { recursive: true });
  const edits: string[] = [];
  const unwatch = watchCatalogue(
    folder,
    async () => void edits.push('edit'),
    lines => edits.push(...lines),
  );
  try {
    const file = join(folder, 'zones.json');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('"zone": 3', '"zone": 33'));
    await expect.poll(() => edits.join('\n')).toMatch(/zones\.json .*: /);
    const faults = edits.length;
    writeFileSync(file, before.replaceAll('eG-History', 'eG-History!'));
    await expect.poll(() => edits.slice(faults)).toEqual(['edit']);
  } finally {
    unwatch();
    rmSync(folder, { recursive: true });
  }
});
