import * as z from 'zod/mini';
import { FILE_SHAPES } from './catalogue.schema.ts';

/** JSON Schemas for editors, by file name in `data/schema/`; made from the shapes that the hall itself checks. */
export const jsonSchemas = (): Record<string, object> =>
  Object.fromEntries(
    Object.entries(FILE_SHAPES).map(([name, shape]) => [
      `${name}.json`,
      { title: `Catalogue of the hall: ${name}`, ...z.toJSONSchema(shape, { target: 'draft-7' }) },
    ]),
  );
