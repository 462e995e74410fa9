import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkCatalogueTexts } from '../../functions/catalogue/check.ts';
import { jsonSchemas } from '../../functions/catalogue/json-schemas.ts';
import { ROOT } from '../bundle.ts';
import type { Command } from './command.ts';
import { tryLinks } from './links.ts';

const DATA = join(ROOT, 'functions/catalogue/data');

/** What the hall offers, for its editors; needs no hall. */
export const CATALOGUE: Record<string, Command> = {
  'catalogue check': {
    about: 'every fault of the catalogue, with file, place and reason; with --links it tries every link',
    takes: ['links'],
    run: async ({ values }) => {
      const files = globSync('*.json', { cwd: DATA });
      const texts = Object.fromEntries(files.map(file => [basename(file), readFileSync(join(DATA, file), 'utf8')]));
      const checked = checkCatalogueTexts(texts);
      const { zones, exhibits, services, materials } = checked;
      // Files that cannot be read have no links to try.
      const readable = checked.problems.every(({ severity }) => severity !== 'error');
      const problems = [...checked.problems, ...(values.links && readable ? await tryLinks(texts) : [])];
      const lines = problems.map(one => `${one.severity}: ${one.file} ${one.place}: ${one.reason}`);
      const sum = `${zones} zones, ${exhibits} exhibits, ${services} services, ${materials} materials; ${problems.length} problems`;
      return {
        result: { ...checked, problems },
        lines: [...lines, sum],
        failed: problems.some(({ severity }) => severity === 'error'),
      };
    },
  },
  'catalogue schemas': {
    about: "writes the JSON Schemas that editors' programs read",
    run: async () => {
      const schemas = Object.entries(jsonSchemas());
      mkdirSync(join(DATA, 'schema'), { recursive: true });
      for (const [name, schema] of schemas)
        writeFileSync(join(DATA, 'schema', name), `${JSON.stringify(schema, null, 2)}\n`);
      return { result: { written: schemas.map(([name]) => name) }, lines: schemas.map(([name]) => `wrote ${name}`) };
    },
  },
};
