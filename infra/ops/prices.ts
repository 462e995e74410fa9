/** What one unit of a bill costs, in USD before taxes and before AWS's free allowances. */
interface Price {
  service: string;
  /** what is counted */
  of: string;
  usd: number;
  /** where it is written */
  source: string;
  /** day on which it was last compared with a copy of AWS's price list; without it: the pricing page as we know it, not compared */
  compared?: string;
  /** the region whose price it is, where that of Seoul is not known to us */
  region?: 'us-east-1';
}

const page = (service: string): string => `https://aws.amazon.com/${service}/pricing/`;
const MILLION = 1_000_000;

/** List prices of Seoul (ap-northeast-2), and for CloudFront of South Korea. Written down on PRICED_ON; the first tier of each. */
export const PRICES = {
  mail: {
    service: 'SES',
    of: 'mails',
    usd: 0.1 / 1000,
    source: page('ses'),
    compared: '2026-07-22',
    region: 'us-east-1',
  },
  mailGB: {
    service: 'SES',
    of: 'GB attached',
    usd: 0.12,
    source: page('ses'),
    compared: '2026-07-22',
    region: 'us-east-1',
  },
  write: {
    service: 'DynamoDB',
    of: 'write units',
    usd: 0.68 / MILLION,
    source: page('dynamodb'),
    compared: '2026-06-12',
  },
  read: {
    service: 'DynamoDB',
    of: 'read units',
    usd: 0.1355 / MILLION,
    source: page('dynamodb'),
    compared: '2026-06-12',
  },
  tableGB: { service: 'DynamoDB', of: 'GB a month', usd: 0.27075, source: page('dynamodb') },
  backupGB: {
    service: 'DynamoDB',
    of: 'GB of backup a month',
    usd: 0.2,
    source: page('dynamodb'),
    region: 'us-east-1',
  },
  page: { service: 'CloudFront', of: 'requests', usd: 1.2 / MILLION, source: page('cloudfront') },
  pageGB: { service: 'CloudFront', of: 'GB out', usd: 0.12, source: page('cloudfront') },
  call: {
    service: 'API Gateway',
    of: 'requests',
    usd: 1.23 / MILLION,
    source: page('api-gateway'),
    compared: '2026-10-01',
  },
  run: { service: 'Lambda', of: 'runs', usd: 0.2 / MILLION, source: page('lambda'), compared: '2026-10-01' },
  runGBs: {
    service: 'Lambda',
    of: 'GB-seconds on arm64',
    usd: 13.3334 / MILLION,
    source: page('lambda'),
    compared: '2026-10-01',
  },
  put: { service: 'S3', of: 'puts, copies and lists', usd: 4.5 / MILLION, source: page('s3'), compared: '2026-10-01' },
  get: { service: 'S3', of: 'gets', usd: 0.35 / MILLION, source: page('s3'), compared: '2026-10-01' },
  objectGB: { service: 'S3', of: 'GB a month', usd: 0.025, source: page('s3'), compared: '2026-10-01' },
  message: { service: 'SQS', of: 'requests', usd: 0.4 / MILLION, source: page('sqs') },
  logGB: { service: 'CloudWatch', of: 'GB of logs', usd: 0.76, source: page('cloudwatch'), compared: '2026-10-01' },
  keptLogGB: {
    service: 'CloudWatch',
    of: 'GB of logs kept a month',
    usd: 0.0314,
    source: page('cloudwatch'),
    compared: '2026-10-01',
  },
  metric: { service: 'CloudWatch', of: 'metrics of our own', usd: 0.3, source: page('cloudwatch') },
  alarm: { service: 'CloudWatch', of: 'metrics under alarm', usd: 0.1, source: page('cloudwatch') },
  dashboard: { service: 'CloudWatch', of: 'dashboards', usd: 3, source: page('cloudwatch') },
  key: { service: 'KMS', of: 'keys', usd: 1, source: page('kms'), compared: '2026-10-01' },
  keyUse: { service: 'KMS', of: 'requests', usd: 3 / MILLION, source: page('kms'), compared: '2026-10-01' },
  secret: {
    service: 'Secrets Manager',
    of: 'secrets',
    usd: 0.4,
    source: page('secrets-manager'),
    compared: '2026-10-01',
  },
  zone: { service: 'Route 53', of: 'hosted zones', usd: 0.5, source: page('route53') },
  acl: { service: 'WAF', of: 'web ACLs', usd: 5, source: page('waf') },
  rule: { service: 'WAF', of: 'rules', usd: 1, source: page('waf') },
  inspected: { service: 'WAF', of: 'requests', usd: 0.6 / MILLION, source: page('waf') },
  trace: { service: 'X-Ray', of: 'traces', usd: 5 / MILLION, source: page('xray') },
} as const satisfies Record<string, Price>;

/** What AWS bills. */
export type Unit = keyof typeof PRICES;

/** Day on which the table above was written. */
export const PRICED_ON = '2026-11-22';

/**
 * SES has plans since 2026-07-21, and gives new accounts one without asking: this is its price of a mail. Plan `NONE` is the price above.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutAccountPricingAttributes.html
 */
export const ESSENTIALS_MAIL_USD = 0.16 / 1000;

/** What every account has free each month, for good (not only in its first year). */
export const FREE: Partial<Record<Unit, number>> = {
  page: 10 * MILLION,
  pageGB: 1000,
  run: MILLION,
  runGBs: 400_000,
  message: MILLION,
  keyUse: 20_000,
  logGB: 5,
  keptLogGB: 5,
  metric: 10,
  alarm: 10,
  dashboard: 3,
  tableGB: 25,
};
