import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type Clock, instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import { heard, type SesEvent } from './delivery.ts';
import { changeMail, mailKey } from './mails.ts';
import { addressHash, suppress } from './suppression.ts';

export interface FeedbackDeps {
  table: Table;
  clock: Clock;
  log: Log;
  addressKey: string;
}

const text = z.optional(z.string());
const part = z.optional(
  z.object({
    timestamp: text,
    bounceType: text,
    bounceSubType: text,
    complaintFeedbackType: z.nullish(z.string()),
    complaintSubType: z.nullish(z.string()),
    delayType: text,
    reason: text,
  }),
);

/** An event of SES as EventBridge hands it on. Only what we read; SES adds fields without notice. */
const sesEvent = z.object({
  source: z.literal('aws.ses'),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      timestamp: text,
      destination: z.optional(z.array(z.string())),
      tags: z.optional(z.record(z.string(), z.array(z.string()))),
    }),
    bounce: part,
    complaint: part,
    delivery: part,
    deliveryDelay: part,
    reject: part,
  }),
});
type Detail = z.infer<typeof sesEvent>['detail'];

/** What an event tells of a mail. */
interface Told {
  event: SesEvent;
  at: string;
  why?: string;
  /** the address gets no more mail */
  suppress?: true;
}

const WITHHELD = ['OnAccountSuppressionList', 'Suppressed', 'OnTenantSuppressionList'];

/** What the event means for us; undefined for kinds we do not ask for (opens, clicks) or do not know. */
const toldBy = (detail: Detail, now: string): Told | undefined => {
  const { bounce, complaint, delivery, deliveryDelay, reject, mail } = detail;
  const at = (there?: { timestamp?: string | undefined }) => {
    const ms = Date.parse(there?.timestamp ?? mail.timestamp ?? now);
    return Number.isNaN(ms) ? now : instant(ms);
  };
  switch (detail.eventType) {
    case 'Send':
      return { event: 'send', at: at() };
    case 'Delivery':
      return { event: 'delivery', at: at(delivery) };
    case 'DeliveryDelay':
      return { event: 'delay', at: at(deliveryDelay), why: deliveryDelay?.delayType ?? 'Undetermined' };
    case 'Reject':
      return { event: 'reject', at: at(), why: reject?.reason?.slice(0, 60) ?? 'rejected' };
    case 'Rendering Failure':
      return { event: 'reject', at: at(), why: 'rendering-failure' };
    case 'Bounce': {
      const kind = bounce?.bounceSubType ?? 'Undetermined';
      if (WITHHELD.includes(kind)) return { event: 'suppressed', at: at(bounce), why: kind, suppress: true };
      const permanent = bounce?.bounceType === 'Permanent';
      const why = `${bounce?.bounceType ?? 'Undetermined'}/${kind}`;
      return { event: 'bounce', at: at(bounce), why, ...(permanent ? { suppress: true as const } : {}) };
    }
    case 'Complaint': {
      if (WITHHELD.includes(complaint?.complaintSubType ?? ''))
        return { event: 'suppressed', at: at(complaint), why: String(complaint?.complaintSubType), suppress: true };
      return {
        event: 'complaint',
        at: at(complaint),
        why: complaint?.complaintFeedbackType ?? 'complaint',
        suppress: true,
      };
    }
    default:
      return undefined;
  }
};

/**
 * Takes one event. `ignored`: not an event of ours or of no known kind, or the mail is erased; it is acknowledged, since it would be no better
 * next time. Any order and any repetition ends alike (`delivery.ts`).
 */
export const takeFeedback = async (deps: FeedbackDeps, event: unknown): Promise<'applied' | 'repeated' | 'ignored'> => {
  const { table, log } = deps;
  const parsed = sesEvent.safeParse(event);
  if (!parsed.success) {
    log.warn('feedback-unreadable');
    return 'ignored';
  }
  const { detail } = parsed.data;
  const told = toldBy(detail, instant(deps.clock()));
  const deliveryId = detail.mail.tags?.['deliveryId']?.[0];
  const visitId = detail.mail.tags?.['visitId']?.[0];
  if (!told || deliveryId === undefined || visitId === undefined) {
    log.warn('feedback-ignored', { type: detail.eventType.slice(0, 40), tagged: deliveryId !== undefined });
    return 'ignored';
  }
  const found = await table.get(mailKey(visitId, deliveryId));
  if (told.suppress) {
    // Of an erased mail only the event still knows the address; a complaint counts all the same.
    const to = detail.mail.destination?.[0];
    const hash = found ? String(found['addressHash']) : to === undefined ? undefined : addressHash(deps.addressKey, to);
    if (hash !== undefined) await suppress(table, hash, told.why ?? told.event, told.at);
  }
  if (!found) {
    log.info('feedback-of-erased', { deliveryId, told: told.event });
    return 'ignored';
  }
  const changed = await changeMail(table, visitId, deliveryId, mail => {
    const next = heard(mail, told.event, told.at, told.why);
    return isDeepStrictEqual(next, mail) ? undefined : { ...mail, ...next };
  });
  if (changed) log.info('feedback', { visitId, deliveryId, told: told.event, state: changed.state });
  return changed ? 'applied' : 'repeated';
};
