import type { HallEvent } from './events.ts';
import type { Mail } from './ses.ts';

const DETAIL_TYPES: Record<string, string> = {
  SEND: 'Email Sent',
  DELIVERY: 'Email Delivered',
  BOUNCE: 'Email Bounced',
  COMPLAINT: 'Email Complaint Received',
  REJECT: 'Email Rejected',
  DELIVERY_DELAY: 'Email Delivery Delayed',
};
const EVENT_TYPES: Record<string, string> = {
  SEND: 'Send',
  DELIVERY: 'Delivery',
  BOUNCE: 'Bounce',
  COMPLAINT: 'Complaint',
  REJECT: 'Reject',
  DELIVERY_DELAY: 'DeliveryDelay',
};

/** What becomes of a mail: types of events with their part of the detail. The simulator's addresses behave as SES says. */
export const afterwards = (mail: Mail): [type: string, detail: object][] => {
  const events: [string, object][] = [['SEND', { send: {} }]];
  const timestamp = mail.at;
  for (const address of mail.to) {
    const [local = '', domain = ''] = address.toLowerCase().split('@');
    const kind = domain === 'simulator.amazonses.com' ? (local.split('+')[0] ?? '') : 'success';
    const bounced = (bounceSubType: string, diagnosticCode: string) => ({
      bounce: {
        bounceType: 'Permanent',
        bounceSubType,
        bouncedRecipients: [{ emailAddress: address, action: 'failed', status: '5.1.1', diagnosticCode }],
        timestamp,
        feedbackId: `bounce-${mail.id}`,
        reportingMTA: 'dns; simulator.amazonses.com',
      },
    });
    if (kind === 'bounce') {
      events.push(['BOUNCE', bounced('General', 'smtp; 550 5.1.1 user unknown')]);
      continue;
    }
    if (kind === 'suppressionlist') {
      events.push([
        'BOUNCE',
        bounced('OnAccountSuppressionList', 'Amazon SES did not send the message to this address'),
      ]);
      continue;
    }
    // An out-of-office answer goes to the sender's mailbox; for SES the mail is delivered.
    events.push([
      'DELIVERY',
      {
        delivery: {
          timestamp,
          processingTimeMillis: 1,
          recipients: [address],
          smtpResponse: '250 2.6.0 Message received',
          reportingMTA: 'local',
        },
      },
    ]);
    if (kind === 'complaint')
      events.push([
        'COMPLAINT',
        {
          complaint: {
            complainedRecipients: [{ emailAddress: address }],
            timestamp,
            feedbackId: `complaint-${mail.id}`,
            complaintFeedbackType: 'abuse',
            complaintSubType: null,
          },
        },
      ]);
  }
  return events;
};

/** One event of SES's event publishing, as EventBridge carries it. */
export const simulated = (mail: Mail, type: string, detail: object): HallEvent => ({
  source: 'aws.ses',
  'detail-type': DETAIL_TYPES[type] ?? type,
  detail: {
    eventType: EVENT_TYPES[type] ?? type,
    mail: {
      timestamp: mail.at,
      source: mail.from,
      messageId: mail.id,
      destination: mail.to,
      headersTruncated: false,
      tags: {
        ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
        ...(mail.configurationSet === undefined ? {} : { 'ses:configuration-set': [mail.configurationSet] }),
      },
    },
    ...detail,
  },
});
