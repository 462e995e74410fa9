import { describe, expect, it } from 'vitest';
import { heldSince, holdMails, releaseMails, wakeHeld } from '../../functions/deliveries/holding.ts';
import { HELD_UNTIL } from '../../functions/deliveries/mails.ts';
import { unstick } from '../../functions/deliveries/stuck.ts';
import { asked } from './hall.ts';

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
      expect(await releaseMails(hall.checkOutDeps, 'Kim')).toBe(3);
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
