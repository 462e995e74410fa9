import { randomUUID } from 'node:crypto';
import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import type { Corrected } from '../../functions/deliveries/corrections.ts';
import { heldSince, holdMails, releaseMails } from '../../functions/deliveries/holding.ts';
import { mailKey, mailOf, mailsOfDay } from '../../functions/deliveries/mails.ts';
import { addressHash, allow, suppression } from '../../functions/deliveries/suppression.ts';
import { instant, seoulDay } from '../../functions/platform/clock.ts';
import { HallError } from '../../functions/platform/errors.ts';
import { queueStore } from '../../functions/platform/queue.store.ts';
import { DELIVERY_STATES } from '../../functions/visits/delivery-states.ts';
import { type Command, type Context, given, Misunderstood, oneOf, type Said, table } from './command.ts';
import { atDesk, OPS } from './desk.ts';

/**
 * Sends once more, to another address or (without one) the same: the old mail is replaced, unless it was delivered. To the same address only if it is
 * still in the state that was shown, or where nobody is asked, in the one that was named: it may have been settled since.
 */
const sendAgain = async (context: Context, to: { address?: string }): Promise<Said> => {
  const { values } = context;
  const hall = await context.hall();
  const [visitId, deliveryId] = [given(values, 'visit'), given(values, 'delivery')];
  const found = await hall.table.get(mailKey(visitId, deliveryId));
  if (!found) throw new HallError('not-found', 'There is no such mail.');
  const { maskedAddress, state } = mailOf(found);
  const resends = to.address === undefined;
  if (resends && values.yes && values.state === undefined)
    throw new Misunderstood('--state is missing: with --yes nobody sees the state in which it leaves once more');
  const what = `${deliveryId} to ${maskedAddress} is ${state}; one more mail leaves in its place.`;
  if (values['dry-run'] || !(await context.agrees(what)))
    return { result: { sent: false }, lines: [`${what} Nothing was done.`] };
  const body = { id: randomUUID(), visitId, deliveryId, sentAt: instant(Date.now()), ...to };
  const [route, wish] = resends
    ? ['/api/desk/resends', { ...body, seen: values.state ?? state }]
    : ['/api/desk/corrections', body];
  const result = await atDesk(hall, desk => desk.post<Corrected>(route, wish));
  return {
    result: { ...result, sent: true },
    lines: [`${result.deliveryId} to ${result.maskedAddress}: ${result.state}`],
  };
};

const holding = async ({ hall, log }: Context) => {
  const { table: rows, queueUrl, sqs, hall: name } = await hall();
  return { table: rows, queue: queueStore(await queueUrl(`${name}-mail`), sqs), clock: Date.now, log };
};

/** Mails: which wait and why, once more, all of them held or let go. */
export const MAIL: Record<string, Command> = {
  'mail list': {
    about: 'mails asked for on a day, and where each is',
    takes: ['state', 'day'],
    run: async ({ values, hall }) => {
      const { table: rows } = await hall();
      const state = values.state === undefined ? undefined : oneOf('state', values.state, DELIVERY_STATES);
      const all = await mailsOfDay(rows, values.day ?? seoulDay(Date.now()));
      const mails = all
        .filter(mail => state === undefined || mail.state === state)
        .map(({ visitId, deliveryId, maskedAddress, state: is, why, askedAt }) => ({
          visitId,
          deliveryId,
          maskedAddress,
          state: is,
          ...(why === undefined ? {} : { why }),
          askedAt,
        }));
      const lines = mails.map(one => [one.askedAt, one.visitId, one.deliveryId, one.maskedAddress, one.state, one.why]);
      return { result: { mails }, lines: table(['asked', 'visit', 'mail', 'address', 'state', 'why'], lines) };
    },
  },
  'mail why': {
    about: 'the whole history of a visit’s mails',
    needs: ['visit'],
    run: async ({ values, hall }) => {
      const visitId = given(values, 'visit');
      const { deliveries } = await atDesk(await hall(), desk => desk.get<Ledger>(`/api/visits/${visitId}`));
      const lines = deliveries.flatMap(({ deliveryId, maskedAddress, history }) => [
        `${deliveryId} to ${maskedAddress}`,
        ...history.map(
          ({ at, state, why, by }) => `  ${[at, state, why, by && `by ${by}`].filter(Boolean).join('  ')}`,
        ),
      ]);
      return { result: { deliveries }, lines };
    },
  },
  'mail correct': {
    about: 'another address, and sends once more',
    needs: ['visit', 'delivery', 'address'],
    takes: ['dry-run', 'yes'],
    run: context => sendAgain(context, { address: given(context.values, 'address') }),
  },
  'mail resend': {
    about: 'the same address once more, if the mail is still in this state',
    needs: ['visit', 'delivery'],
    takes: ['state', 'dry-run', 'yes'],
    run: context => sendAgain(context, {}),
  },
  'mail allow': {
    about: 'mail may go to an address again that bounced or complained; ask its owner first',
    needs: ['address', 'reason'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const { values, log } = context;
      const [address, reason] = [given(values, 'address'), given(values, 'reason')];
      const hall = await context.hall();
      const hash = addressHash(await hall.addressKey(), address);
      const found = await suppression(hall.table, hash);
      if (!found) return { result: { suppressed: false }, lines: ['Nothing of ours keeps mail from this address.'] };
      const what = `No mail goes there since ${found.at}: ${found.why}.`;
      const result = { suppressed: true, ...found };
      if (values['dry-run'] || !(await context.agrees(`${what} It may from now on.`)))
        return { result: { ...result, allowed: false }, lines: [`${what} Nothing was done.`] };
      await hall.takeOffSesList(address);
      await allow(hall.table, hash);
      log.info('address-allowed', { hash, why: found.why, reason, by: OPS });
      return {
        result: { ...result, allowed: true },
        lines: [`${what} It may again; what came back leaves once more by: npm run ops -- mail resend`],
      };
    },
  },
  'mail hold': {
    about: 'no mail leaves until it is released; check-outs are taken all the same',
    needs: ['why'],
    takes: ['dry-run', 'yes'],
    run: async context => {
      const why = given(context.values, 'why');
      if (context.values['dry-run'] || !(await context.agrees('No mail leaves from now on.')))
        return { result: { held: false }, lines: ['All mail would be held; nothing was done.'] };
      const first = await holdMails(await holding(context), why, OPS);
      return { result: { held: true, first }, lines: [first ? 'All mail is held.' : 'All mail was held already.'] };
    },
  },
  'mail release': {
    about: 'held mails leave, oldest first',
    takes: ['dry-run'],
    run: async context => {
      const deps = await holding(context);
      const held = await heldSince(deps.table);
      if (context.values['dry-run'])
        return {
          result: { held: held ?? false },
          lines: [held ? `held since ${held.at}: ${held.why}` : 'Nothing is held.'],
        };
      const woken = await releaseMails(deps, OPS);
      return { result: { woken }, lines: [`${woken} mails were set going.`] };
    },
  },
};
