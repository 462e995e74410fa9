import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../functions/doors/openapi.ts';
import { PAGE_PREFIXES } from '../../infra/bundle-plugins.ts';
import { sources } from '../house/sources.ts';

describe('what a bundle leaves out', () => {
  it('are texts that no function says', async () => {
    const prefixes = PAGE_PREFIXES.join('|').replaceAll('.', '\\.');
    const says = new RegExp(`\\bsay\\w*\\(\\s*(?:[\\w.]+\\s*(?:\\([^)]*\\))?,\\s*)?['\`](?:${prefixes})`);
    expect(says.test("say(spoken(language), 'booth.hello.title')")).toBe(true);
    const saying = (await sources('functions')).filter(file => says.test(readFileSync(file, 'utf8')));
    expect(saying).toEqual([]);
  });

  it('is the maker of the OpenAPI document, which is plain data', () => {
    expect(JSON.parse(JSON.stringify(openApi()))).toEqual(openApi());
  });
});
