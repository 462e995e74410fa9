import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { wireError } from '../../infra/local/gateway.ts';
import type { Disturbance } from '../../infra/local/hall-shape.ts';
import type { WireAnswer } from '../../infra/local/wire.ts';
import { Random } from '../simulation/random.ts';

/** What is done to a hall: each fault is told by its name. */
export interface Faults extends Pick<Disturbance, 'call' | 'event' | 'run'> {
  /** nothing goes wrong any more */
  calm(): void;
}

/** Shares of what they can hit. Few enough that most visits go well, many enough that every kind comes in a hundred visits. */
const SHARES = {
  ses: 0.12,
  store: 0.003,
  nudgeLost: 0.02,
  nudgeTwice: 0.03,
  eventLost: 0.04,
  eventTwice: 0.06,
  eventLate: 0.1,
  delay: 0.05,
};
/** A new process costs a third of a second of a processor; those that work off queues die more often, since more hangs on them. */
const DEATHS: Record<string, number> = { 'kiosk-door': 0.004, 'desk-door': 0.01, 'public-door': 0.03, sweep: 0.05 };
const WORKER_DEATHS = 0.04;
/** Most runs are over by then: some deaths come too late, and do not count. */
const LATEST_DEATH_MS = 120;

const BROKEN: WireAnswer = { status: 0, headers: {}, body: Buffer.alloc(0) };
const failed = (service: string) => wireError(service, 500, 'InternalFailure', 'We encountered an internal error.');

/** SQS's answer to a message, as if it had been taken. */
const taken = (body: Buffer): WireAnswer => {
  const { MessageBody } = JSON.parse(body.toString('utf8')) as { MessageBody: string };
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  const answer = JSON.stringify({ MessageId: crypto.randomUUID(), MD5OfMessageBody });
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: Buffer.from(answer) };
};

/** Faults that follow from a seed, as far as calls come in the same order. */
export const faultsOf = (seed: number, tell: (fault: string) => void): Faults => {
  const random = new Random(seed);
  let calm = false;
  const chance = (share: number) => !calm && random.chance(share);
  const told = <T>(fault: string, what: T): T => {
    tell(fault);
    return what;
  };

  const atSes = async (perform: () => Promise<WireAnswer>): Promise<WireAnswer> => {
    switch (random.pick(['throttle', 'throttle', 'reset', '500', 'lost'])) {
      case 'throttle':
        return told('ses-throttled', wireError('ses', 400, 'Throttling', 'Maximum sending rate exceeded.'));
      case 'reset':
        await perform();
        return told('ses-took-then-broke', BROKEN);
      case '500':
        await perform();
        return told('ses-took-then-500', failed('ses'));
      default:
        // Seldom: nobody can ever say what became of such a mail, so it ends as unknown.
        return random.chance(0.25) ? told('ses-broke', BROKEN) : perform();
    }
  };

  return {
    calm: () => {
      calm = true;
    },
    call: async ({ service, operation }, { body }, perform) => {
      if (operation === 'SendRawEmail') return chance(SHARES.ses) ? atSes(perform) : perform();
      if (operation === 'SendMessage' && chance(SHARES.nudgeLost)) return told('nudge-lost', taken(body));
      if (operation === 'SendMessage' && chance(SHARES.nudgeTwice))
        return perform().then(() => told('nudge-twice', perform()));
      if (!chance(SHARES.store)) return perform();
      const before = random.chance(0.4);
      if (!before) await perform();
      return told(`${service}-${before ? 'failed' : 'did-and-failed'}`, random.chance(0.5) ? BROKEN : failed(service));
    },
    event: async (event, put) => {
      const ours = event.source === 'aws.ses';
      // SES tells of every mail in the end; what S3 does not tell of, the sweeper finds.
      if (!ours && chance(SHARES.eventLost)) return told('event-lost', undefined);
      if (ours && event['detail-type'] === 'Email Delivered' && chance(SHARES.delay)) {
        const detail = {
          ...(event.detail as object),
          eventType: 'DeliveryDelay',
          deliveryDelay: { delayType: 'MailboxFull' },
        };
        await put({ ...event, 'detail-type': 'Email Delivery Delayed', detail });
        tell('mail-delayed');
      }
      const copies = chance(SHARES.eventTwice) ? told('event-twice', 2) : 1;
      const late = chance(SHARES.eventLate) ? told('event-late', random.int(50, 1500)) : 0;
      if (late > 0) await pause(late);
      for (let copy = 0; copy < copies; copy++) await put(event);
    },
    run: (name, work, kill) => {
      if (!chance(DEATHS[name] ?? WORKER_DEATHS)) return work();
      const timer = setTimeout(
        () => {
          tell(`killed ${name}`);
          kill();
        },
        random.int(0, LATEST_DEATH_MS),
      );
      return work().finally(() => clearTimeout(timer));
    },
  };
};
