import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const CHECKER = 'tests/soak/checker';

/** What a file imports, by name as written. */
const importsOf = (source: string): string[] =>
  [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name = '']) => name);

const OWN = /^(node:|@aws-sdk\/|postal-mime$|\.\/[\w-]+\.ts$|\.\.\/told\.ts$)/;

it('shares no code with the hall: the checker imports clients of AWS, a reader of mails, and itself', () => {
  const files = readdirSync(CHECKER).map(name => join(CHECKER, name));
  const imports = [...files, 'tests/soak/told.ts'].flatMap(file => importsOf(readFileSync(file, 'utf8')));
  expect(imports.length).toBeGreaterThan(files.length);
  expect(imports.filter(name => !OWN.test(name))).toEqual([]);
  expect(importsOf(readFileSync('tests/soak/told.ts', 'utf8'))).toEqual([]);
});

it('would see it if it did', () => {
  const planted = "import { mailOf } from '../../../functions/deliveries/mails.ts';\nawait import('../run.ts');";
  expect(importsOf(planted).filter(name => !OWN.test(name))).toHaveLength(2);
});
