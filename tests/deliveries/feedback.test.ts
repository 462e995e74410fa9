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

  it.each([
    ['DeliveryDelay', {}, 'delayed', 'Undetermined'],
    ['Reject', {}, 'rejected', 'rejected'],
    ['Reject', { reject: {} }, 'rejected', 'rejected'],
    ['Reject', { reject: { reason: 'x'.repeat(80) } }, 'rejected', 'x'.repeat(60)],
    ['Complaint', {}, 'complained', 'complaint'],
    ['Complaint', { complaint: { complaintSubType: 'Suppressed' } }, 'suppressed', 'Suppressed'],
    ['Bounce', { bounce: { bounceSubType: 'Suppressed' } }, 'suppressed', 'Suppressed'],
    ['Bounce', { bounce: { bounceSubType: 'OnTenantSuppressionList' } }, 'suppressed', 'OnTenantSuppressionList'],
  ])('%s that says less or more than usual (%j) leaves the mail %s', async (type, more, state, why) => {
    const hall = await sent();
    expect(await hall.take(type, more)).toBe('applied');
    expect(await hall.mail()).toMatchObject({ state, why });
    expect((await hall.suppressed())?.why).toBe(['complained', 'suppressed'].includes(state) ? why : undefined);
  });

  it.each([
    ['of its own', { timestamp: '2026-11-22T02:00:07.000Z' }, '2026-11-22T02:00:07.000Z'],
    ['of its mail, when it has none', {}, '2026-11-22T02:00:05.000Z'],
    ['of its coming, when that cannot be read', { timestamp: 'soon' }, '2026-11-22T02:00:00.000Z'],
  ])('bears the time %s', async (_name, delivery, at) => {
    const hall = await sent();
    await hall.take('Delivery', { delivery });
    expect((await hall.mail()).history.find(({ state }) => state === 'delivered')?.at).toBe(at);
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
    ['without the tag of its mail', 'Send', { visitId: [VISIT] }],
    ['without the tag of its visit', 'Send', { deliveryId: ['d'] }],
    ['with tags that hold nothing', 'Send', { visitId: [], deliveryId: [] }],
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
    [{ source: 'aws.ses', detail: { eventType: 'Send', mail: {} } }],
    [{ source: 'mine', detail: { eventType: 'Send', mail: {} } }],
  ])('that is none (%j) is acknowledged without effect', async event => {
    const hall = await sent();
    expect(await takeFeedback(hall.checkOutDeps, event)).toBe('ignored');
  });

  it('is told of in the log: what it said, and why it was of no use', async () => {
    const hall = await sent();
    hall.log.lines.length = 0;
    await hall.take('Delivery');
    await hall.take('Delivery');
    await takeFeedback(hall.checkOutDeps, 'text');
    await hall.take('x'.repeat(50));
    await hall.take('Send', {}, {});
    expect(hall.log.lines).toEqual([
      { event: 'feedback', fields: { visitId: VISIT, deliveryId: hall.id, told: 'delivery', state: 'delivered' } },
      { event: 'feedback-unreadable', fields: {} },
      { event: 'feedback-ignored', fields: { type: 'x'.repeat(40), tagged: true } },
      { event: 'feedback-ignored', fields: { type: 'Send', tagged: false } },
    ]);
  });

  it('about an erased mail brings nothing back, but a complaint still counts', async () => {
    const hall = await sent();
    await hall.table.delete({ pk: `VISIT#${VISIT}`, sk: `MAIL#${hall.id}` });
    expect(await hall.take('Complaint', { complaint: { complaintFeedbackType: 'abuse' } })).toBe('ignored');
    expect(await hall.mails()).toEqual([]);
    expect((await hall.suppressed())?.why).toBe('abuse');
    expect(hall.log.lines.at(-1)).toEqual({
      event: 'feedback-of-erased',
      fields: { deliveryId: hall.id, told: 'complaint' },
    });
  });

  it('about an erased mail of which not even the event knows the address suppresses nothing', async () => {
    const hall = await sent();
    await hall.table.delete({ pk: `VISIT#${VISIT}`, sk: `MAIL#${hall.id}` });
    const detail = { eventType: 'Complaint', mail: { tags: { deliveryId: [hall.id], visitId: [VISIT] } } };
    expect(await takeFeedback(hall.checkOutDeps, { source: 'aws.ses', detail })).toBe('ignored');
    expect(hall.table.all().some(({ pk }) => pk.startsWith('ADDRESS#'))).toBe(false);
  });

  it('suppresses the address of the mail we know, whatever address the event names', async () => {
    const hall = await sent();
    const more = { complaint: { complaintFeedbackType: 'abuse' } };
    const detail = {
      eventType: 'Complaint',
      mail: { destination: ['other@mofa.go.kr'], tags: { deliveryId: [hall.id], visitId: [VISIT] } },
      ...more,
    };
    await takeFeedback(hall.checkOutDeps, { source: 'aws.ses', detail });
    expect((await hall.suppressed())?.why).toBe('abuse');
    expect(await suppression(hall.table, addressHash('key', 'other@mofa.go.kr'))).toBeUndefined();
  });

  it('leaves no address in the log', async () => {
    const hall = await sent();
    await hall.take('Bounce', {
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'minister@mofa.go.kr' }] },
    });
    expect(JSON.stringify(hall.log.lines)).not.toContain('minister');
  });
});
