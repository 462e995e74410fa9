import { type App, Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { KEYS } from '../functions/platform/names.ts';
import { DataStack } from './stacks/data.ts';

/** A finding of cdk-nag that we leave as it is: why, what stands in for it, and which test holds that. */
interface Acknowledgement {
  /** ids as `Pack::Rule`; together they are one finding said in several ways */
  rules: readonly string[];
  /** construct paths below the stack */
  on: RegExp;
  why: string;
  instead: string;
  /** name of the test that holds `instead` */
  test: string;
}

const ROLES = /^[A-Za-z]+\/Role\/Resource$/;

export const ACKNOWLEDGED: readonly Acknowledgement[] = [
  {
    rules: ['AwsSolutions::AwsSolutions-APIG4'],
    on: /^(Kiosk|Desk|Public)Door\/Route/,
    why: 'A device key lies in a cookie or a bearer token and its kind decides; an authorizer would be a second Lambda on each tap.',
    instead:
      'The doors check the key of every request; only enrolment, the OpenAPI document and a link that holds its token are open.',
    test: 'every route of the API belongs to a door',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-CFR1'],
    on: /^Distribution\/Resource$/,
    why: 'Visitors come from everywhere and open their memory page at home.',
    instead: 'Nothing but the memory page answers without a device key.',
    test: 'every route of the API belongs to a door',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-CFR2'],
    on: /^Distribution\/Resource$/,
    why: 'WAF costs about 10 USD a month and is a setting.',
    instead: 'The stage of the API limits the rate; tokens have 128 random bits, keys 256.',
    test: 'the API has a rate limit',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-CFR3'],
    on: /^Distribution\/Resource$/,
    why: "CloudFront's access log holds paths, and the path of a memory page is its key.",
    instead: 'The API logs route, status and time of every request, without path and address.',
    test: 'no access log holds a path, an address or a header',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-CFR4'],
    on: /^Distribution\/Resource$/,
    why: "Without a domain of its own a distribution has CloudFront's certificate, whose TLS versions nobody can choose.",
    instead: 'With the setting `domain`, TLS 1.2 of 2021 is the least; without it pages still go by https only.',
    test: 'with a domain TLS 1.2 is the least, and without one https is still all there is',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-IAM5', 'Serverless::Serverless-LambdaStarPermissions'],
    on: ROLES,
    why: 'Objects have names that nobody knows beforehand, and the send quota knows no resources at all.',
    instead:
      'Every star is the end of one prefix in one bucket, or stands for the send quota, which knows no resources; none in an action.',
    test: 'a star in a role is the end of a prefix, or stands for what knows no resources',
  },
  {
    rules: ['Serverless::Serverless-LambdaTracing'],
    on: /\/Function\/Resource$/,
    why: 'Without a library of its own in each bundle a trace says no more than the report line of the log, and at 5 USD a million traces would cost more than the mails.',
    instead:
      'Lines of the log name visit, photo and delivery across doors and queues, and metrics say how long visitors wait.',
    test: 'every function has its log with an end, Node 24 on arm64, and no traces',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-S1'],
    on: /^(Site|Incoming|Photos)\/Resource$/,
    why: 'Access logs would be a second place with addresses, outside of what an erasure reaches.',
    instead: 'Only our functions and CloudFront reach the buckets, and the functions log what they do with ids.',
    test: 'no bucket is public, and each speaks TLS only',
  },
  {
    rules: ['AwsSolutions::AwsSolutions-SMG4'],
    on: /^(EdgeSecret|AddressKey)\/Resource$/,
    why: 'The edge secret must change in CloudFront and in the functions at once; the address key may not change, or suppressed addresses are forgotten.',
    instead:
      'Both are made by AWS and never shown; a deploy with a raised EDGE_EPOCH hands a new edge secret to both sides.',
    test: 'secrets are made by AWS and appear as references only',
  },
  {
    rules: [
      'Serverless::Serverless-LambdaDLQ',
      'Serverless::Serverless-EventBusDLQ',
      'Serverless::Serverless-SNSRedrivePolicy',
    ],
    on: /^([A-Za-z]+\/Function|EveryMinute|BeforeOpening|Alarms\/.+@.+)\/Resource$/,
    why: 'Doors are called by requests, workers by queues that have dead letters; a sweep that failed is done by the next one, a canary that failed is an alarm, and an alarm whose mail is lost stays on the dashboard.',
    instead: 'Every queue has its dead letters, and the sweep runs each minute.',
    test: 'every queue has dead letters for 14 days after five tries',
  },
  {
    rules: ['Serverless::Serverless-LambdaEventSourceMappingDestination'],
    on: /\/Source\/Resource$/,
    why: 'Lambda knows destinations for streams only; here the source is a queue.',
    instead: 'Every queue has its dead letters.',
    test: 'every queue has dead letters for 14 days after five tries',
  },
  {
    rules: ['Serverless::Serverless-SQSRedrivePolicy'],
    on: /\/Dead\/Resource$/,
    why: 'These are the dead letters themselves.',
    instead: 'Each takes letters from its own queue only.',
    test: 'every queue has dead letters for 14 days after five tries',
  },
];

/** A construct's path without the stack's name. */
const inStack = (path: string): string => path.slice(path.indexOf('/') + 1);

/** cdk-nag wants each star of a role by its own id, which holds the export's name: spelt out for the stars we have. */
const stars = (app: App): string[] => {
  const data = app.node.children.find(child => child instanceof DataStack);
  if (!data) return [];
  const under = ({ bucketArn }: Bucket, prefix: string): string => {
    const { 'Fn::ImportValue': name } = data.resolve(data.exportValue(bucketArn)) as { 'Fn::ImportValue': string };
    return `${name}/${prefix}*`;
  };
  return [
    '*',
    under(data.incoming, KEYS.original),
    under(data.incoming, KEYS.refused),
    under(data.photos, KEYS.rendition),
  ].map(resource => `[Resource::${resource}]`);
};

/** Tells CDK which findings are known, each on exactly the constructs it is about. */
export const acknowledge = (app: App): void => {
  const findings = stars(app);
  const ids = (rule: string) => (rule.endsWith('IAM5') ? findings.map(finding => `${rule}${finding}`) : [rule]);
  for (const construct of app.node.findAll())
    for (const { rules, on, why, instead, test } of ACKNOWLEDGED)
      if (construct.node.path.includes('/') && on.test(inStack(construct.node.path)))
        Validations.of(construct).acknowledge(
          ...rules.flatMap(ids).map(id => ({ id, reason: `${why} ${instead} Test: ${test}.` })),
        );
};
