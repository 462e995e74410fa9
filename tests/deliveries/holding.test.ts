import { describe, expect, it } from 'vitest';
import { endHold, heldSince, holdMails, lastHold, releaseMails, wakeHeld } from '../../functions/deliveries/holding.ts';
import { changeMail, HELD_UNTIL } from '../../functions/deliveries/mails.ts';
import { unstick } from '../../functions/deliveries/stuck.ts';
import { instant } from '../../functions/platform/clock.ts';
import { asked, START, VISIT } from './hall.ts';

describe('holding', () => {
  it.each(['quota', 'sandbox', 'paused'] as const)(
    '%s holds every mail with one warning, and a release sends each once',
    async mood => {
      const hall = await asked(call => (call === 0 ? mood : 'accept'));
      await hall.checkOut({ id: 'check-out-0002', addresses: ['aide@mofa.go.kr', 'third@mofa.go.kr'] });
      await hall.deliver();
      expect(hall.sender.calls()).toBe(1);
      expect((await hall.mails()).map(({ state, dueAt }) => [state, dueAt])).toEqual(
        Array(3).fill(['waiting', HELD_UNTIL]),
      );
      expect(hall.log.lines.filter(({ event }) => event === 'mails-held')).toHaveLength(1);
      expect((await heldSince(hall.table))?.why).toBe(mood);
      expect(await holdMails(hall.checkOutDeps, 'by-staff', 'Kim')).toBe(false);
      expect(await wakeHeld(hall.checkOutDeps)).toBe(0);
      expect((await hall.mails()).map(({ why }) => why)).toContain(mood);
      expect(await releaseMails(hall.checkOutDeps, 'Kim')).toBe(3);
      expect((await hall.mails()).map(({ why }) => why)).toEqual(Array(3).fill(undefined));
      expect(await releaseMails(hall.checkOutDeps, 'Kim')).toBe(0);
      await hall.deliver();
      await hall.deliver();
      expect(hall.sender.taken.map(({ envelope }) => envelope.to).sort()).toEqual([
        'aide@mofa.go.kr',
        'minister@mofa.go.kr',
        'third@mofa.go.kr',
      ]);
    },
  );

  it('keeps the sweeper from nudging, and lets it wake what a broken release left', async () => {
    const hall = await asked();
    await holdMails(hall.checkOutDeps, 'by-staff', 'Kim');
    hall.time.now += 61_000;
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBeUndefined();
    expect(hall.queue.sent).toHaveLength(1);
    await hall.table.delete({ pk: 'SENDING', sk: 'HOLD' });
    expect(await wakeHeld(hall.checkOutDeps)).toBe(1);
    expect(hall.queue.sent).toHaveLength(2);
  });
});

describe('a hold', () => {
  const held = async () => {
    const hall = await asked();
    const logged = (event: string) => hall.log.lines.filter(line => line.event === event).map(({ fields }) => fields);
    return { ...hall, logged };
  };

  it('of SES is logged with its reason, one of the staff with their name alone: words of people stay in the table', async () => {
    const hall = await held();
    expect(await holdMails(hall.checkOutDeps, 'quota')).toBe(true);
    expect(await holdMails(hall.checkOutDeps, 'sandbox')).toBe(false);
    expect(await heldSince(hall.table)).toEqual({ why: 'quota', at: instant(START) });
    await endHold(hall.checkOutDeps, 'Kim');
    await holdMails(hall.checkOutDeps, 'a wrong picture', 'Kim');
    const since = instant(START);
    expect(hall.logged('mails-held')).toEqual([
      { since, why: 'quota' },
      { since, by: 'Kim' },
    ]);
    expect(await heldSince(hall.table)).toEqual({ why: 'a wrong picture', at: instant(START), by: 'Kim' });
    expect(hall.table.all().find(({ sk }) => sk === 'HOLD')?.['type']).toBe('HOLD');
  });

  it('that is over is remembered with who ended it, and ends once', async () => {
    const hall = await held();
    expect([await endHold(hall.checkOutDeps, 'Kim'), await lastHold(hall.table)]).toEqual([false, undefined]);
    await holdMails(hall.checkOutDeps, 'a wrong picture', 'Kim');
    hall.time.now += 1_000;
    expect(await endHold(hall.checkOutDeps, 'Lee')).toBe(true);
    const past = { why: 'a wrong picture', at: instant(START), by: 'Kim' };
    expect(await lastHold(hall.table)).toEqual({ ...past, releasedAt: instant(START + 1_000), releasedBy: 'Lee' });
    expect(await heldSince(hall.table)).toBeUndefined();
    expect(await endHold(hall.checkOutDeps, 'Lee')).toBe(false);
    expect(hall.logged('mails-released')).toEqual([{ by: 'Lee' }]);
    const row = hall.table.all().find(({ sk }) => sk === 'LAST-HOLD');
    expect([row?.pk, row?.['type']]).toEqual(['SENDING', 'HOLD']);
  });

  it('that begins anew while the one before is released stays', async () => {
    const hall = await held();
    await holdMails(hall.checkOutDeps, 'quota');
    const remove: typeof hall.table.delete = async (key, condition) => {
      await hall.table.update(key, { set: { at: instant(START + 1) } });
      return hall.table.delete(key, condition);
    };
    const table = { ...hall.table, delete: remove };
    expect(await endHold({ ...hall.checkOutDeps, table }, 'Kim')).toBe(false);
    expect(await heldSince(hall.table)).toEqual({ why: 'quota', at: instant(START + 1) });
    expect(hall.logged('mails-released')).toEqual([]);
  });
});

describe('a release', () => {
  it('wakes twenty mails a second, each due again in a minute', async () => {
    const hall = await asked();
    for (let group = 0; group < 9; group++)
      await hall.checkOut({
        id: `check-out-1${group}`,
        addresses: Array.from({ length: 5 }, (_, place) => `to-${group}-${place}@mofa.go.kr`),
      });
    const mails = await hall.mails();
    for (const { deliveryId } of mails)
      await changeMail(hall.table, VISIT, deliveryId, mail => ({ ...mail, dueAt: HELD_UNTIL }));
    hall.queue.sent.length = 0;
    expect(await releaseMails(hall.checkOutDeps, 'Kim')).toBe(mails.length);
    expect(hall.queue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual(
      mails.map((_, place) => Math.floor(place / 20)),
    );
    expect(hall.queue.sent.at(-1)?.delaySeconds).toBe(2);
    expect(new Set(hall.queue.sent.map(({ nudge }) => nudge['deliveryId']))).toEqual(
      new Set(mails.map(({ deliveryId }) => deliveryId)),
    );
    expect(hall.queue.sent.every(({ nudge }) => nudge['visitId'] === VISIT)).toBe(true);
    expect(new Set((await hall.mails()).map(({ dueAt }) => dueAt))).toEqual(new Set([instant(START + 60_000)]));
  });

  it('passes by a mail that somebody woke meanwhile', async () => {
    const hall = await asked();
    await changeMail(hall.table, VISIT, hall.id, mail => ({ ...mail, dueAt: HELD_UNTIL }));
    hall.queue.sent.length = 0;
    const query: typeof hall.table.query = async wanted => {
      const page = await hall.table.query(wanted);
      await changeMail(hall.table, VISIT, hall.id, mail => ({ ...mail, dueAt: instant(START + 5) }));
      return page;
    };
    expect(await wakeHeld({ ...hall.checkOutDeps, table: { ...hall.table, query } })).toBe(0);
    expect(hall.queue.sent).toEqual([]);
    expect((await hall.mail()).dueAt).toBe(instant(START + 5));
  });
});
