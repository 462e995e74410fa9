import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACKNOWLEDGED } from '../../infra/acknowledged.ts';
import { type Reports, synthesized, WITH_DOMAIN } from './synthesized.ts';

describe('cdk-nag', () => {
  let reports: Reports;
  beforeAll(async () => {
    reports = [...(await synthesized()).reports, ...(await synthesized(WITH_DOMAIN)).reports];
  });

  it('ran both packs over both halls and found nothing that is not acknowledged', () => {
    expect(reports.map(({ pluginName }) => pluginName)).toEqual([
      'AwsSolutions',
      'Serverless',
      'AwsSolutions',
      'Serverless',
    ]);
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('finds what each acknowledgement is about, so none is stale', () => {
    const found = new Set(
      reports.flatMap(({ pluginName, suppressedViolations }) =>
        (suppressedViolations ?? []).map(({ ruleName }) => `${pluginName}::${ruleName.replace(/\[.*$/, '')}`),
      ),
    );
    expect(ACKNOWLEDGED.flatMap(({ rules }) => rules).filter(rule => !found.has(rule))).toEqual([]);
  });

  it('is answered at most twelve times, each with a reason, what stands in for it and a test that exists', () => {
    const tests = ['templates', 'access', 'front'].map(name =>
      readFileSync(join(import.meta.dirname, `${name}.test.ts`), 'utf8'),
    );
    expect(ACKNOWLEDGED.length).toBeLessThanOrEqual(12);
    for (const { why, instead, test } of ACKNOWLEDGED) {
      expect(why).not.toBe('');
      expect(instead).not.toBe('');
      expect(
        tests.some(text => text.includes(`'${test}'`)),
        test,
      ).toBe(true);
    }
  });
});
