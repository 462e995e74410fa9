import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../infra/bundle.ts';
import { type Context, Misunderstood, table } from '../../infra/ops/command.ts';
import { copyTable } from '../../infra/ops/copy-table.ts';
import { stacksOf } from '../../infra/ops/deploy.ts';
import { diagram } from '../../infra/ops/diagram.ts';
import { COMMANDS, help, ops } from '../../infra/ops/ops.ts';
import { parseSettings } from '../../infra/settings.ts';
import { synthesized, WITH_DOMAIN } from './synthesized.ts';

const quiet = { out: () => undefined, err: () => undefined };
const nowhere = ['--dir', join(ROOT, 'dist/no-such-hall')];

/** Command lines in our documents, as words. */
const documented = (): { file: string; words: string[] }[] =>
  ['README.md', 'infra/RUNBOOK.md', ...globSync('{infra/docs,docs}/*.md', { cwd: ROOT })].flatMap(file =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/npm run ops -- ([^`#\n]+)/g)].map(([, line = '']) => ({
      file,
      words: line.trim().split(/\s+/),
    })),
  );

describe('the command line', () => {
  it.each(Object.keys(COMMANDS))('%s has help of its own, and so has the whole', async name => {
    expect(help([])).toContain(`npm run ops -- ${name}`);
    const said: string[] = [];
    const io = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
    expect(await ops([...name.split(' '), '--help'], io)).toBe(0);
    expect(said.join('\n')).toContain(COMMANDS[name]?.about);
  });

  it('knows every command that our documents name, with its options', () => {
    const found = documented();
    expect(found.length).toBeGreaterThan(20);
    for (const { file, words } of found) {
      if (words[0] === 'help') continue;
      const at = words.findIndex(word => word.startsWith('-'));
      const name = words.slice(0, at < 0 ? undefined : at).join(' ');
      const command = COMMANDS[name];
      expect(command, `${file}: ${name}`).toBeDefined();
      const options = words.filter(word => word.startsWith('--')).map(word => word.slice(2));
      const known = [...(command?.needs ?? []), ...(command?.takes ?? []), 'profile', 'json', 'dir'];
      for (const option of options) expect(known, `${file}: ${name}`).toContain(option);
      for (const option of command?.needs ?? []) expect(options, `${file}: ${name}`).toContain(option);
    }
  });

  it.each([
    [['mail', 'post'], 2],
    [['mail', 'hold'], 2],
    [['status', '--yes'], 2],
    [['status', '--colour'], 2],
    [['deploy'], 2],
    [['down', '--yes'], 2],
    [[], 2],
    [['help'], 0],
    [['catalogue', 'check'], 0],
    [['status', ...nowhere], 3],
    [['erase', '--visit', 'v', '--yes', ...nowhere], 3],
  ])('ends %j with %i', async (args, code) => {
    expect(await ops(args, quiet)).toBe(code);
  });

  it('deploys the stacks in their order, and hands certificate and WebACL to the front', () => {
    const names = stacksOf(parseSettings({}), {}).map(({ stack }) => stack);
    expect(names).toEqual(['front', 'data', 'mail', 'functions', 'watch'].map(name => `hall-main-${name}`));
    const [front, ...rest] = stacksOf(parseSettings(WITH_DOMAIN), { CertificateArn: 'arn:c', WebAclArn: 'arn:w' });
    expect(front?.parameters).toEqual(['hall-other-front:CertificateArn=arn:c', 'hall-other-front:WebAclArn=arn:w']);
    expect(rest.flatMap(({ parameters }) => parameters)).toEqual([]);
  });

  it('copies from a restored table what is missing, page by page, and leaves what is newer', async () => {
    const client = mockClient(DynamoDBClient);
    const row = (pk: string) => ({ pk: { S: pk }, sk: { S: 'VISIT' } });
    client
      .on(ScanCommand, { TableName: 'restored' })
      .resolvesOnce({ Items: [row('a'), row('b')], LastEvaluatedKey: row('b') })
      .resolves({ Items: [row('c')] });
    client.on(PutItemCommand).resolves({});
    client
      .on(PutItemCommand, { Item: row('b') })
      .rejects(new ConditionalCheckFailedException({ message: 'there', $metadata: {} }));
    expect(await copyTable(new DynamoDBClient({}), 'restored', 'live')).toMatchObject({ read: 3, written: 2 });
    const puts = client.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
    for (const put of puts)
      expect(put).toMatchObject({ TableName: 'live', ConditionExpression: 'attribute_not_exists(pk)' });
  });

  it('deletes a restored table when somebody agrees, and never a table of the hall', async () => {
    const dropped: string[] = [];
    const discard = (table: string, agrees: boolean) =>
      COMMANDS['restore discard']?.run({
        values: { table },
        hall: async () => ({ tables: ['live', 'erasures'], drop: async (name: string) => void dropped.push(name) }),
        agrees: async () => agrees,
        log: { info: () => undefined },
      } as unknown as Context);
    expect((await discard('restored', false))?.result).toEqual({ table: 'restored', deleted: false });
    expect(dropped).toEqual([]);
    expect((await discard('restored', true))?.result).toEqual({ table: 'restored', deleted: true });
    for (const own of ['live', 'erasures']) await expect(discard(own, true)).rejects.toThrow(Misunderstood);
    expect(dropped).toEqual(['restored']);
  });

  it('does every step of the documents: what is left to other programs is named here', () => {
    const others = ['git ', 'npm ci', 'npm run ', 'npm start', 'npx cdk bootstrap', 'cp settings.example.json'];
    const lines = ['README.md', 'infra/RUNBOOK.md']
      .flatMap(file => [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(/^(?: {4}| {7})((?:aws|git|npm|npx|cp) .*)$/gm),
      ])
      .map(([, line = '']) => line);
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter(line => !others.some(other => line.startsWith(other)))).toEqual([]);
  });

  it('draws the stacks as they are: docs/stacks.svg is current', async () => {
    const { templates } = await synthesized();
    const drawn = diagram(templates);
    for (const { id } of (await synthesized()).stacks) expect(drawn).toContain(id);
    // once more: npm run ops -- diagram
    expect(readFileSync(join(ROOT, 'docs/stacks.svg'), 'utf8')).toBe(drawn);
  });

  it('keeps columns straight, also with letters that take two places', () => {
    expect(
      table(
        ['name', 'is'],
        [
          ['한글', 1],
          ['abcdef', 2],
        ],
      ),
    ).toEqual(['name    is', '한글    1', 'abcdef  2']);
  });
});
