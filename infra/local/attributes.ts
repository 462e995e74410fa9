import { createHash } from 'node:crypto';
import { type Json, NotPerformed } from './intrinsics.ts';
import type { Resource, Surroundings } from './template.ts';

type Named = Pick<Resource, 'type' | 'name' | 'id' | 'label'>;

/** Property in which a type has its physical name. */
const NAME: Record<string, string> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::SNS::Topic': 'TopicName',
};

/** Physical name of a resource: its own, or one that follows from where it stands. */
export const nameOf = (
  stack: string,
  id: string,
  type: string,
  property: (name: string) => Json | undefined,
): string => {
  const given = NAME[type] === undefined ? undefined : property(NAME[type]);
  if (typeof given === 'string') return given;
  const mark = createHash('sha256').update(`${stack}/${id}`).digest('hex').slice(0, 8);
  return type === 'AWS::S3::Bucket'
    ? `${`${stack}-${id}`
        .toLowerCase()
        .replace(/[^a-z0-9-]/g, '')
        .slice(0, 54)}-${mark}`
    : `${stack}-${id}`;
};

const arns: Record<string, (name: string, around: Surroundings) => string> = {
  'AWS::S3::Bucket': name => `arn:aws:s3:::${name}`,
  'AWS::DynamoDB::Table': (name, at) => `arn:aws:dynamodb:${at.region}:${at.account}:table/${name}`,
  'AWS::DynamoDB::GlobalTable': (name, at) => `arn:aws:dynamodb:${at.region}:${at.account}:table/${name}`,
  'AWS::SQS::Queue': (name, at) => `arn:aws:sqs:${at.region}:${at.account}:${name}`,
  'AWS::Lambda::Function': (name, at) => `arn:aws:lambda:${at.region}:${at.account}:function:${name}`,
  'AWS::IAM::Role': (name, at) => `arn:aws:iam::${at.account}:role/${name}`,
  'AWS::KMS::Key': (name, at) => `arn:aws:kms:${at.region}:${at.account}:key/${name}`,
  'AWS::Logs::LogGroup': (name, at) => `arn:aws:logs:${at.region}:${at.account}:log-group:${name}:*`,
  'AWS::SecretsManager::Secret': (name, at) => `arn:aws:secretsmanager:${at.region}:${at.account}:secret:${name}`,
  'AWS::Events::Rule': (name, at) => `arn:aws:events:${at.region}:${at.account}:rule/${name}`,
  'AWS::SNS::Topic': (name, at) => `arn:aws:sns:${at.region}:${at.account}:${name}`,
};

const arnOf = (resource: Named, around: Surroundings) =>
  arns[resource.type]?.(resource.name, around) ?? `arn:aws:hall:${around.region}:${around.account}:${resource.name}`;

const queueUrl = (resource: Named, around: Surroundings) => `${around.gateway}/${around.account}/${resource.name}`;

/** What `Ref` gives. */
export const refOf = (resource: Named, around: Surroundings): Json => {
  if (resource.type === 'AWS::SQS::Queue') return queueUrl(resource, around);
  if (resource.type === 'AWS::SecretsManager::Secret' || resource.type === 'AWS::SNS::Topic')
    return arnOf(resource, around);
  return resource.name;
};

/** What `Fn::GetAtt` gives. Throws NotPerformed for an attribute whose value would have to be invented. */
export const attributeOf = (resource: Named, attribute: string, around: Surroundings): Json => {
  const { type, name } = resource;
  if (attribute === 'Arn' || attribute === 'TopicArn' || attribute === 'FunctionARN') return arnOf(resource, around);
  const known: Record<string, () => Json> = {
    'AWS::S3::Bucket RegionalDomainName': () => `${name}.s3.${around.region}.amazonaws.com`,
    'AWS::S3::Bucket DomainName': () => `${name}.s3.amazonaws.com`,
    'AWS::SQS::Queue QueueName': () => name,
    'AWS::SQS::Queue QueueUrl': () => queueUrl(resource, around),
    'AWS::KMS::Key KeyId': () => name,
    'AWS::SNS::Topic TopicName': () => name,
    'AWS::CloudFront::Distribution DomainName': () => new URL(around.origin).host,
    'AWS::CloudFront::Distribution Id': () => name,
    'AWS::ApiGatewayV2::Api ApiId': () => name,
    'AWS::ApiGatewayV2::Api ApiEndpoint': () =>
      `https://${name.toLowerCase()}.execute-api.${around.region}.amazonaws.com`,
    'AWS::SecretsManager::Secret Id': () => arnOf(resource, around),
  };
  const value =
    known[`${type} ${attribute}`] ??
    (/(Id|Name|Value)\d?$/.test(attribute) && !/^AWS::(S3|SQS|DynamoDB|Lambda)/.test(type)
      ? () => `${name}-${attribute}`
      : undefined);
  if (!value) throw new NotPerformed(`the attribute ${attribute} of ${resource.label}`);
  return value();
};
