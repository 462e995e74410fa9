import { describe, expect, it } from 'vitest';
import { correct, finishCorrection } from '../../functions/deliveries/corrections.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import type { Table } from '../../functions/platform/table.ts';
import { asked, REQUEST, told, VISIT } from './hall.ts';

describe('a correction', () => {
  const request = { id: 'correction-0001', sentAt: REQUEST.sentAt, address: 'minister@mofa.gov' };

  it('sends once more to the right address, keeps who did it, and repeats without effect', async () => {
    const hall = await asked();
    await hall.deliver();
    const deps = { ...hall.checkOutDeps, settings: hall.settings };
    const first = await correct(deps, hall.visit, { ...request, deliveryId: hall.id }, { staff: 'Kim' });
    expect(await correct(deps, hall.visit, { ...request, deliveryId: hall.id }, { staff: 'Kim' })).toEqual(first);
    await hall.deliver();
    const mails = await hall.mails();
    expect(mails.map(({ state, maskedAddress }) => [state, maskedAddress]).sort()).toEqual([
      ['accepted', 'm•••@mofa.gov'],
      ['replaced', 'm•••@mofa.go.kr'],
    ]);
    expect(mails.find(({ deliveryId }) => deliveryId === hall.id)?.history.at(-1)).toMatchObject({ by: 'Kim' });
    expect(hall.sender.calls()).toBe(2);
    expect(hall.log.lines.filter(({ event }) => event === 'delivery-corrected')).toHaveLength(1);
  });

  it('keeps a mail that has not left yet from leaving', async () => {
    const hall = await asked();
    await correct(
      { ...hall.checkOutDeps, settings: hall.settings },
      hall.visit,
      { ...request, deliveryId: hall.id },
      'visitor',
    );
    await hall.deliver();
    expect(hall.sender.taken.map(({ envelope }) => envelope.to)).toEqual(['minister@mofa.gov']);
    expect(hall.sender.taken[0]?.envelope.tags['kind']).toBe('correction');
  });

  it('is refused when it is too late, done before, to a suppressed address, of no delivery or under a used id', async () => {
    const hall = await asked();
    const deps = { ...hall.checkOutDeps, settings: hall.settings };
    const ask = (more: object, who: 'visitor' | { staff: string } = 'visitor', visit = hall.visit) =>
      correct(deps, visit, { ...request, deliveryId: hall.id, ...more }, who);
    await expect(ask({}, 'visitor', { ...hall.visit, state: 'closed' })).rejects.toMatchObject({ code: 'too-late' });
    hall.time.now += 31 * 60_000;
    await expect(ask({})).rejects.toMatchObject({ code: 'too-late' });
    await expect(ask({ deliveryId: VISIT })).rejects.toMatchObject({ code: 'not-found' });
    await expect(ask({ address: 'none' }, { staff: 'Kim' })).rejects.toMatchObject({ code: 'bad-address' });
    await takeFeedback(
      deps,
      told('Bounce', hall.id, { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }),
    );
    await expect(ask({ address: 'minister@mofa.go.kr' }, { staff: 'Kim' })).rejects.toMatchObject({
      code: 'suppressed-address',
    });
    await ask({}, { staff: 'Kim' });
    await expect(ask({ address: 'x@mofa.gov' }, { staff: 'Kim' })).rejects.toMatchObject({ code: 'id-conflict' });
    await expect(ask({ id: 'correction-0002' }, { staff: 'Kim' })).rejects.toMatchObject({ code: 'state-conflict' });
  });

  it('broken off at any write is finished by the sweeper, and sends one mail', async () => {
    for (let survives = 1; survives <= 3; survives++) {
      const hall = await asked();
      const alive = { ...hall.checkOutDeps, settings: hall.settings };
      let writes = 0;
      const dying = <A extends unknown[], R>(write: (...all: A) => Promise<R>) =>
        ((...all: A) => (writes++ < survives ? write(...all) : Promise.reject(new Error('dead')))) as typeof write;
      const table: Table = { ...hall.table, put: dying(hall.table.put), update: dying(hall.table.update) };
      const asking = correct({ ...alive, table }, hall.visit, { ...request, deliveryId: hall.id }, 'visitor');
      await expect(asking).rejects.toThrow('dead');
      const { items } = await hall.table.query({ index: 'due', pk: 'open' });
      expect(items.map(({ sk }) => sk)).toContain(`FIX#${request.id}`);
      expect(await finishCorrection(alive, VISIT, request.id)).toBe(true);
      expect(await finishCorrection(alive, VISIT, request.id)).toBe(false);
      await hall.deliver();
      expect(hall.sender.taken.map(({ envelope }) => envelope.to)).toEqual(['minister@mofa.gov']);
    }
  });

  it('asked for by two at once is done once', async () => {
    const hall = await asked();
    const deps = { ...hall.checkOutDeps, settings: hall.settings };
    const both = await Promise.allSettled(
      ['a', 'b'].map(name =>
        correct(
          deps,
          hall.visit,
          { ...request, id: `correction-${name}`, address: `${name}@mofa.gov`, deliveryId: hall.id },
          { staff: name },
        ),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await hall.deliver();
    expect(hall.sender.calls()).toBe(1);
  });
});
