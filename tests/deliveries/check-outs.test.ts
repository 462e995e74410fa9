import { describe, expect, it } from 'vitest';
import { checkOut, finishCheckOut } from '../../functions/deliveries/check-outs.ts';
import { addressHash, suppress } from '../../functions/deliveries/suppression.ts';
import type { Table } from '../../functions/platform/table.ts';
import { REQUEST, START, smallHall, VISIT } from './hall.ts';

const refused = { ...REQUEST.consents.mail, given: false };

describe('a check-out', () => {
  it('makes one delivery an address, with the consents in the visit and the mask in the answer', async () => {
    const hall = smallHall();
    await hall.begin();
    const answer = await hall.checkOut({ addresses: ['minister@mofa.go.kr', 'aide@mofa.go.kr'] });
    expect(answer.page).toBe('https://hall.example/m/token-of-the-page');
    expect(answer.deliveries.map(({ maskedAddress, state }) => [maskedAddress, state])).toEqual([
      ['m•••@mofa.go.kr', 'waiting'],
      ['a•••@mofa.go.kr', 'waiting'],
    ]);
    expect(hall.queue.sent.map(({ nudge }) => nudge)).toEqual(
      answer.deliveries.map(({ deliveryId }) => ({ visitId: VISIT, deliveryId })),
    );
    expect(hall.kept).toEqual([[VISIT, true]]);
    const visit = await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' });
    expect(visit?.['consents']).toEqual({
      mail: { ...REQUEST.consents.mail, at: REQUEST.at },
      photo: { ...REQUEST.consents.photo, at: REQUEST.at },
    });
  });

  it('gives the first answer again when it is repeated, later and with another sentAt', async () => {
    const hall = smallHall();
    await hall.begin();
    const first = await hall.checkOut();
    await hall.deliver();
    expect(await hall.checkOut({ sentAt: '2026-11-22T09:00:00.000Z' })).toEqual(first);
    expect(hall.queue.sent).toHaveLength(1);
    expect(await hall.mails()).toHaveLength(1);
  });

  it('with the id of another is a conflict', async () => {
    const hall = smallHall();
    await hall.begin();
    await hall.checkOut();
    await expect(hall.checkOut({ addresses: ['other@mofa.go.kr'] })).rejects.toMatchObject({ code: 'id-conflict' });
  });

  it('makes one mail of the same address, typed twice or asked for twice', async () => {
    const hall = smallHall();
    await hall.begin();
    await hall.checkOut({ addresses: ['minister@mofa.go.kr', ' Minister@MOFA.go.kr '] });
    await hall.checkOut({ id: 'check-out-0002' });
    expect(await hall.mails()).toHaveLength(1);
  });

  it('fifty times at once is one mail and one answer', async () => {
    const hall = smallHall();
    await hall.begin();
    const answers = await Promise.all(Array.from({ length: 50 }, () => hall.checkOut()));
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1);
    expect(await hall.mails()).toHaveLength(1);
  });

  it.each([
    [{ addresses: ['a@x.org', 'none'] }, 'bad-address', 'addresses[1]'],
    [{ addresses: ['김철수@mofa.go.kr'] }, 'bad-address', 'addresses[0]'],
    [{ addresses: ['a@x.org, b@x.org'] }, 'bad-address', 'addresses[0]'],
    [
      { consents: { ...REQUEST.consents, mail: { ...refused, version: '2020' } } },
      'old-wording',
      'consents.mail.version',
    ],
    [{ consents: { ...REQUEST.consents, mail: refused } }, 'consent-missing', 'consents.mail'],
  ] satisfies [object, string, string][])('is refused and stores nothing: %j', async (request, code, where) => {
    const hall = smallHall();
    await hall.begin();
    await expect(hall.checkOut(request)).rejects.toMatchObject({ code, where });
    expect(hall.table.all()).toHaveLength(1);
  });

  it('without an address keeps the consents only: the QR is the way home', async () => {
    const hall = smallHall();
    await hall.begin();
    const answer = await hall.checkOut({ addresses: [], consents: { mail: refused, photo: refused } });
    expect(answer.deliveries).toEqual([]);
    expect(hall.kept).toEqual([[VISIT, false]]);
  });

  it('to a suppressed address ends at once, with the reason', async () => {
    const hall = smallHall();
    await hall.begin();
    const hash = addressHash('key', 'minister@mofa.go.kr');
    await suppress(hall.table, hash, 'Permanent/General', '2026-11-01T00:00:00.000Z');
    expect((await hall.checkOut()).deliveries[0]?.state).toBe('suppressed');
    expect((await hall.mails())[0]).toMatchObject({ state: 'suppressed', why: 'Permanent/General' });
    expect(hall.queue.sent).toEqual([]);
  });

  it('of a visit erased meanwhile is not found, mails nothing, and leaves the erasure no address and the sweeper no work', async () => {
    const hall = smallHall();
    await hall.table.put({ ...hall.visit, erased: true });
    await expect(hall.checkOut()).rejects.toMatchObject({ code: 'not-found' });
    expect(hall.queue.sent).toEqual([]);
    const left = hall.table.all().filter(({ sk }) => sk !== 'VISIT');
    expect(left.map(({ sk, due, addresses }) => [sk, due, addresses])).toEqual([
      [`OUT#${REQUEST.id}`, undefined, undefined],
    ]);
    await expect(
      checkOut(hall.checkOutDeps, { ...hall.visit, state: 'erased' }, REQUEST, REQUEST.at),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('broken off at any write is finished by the sweeper, once', async () => {
    for (let survives = 1; survives <= 4; survives++) {
      const hall = smallHall();
      await hall.begin();
      let writes = 0;
      const dying = <A extends unknown[], R>(write: (...all: A) => Promise<R>) =>
        ((...all: A) => (writes++ < survives ? write(...all) : Promise.reject(new Error('dead')))) as typeof write;
      const table: Table = { ...hall.table, put: dying(hall.table.put), update: dying(hall.table.update) };
      const alive = { ...hall.checkOutDeps };
      hall.checkOutDeps.table = table;
      if (survives < 4) await expect(hall.checkOut()).rejects.toThrow('dead');
      else await hall.checkOut();
      const { items } = await hall.table.query({ index: 'due', pk: 'open', prefix: '', to: '2026-11-22T03' });
      expect(items.some(({ sk }) => sk.startsWith('OUT#'))).toBe(survives < 4);
      expect(await finishCheckOut(alive, VISIT, REQUEST.id)).toBe(survives < 4);
      expect(await finishCheckOut(alive, VISIT, REQUEST.id)).toBe(false);
      expect((await hall.mails()).map(({ state }) => state)).toEqual(['waiting']);
      hall.checkOutDeps.table = hall.table;
      expect((await hall.checkOut()).deliveries).toHaveLength(1);
    }
  });

  it('finished late does not undo a later consent, nor what became of the photos by it', async () => {
    const hall = smallHall();
    const later = { given: false, version: '2026-11-22', language: 'en', at: new Date(START + 60_000).toISOString() };
    await hall.table.put({ ...hall.visit, consents: { photo: later } });
    await hall.checkOut();
    const visit = await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' });
    expect(visit?.['consents']).toMatchObject({ photo: later, mail: { given: true } });
    expect(hall.kept).toEqual([[VISIT, false]]);
  });

  it('said by a clock that was set back before it was sent counts as said when it came', async () => {
    const hall = smallHall();
    await hall.begin();
    await checkOut(hall.checkOutDeps, hall.visit, REQUEST, REQUEST.at, new Date(START + 90_000).toISOString());
    const visit = await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' });
    expect(visit?.['consents']).toMatchObject({ photo: { given: true, at: REQUEST.at } });
  });

  it.each([
    [true, false],
    [false, true],
  ])(
    'that says %s to the photo, finished over a later one that says %s, leaves the photos as the later one said',
    async (first, later) => {
      const hall = smallHall();
      await hall.begin();
      const says = (given: boolean) => ({ ...REQUEST.consents, photo: { ...REQUEST.consents.photo, given } });
      const { keepPhotos } = hall.checkOutDeps;
      // The second visitor's answer comes when the first has read what holds, and has not told the photos yet.
      let second: Promise<unknown> | undefined;
      hall.checkOutDeps.keepPhotos = async (visitId, keep) => {
        if (!second) {
          const request = { ...REQUEST, id: 'check-out-0002', consents: says(later) };
          second = checkOut(
            { ...hall.checkOutDeps, keepPhotos },
            hall.visit,
            request,
            new Date(START + 1).toISOString(),
          );
          await second;
        }
        return keepPhotos(visitId, keep);
      };
      await hall.checkOut({ consents: says(first) });
      expect(hall.kept).toEqual([later, first, later].map(keep => [VISIT, keep]));
    },
  );
});
