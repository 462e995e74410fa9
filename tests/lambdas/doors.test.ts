import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { lambdaBench, request } from './bench.ts';

const { table, lines } = lambdaBench();

type Door = (event: ReturnType<typeof request>) => Promise<{ statusCode: number; body: string }>;
const doors: Record<string, Door> = {};

beforeAll(async () => {
  const [kiosk, desk, home] = await Promise.all([
    import('../../functions/doors/kiosk-door.lambda.ts'),
    import('../../functions/doors/desk-door.lambda.ts'),
    import('../../functions/doors/public-door.lambda.ts'),
  ]);
  for (const [name, { handler }] of Object.entries({ kiosk, desk, public: home }))
    doors[name] = handler as unknown as Door;
}, 60_000);

const ask = (name: string, ...args: Parameters<typeof request>) => {
  const door = doors[name];
  if (!door) throw new Error(`there is no ${name} door`);
  return door(request(...args));
};
const ENROL = 'POST /api/devices/enrol';
const CODE = JSON.stringify({ code: 'abcdefghij-0123456789abcdef', as: 'token' });

describe('a door as Lambda calls it', () => {
  it.each([
    ['kiosk', 'GET /api/openapi.json'],
    ['public', 'GET /privacy'],
  ])('answers at the %s door from what lies in the bundle, without a call', async (name, route) => {
    expect((await ask(name, route)).statusCode).toBe(200);
    expect(table.calls()).toEqual([]);
  });

  it('asks the table of its environment, once, whether a code is good', async () => {
    table.on(GetItemCommand).resolves({});
    const { statusCode, body } = await ask('kiosk', ENROL, { body: CODE });
    expect([statusCode, JSON.parse(body).error.code]).toEqual([401, 'unknown-key']);
    expect(table.commandCalls(GetItemCommand).map(call => call.args[0].input.TableName)).toEqual(['table']);
  });

  it('knows at the public door no more than that there is nothing behind a wrong link', async () => {
    table.on(GetItemCommand).resolves({});
    expect((await ask('public', 'GET /m/0123456789abcdefghjkmnpqrs')).statusCode).toBe(404);
  });

  it.each(['kiosk', 'desk', 'public'])('refuses at the %s door whoever went around CloudFront', async name => {
    const { statusCode, body } = await ask(name, 'GET /privacy', { edge: false });
    expect([statusCode, JSON.parse(body).error.code]).toEqual([403, 'around-the-edge']);
    expect(table.calls()).toEqual([]);
  });

  it('lets nobody in at the desk without a key', async () => {
    expect((await ask('desk', 'GET /api/desk/me')).statusCode).toBe(401);
  });

  it('keeps an error of AWS inside: whole in the log, generic in the answer', async () => {
    table.on(GetItemCommand).rejects(new Error('a secret of AWS'));
    const { statusCode, body } = await ask('kiosk', ENROL, { body: CODE });
    expect(statusCode).toBe(500);
    expect(body).not.toContain('secret');
    expect(lines.join()).toContain('a secret of AWS');
  });
});
