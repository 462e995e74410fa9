import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HallEvent } from '../../infra/local/events.ts';
import { inboxPage } from '../../infra/local/inbox.ts';
import { localSes } from '../../infra/local/ses.ts';

let directory: string;
let told: HallEvent[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hall-ses-'));
  told = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (types = ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT']) =>
  localSes({
    directory,
    now: () => Date.parse('2026-11-22T01:00:00Z'),
    verified: from => from.endsWith('@example.org'),
    destinations: set => (set === 'main' ? types : undefined),
    put: async event => void told.push(event),
    trouble: error => {
      throw error;
    },
  });
const form = (to: string, more: Record<string, string> = {}, text = 'hello') =>
  new URLSearchParams({
    Action: 'SendRawEmail',
    'RawMessage.Data': Buffer.from(
      `From: hall@example.org\r\nTo: Guest <${to}>\r\nSubject: =?UTF-8?B?${Buffer.from('안녕').toString('base64')}?=\r\n\r\n${text}`,
    ).toString('base64'),
    ConfigurationSetName: 'main',
    'Tags.member.1.Name': 'deliveryId',
    'Tags.member.1.Value': 'd1',
    ...more,
  });
const types = () => told.map(one => one['detail-type']);

describe('the SES of this machine', () => {
  it('keeps the mail whole and tells of its delivery with its tags', async () => {
    const ses = open();
    const answer = await ses.call(form('a@b.org'), 'hall@example.org');
    await ses.settled();
    const [mail] = ses.mails();
    expect(mail).toMatchObject({
      to: ['a@b.org'],
      subject: '안녕',
      tags: { deliveryId: 'd1' },
      configurationSet: 'main',
    });
    expect(answer.body.toString()).toContain(`<MessageId>${mail?.id}</MessageId>`);
    expect(readFileSync(mail?.eml ?? '', 'utf8')).toMatch(/hello$/);
    expect(types()).toEqual(['Email Sent', 'Email Delivered']);
    expect(told[1]?.detail).toMatchObject({
      eventType: 'Delivery',
      mail: { messageId: mail?.id, tags: { deliveryId: ['d1'], 'ses:configuration-set': ['main'] } },
    });
  });

  it.each([
    ['bounce', ['Email Sent', 'Email Bounced']],
    ['complaint', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['suppressionlist', ['Email Sent', 'Email Bounced']],
    ['ooto', ['Email Sent', 'Email Delivered']],
    ['success+label', ['Email Sent', 'Email Delivered']],
  ])('lets %s@ of the simulator behave as SES says', async (local, expected) => {
    const ses = open();
    await ses.call(form(`${local}@simulator.amazonses.com`), 'hall@example.org');
    await ses.settled();
    expect(types()).toEqual(expected);
  });

  it('tells only the events that the configuration set sends on', async () => {
    const ses = open(['DELIVERY']);
    await ses.call(form('a@b.org'), 'hall@example.org');
    await ses.settled();
    expect(types()).toEqual(['Email Delivered']);
  });

  it.each([
    ['a sender that is not verified', form('a@b.org'), 'x@evil.org', 'not verified'],
    [
      'an unknown configuration set',
      form('a@b.org', { ConfigurationSetName: 'none' }),
      'hall@example.org',
      'does not exist',
    ],
    ['a line beyond the limit', form('a@b.org', {}, 'x'.repeat(1100)), 'hall@example.org', '1000 characters'],
    ['a local part that is not ASCII', form('김@b.org'), 'hall@example.org', 'non-ASCII'],
  ])('rejects %s and keeps nothing', async (_name, fields, from, message) => {
    const ses = open();
    const answer = await ses.call(fields, from);
    expect([answer.status, answer.body.toString()]).toEqual([400, expect.stringContaining(message)]);
    expect(ses.mails()).toEqual([]);
  });

  it('shows its inbox, and a mail as page, text and source', async () => {
    const ses = open();
    await ses.call(form('a@b.org', {}, '<script>1</script>'), 'hall@example.org');
    const [mail] = ses.mails();
    const page = async (part: string) => (await inboxPage(ses.mails(), `/inbox${part}`)).body.toString();
    expect(await page('')).toContain('안녕');
    expect(await page(`/${mail?.id}`)).toContain('sandbox');
    expect(await page(`/${mail?.id}/text`)).toContain('<script>');
    expect(await page(`/${mail?.id}/source`)).toContain('From: hall@example.org');
    expect((await inboxPage(ses.mails(), '/inbox/none')).status).toBe(404);
  });
});
