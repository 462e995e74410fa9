import { describe, expect, it } from 'vitest';
import { lockFaults, pinFaults, secretFaults } from '../../infra/supply.ts';

describe('what we build on', () => {
  it.each([
    [
      'a copyleft licence',
      { 'node_modules/a': { version: '1.0.0', license: 'AGPL-3.0-only' } },
      ['a@1.0.0: licence AGPL-3.0-only'],
    ],
    ['no licence', { 'node_modules/a': { version: '1.0.0' } }, ['a@1.0.0: names no licence']],
    [
      'a known-bad version below another',
      { 'node_modules/x/node_modules/sharp': { version: '0.33.9', license: 'Apache-2.0' } },
      [expect.stringContaining('sharp@0.33.9: at least 0.35.4')],
    ],
    ['a choice with a free side', { 'node_modules/a': { version: '1.0.0', license: '(MIT OR GPL-3.0)' } }, []],
    [
      'both of two at once',
      { 'node_modules/a': { version: '1.0.0', license: 'MIT AND GPL-3.0' } },
      ['a@1.0.0: licence MIT AND GPL-3.0'],
    ],
    ['ourselves', { '': { version: '0.1.0' } }, []],
  ])('is judged: %s', (_what, packages, faults) => {
    expect(lockFaults(packages)).toEqual(faults);
  });

  it('is pinned to one version', () => {
    expect(pinFaults({ dependencies: { a: '1.2.3', b: '^1.2.3' }, devDependencies: { c: 'latest' } })).toEqual([
      'b: ^1.2.3 is not one version',
      'c: latest is not one version',
    ]);
  });
});

it('a secret is known by its form', () => {
  const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
  expect(secretFaults('a.ts', `key: ${key}`)).toEqual(['a.ts: looks like an AWS access key']);
  expect(secretFaults('a.ts', 'AKIA is how such keys begin')).toEqual([]);
});
