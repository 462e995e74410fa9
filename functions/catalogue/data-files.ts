// One import a file: esbuild puts the catalogue into the bundle, and a file that is no JSON stops the hall with its name.

import type { CatalogueFiles } from './check.ts';
import exhibits1 from './data/exhibits-1.json' with { type: 'json' };
import exhibits2 from './data/exhibits-2.json' with { type: 'json' };
import exhibits3 from './data/exhibits-3.json' with { type: 'json' };
import exhibits4 from './data/exhibits-4.json' with { type: 'json' };
import exhibits5 from './data/exhibits-5.json' with { type: 'json' };
import exhibits6 from './data/exhibits-6.json' with { type: 'json' };
import exhibits7 from './data/exhibits-7.json' with { type: 'json' };
import exhibits8 from './data/exhibits-8.json' with { type: 'json' };
import exhibits9 from './data/exhibits-9.json' with { type: 'json' };
import exhibits10 from './data/exhibits-10.json' with { type: 'json' };
import hosts from './data/hosts.json' with { type: 'json' };
import materials from './data/materials.json' with { type: 'json' };
import retired from './data/retired.json' with { type: 'json' };
import services from './data/services.json' with { type: 'json' };
import terms from './data/terms.json' with { type: 'json' };
import zones from './data/zones.json' with { type: 'json' };

/** The files of the catalogue as they lie in `data/`, not checked yet. */
export const dataFiles: CatalogueFiles = {
  'zones.json': zones,
  'exhibits-1.json': exhibits1,
  'exhibits-2.json': exhibits2,
  'exhibits-3.json': exhibits3,
  'exhibits-4.json': exhibits4,
  'exhibits-5.json': exhibits5,
  'exhibits-6.json': exhibits6,
  'exhibits-7.json': exhibits7,
  'exhibits-8.json': exhibits8,
  'exhibits-9.json': exhibits9,
  'exhibits-10.json': exhibits10,
  'materials.json': materials,
  'services.json': services,
  'terms.json': terms,
  'retired.json': retired,
  'hosts.json': hosts,
};
