import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAssembly, type Template } from '../build.ts';
import { ROOT } from '../bundle.ts';
import { ORIGIN_MARK } from '../local/template.ts';
import { parseSettings } from '../settings.ts';
import type { Command } from './command.ts';
import { diagram } from './diagram.ts';

/** Pictures that are made of the templates; need no hall. */
export const DRAWING: Record<string, Command> = {
  diagram: {
    about: 'draws docs/stacks.svg anew, of a hall whose settings are the defaults',
    run: async () => {
      const file = 'docs/stacks.svg';
      const settings = parseSettings({});
      // the code is beside the point; the origin is the one that a deploy has
      const { bundles } = await localAssembly({ settings, origin: ORIGIN_MARK });
      const { stacks } = (await import('../app.ts')).hallApp(settings, { bundles }).synth();
      const templates = Object.fromEntries(stacks.map(({ id, template }) => [id, template as Template]));
      writeFileSync(join(ROOT, file), diagram(templates));
      return { result: { file }, lines: [`wrote ${file}`] };
    },
  },
};
