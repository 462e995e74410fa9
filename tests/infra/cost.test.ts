import { beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../functions/platform/names.ts';
import type { Template } from '../../infra/build.ts';
import type { Counted } from '../../infra/local/counted-hall.ts';
import { countOperations, type Operation } from '../../infra/local/counted-visit.ts';
import type { Durations, Worker } from '../../infra/local/durations.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { beyond, bill, times, together, usdOf } from '../../infra/ops/bill.ts';
import { costOf } from '../../infra/ops/cost.ts';
import { planFinding, rateFinding } from '../../infra/ops/doctor.ts';
import { usageOfStanding } from '../../infra/ops/fixed.ts';
import { PRICED_ON, PRICES } from '../../infra/ops/prices.ts';
import { HALL, type Measured, usageOf, usageOfVisit } from '../../infra/ops/usage.ts';
import { parseSettings } from '../../infra/settings.ts';

const WORKERS: readonly Worker[] = ['kiosk', 'desk', 'public', 'photo', 'mail', 'feedback', 'erase', 'sweep'];
const each = <T>(value: T): Record<Worker, T> =>
  Object.fromEntries(WORKERS.map(worker => [worker, value])) as Record<Worker, T>;

/** Ten milliseconds of a whole core and a hundred bytes of log a run, so that a bill can be made by hand. */
const durations: Durations = { runs: each({ cpu: 10, logged: 100 }), decode: 50 };
const memory = each(1769);
const nothing: Counted = {
  ...{ requests: {}, bytes: {}, items: 0, readUnits: 0, writeUnits: 0 },
  ...{ calls: 0, routes: [], askedBytes: 0, answeredBytes: 0, runs: 0 },
};
const measuredWith = (counts: Partial<Record<Operation, Partial<Counted>>>): Measured => ({
  durations,
  memory,
  counts: new Proxy({} as Record<Operation, Counted>, {
    get: (_, name) => ({ ...nothing, ...counts[name as Operation] }),
  }),
});

describe('the price table', () => {
  it('says of every price where it is written, and when it was last compared if it was', () => {
    for (const price of Object.values(PRICES)) {
      expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/);
      expect(price.usd).toBeGreaterThan(0);
      if ('compared' in price) expect(price.compared <= PRICED_ON).toBe(true);
    }
  });
});

describe('a bill', () => {
  it('is each quantity times its price, the dearest service first', () => {
    // 2000 mails at 0.10 a thousand, 3 GB attached at 0.12, a million writes at 0.68
    const lines = bill({ mail: 2000, mailGB: 3, write: 1_000_000, get: 0 });
    expect(lines.map(({ service, usd }) => [service, Number(usd.toFixed(6))])).toEqual([
      ['DynamoDB', 0.68],
      ['SES', 0.36],
      ['SES', 0.2],
    ]);
    expect(usdOf({ mail: 2000, mailGB: 3, write: 1_000_000 })).toBeCloseTo(1.24, 9);
  });

  it('adds up, multiplies, and takes off what is free, but never below nothing', () => {
    expect(together({ mail: 1, get: 2 }, { get: 3 })).toEqual({ mail: 1, get: 5 });
    expect(times({ mail: 2 }, 3)).toEqual({ mail: 6 });
    expect(beyond({ mail: 5, get: 2, put: 1 }, { mail: 2, get: 9 })).toEqual({ mail: 3, get: 0, put: 1 });
  });
});

describe('the usage of an operation', () => {
  it('counts a request at the edge, at the API, in its door and in two logs', () => {
    const requests = { 'dynamodb:GetItem': 2, 's3:GetObject': 1 };
    const usage = usageOf(
      measuredWith({ 'photo at home': { calls: 1, answeredBytes: 100_000, requests, readUnits: 3 } }),
      'photo at home',
    );
    // it works 10 ms and waits 2 x 5 ms for the table and 30 ms for the bucket, in 1769 MB
    expect(usage.runGBs).toBeCloseTo(((1769 / 1024) * 50) / 1000, 9);
    // 100 of its own, 520 of Lambda, 200 of the API
    expect(usage.logGB).toBeCloseTo(820e-9, 15);
    expect(usage).toMatchObject({ page: 1, pageGB: 1e-4, call: 1, run: 1, read: 3, get: 1, mail: 0, message: 0 });
  });

  it('counts a message put by the bus, received and deleted, and a picture as it travels in a mail', () => {
    const feedback = usageOf(measuredWith({ feedback: { runs: 2 } }), 'feedback');
    expect(feedback).toMatchObject({ message: 6, run: 2, page: 0 });
    const requests = { 'ses:SendRawEmail': 1, 's3:GetObject': 1, 'sqs:SendMessage': 1 };
    const mail = usageOf(measuredWith({ mail: { runs: 1, requests, bytes: { 's3:GetObject': 90_000 } } }), 'mail');
    expect(mail).toMatchObject({ mail: 1, get: 1, message: 3 });
    expect(mail.mailGB).toBeCloseTo(120e-6, 12);
  });

  it('takes longer where a function has less than a core', () => {
    const half = { ...measuredWith({ beat: { calls: 1 } }), memory: each(884.5) };
    expect(usageOf(half, 'beat').runGBs).toBeCloseTo(((884.5 / 1024) * 20) / 1000, 9);
  });
});

describe('the doctor', () => {
  it.each([
    [14, 2, 7],
    [4.5, 2, 3],
    [1, 2, undefined],
    [14, 7, undefined],
    [500, 10, 50],
    [500, 50, undefined],
  ])('says of %d mails a second with %d workers how many would use them', (rate, mails, wanted) => {
    const [finding] = rateFinding(rate, { photos: 2, mails });
    expect(finding?.found).toContain(`concurrency.mails\` ${mails} sends about ${mails * 2}`);
    expect(finding?.todo?.match(/\d+/)?.[0]).toBe(wanted?.toString());
  });

  it('says how to leave a plan of SES that makes mails dearer, and nothing where there is none', () => {
    const [found] = planFinding('ESSENTIALS', 'ap-northeast-2');
    expect(found?.found).toContain('0.1 USD a thousand without a plan, and 0.16');
    expect(found?.todo).toContain('put-account-pricing-attributes --plan NONE --region ap-northeast-2');
    expect([planFinding('NONE', 'x'), planFinding(undefined, 'x')]).toEqual([[], []]);
  });
});

describe('what stands there', () => {
  it('is counted in the templates, each metric of an alarm and each rule of the WAF for itself', () => {
    const template: Template = {
      Resources: {
        Key: { Type: 'AWS::KMS::Key' },
        One: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
        Sum: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { Metrics: [{ Expression: 'm0 + m1' }, { MetricStat: {} }, { MetricStat: {} }] },
        },
        Source: { Type: 'AWS::Lambda::EventSourceMapping' },
        Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
      },
    };
    const usage = usageOfStanding([template], 'Z0');
    expect(usage).toMatchObject({ key: 1, alarm: 3, message: 15 * 43_200, acl: 1, rule: 2, zone: 1, secret: 0 });
    // hours in which a metric is silent are not billed
    expect(usage.metric).toBeLessThan(Object.keys(METRICS).length / 2);
  });
});

describe('a real visit', () => {
  let measured: Measured;
  beforeAll(async () => {
    measured = { durations, memory, counts: await countOperations(await cameraPicture({ megapixels: 0.5 })) };
  });

  it('is one mail, four puts, and no more writes than its parts and their erasure', () => {
    const usage = usageOfVisit(measured, { keepDays: 30, wallDays: 365, logDays: 30 });
    expect(usage).toMatchObject({ mail: 1, put: 4 });
    expect(usage.write).toBeLessThan(180);
    expect(usage.page).toBeLessThan(45);
  });

  it('costs what its lines add up to, and a month without visits what stands there and is asked by the clock', () => {
    const off: Template[] = [{ Resources: { Key: { Type: 'AWS::KMS::Key' } } }];
    const acl = { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}, {}] } };
    const on: Template[] = [...off, { Resources: { Acl: acl } }];
    const cost = costOf({ measured, templates: { off, on } }, parseSettings({}), 2000);
    const sum = (lines: { usd: number }[]) => lines.reduce((all, { usd }) => all + usd, 0);
    expect(sum(cost.variable.lines)).toBeCloseTo(cost.variable.usd, 9);
    expect(cost.variable.usd).toBeCloseTo(2 * cost.variable.perThousand, 9);
    expect(sum(cost.fixed.lines)).toBeCloseTo(cost.fixed.usd, 9);
    expect(cost.beyondFree).toBeLessThan(cost.variable.usd + cost.fixed.usd);
    // an ACL, four rules, and every request of the month
    const { page = 0 } = usageOfVisit(measured, { keepDays: 30, wallDays: 365, logDays: 30 });
    const polled = cost.fixed.lines.find(({ service, of }) => service === 'CloudFront' && of === 'requests');
    const worker = HALL.kiosks * 60 * HALL.hours;
    const asked = (polled?.quantity ?? 0) - HALL.days * page + 2000 * page;
    expect(asked).toBeGreaterThan(worker);
    expect(cost.wafOff).toBeCloseTo(5 + 4 + (asked * 0.6) / 1e6, 6);
  });

  it('would cost more any other way, but for a link that hardly anybody opens', () => {
    const cost = costOf({ measured, templates: { off: [], on: [] } }, parseSettings({}), 1000);
    const others = cost.choices.filter(({ instead }) => !instead.includes('opened once'));
    expect(others.length).toBeGreaterThanOrEqual(7);
    for (const { saves, instead } of others) expect(saves, instead).toBeGreaterThan(0);
  });
});
