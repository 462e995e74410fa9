import { type Mood, memorySender } from '../../functions/deliveries/sender.memory.ts';
import type { Envelope } from '../../functions/deliveries/sender.ts';
import type { makeRenditions } from '../../functions/photos/renditions.ts';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from '../../functions/platform/batch.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import type { Nudge, Queue } from '../../functions/platform/queue.ts';
import type { Process, World } from './world.ts';

/** A queue with its function: batches, redelivery after the visibility timeout, dead letters after five receives. */
export interface Line extends Queue {
  /** an event from outside (S3, SES), which may get lost on its way here */
  event(body: unknown): void;
  waiting(): number;
  /** what the staff do about dead letters: once more */
  redrive(): void;
}

const VISIBILITY_MS = 180_000;
const MAX_RECEIVES = 5;
export const FUNCTION_SECONDS = 30;

type Worker = (process: Process) => (event: SQSEvent) => Promise<SQSBatchResponse>;

interface Message {
  messageId: string;
  body: string;
  receives: number;
}

/** One queue and what works on it. */
export const line = (world: World, name: string, worker: Worker): Line => {
  const { random } = world;
  const dead: unknown[] = [];
  const ready: Message[] = [];
  let count = 0;
  let open = 0;
  const arrive = (message: Message, ms: number) =>
    world.after(ms, () => {
      ready.push(message);
      world.after(random.int(0, 50), () => void receive());
    });
  const back = (message: Message) => {
    if (message.receives < MAX_RECEIVES) return arrive(message, VISIBILITY_MS);
    open--;
    dead.push(JSON.parse(message.body));
  };
  const receive = async () => {
    const batch = ready.splice(0, random.int(1, 10));
    if (batch.length === 0) return;
    for (const message of batch) message.receives++;
    // A throttled function costs every message of the batch a receive.
    if (random.chance(world.faults.throttle)) return batch.forEach(back);
    const Records: SQSRecord[] = batch.map(({ messageId, body }) => ({ messageId, body }));
    const ended = await world.invoke(name, FUNCTION_SECONDS, process => worker(process)({ Records }));
    const failed = new Set(
      ended.how === 'done'
        ? ended.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
        : batch.map(({ messageId }) => messageId),
    );
    for (const message of batch) {
      if (failed.has(message.messageId)) back(message);
      else open--;
    }
  };
  const send = (body: unknown, seconds = 0) => {
    if (random.chance(world.faults.loss)) return;
    for (let copies = random.chance(world.faults.double) ? 2 : 1; copies > 0; copies--) {
      open++;
      const message = { messageId: `${name}-${count++}`, body: JSON.stringify(body), receives: 0 };
      // Later ones may come earlier.
      arrive(message, seconds * 1000 + random.int(1, 300) + (random.chance(0.1) ? random.int(0, 20_000) : 0));
    }
  };
  return {
    redrive: () => {
      for (const body of dead.splice(0)) send(body);
    },
    waiting: () => open,
    send: async (nudge: Nudge, delaySeconds = 0) => send(nudge, delaySeconds),
    event: body => send(body),
  };
};

/** A mail that SES took. */
export interface Taken {
  at: number;
  /** ms; when the function that sent it began */
  begun: number;
  to: string;
  deliveryId: string;
  visitId: string;
  raw: string;
}

const BAD: readonly Mood[] = [
  'accept-then-lost',
  'accept-then-lost',
  'lost',
  'throttled',
  'throttled',
  'rejected',
  'refused-before-sending',
  'quota',
  'paused',
];

/** The events that follow from a mail that was taken: SES tells by the recipient what became of it. */
const eventsOf = (random: World['random'], { to }: Envelope): { eventType: string }[] => {
  const said = (eventType: string, part: object = {}) => ({ eventType, ...part });
  const bounce = said('Bounce', { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } });
  const complaint = said('Complaint', { complaint: { complaintFeedbackType: 'abuse' } });
  const delay = said('DeliveryDelay', { deliveryDelay: { delayType: 'MailboxFull' } });
  const end = to.startsWith('bounce') ? [bounce] : [said('Delivery', { delivery: {} })];
  return [
    said('Send'),
    ...(random.chance(0.2) ? [delay] : []),
    ...end,
    ...(to.startsWith('complaint') ? [complaint] : []),
  ];
};

/** SES over the sender in memory: it tells of every mail it took, in any order. */
export const ses = (world: World, feedback: (event: unknown) => void) => {
  const { random } = world;
  const taken: Taken[] = [];
  const mood = (): Mood => (random.chance(world.faults.ses) ? random.pick(BAD) : 'accept');
  const memory = memorySender(mood);
  const note = (raw: Uint8Array, envelope: Envelope) => {
    const { deliveryId = '', visitId = '', begun } = envelope.tags;
    const mail = { to: envelope.to, deliveryId, visitId, raw: new TextDecoder().decode(raw) };
    taken.push({ at: world.now, begun: Number(begun), ...mail });
    const tags = Object.fromEntries(Object.entries(envelope.tags).map(([name, value]) => [name, [value]]));
    for (const { eventType, ...part } of eventsOf(random, envelope)) {
      const about = { timestamp: new Date(world.now).toISOString(), destination: [envelope.to], tags };
      world.after(random.int(100, 40_000), () =>
        feedback({ source: 'aws.ses', 'detail-type': eventType, detail: { eventType, mail: about, ...part } }),
      );
    }
  };
  const sender = {
    rate: memory.rate,
    send: async (raw: Uint8Array, envelope: Envelope) => {
      const before = memory.taken.length;
      try {
        return await memory.send(raw, envelope);
      } finally {
        if (memory.taken.length > before) note(raw, envelope);
      }
    },
  };
  return { sender, taken, calls: memory.calls };
};

/** Stands for the image library: renditions that follow from the bytes, after a while; a file that says so is no photo. */
export const maker =
  (world: World): typeof makeRenditions =>
  async bytes => {
    await world.sleep(world.random.chance(0.1) ? world.random.int(5_000, 20_000) : world.random.int(100, 1_500));
    const text = new TextDecoder().decode(bytes);
    if (text.startsWith('bad')) return { ok: false, refusal: 'unreadable' };
    const rendition = (name: 'print' | 'mail' | 'tile') => ({
      name,
      width: 3,
      height: 2,
      data: new TextEncoder().encode(`${name} of ${sha256(bytes)}`),
    });
    return { ok: true, renditions: [rendition('print'), rendition('mail'), rendition('tile')], thumbhash: 'AAAA' };
  };
