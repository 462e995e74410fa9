import { FILE_SHAPES } from './catalogue.schema.ts';
import { checkReferences } from './check-references.ts';
import { checkWording } from './check-wording.ts';
import { FILES, type Files, type Problem, place, reasonOf } from './problems.ts';

export type { Problem } from './problems.ts';

/** Contents of the catalogue's files, by file name: `zones.json`, `exhibits-1.json` to `exhibits-10.json`, ... */
export type CatalogueFiles = Record<string, unknown>;

/** Checks the shape of every file: each fault with its file, its place in it and the reason. */
const checkShapes = (files: CatalogueFiles): { shaped: Partial<Files>; problems: Problem[] } => {
  const problems: Problem[] = [];
  const shaped: Record<string, unknown> = {};
  for (const file of Object.keys(files))
    if (!(file in FILES))
      problems.push({ severity: 'error', file, place: '', reason: 'no such file belongs to the catalogue' });
  for (const [file, shape] of Object.entries(FILES)) {
    if (!(file in files)) {
      problems.push({ severity: 'error', file, place: '', reason: 'the file is missing' });
      continue;
    }
    const result = FILE_SHAPES[shape].safeParse(files[file]);
    if (result.success) shaped[file] = result.data;
    else
      for (const issue of result.error.issues)
        problems.push({ severity: 'error', file, place: place(issue.path), reason: reasonOf(issue, files[file]) });
  }
  return { shaped: shaped as Partial<Files>, problems };
};

/**
 * Everything that is wrong with a catalogue: shapes, ids, references, translations, links; and, as warnings, what is unused.
 * What lies in a file with a broken shape is checked again once the shape is whole.
 */
export const checkCatalogue = (files: CatalogueFiles): Problem[] => {
  const { shaped, problems } = checkShapes(files);
  const references = problems.length === 0 ? checkReferences(shaped as Files) : [];
  return [...problems, ...checkWording(shaped), ...references];
};

/** What `catalogue check --json` prints. */
export interface CatalogueReport {
  zones: number;
  exhibits: number;
  services: number;
  materials: number;
  problems: Problem[];
}

const counted = (files: CatalogueFiles, pattern: RegExp, list: string): number =>
  Object.entries(files).reduce((sum, [file, value]) => {
    const items = pattern.test(file) && typeof value === 'object' && value !== null ? Reflect.get(value, list) : [];
    return sum + (Array.isArray(items) ? items.length : 0);
  }, 0);

/** Checks the catalogue as text, before anybody parsed it: `texts` holds the contents of `data/*.json` by file name. */
export const checkCatalogueTexts = (texts: Record<string, string>): CatalogueReport => {
  const files: CatalogueFiles = {};
  const unreadable: Problem[] = [];
  for (const [file, text] of Object.entries(texts))
    try {
      files[file] = JSON.parse(text);
    } catch (error) {
      unreadable.push({ severity: 'error', file, place: lineOf(text, error), reason: `no valid JSON: ${error}` });
    }
  const broken = new Set(unreadable.map(problem => problem.file));
  const found = checkCatalogue(files).filter(problem => !broken.has(problem.file));
  return {
    zones: counted(files, /^zones\.json$/, 'zones'),
    exhibits: counted(files, /^exhibits-\d+\.json$/, 'exhibits'),
    services: counted(files, /^services\.json$/, 'services'),
    materials: counted(files, /^materials\.json$/, 'materials'),
    problems: [...unreadable, ...found],
  };
};

/** V8 names the position in the text; an editor wants the line. */
const lineOf = (text: string, error: unknown): string => {
  const at = /position (\d+)/.exec(String(error))?.[1];
  return at === undefined ? '' : `line ${text.slice(0, Number(at)).split('\n').length}`;
};
