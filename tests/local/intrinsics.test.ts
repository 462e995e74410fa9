import { describe, expect, it } from 'vitest';
import { type Json, NotPerformed, resolve, type Scope } from '../../infra/local/intrinsics.ts';

/** CloudFormation's placeholders look like JavaScript's. */
const $ = '$';

const scope: Scope = {
  ref: id => (id === 'AWS::Region' ? 'ap-northeast-2' : `ref-${id}`),
  attribute: (id, attribute) => `${id}/${attribute}`,
  imported: name => `from-${name}`,
  secret: (id, field) => `secret(${id}${field === undefined ? '' : `#${field}`})`,
};

describe('resolve', () => {
  it.each<[string, Json, Json]>([
    ['Ref', { Ref: 'Table' }, 'ref-Table'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Table.Arn' }, 'Table/Arn'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, 'a-ref-B'],
    [
      'Sub',
      { 'Fn::Sub': [`${$}{AWS::Region}/${$}{T.Arn}/${$}{x}/${$}{!kept}`, { x: { Ref: 'Y' } }] },
      `ap-northeast-2/T/Arn/ref-Y/${$}{kept}`,
    ],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['ImportValue', { 'Fn::ImportValue': 'data:Arn' }, 'from-data:Arn'],
    ['a map within lists', [{ a: [{ Ref: 'X' }] }], [{ a: ['ref-X'] }]],
  ])('works out %s', (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it('keeps a map with one key that is no function', () => {
    expect(resolve({ Ref2: 'X' }, scope)).toEqual({ Ref2: 'X' });
  });

  it('puts a secret in, also when a join made its reference', () => {
    const arn = 'arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:Key';
    const join = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', arn, ':SecretString:::}}']] };
    expect(resolve(join, scope)).toBe(`secret(${arn})`);
    expect(resolve(`{{resolve:secretsmanager:${arn}:SecretString:pin::}}`, scope)).toBe(`secret(${arn}#pin)`);
  });

  it.each<[string, Json]>([
    ['Fn::FindInMap', { 'Fn::FindInMap': ['A', 'B', 'C'] }],
    ['ssm', '{{resolve:ssm:/name}}'],
    ['AWSPREVIOUS', '{{resolve:secretsmanager:name:SecretString::AWSPREVIOUS:}}'],
    ['Fn::Select', { 'Fn::Select': [9, ['a']] }],
  ])('refuses %s by name', (name, value) => {
    expect(() => resolve(value, scope)).toThrow(NotPerformed);
    expect(() => resolve(value, scope)).toThrow(name);
  });
});
