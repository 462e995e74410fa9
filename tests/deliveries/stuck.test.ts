import { describe, expect, it } from 'vitest';
import { holdMails } from '../../functions/deliveries/holding.ts';
import { changeMail, HELD_UNTIL, type Mail } from '../../functions/deliveries/mails.ts';
import { isLate, tryAgain, unstick, waitingNow } from '../../functions/deliveries/stuck.ts';
import { inKey, photoKey } from '../../functions/photos/photo.ts';
import { instant } from '../../functions/platform/clock.ts';
import { asked, START, VISIT } from './hall.ts';

const OTHER = 'y'.repeat(26);

/** A hall with one mail in a state, its time just over. */
const overdue = async (state: Mail['state'] = 'waiting') => {
  const hall = await asked();
  await changeMail(hall.table, VISIT, hall.id, mail => ({ ...mail, state }));
  hall.time.now = START + 60_000;
  hall.queue.sent.length = 0;
  const nudges = () => hall.queue.sent.map(({ nudge }) => nudge);
  const logged = (event: string) => hall.log.lines.filter(line => line.event === event).map(({ fields }) => fields);
  return { ...hall, nudges, logged };
};

describe('a mail whose time is over', () => {
  it.each([
    ['waiting', 'mail-without-nudge', 'waiting', undefined, 1],
    ['claimed', 'mail-claim-lost', 'waiting', 'claim-lost', 1],
    ['calling', 'mail-unknown', 'unknown', 'no-send-event', 0],
  ] as const)('and is %s is found as %s', async (state, found, after, why, sent) => {
    const hall = await overdue(state);
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBe(found);
    const mail = await hall.mail();
    expect([mail.state, mail.why]).toEqual([after, why]);
    expect(hall.nudges()).toEqual(Array(sent).fill({ visitId: VISIT, deliveryId: hall.id }));
    expect(mail.dueAt).toBe(after === 'unknown' ? undefined : instant(START + 120_000));
    expect(hall.logged('mail-unknown')).toEqual(sent === 0 ? [{ visitId: VISIT, deliveryId: hall.id }] : []);
  });

  it('is left alone when it is not over, or was moved on by somebody else meanwhile', async () => {
    const hall = await overdue();
    const stuck = await hall.mail();
    hall.time.now -= 1;
    expect(await unstick(hall.checkOutDeps, stuck)).toBeUndefined();
    hall.time.now += 1;
    await changeMail(hall.table, VISIT, hall.id, mail => ({ ...mail, state: 'accepted' }));
    expect(await unstick(hall.checkOutDeps, stuck)).toBeUndefined();
    expect((await hall.mail()).state).toBe('accepted');
    expect(hall.nudges()).toEqual([]);
  });

  it('loses its claim also under a hold, and then waits for the release', async () => {
    const hall = await overdue('claimed');
    await holdMails(hall.checkOutDeps, 'quota');
    expect(await unstick(hall.checkOutDeps, await hall.mail())).toBe('mail-claim-lost');
    expect(await hall.mail()).toMatchObject({ state: 'waiting', dueAt: HELD_UNTIL });
    expect(hall.nudges()).toEqual([]);
  });
});

describe('what waits', () => {
  const photo = async (hall: Awaited<ReturnType<typeof overdue>>, photoId: string, state: string, more = {}) => {
    const about = { photoId, kind: 'photo', state, requestedAt: instant(START), due: 'open', dueAt: instant(START) };
    await hall.table.put({ ...photoKey(photoId), ...about, ...more });
    for (const visitId of [VISIT, OTHER]) await hall.table.put({ ...inKey(photoId, visitId), photoId });
  };

  it('is late after two minutes', () => {
    expect([isLate(instant(START), START + 119_999), isLate(instant(START), START + 120_000)]).toEqual([false, true]);
  });

  it('are the mails that are not done and the photos still to come, with who is in them', async () => {
    const hall = await overdue();
    await photo(hall, 'photo-0001', 'waiting');
    await photo(hall, 'photo-0002', 'erased');
    await photo(hall, 'photo-0003', 'waiting', { dueAt: HELD_UNTIL });
    await hall.table.put({ pk: 'VISIT#a', sk: 'OUT#1', due: 'open', dueAt: instant(START) });
    const { mails, photos } = await waitingNow(hall.checkOutDeps);
    expect(mails.map(({ deliveryId }) => deliveryId)).toEqual([hall.id]);
    const about = { photoId: 'photo-0001', kind: 'photo', requestedAt: instant(START) };
    expect(photos).toEqual([{ ...about, visitIds: [VISIT, OTHER] }]);
  });

  it('is tried again for one visit at once, for all when it is late, each with the name of who asked', async () => {
    const hall = await overdue();
    await photo(hall, 'photo-0001', 'waiting');
    expect(await tryAgain(hall.checkOutDeps, 'Kim')).toEqual({ mails: 0, photos: 0 });
    expect(await tryAgain(hall.checkOutDeps, 'Kim', 'x'.repeat(26))).toEqual({ mails: 0, photos: 0 });
    expect(hall.nudges()).toEqual([]);
    expect(await tryAgain(hall.checkOutDeps, 'Kim', VISIT)).toEqual({ mails: 1, photos: 1 });
    expect(hall.nudges()).toEqual([{ visitId: VISIT, deliveryId: hall.id }]);
    expect(hall.logged('asked-again').at(-1)).toEqual({ by: 'Kim', mails: 1, photos: 1 });
    const now = instant(hall.time.now);
    expect(await hall.table.get(photoKey('photo-0001'))).toMatchObject({ dueAt: now, asked: { at: now, by: 'Kim' } });
    const mail = await hall.mail();
    expect(mail.dueAt).toBe(instant(hall.time.now + 60_000));
    expect(mail.history.at(-1)).toEqual({ at: now, state: 'waiting', why: 'asked-again', by: 'Kim' });
    hall.time.now = START + 120_000;
    expect(await tryAgain(hall.checkOutDeps, 'Lee')).toEqual({ mails: 1, photos: 1 });
    await changeMail(hall.table, VISIT, hall.id, now => ({ ...now, why: 'pace' }));
    expect(await tryAgain(hall.checkOutDeps, 'Lee')).toEqual({ mails: 0, photos: 1 });
  });

  it('is not set going while mail is held, nor once somebody is at it or it is done', async () => {
    const hall = await overdue('claimed');
    await photo(hall, 'photo-0001', 'waiting');
    expect(await tryAgain(hall.checkOutDeps, 'Kim', VISIT)).toEqual({ mails: 0, photos: 1 });
    await changeMail(hall.table, VISIT, hall.id, mail => ({ ...mail, state: 'waiting' }));
    await holdMails(hall.checkOutDeps, 'quota');
    expect(await tryAgain(hall.checkOutDeps, 'Kim', VISIT)).toEqual({ mails: 0, photos: 1 });
    const query: typeof hall.table.query = async wanted => {
      const page = await hall.table.query(wanted);
      await hall.table.update(photoKey('photo-0001'), { set: { state: 'ready' } });
      return page;
    };
    const table = { ...hall.table, query };
    expect(await tryAgain({ ...hall.checkOutDeps, table }, 'Kim', VISIT)).toEqual({ mails: 0, photos: 0 });
    expect(hall.nudges()).toEqual([]);
  });
});
