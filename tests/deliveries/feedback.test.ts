import { describe, expect, it } from 'vitest';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { addressHash, suppression } from '../../functions/deliveries/suppression.ts';
import { smallHall, VISIT } from './hall.ts';

const sent = async () => {
  const hall = smallHall();
  await hall.begin();
  await hall.checkOut();
  await hall.deliver();
  const mail = async () => (await hall.mails())[0]!;
  const id = (await mail()).deliveryId;
  const take = (eventType: string, more: object = {}, tags: object = { deliveryId: [id], visitId: [VISIT] }) =>
    takeFeedback(hall.checkOutDeps, {
      version: '0',
      source: 'aws.ses',
      'detail-type': `Email ${eventType}`,
      detail: {
        eventType,
        mail: {
          timestamp: '2026-11-22T02:00:05.000Z',
          destination: ['minister@mofa.go.kr'],
          tags,
          headersTruncated: true,
          headers: [],
        },
        ...more,
      },
    });
  const suppressed = () => suppression(hall.table, addressHash('key', 'minister@mofa.go.kr'));
  return { ...hall, mail, id, take, suppressed };
};

describe('an event of SES', () => {
  it.each([
    ['Send', {}, 'accepted', undefined, false],
    [
      'DeliveryDelay',
      { deliveryDelay: { delayType: 'MailboxFull', timestamp: '2026-11-22T02:01:00Z' } },
      'delayed',
      'MailboxFull',
      false,
    ],
    [
      'Delivery',
      { delivery: { timestamp: '2026-11-22T02:00:07.000Z', newField: { a: 1 } } },
      'delivered',
      undefined,
      false,
    ],
    ['Reject', { reject: { reason: 'Bad content' } }, 'rejected', 'Bad content', false],
    ['Rendering Failure', { failure: {} }, 'rejected', 'rendering-failure', false],
    [
      'Bounce',
      { bounce: { bounceType: 'Transient', bounceSubType: 'General' } },
      'bounced',
      'Transient/General',
      false,
    ],
    ['Bounce', { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }, 'bounced', 'Permanent/General', true],
    [
      'Bounce',
      { bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' } },
      'suppressed',
      'OnAccountSuppressionList',
      true,
    ],
    ['Bounce', {}, 'bounced', 'Undetermined/Undetermined', false],
    [
      'Complaint',
      { complaint: { complaintFeedbackType: 'abuse', complaintSubType: null } },
      'complained',
      'abuse',
      true,
    ],
    [
      'Complaint',
      { complaint: { complaintSubType: 'OnAccountSuppressionList' } },
      'suppressed',
      'OnAccountSuppressionList',
      true,
    ],
  ])('%s %j leaves the mail %s', async (type, more, state, why, suppressed) => {
    const hall = await sent();
    await hall.take(type, more);
    expect(await hall.mail()).toMatchObject(why === undefined ? { state } : { state, why });
    expect((await hall.suppressed()) !== undefined).toBe(suppressed);
  });

  it('told twice changes nothing more', async () => {
    const hall = await sent();
    expect(await hall.take('Delivery')).toBe('applied');
    const before = await hall.mail();
    expect(await hall.take('Delivery')).toBe('repeated');
    expect(await hall.mail()).toEqual(before);
  });

  it('that came before the worker could write down the acceptance is not undone by it', async () => {
    const hall = smallHall();
    await hall.begin();
    await hall.checkOut();
    const [mail] = await hall.mails();
    const tags = { deliveryId: [mail!.deliveryId], visitId: [VISIT] };
    const deliveries = hall.sender.send;
    hall.sender.send = async (raw, envelope) => {
      const answer = await deliveries(raw, envelope);
      const detail = { eventType: 'Delivery', mail: { tags, timestamp: '2026-11-22T02:00:00.500Z' } };
      await takeFeedback(hall.checkOutDeps, { source: 'aws.ses', detail });
      return answer;
    };
    await hall.deliver();
    expect((await hall.mails())[0]).toMatchObject({ state: 'delivered', messageId: 'memory-1' });
  });

  it.each([
    ['of no known kind', 'Subscription', undefined],
    ['we do not ask for', 'Open', undefined],
    ['without tags', 'Send', {}],
  ])('%s is acknowledged without effect', async (_name, type, tags) => {
    const hall = await sent();
    const before = await hall.mail();
    expect(await hall.take(type, {}, tags)).toBe('ignored');
    expect(await hall.mail()).toEqual(before);
  });

  it.each([
    [undefined],
    ['text'],
    [{}],
    [{ source: 'aws.s3', detail: {} }],
    [{ source: 'aws.ses', detail: { eventType: 'Send' } }],
    [{ source: 'mine', detail: { eventType: 'Send', mail: {} } }],
  ])('that is none (%j) is acknowledged without effect', async event => {
    const hall = await sent();
    expect(await takeFeedback(hall.checkOutDeps, event)).toBe('ignored');
  });

  it('about an erased mail brings nothing back, but a complaint still counts', async () => {
    const hall = await sent();
    await hall.table.delete({ pk: `VISIT#${VISIT}`, sk: `MAIL#${hall.id}` });
    expect(await hall.take('Complaint', { complaint: { complaintFeedbackType: 'abuse' } })).toBe('ignored');
    expect(await hall.mails()).toEqual([]);
    expect((await hall.suppressed())?.why).toBe('abuse');
  });

  it('leaves no address in the log', async () => {
    const hall = await sent();
    await hall.take('Bounce', {
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'minister@mofa.go.kr' }] },
    });
    expect(JSON.stringify(hall.log.lines)).not.toContain('minister');
  });
});
