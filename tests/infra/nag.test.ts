import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACKNOWLEDGED, acknowledge } from '../../infra/acknowledged.ts';
import { hallApp } from '../../infra/app.ts';
import { parseSettings } from '../../infra/settings.ts';
import { plainBundles } from './plain-bundles.ts';
import { passingFolder, WITH_DOMAIN } from './synthesized.ts';

interface Report {
  pluginReports: {
    pluginName: string;
    violations: unknown[];
    suppressedViolations?: { ruleName: string }[];
  }[];
}

const reportOf = (given: object): Report => {
  const outdir = passingFolder();
  const app = hallApp(parseSettings(given), { bundles: plainBundles(), outdir });
  acknowledge(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  app.synth();
  return JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
};

describe('cdk-nag', () => {
  let reports: Report['pluginReports'];
  beforeAll(() => {
    reports = [{}, WITH_DOMAIN].flatMap(given => reportOf(given).pluginReports);
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
