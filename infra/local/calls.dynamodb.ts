import { type Call, keyUse, parameters, Refused, type WireRequest, type World } from './calls.ts';

const EXPRESSIONS = ['ExpressionAttributeNames', 'ExpressionAttributeValues'];
const WRITE = ['TableName', 'ConditionExpression', 'ReturnValues', 'ReturnConsumedCapacity', ...EXPRESSIONS];
const READ = [
  'TableName',
  'ConsistentRead',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ReturnConsumedCapacity',
];
const MANY = [
  ...READ,
  'IndexName',
  'FilterExpression',
  'ExpressionAttributeValues',
  'ExclusiveStartKey',
  'Limit',
  'Select',
];

/** Operations that dynalite truly performs, with the parameters it truly performs. */
const OPERATIONS: Record<string, readonly string[]> = {
  GetItem: [...READ, 'Key'],
  PutItem: [...WRITE, 'Item'],
  UpdateItem: [...WRITE, 'Key', 'UpdateExpression'],
  DeleteItem: [...WRITE, 'Key'],
  Query: [...MANY, 'KeyConditionExpression', 'ScanIndexForward'],
  Scan: MANY,
  BatchGetItem: ['RequestItems', 'ReturnConsumedCapacity'],
  BatchWriteItem: ['RequestItems', 'ReturnConsumedCapacity'],
  DescribeTable: ['TableName'],
};

/** A DynamoDB request. Throws Refused for transactions, TTL and whatever else is not performed here. */
export const dynamodbCall = (request: WireRequest, world: World): Call => {
  const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const known = OPERATIONS[operation];
  if (!known) throw new Refused(`dynamodb:${operation}`);
  const given = parameters(`dynamodb:${operation}`, request.body, known);
  const base = `arn:aws:dynamodb:${world.region}:${world.account}:table/`;
  const tables = operation.startsWith('Batch')
    ? Object.keys(given.RequestItems as object)
    : [String(given.TableName).replace(base, '')];
  const index = given.IndexName === undefined ? '' : `/index/${String(given.IndexName)}`;
  return {
    service: 'dynamodb',
    operation,
    questions: tables.flatMap(table => [
      { action: `dynamodb:${operation}`, resource: `${base}${table}${index}` },
      ...keyUse(world, `${base}${table}`, 'dynamodb', operation === 'DescribeTable' ? [] : ['Decrypt']),
    ]),
  };
};
