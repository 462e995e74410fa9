import { describe, expect, it } from 'vitest';
import { correct, finishCorrection, resend } from '../../functions/deliveries/corrections.ts';
import { UNCLEAR_MS } from '../../functions/deliveries/deliver.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { unstick } from '../../functions/deliveries/stuck.ts';
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

  const B = 'aide@mofa.go.kr';
  const toB = async (hall: Awaited<ReturnType<typeof asked>>) =>
    correct(
      { ...hall.checkOutDeps, settings: hall.settings },
      hall.visit,
      { ...request, deliveryId: hall.id, address: B },
      'visitor',
    );
  const recipients = ({ sender }: { sender: { taken: { envelope: { to: string } }[] } }) =>
    sender.taken.map(({ envelope }) => envelope.to).sort();

  it.each(['waiting', 'accepted'])('to an address whose mail is %s makes no second mail there', async state => {
    const hall = await asked();
    await hall.checkOut({ id: 'check-out-0002', addresses: [B] });
    const [there] = (await hall.mails()).filter(({ address }) => address === B);
    if (state === 'accepted') await hall.deliver();
    expect(await toB(hall)).toEqual({ deliveryId: there?.deliveryId, maskedAddress: 'a•••@mofa.go.kr', state });
    expect((await hall.mails()).find(({ deliveryId }) => deliveryId === hall.id)).toMatchObject({
      state: 'replaced',
      replacedBy: there?.deliveryId,
    });
    await hall.deliver();
    expect(recipients(hall).filter(to => to === B)).toEqual([B]);
  });

  it('counts as its address’s mail when that address is asked for again, one after the other or at once', async () => {
    for (const together of [false, true]) {
      const hall = await asked();
      const again = () => hall.checkOut({ id: 'check-out-0002', addresses: [B] });
      const [fixed, answer] = together ? await Promise.all([toB(hall), again()]) : [await toB(hall), await again()];
      expect(answer.deliveries.map(({ deliveryId }) => deliveryId)).toEqual([fixed.deliveryId]);
      await hall.deliver();
      expect(recipients(hall)).toEqual([B]);
    }
  });

  it('to the address it has sends nothing more while its mail is on its way', async () => {
    const hall = await asked();
    const same = { ...request, deliveryId: hall.id, address: 'minister@mofa.go.kr' };
    const deps = { ...hall.checkOutDeps, settings: hall.settings };
    expect(await correct(deps, hall.visit, same, 'visitor')).toMatchObject({ deliveryId: hall.id, state: 'waiting' });
    await hall.deliver();
    expect(await correct(deps, hall.visit, { ...same, id: 'correction-0002' }, 'visitor')).toMatchObject({
      deliveryId: hall.id,
      state: 'accepted',
    });
    await hall.deliver();
    expect([recipients(hall), (await hall.mails()).length]).toEqual([['minister@mofa.go.kr'], 1]);
    expect(hall.log.lines.filter(({ event }) => event === 'delivery-corrected')).toEqual([]);
  });

  it('to an address that was corrected away sends there once more', async () => {
    const hall = await asked();
    const { deliveryId } = await toB(hall);
    const back = { ...request, id: 'correction-0002', deliveryId, address: 'minister@mofa.go.kr' };
    await correct({ ...hall.checkOutDeps, settings: hall.settings }, hall.visit, back, 'visitor');
    await hall.deliver();
    expect(recipients(hall)).toEqual(['minister@mofa.go.kr']);
  });
});

describe('sending once more', () => {
  const wish = { id: 'resend-0001', sentAt: REQUEST.sentAt, seen: 'unknown' } as const;

  /** A mail that SES took without a clear answer, until it is unknown. */
  const unclear = async () => {
    const hall = await asked(call => (call === 0 ? 'accept-then-lost' : 'accept'));
    await hall.deliver();
    hall.time.now += UNCLEAR_MS;
    await unstick(hall.checkOutDeps, await hall.mail());
    expect((await hall.mail()).state).toBe('unknown');
    return { ...hall, deps: { ...hall.checkOutDeps, settings: hall.settings } };
  };

  it('of a mail that is still as it was seen makes one, also when two ask at once', async () => {
    const hall = await unclear();
    const both = await Promise.allSettled(
      ['a', 'b'].map(name =>
        resend(hall.deps, hall.visit, { ...wish, id: `resend-${name}`, deliveryId: hall.id }, name),
      ),
    );
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    await hall.deliver();
    expect(hall.sender.calls()).toBe(2);
  });

  it('of a mail that was settled since it was seen is refused, and nothing leaves', async () => {
    const hall = await unclear();
    await takeFeedback(hall.deps, told('Delivery', hall.id, { delivery: {} }));
    const again = resend(hall.deps, hall.visit, { ...wish, deliveryId: hall.id }, 'Kim');
    await expect(again).rejects.toMatchObject({ code: 'state-conflict', where: 'deliveryId' });
    await hall.deliver();
    expect([hall.sender.calls(), (await hall.mails()).length]).toEqual([1, 1]);
    await resend(hall.deps, hall.visit, { ...wish, id: 'resend-0002', seen: 'delivered', deliveryId: hall.id }, 'Kim');
    await hall.deliver();
    expect(hall.sender.calls()).toBe(2);
  });

  it('of a mail that is settled before it is replaced is refused, whichever read comes last before', async () => {
    const outcomes = new Set<string>();
    for (let at = 1; at <= 9; at++) {
      const hall = await unclear();
      let reads = 0;
      const get: Table['get'] = async key => {
        if (++reads === at) await takeFeedback(hall.deps, told('Delivery', hall.id, { delivery: {} }));
        return hall.table.get(key);
      };
      const deps = { ...hall.deps, table: { ...hall.table, get } };
      const ended = await resend(deps, hall.visit, { ...wish, deliveryId: hall.id }, 'Kim').catch(error => error.code);
      await hall.deliver();
      const replacing = (await hall.mail()).replacedBy !== undefined || (await hall.mails()).length > 1;
      expect([at, ended === 'state-conflict']).toEqual([at, !replacing]);
      expect(hall.sender.calls()).toBe(replacing ? 2 : 1);
      outcomes.add(String(ended));
    }
    expect(outcomes).toContain('state-conflict');
    expect(outcomes.size).toBe(2);
  });
});
