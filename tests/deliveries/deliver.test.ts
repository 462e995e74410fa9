import { describe, expect, it } from 'vitest';
import { CLAIM_MS, deliver, PHOTO_WAIT_MS, retrySeconds, UNCLEAR_MS } from '../../functions/deliveries/deliver.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { changeMail } from '../../functions/deliveries/mails.ts';
import { unstick } from '../../functions/deliveries/stuck.ts';
import { suppress } from '../../functions/deliveries/suppression.ts';
import type { Table } from '../../functions/platform/table.ts';
import { asked, REQUEST, START, told, VISIT } from './hall.ts';

describe('a mail', () => {
  it('is claimed, called and accepted, with opaque tags', async () => {
    const hall = await asked();
    await hall.deliver({ visitId: VISIT, deliveryId: hall.id });
    const mail = await hall.mail();
    expect(mail.history.map(({ state }) => state)).toEqual(['waiting', 'claimed', 'calling', 'accepted']);
    expect(mail.messageId).toBe('memory-1');
    expect(hall.sender.taken[0]?.envelope).toMatchObject({
      to: 'minister@mofa.go.kr',
      configurationSet: 'hall',
      tags: { deliveryId: hall.id, visitId: VISIT, lang: 'en', kind: 'memory' },
    });
    expect((await hall.table.query({ index: 'due', pk: 'open' })).items).toEqual([]);
  });

  it('leaves once, however many messages name it and however many workers take them', async () => {
    const hall = await asked();
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        hall.deliver(n % 2 ? { visitId: VISIT } : { visitId: VISIT, deliveryId: hall.id }),
      ),
    );
    await hall.deliver();
    expect(hall.sender.calls()).toBe(1);
  });

  it.each(['claimed', 'calling', 'accepted'])(
    'leaves although the answer to %s got lost and the SDK repeated the write, which then failed',
    async state => {
      const hall = await asked();
      const put: Table['put'] = async (item, condition) =>
        (await hall.table.put(item, condition)) && (item['state'] !== state || hall.table.put(item, condition));
      await deliver({ ...hall.deliverDeps(), table: { ...hall.table, put } }, { visitId: VISIT });
      expect(hall.sender.calls()).toBe(1);
      expect(await hall.mail()).toMatchObject({ state: 'accepted', messageId: 'memory-1' });
    },
  );

  it('waits a minute for its photo, then leaves without it and says so', async () => {
    const hall = await asked();
    hall.photo.late = true;
    hall.time.now += 1_000;
    await hall.deliver();
    expect(await hall.mail()).toMatchObject({ state: 'waiting', why: 'photo' });
    expect(hall.queue.sent.at(-1)).toEqual({ nudge: { visitId: VISIT, deliveryId: hall.id }, delaySeconds: 59 });
    hall.time.now = START + PHOTO_WAIT_MS;
    await hall.deliver();
    expect((await hall.mail()).history.map(({ why }) => why)).toContain('without-photo');
    expect(hall.sender.calls()).toBe(1);
  });

  it('leaves at once when its photo is ready within the minute', async () => {
    const hall = await asked();
    hall.photo.late = true;
    await hall.deliver();
    hall.photo.late = false;
    await hall.deliver({ visitId: VISIT });
    expect((await hall.mail()).state).toBe('accepted');
  });

  it('that was throttled returns later, later each time, and never twice', async () => {
    const hall = await asked(call => (call < 3 ? 'throttled' : 'accept'));
    for (let round = 0; round < 4; round++) await hall.deliver();
    expect((await hall.mail()).state).toBe('accepted');
    expect(hall.sender.taken).toHaveLength(1);
    const delays = hall.queue.sent.slice(1).map(({ delaySeconds }) => delaySeconds);
    expect(delays).toEqual([0, 1, 2].map(tries => retrySeconds(hall.id, tries)));
    expect([0, 5, 50].map(tries => retrySeconds(hall.id, tries)).every(seconds => seconds >= 2 && seconds <= 600)).toBe(
      true,
    );
  });

  it.each(['accept-then-lost', 'lost'] as const)(
    'with an unclear end (%s) is never sent again by itself',
    async mood => {
      const hall = await asked(() => mood);
      await hall.deliver();
      expect((await hall.mail()).state).toBe('calling');
      for (let minute = 0; minute < 20; minute++) {
        hall.time.now += 60_000;
        await unstick({ ...hall.checkOutDeps }, await hall.mail());
        await hall.deliver();
      }
      expect(await hall.mail()).toMatchObject({ state: 'unknown', why: 'no-send-event' });
      expect(hall.sender.calls()).toBe(1);
      expect(UNCLEAR_MS).toBe(900_000);
    },
  );

  it('with an unclear end is settled by the Send event, before and after it is called unknown', async () => {
    for (const minutes of [1, 16]) {
      const hall = await asked(() => 'accept-then-lost');
      await hall.deliver();
      hall.time.now += minutes * 60_000;
      await unstick(hall.checkOutDeps, await hall.mail());
      expect(await takeFeedback(hall.checkOutDeps, told('Send', hall.id))).toBe('applied');
      expect((await hall.mail()).state).toBe('accepted');
    }
  });

  it('that did not leave us (no network, no permission) waits and is tried again', async () => {
    const hall = await asked(call => (call === 0 ? 'refused-before-sending' : 'accept'));
    await hall.deliver();
    expect(await hall.mail()).toMatchObject({ state: 'waiting', why: 'refused-before-sending', tries: 1 });
    await hall.deliver();
    expect((await hall.mail()).state).toBe('accepted');
  });

  it('to an address that came back since the check-out is not sent', async () => {
    const hall = await asked();
    await suppress(hall.table, (await hall.mail()).addressHash, 'Permanent/General', REQUEST.at);
    await hall.deliver();
    expect(await hall.mail()).toMatchObject({ state: 'suppressed', why: 'Permanent/General' });
    expect(hall.sender.calls()).toBe(0);
  });

  it('goes back to the queue when the next slot is too far off, and costs none', async () => {
    const hall = await asked();
    const next = (START + 60_000) * 1000;
    await hall.table.put({ pk: 'SENDING', sk: 'PACE', next });
    await hall.deliver();
    expect(await hall.mail()).toMatchObject({ state: 'waiting', why: 'pace', tries: 0 });
    expect((await hall.table.get({ pk: 'SENDING', sk: 'PACE' }))?.['next']).toBe(next);
    hall.time.now += 60_001;
    await hall.deliver();
    expect(hall.sender.calls()).toBe(1);
  });

  it('whose sender breaks in an unknown way stays with the staff, not with a retry', async () => {
    const hall = await asked();
    hall.sender.send = () => Promise.reject(new TypeError('broken'));
    await expect(hall.deliver()).rejects.toThrow('broken');
    await hall.deliver();
    expect((await hall.mail()).state).toBe('calling');
  });

  it('rejected by SES ends with the reason', async () => {
    const hall = await asked(() => 'rejected');
    await hall.deliver();
    expect(await hall.mail()).toMatchObject({ state: 'rejected', why: 'rejected' });
  });

  it('whose worker died after the claim is taken back and sent', async () => {
    const hall = await asked();
    await changeMail(hall.table, VISIT, hall.id, mail => ({
      ...mail,
      state: 'claimed',
      owner: 'dead',
      dueAt: new Date(START + CLAIM_MS).toISOString(),
    }));
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBeUndefined();
    hall.time.now += CLAIM_MS;
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBe('mail-claim-lost');
    await hall.deliver();
    expect((await hall.mail()).state).toBe('accepted');
  });

  it('that nobody picked up gets another nudge', async () => {
    const hall = await asked();
    hall.time.now += 61_000;
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBe('mail-without-nudge');
    expect(hall.queue.sent).toHaveLength(2);
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBeUndefined();
  });

  it('is not sent when the visit is erased before its last look at it, whichever read that is', async () => {
    const outcomes: number[] = [];
    for (let at = 0; at < 12; at++) {
      const hall = await asked();
      let reads = 0;
      let lookedAfter = false;
      const get: Table['get'] = async key => {
        if (reads++ === at) await hall.table.update({ pk: `VISIT#${VISIT}`, sk: 'VISIT' }, { set: { erased: true } });
        if (reads > at && key.sk === 'VISIT') lookedAfter = true;
        return hall.table.get(key);
      };
      await deliver({ ...hall.deliverDeps(), table: { ...hall.table, get } }, { visitId: VISIT });
      expect([at, hall.sender.calls()]).toEqual([at, lookedAfter ? 0 : 1]);
      if (lookedAfter) expect((await hall.mail()).state).toBe('erased');
      outcomes.push(hall.sender.calls());
    }
    expect(new Set(outcomes)).toEqual(new Set([0, 1]));
  });

  it('that was deleted between claim and call does not leave and does not come back', async () => {
    const hall = await asked();
    const deps = hall.deliverDeps();
    const write: typeof deps.write = async () => ({
      photoLate: false,
      raw: async () => {
        await hall.table.delete({ pk: `VISIT#${VISIT}`, sk: `MAIL#${hall.id}` });
        return new Uint8Array();
      },
    });
    await deliver({ ...deps, write }, { visitId: VISIT });
    expect(hall.sender.calls()).toBe(0);
    expect(await hall.mails()).toEqual([]);
  });

  it('is left to the next worker when the time is short', async () => {
    const hall = await asked();
    await deliver({ ...hall.deliverDeps(), deadline: hall.time.now + 5_000 }, { visitId: VISIT });
    expect(hall.sender.calls()).toBe(0);
    expect((await hall.mail()).state).toBe('waiting');
    expect(hall.queue.sent.at(-1)?.delaySeconds).toBe(1);
  });
});
