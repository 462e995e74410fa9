import type { Question } from './policies.ts';

/** A request as it came in at the gateway. */
export interface WireRequest {
  method: string;
  /** path without the query, still encoded */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

/** What a request is, in the words of IAM. */
export interface Call {
  service: 's3' | 'dynamodb' | 'sqs' | 'ses';
  /** API operation, as `PutItem` */
  operation: string;
  /** everything that must be allowed for it, implied uses of keys included */
  questions: Question[];
  /** S3 tells who may list a bucket that a key is absent (404), everybody else that it is forbidden (403) */
  whenAbsent?: Question;
  /** an object that is there when the call succeeded */
  created?: { bucket: string; key: string; reason: 'PutObject' | 'CopyObject' };
  /** name of the queue that holds a message more when the call succeeded */
  sent?: string;
}

/** What the calls must know of the templates. */
export interface World {
  region: string;
  account: string;
  /** ARN of the customer key that encrypts the resource, if one does */
  keyOf(arn: string): string | undefined;
  queueArn(url: string): string;
  /** verified identity (address or domain) under which an address may send */
  identityOf(address: string): string | undefined;
}

/** An operation or a parameter that the services below would answer without performing it. */
export class Refused extends Error {
  constructor(what: string) {
    super(`the local hall does not perform ${what}`);
    this.name = 'Refused';
  }
}

/** Uses of the resource's key which an operation implies. */
export const keyUse = (world: World, arn: string, service: string, actions: readonly string[]): Question[] => {
  const key = world.keyOf(arn);
  if (key === undefined) return [];
  const context = { 'kms:ViaService': `${service}.${world.region}.amazonaws.com` };
  return actions.map(action => ({ action: `kms:${action}`, resource: key, context }));
};

/** The parameters of a JSON call; any that is not on the list is refused by name. */
export const parameters = (operation: string, body: Buffer, known: readonly string[]): { [name: string]: unknown } => {
  const given = JSON.parse(body.toString('utf8') || '{}') as { [name: string]: unknown };
  for (const name of Object.keys(given))
    if (!known.includes(name)) throw new Refused(`${operation} with the parameter ${name}`);
  return given;
};
