import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sources } from './sources.ts';

const lines = async (path: string) => (await readFile(path, 'utf8')).split('\n').length - 1;

describe('the files', () => {
  it('have at most 250 lines, and a lambda at most 50', async () => {
    const files = await sources('functions', 'infra', 'web');
    const long: string[] = [];
    for (const file of files) {
      const count = await lines(file);
      if (count > (file.endsWith('.lambda.ts') ? 50 : 250)) long.push(`${file}: ${count}`);
    }
    expect(files.length).toBeGreaterThan(100);
    expect(long).toEqual([]);
  });

  it('read process.env in one place of the functions', async () => {
    const readers: string[] = [];
    for (const file of await sources('functions'))
      if ((await readFile(file, 'utf8')).includes('process.env')) readers.push(file);
    expect(readers).toEqual(['functions/platform/env.ts']);
  });
});
