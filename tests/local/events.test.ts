import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { interaction } from '../../functions/visits/visit.schema.ts';
import { checkPattern, matches, rateMs } from '../../infra/local/patterns.ts';
import { refuseUnknown } from '../../infra/local/supported.ts';
import type { Resource } from '../../infra/local/template.ts';
import { walk } from '../../infra/local/walk.ts';

const event = {
  source: 'aws.s3',
  detail: { bucket: { name: 'incoming' }, object: { key: 'original/a' }, tags: { set: ['main', 'other'] } },
};

describe('event patterns', () => {
  it.each([
    [{ source: ['aws.s3', 'aws.ses'] }, true],
    [{ source: ['aws.ses'] }, false],
    [{ detail: { object: { key: [{ prefix: 'original/' }] } } }, true],
    [{ detail: { object: { key: [{ prefix: 'refused/' }] } } }, false],
    [{ detail: { object: { key: [{ suffix: '/a' }] } } }, true],
    [{ detail: { tags: { set: ['main'] } } }, true],
    [{ detail: { tags: { set: ['none'] } } }, false],
    [{ detail: { absent: [{ exists: false }] } }, true],
    [{ detail: { absent: ['x'] } }, false],
  ])('%j fits: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('refuse a test that is not known, by name', () => {
    expect(() => checkPattern({ detail: { size: [{ numeric: ['>', 1] }] } }, 'rule')).toThrow('numeric');
    expect(() => checkPattern({ source: [{ prefix: { 'equals-ignore-case': 'a' } }] }, 'rule')).toThrow(
      'equals-ignore-case',
    );
  });
});

describe('schedules', () => {
  it('are rates, in milliseconds', () => {
    expect(rateMs('rate(1 minute)')).toBe(60_000);
    expect(rateMs('rate(2 hours)')).toBe(7_200_000);
  });

  it('refuse any other expression by name', () => {
    expect(() => rateMs('cron(0 1 * * ? *)')).toThrow('cron(0 1 * * ? *)');
  });
});

describe('resources', () => {
  const resource = (type: string, properties: Resource['properties'] = {}) =>
    ({ stack: 's', id: 'i', type, label: `s/i (${type})`, properties }) as Resource;

  it('pass when every property is performed', () => {
    expect(() => refuseUnknown([resource('AWS::SQS::Queue', { VisibilityTimeout: 30 })])).not.toThrow();
  });

  it.each([
    ['AWS::Kinesis::Stream', {}, 'AWS::Kinesis::Stream'],
    ['AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } }, 'VersioningConfiguration'],
    ['AWS::DynamoDB::Table', { TimeToLiveSpecification: {} }, 'TimeToLiveSpecification'],
    ['AWS::SQS::Queue', { FifoQueue: true }, 'FifoQueue'],
    ['AWS::Lambda::Function', { VpcConfig: {} }, 'VpcConfig'],
  ])('stop the hall when it does not perform %s %j', (type, properties, name) => {
    expect(() => refuseUnknown([resource(type, properties)])).toThrow(name);
  });
});

describe('a believable walk', () => {
  const wish = { catalogue, cardId: 'EG00000001', from: 0, until: 6_000_000 };

  it('goes through the zones in order, in time, with things a kiosk can log', () => {
    const logged = walk(wish);
    expect([...new Set(logged.map(one => one.zone))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const one of logged) expect(interaction.safeParse(one).error).toBeUndefined();
    const times = logged.map(one => Date.parse(one.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every(at => at > 0 && at < 6_000_000)).toBe(true);
    expect(new Set(logged.map(one => one.id)).size).toBe(logged.length);
  });

  it('keeps to the zones that were wished, and differs by seed', () => {
    const exhibits = (seed: number) =>
      walk({ ...wish, zones: [6, 3], seed }).map(one => ('exhibit' in one ? one.exhibit : ''));
    expect([...new Set(walk({ ...wish, zones: [6, 3] }).map(one => one.zone))]).toEqual([6, 3]);
    expect(exhibits(1)).toEqual(exhibits(1));
    expect(exhibits(1)).not.toEqual(exhibits(2));
  });
});
