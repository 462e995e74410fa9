import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../functions/platform/names.ts';
import type { Denial } from '../../infra/local/permissions.ts';
import { like, type Statement } from '../../infra/local/policies.ts';
import { everyTask } from './day.ts';
import { type Desk, journeyHall, PATIENCE } from './hall.ts';
import { type Needs, needsOf } from './needs.ts';

const journey = journeyHall();
let desk: Desk;
let needs: Needs;

beforeAll(async () => {
  desk = await journey.signIn();
  needs = await needsOf(journey, desk);
  await journey.hall.settled();
}, 180_000);

/** Is this the denial that a missing statement must bring: the function's, of an action and a resource it had allowed? */
const names = (denial: Denial, who: string, { actions, resources }: Statement): boolean =>
  denial.function === who &&
  actions.includes(denial.action) &&
  resources.some(resource => like(resource, denial.resource));

const DRIVE_AGAIN_MS = 5_000;
const within = async (ms: number, holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + ms; !holds() && Date.now() < end; ) await new Promise(done => setTimeout(done, 10));
};

/** Drives a piece of a journey without one statement until the denial is seen, and puts the statement back. */
const denialsWithout = async (who: string, index: number, drive: () => Promise<unknown>, statement: Statement) => {
  const { permissions } = journey.hall;
  permissions.denied.splice(0);
  permissions.takeOut(who, index);
  try {
    const denied = () => permissions.denied.some(one => names(one, who, statement));
    for (const end = Date.now() + PATIENCE; !denied(); ) {
      if (Date.now() > end) throw new Error(`${who} without ${statement.sid}: ${JSON.stringify(permissions.denied)}`);
      // What a door could not do it answers with an error; that is the point here.
      await drive().catch(String);
      // Work of before may be what the function has in hand: what it keeps for a while it need not ask for then.
      await within(DRIVE_AGAIN_MS, denied);
    }
  } finally {
    permissions.putBack();
  }
};

describe('the roles', () => {
  it('begin with a hall in which nothing was denied, refused or failed', () => {
    expect([journey.hall.denied, journey.hall.refused, journey.hall.trouble]).toEqual([[], [], []]);
  });

  it('have a need for every statement and a statement for every need', () => {
    const statements = journey.hall.permissions.statements().map(one => `${one.function} ${one.statement.sid}`);
    const named = Object.entries(needs).flatMap(([who, one]) => Object.keys(one).map(sid => `${who} ${sid}`));
    expect(named.sort()).toEqual(statements.sort());
  });

  it.each(Object.values(FUNCTIONS))(
    'stop a journey when any one statement of %s is taken out, naming function, action and resource',
    async who => {
      for (const { index, statement } of journey.hall.permissions.statements().filter(one => one.function === who)) {
        const drive = needs[who]?.[statement.sid];
        if (!drive) throw new Error(`no journey needs ${who} ${statement.sid}`);
        await denialsWithout(who, index, drive, statement);
      }
    },
    300_000,
  );
});

describe('what the roles allow', () => {
  it('is used by a journey to the last action and resource, and nothing more is asked for', async () => {
    const { permissions } = journey.hall;
    permissions.denied.splice(0);
    await everyTask(journey, desk);
    await journey.hall.settled();
    expect(permissions.denied).toEqual([]);
    expect(journey.hall.refused).toEqual([]);
    const sids = new Map(permissions.statements().map(one => [`${one.function} ${one.index}`, one.statement.sid]));
    const unused = permissions.unused().map(one => ({ ...one, sid: sids.get(`${one.function} ${one.index}`) }));
    expect(unused).toEqual([]);
  }, 300_000);
});
