import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENV, FUNCTIONS } from '../../functions/platform/names.ts';
import { ENTRIES, ROOT } from '../../infra/bundle.ts';
import { READS } from '../../infra/constructs/environment.ts';
import { FUNCTION_IDS, pascal } from '../../infra/constructs/names.ts';
import { sources } from '../house/sources.ts';
import {
  flat,
  listed,
  type Resource,
  type Statement,
  type Synthesized,
  statementsOf,
  synthesized,
} from './synthesized.ts';

describe('who may do what', () => {
  let hall: Synthesized;
  let roles: Resource[];
  let statements: (Statement & { role: string })[];
  beforeAll(async () => {
    hall = await synthesized();
    roles = hall.all('AWS::IAM::Role');
    statements = roles.flatMap(role => statementsOf(role).map(statement => ({ ...statement, role: role.id })));
  });

  it('each function has a role of its own with one policy, and no policy is managed by AWS', () => {
    const used = hall.all('AWS::Lambda::Function').map(({ properties }) => flat(properties['Role']));
    expect(new Set(used).size).toBe(FUNCTION_IDS.length);
    expect(roles).toHaveLength(FUNCTION_IDS.length);
    for (const { properties } of roles) {
      expect(properties['ManagedPolicyArns']).toBeUndefined();
      expect(properties['Policies']).toHaveLength(1);
      expect(flat(properties['AssumeRolePolicyDocument'])).toContain('lambda.amazonaws.com');
    }
  });

  it('nobody may read the whole table, and no function asks to: reads are by key or by partition', async () => {
    const whole = statements.filter(({ Action }) => /Scan|PartiQL/.test(flat(Action)));
    expect(whole).toEqual([]);
    const files = await sources('functions');
    const asking = files.filter(file =>
      /\b(Scan|ExecuteStatement)Command\b/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(asking).toEqual([]);
  });

  it('no statement of any policy has a star in an action, but for the denials of what is not TLS', () => {
    const found: { Action?: unknown; Effect?: unknown }[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('Action' in value && 'Effect' in value) found.push(value);
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(hall.resources);
    expect(found.length).toBeGreaterThan(60);
    const starred = found.filter(
      ({ Action, Effect }) => Effect === 'Allow' && listed(Action).some(one => String(one).includes('*')),
    );
    expect(starred).toEqual([]);
  });

  it('a star in a role is the end of a prefix, or stands for what knows no resources', () => {
    const starred = statements.flatMap(({ Sid, Resource }) =>
      listed(Resource)
        .map(flat)
        .filter(resource => resource.includes('*'))
        .map(resource => ({ Sid, resource })),
    );
    // the account's send quota knows no resources
    expect(
      starred
        .filter(({ resource }) => resource === '*')
        .map(({ Sid }) => Sid)
        .sort(),
    ).toEqual(['Quota']);
    for (const { resource } of starred)
      if (resource !== '*')
        expect(resource).toMatch(/^\{[^}]*(Incoming|Photos)[^}]*\}\/(original|refused|rendition)\/\*$/);
  });

  it('statements of a role have names, so that each can be told apart and taken away', () => {
    for (const { id } of roles) {
      const names = statements.filter(({ role }) => role === id).map(({ Sid }) => Sid);
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain(undefined);
    }
  });

  it('only deliver-mail sends mail, from one address through our configuration set', () => {
    const sending = statements.filter(({ Action }) => listed(Action).some(action => action.startsWith('ses:Send')));
    expect(sending).toHaveLength(1);
    expect(sending[0]).toMatchObject({
      Action: 'ses:SendRawEmail',
      Condition: { StringEquals: { 'ses:FromAddress': 'hall@example.org' } },
    });
    expect(flat(sending[0]?.Resource)).toMatch(/:identity\/example\.org,.*:configuration-set\/hall-main$/);
  });

  it("no function writes under the prefix whose uploads start one, but for the booth's own upload", () => {
    const writing = statements.filter(
      ({ Action, Resource }) =>
        listed(Action).includes('s3:PutObject') && listed(Resource).some(one => flat(one).includes('/original/')),
    );
    expect(writing.map(({ role }) => role)).toEqual([expect.stringMatching(/^KioskDoor/)]);
  });

  it('no chain of triggers comes round but through a delay or a count: who sends to a queue is not fed by it', () => {
    const fed = hall.all('AWS::Lambda::EventSourceMapping').map(({ id, properties }) => ({
      name: id.replace(/Source.*$/, ''),
      queue: flat(properties['EventSourceArn']),
    }));
    const sends = (name: string) =>
      statements
        .filter(({ role, Sid }) => Sid === 'Send' && role.startsWith(name))
        .flatMap(({ Resource }) => listed(Resource).map(flat));
    const arrows = fed.flatMap(({ name }) =>
      sends(name).flatMap(queue => fed.filter(to => to.queue === queue).map(to => `${name} > ${to.name}`)),
    );
    // a visit is erased twice, and a mail waits for SES's pace: both are counted in the item
    expect(arrows.sort()).toEqual([
      'DeliverMail > DeliverMail',
      'EraseVisit > EraseVisit',
      'ProcessPhoto > DeliverMail',
    ]);
  });

  it('each function is given the variables its code reads, and no other', () => {
    for (const id of FUNCTION_IDS) {
      const source = readFileSync(join(ROOT, ENTRIES[id]), 'utf8');
      const [, names = ''] = source.match(/const \{([^}]*)\} = env\(\)/) ?? [];
      const read = names
        .split(',')
        .map(name => name.trim().replace(/:.*$/, ''))
        .filter(name => name !== '');
      expect([...READS[id]].sort(), id).toEqual(read.sort());
      const lambda = hall
        .all('AWS::Lambda::Function')
        .find(resource => resource.id.startsWith(`${pascal(FUNCTIONS[id])}Function`));
      const environment = lambda?.properties['Environment'] as { Variables: Record<string, unknown> } | undefined;
      const given = Object.keys(environment?.Variables ?? {}).filter(name => name.startsWith('HALL_'));
      expect(given.sort()).toEqual(READS[id].map(name => ENV[name]).sort());
    }
  });
});
