import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle } from '../../infra/app.ts';
import { FUNCTION_IDS, type FunctionId } from '../../infra/constructs/names.ts';

/** Code that does nothing, for templates whose code is beside the point. */
export const plainBundles = (): Record<FunctionId, Bundle> => {
  const dir = join(tmpdir(), 'eg-memory-plain-bundle');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'index.js'), 'exports.handler = async () => {};\n');
  return Object.fromEntries(FUNCTION_IDS.map(id => [id, { dir, hash: 'plain' }])) as Record<FunctionId, Bundle>;
};
