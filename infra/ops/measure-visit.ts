import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS } from '../../functions/platform/names.ts';
import { hallApp } from '../app.ts';
import { localAssembly, type Template } from '../build.ts';
import { FUNCTION_IDS } from '../constructs/names.ts';
import { countOperations } from '../local/counted-visit.ts';
import { measureDurations } from '../local/durations.ts';
import { cameraPicture } from '../local/pictures.ts';
import type { Settings } from '../settings.ts';
import type { Measured } from './usage.ts';

/** Templates of the hall, with WAF on or off, as they would be deployed. */
const templatesOf = async (settings: Settings, waf: boolean): Promise<Template[]> => {
  const origin = 'https://hall.example.org';
  const { bundles } = await localAssembly({ settings, origin });
  const outdir = mkdtempSync(join(tmpdir(), 'cost-'));
  try {
    const { stacks } = hallApp({ ...settings, waf }, { bundles, origin, outdir }).synth();
    return stacks.map(({ template }) => template as Template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const memoryOf = (templates: readonly Template[]): Measured['memory'] => {
  const all = templates.flatMap(({ Resources }) => Object.values(Resources));
  const memory = (name: string) =>
    Number(
      all.find(({ Properties }) => String(Properties?.['FunctionName']).endsWith(`-${name}`))?.Properties?.[
        'MemorySize'
      ],
    );
  return Object.fromEntries(FUNCTION_IDS.map(id => [id, memory(FUNCTIONS[id])])) as Measured['memory'];
};

/** A visit measured on a hall of this machine, and the templates of the hall without and with WAF. */
export interface Subject {
  measured: Measured;
  templates: { off: readonly Template[]; on: readonly Template[] };
}

/** Walks through visits and builds the templates; takes about a minute. */
export const measureVisit = async (settings: Settings): Promise<Subject> => {
  const picture = await cameraPicture({ megapixels: 12 });
  const [off, on] = [await templatesOf(settings, false), await templatesOf(settings, true)];
  const measured: Measured = {
    counts: await countOperations(picture),
    durations: await measureDurations(picture),
    memory: memoryOf(off),
  };
  return { measured, templates: { off, on } };
};
