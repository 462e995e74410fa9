import { describe, expect, it } from 'vitest';
import { enrol, exhibitLog, HallSaysNo } from '../../docs/example-client/exhibit.ts';
import { newCard, tapAtDoor } from '../../infra/local/visit.ts';
import { journeyHall } from './hall.ts';

const journey = journeyHall();
const logged = async (visitId: string) =>
  (await journey.items(`VISIT#${visitId}`)).flatMap(({ interaction }) => (interaction ? [interaction] : []));

describe('the example client of an exhibit', () => {
  it('gets a key for its code and logs what a visitor did, once, however often it is sent', async () => {
    const { code } = await journey.hall.admin.addDevice('zone', 3);
    const token = await enrol(journey.hall.url, code);
    const cardId = newCard();
    const { visitId } = await tapAtDoor(journey.zone, { cardId, language: 'en' });
    const exhibit = exhibitLog(journey.hall.url, token, 3);
    exhibit.log(cardId, { kind: 'watched', exhibit: 'mobile-id', seconds: 180, ofSeconds: 300 });
    const copy = structuredClone(exhibit.waiting);
    expect(await exhibit.send()).toEqual([]);
    expect(exhibit.waiting).toEqual([]);
    expect(await exhibitLog(journey.hall.url, token, 3, copy).send()).toEqual([]);
    expect(await logged(visitId)).toMatchObject([{ kind: 'watched', exhibit: 'mobile-id', seconds: 180 }]);
  });

  it('is told what was refused and why, and the rest counts', async () => {
    const exhibit = exhibitLog(journey.hall.url, await journey.hall.admin.token('zone', 3), 3);
    const cardId = newCard();
    const { visitId } = await tapAtDoor(journey.zone, { cardId, language: 'ko' });
    exhibit.log(cardId, { kind: 'explored', exhibit: 'no-such-exhibit' });
    exhibit.log(cardId, { kind: 'tapped' });
    expect(await exhibit.send()).toMatchObject([{ accepted: false, error: { code: 'unknown-exhibit' } }]);
    expect(await logged(visitId)).toMatchObject([{ kind: 'tapped' }]);
  });

  it('keeps what it logged while the hall cannot be reached, and sends it all later', async () => {
    const token = await journey.hall.admin.token('zone', 3);
    const cardId = newCard();
    const { visitId } = await tapAtDoor(journey.zone, { cardId, language: 'en' });
    const away = exhibitLog('http://localhost:9', token, 3);
    away.log(cardId, { kind: 'tapped' });
    expect(await away.send()).toEqual([]);
    expect(away.waiting).toHaveLength(1);
    expect(await exhibitLog(journey.hall.url, token, 3, away.waiting).send()).toEqual([]);
    expect(await logged(visitId)).toHaveLength(1);
  });

  it('hears that its key is not good', async () => {
    const exhibit = exhibitLog(journey.hall.url, 'nobody.nothing', 3);
    exhibit.log(newCard(), { kind: 'tapped' });
    await expect(exhibit.send()).rejects.toBeInstanceOf(HallSaysNo);
    await expect(exhibit.send()).rejects.toMatchObject({ status: 401 });
    expect(exhibit.waiting).toHaveLength(1);
  });
});
