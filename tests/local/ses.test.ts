import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HallEvent } from '../../infra/local/events.ts';
import { inboxPage } from '../../infra/local/inbox.ts';
import { localSes, type Ses } from '../../infra/local/ses.ts';

let directory: string;
let told: HallEvent[];
let opened: Ses[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hall-ses-'));
  told = [];
  opened = [];
});
afterEach(async () => {
  for (const ses of opened) await ses.settled();
  rmSync(directory, { recursive: true, force: true });
});

const open = (types = ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT']): Ses => {
  const ses = localSes({
    directory,
    now: () => Date.parse('2026-11-22T01:00:00Z'),
    verified: from => from.endsWith('@example.org'),
    destinations: set => (set === 'main' ? types : undefined),
    put: async event => void told.push(event),
    trouble: error => {
      throw error;
    },
  });
  opened.push(ses);
  return ses;
};
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
  it('tells at its next start of what it took and could not tell any more, once', async () => {
    const ses = open();
    await ses.call(form('a@b.org'), 'hall@example.org');
    await ses.settled();
    const { told: _told, ...mail } = ses.mails()[0]!;
    // As a process leaves it that is killed right after it took the mail.
    writeFileSync(mail.eml.replace(/eml$/, 'json'), JSON.stringify(mail));
    told.length = 0;
    await open().settled();
    expect(types()).toEqual(['Email Sent', 'Email Delivered']);
    await open().settled();
    expect(types()).toHaveLength(2);
  });

  it('does not count a mail whose message did not come whole', async () => {
    const ses = open();
    await ses.call(form('a@b.org'), 'hall@example.org');
    await ses.settled();
    rmSync(ses.mails()[0]!.eml);
    expect(ses.mails()).toEqual([]);
  });

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
