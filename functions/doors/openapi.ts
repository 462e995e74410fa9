import * as z from 'zod/mini';
import { STATUS } from '../platform/errors.ts';
import { CONTRACT, type Operation, type Route } from './contract.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodMiniType, io: 'input' | 'output'): Json => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as Json;
  return rest;
};

const parametersOf = (path: string, { query = {} }: Operation): Json[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  })),
];

const answerOf = ({ answer }: Operation): Json => {
  if (answer === 'image/jpeg') return { [answer]: { schema: { type: 'string', format: 'binary' } } };
  return {
    'application/json': { schema: answer === 'application/json' ? { type: 'object' } : schemaOf(answer, 'output') },
  };
};

const errorsOf = ({ errors = [], who, body }: Operation): Json => {
  const codes = new Set(errors);
  if (body) codes.add('malformed-json').add('invalid-request').add('too-large');
  if (who !== 'anyone') codes.add('unknown-key').add('revoked-key').add('wrong-kind');
  if (who === 'staff') codes.add('not-signed-in');
  const byStatus = Object.groupBy(codes, code => String(STATUS[code]));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, list = []]) => [
      status,
      {
        description: list.join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
};

const WHO: Record<string, string> = { anyone: 'Anyone.', staff: 'Staff, signed in at a desk.' };

const operationOf = (route: Route, operation: Operation): Json => {
  const [, path = ''] = route.split(' ');
  const { summary, who, body } = operation;
  return {
    summary,
    description: typeof who === 'string' ? WHO[who] : `Devices of kind ${who.join(', ')}.`,
    ...(who === 'anyone' ? { security: [] } : {}),
    parameters: parametersOf(path, operation),
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
      : {}),
    responses: { 200: { description: 'Done', content: answerOf(operation) }, ...errorsOf(operation) },
  };
};

/** The OpenAPI 3.1 document, made from the contract that the doors check by. */
export const openApi = (): Json => {
  const paths: Record<string, Json> = {};
  for (const [route, operation] of Object.entries(CONTRACT) as [Route, Operation][]) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(route, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'eG-Memory',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'What kiosks, walls and desks of the hall say to it. Every POST that creates something carries an id made by the device: the same id with the same content gets the first answer again, with other content a conflict. Send `x-hall-schema` with the version of this document that a queued item was made for; the last two are taken.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'the token of enrolment' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'hall_device_zone',
          description: 'the key of enrolment, one cookie a kind of device',
        },
      },
      schemas: {
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'message'],
              properties: {
                code: { enum: Object.keys(STATUS) },
                message: { type: 'string' },
                where: { type: 'string' },
              },
            },
          },
        },
      },
    },
  };
};
