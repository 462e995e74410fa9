import { type Envelope, SendError, type SendErrorKind, type Sender } from './sender.ts';

/** What the sender in memory does with the next call. `accept-then-*`: the mail is taken, the caller does not learn it. */
export type Mood = 'accept' | 'accept-then-lost' | 'lost' | Exclude<SendErrorKind, 'unclear'>;

/** A sender in memory, for tests and the simulation: what was taken, in order. `mood` decides each call. */
export const memorySender = (
  mood: (call: number, envelope: Envelope) => Mood = () => 'accept',
  rate: () => number = () => 14,
): Sender & { taken: { messageId: string; raw: Uint8Array; envelope: Envelope }[]; calls(): number } => {
  const taken: { messageId: string; raw: Uint8Array; envelope: Envelope }[] = [];
  let calls = 0;
  return {
    taken,
    calls: () => calls,
    rate: async () => rate(),
    send: async (raw, envelope) => {
      const today = mood(calls++, envelope);
      if (today === 'lost') throw new SendError('unclear', 'connection-lost');
      if (today !== 'accept' && today !== 'accept-then-lost') throw new SendError(today, today);
      const messageId = `memory-${calls}`;
      taken.push({ messageId, raw: raw.slice(), envelope });
      if (today === 'accept-then-lost') throw new SendError('unclear', 'connection-lost');
      return { messageId };
    },
  };
};
