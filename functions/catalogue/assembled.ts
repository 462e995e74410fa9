import { sha256 } from '../platform/ids.ts';
import { assemble } from './assemble.ts';
import type { Catalogue } from './catalogue.schema.ts';
import { dataFiles } from './data-files.ts';

/**
 * The hall's catalogue, checked. Importing this file throws CatalogueError when it is broken. In a bundle only its content is left: the
 * build checks, so that no function has to at each start.
 */
export const assembled: Catalogue = assemble(dataFiles, sha256);
