import { exhibitOf, materialOf, retiredOf, serviceOf, termOf } from '../catalogue/catalogue.ts';
import type { Known } from '../visits/interactions.ts';

/** What the catalogue knows, also what it knew: a batch that comes late may name what was taken out since. */
export const known: Known = {
  exhibit: id => {
    const found = exhibitOf(id) ?? retiredOf('exhibit', id);
    return found && (found.zone === undefined ? {} : { zone: found.zone });
  },
  material: id => (materialOf(id) ?? retiredOf('material', id)) !== undefined,
  service: id => (serviceOf(id) ?? retiredOf('service', id)) !== undefined,
  term: (kind, id) =>
    termOf(kind === 'stage' ? 'stages' : kind === 'topic' ? 'topics' : 'consultations', id) !== undefined,
};
