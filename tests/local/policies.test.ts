import { describe, expect, it } from 'vitest';
import type { Json } from '../../infra/local/intrinsics.ts';
import { permissions, sentence } from '../../infra/local/permissions.ts';
import { allowing, like, statements } from '../../infra/local/policies.ts';

const policy = (...all: Json[]) => statements({ Statement: all }, 'role');
const read = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::photos/rendition/*' };

describe('policies', () => {
  it('allow what a statement names, and nothing beside it', () => {
    const role = policy(read);
    expect(allowing(role, { action: 's3:GetObject', resource: 'arn:aws:s3:::photos/rendition/a/b.jpg' })).toEqual([0]);
    expect(allowing(role, { action: 's3:GetObject', resource: 'arn:aws:s3:::photos/original/a' })).toEqual([]);
    expect(allowing(role, { action: 's3:PutObject', resource: 'arn:aws:s3:::photos/rendition/a' })).toEqual([]);
  });

  it('deny when any statement denies', () => {
    const role = policy(read, { ...read, Effect: 'Deny', Resource: '*' });
    expect(allowing(role, { action: 's3:GetObject', resource: 'arn:aws:s3:::photos/rendition/a' })).toEqual([]);
  });

  it('hold a condition only when the call carries the key with that value', () => {
    const role = policy({
      Effect: 'Allow',
      Action: 'ses:SendRawEmail',
      Resource: '*',
      Condition: { StringEquals: { 'ses:FromAddress': 'hall@example.org' } },
    });
    const question = { action: 'ses:SendRawEmail', resource: 'x' };
    expect(allowing(role, question)).toEqual([]);
    expect(allowing(role, { ...question, context: { 'ses:FromAddress': 'other@example.org' } })).toEqual([]);
    expect(allowing(role, { ...question, context: { 'ses:FromAddress': 'hall@example.org' } })).toEqual([0]);
  });

  it('take * and ? as wildcards and nothing else', () => {
    expect(like('a.c*', 'abcd')).toBe(false);
    expect(like('a?c*', 'abcd')).toBe(true);
    expect(like('*', 'two\nlines')).toBe(true);
  });

  it.each<[string, Json]>([
    ['NotAction', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
    ['DateLessThan', { ...read, Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } }],
    ['aws:PrincipalTag/x', { ...read, Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }],
    ['Effect', { Action: 's3:*', Resource: '*' }],
  ])('refuse %s by name', (name, statement) => {
    expect(() => policy(statement)).toThrow(name);
  });
});

describe('permissions', () => {
  const question = { action: 's3:GetObject', resource: 'arn:aws:s3:::photos/rendition/a' };
  const made = () =>
    permissions(new Map([['door', policy(read, { ...read, Action: ['s3:PutObject', 's3:DeleteObject'] })]]));

  it('know which actions of which statement were needed', () => {
    const may = made();
    expect(may.allow('door', [question, { ...question, action: 's3:PutObject' }])).toBeUndefined();
    expect(may.used()).toEqual([
      { function: 'door', index: 0, actions: ['s3:GetObject'] },
      { function: 'door', index: 1, actions: ['s3:PutObject'] },
    ]);
    expect(may.unused()).toEqual([{ function: 'door', index: 1, actions: ['s3:DeleteObject'] }]);
  });

  it('deny by name what was taken out, until it is put back', () => {
    const may = made();
    may.takeOut('door', 0);
    const denial = may.allow('door', [question]);
    expect(denial && sentence(denial)).toBe(
      'door is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::photos/rendition/a',
    );
    expect(may.denied).toEqual([{ function: 'door', ...question }]);
    may.putBack();
    expect(may.allow('door', [question])).toBeUndefined();
  });

  it('deny everything to a function without a role', () => {
    expect(made().allow('nobody', [question])).toMatchObject({ function: 'nobody' });
  });
});
