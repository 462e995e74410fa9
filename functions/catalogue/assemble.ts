import type { Catalogue } from './catalogue.schema.ts';
import { type CatalogueFiles, checkCatalogue, type Problem } from './check.ts';
import { type Files, ZONE_NUMBERS } from './problems.ts';

/** The catalogue is broken; `problems` name file, place and reason of each fault. Thrown at start, never later. */
export class CatalogueError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ file, place, reason }) => `  ${file} ${place}: ${reason}`);
    super(`The catalogue has ${problems.length} fault(s):\n${lines.join('\n')}`);
    this.name = 'CatalogueError';
    this.problems = problems;
  }
}

const freezeAll = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freezeAll(inner);
    Object.freeze(value);
  }
  return value;
};

/** Files -> the checked, frozen catalogue. `digest` makes its version from the content. Throws CatalogueError. */
export const assemble = (files: CatalogueFiles, digest: (content: string) => string): Catalogue => {
  const errors = checkCatalogue(files).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new CatalogueError(errors);
  // a copy: freezing must not reach the caller's files
  const content = JSON.stringify(files);
  const whole = JSON.parse(content) as Files;
  const { stages, topics, fields, consultations } = whole['terms.json'];
  return freezeAll({
    version: digest(content).slice(0, 16),
    zones: whole['zones.json'].zones.sort((a, b) => a.zone - b.zone),
    exhibits: ZONE_NUMBERS.flatMap(zone =>
      whole[`exhibits-${zone}.json`].exhibits.map(exhibit => ({ ...exhibit, zone })),
    ),
    materials: whole['materials.json'].materials,
    services: whole['services.json'].services,
    stages,
    topics,
    fields,
    consultations,
    retired: whole['retired.json'].retired,
    hosts: whole['hosts.json'].hosts,
  });
};
