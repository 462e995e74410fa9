import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HallError } from '../../functions/platform/errors.ts';
import { logInteractions } from '../../functions/visits/interactions.ts';
import { openVisit, returnCard } from '../../functions/visits/visits.ts';
import { at, hall, known, MORNING } from './hall.ts';

/** One request takes up to this long; what happens to one card is at least twice as far apart. */
const LATENCY_MS = 2_000;
const GAP_MS = 2 * LATENCY_MS;

interface Happening {
  kind: 'lend' | 'tap' | 'return';
  /** the true time */
  time: number;
  card: number;
  kiosk: number;
  /** the lending it belongs to */
  lending: string;
  id: string;
}

interface Drawn {
  kind: 'lend' | 'tap' | 'return';
  card: number;
  kiosk: number;
  wait: number;
  delay: number;
  latency: number;
  replay: { delay: number; latency: number; slow: number } | null;
}

const latency = fc.integer({ min: 0, max: LATENCY_MS });
/** A replay may take this much longer: it has landed before, so its time no longer decides. */
const slow = fc.integer({ min: 0, max: 9 * 60_000 });
const delay = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 6 * 3_600_000 }));
const steps: fc.Arbitrary<Drawn[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('lend', 'tap', 'tap', 'tap', 'return'),
    card: fc.nat(1),
    kiosk: fc.nat(3),
    wait: fc.oneof(fc.constant(GAP_MS + 1), fc.integer({ min: GAP_MS + 1, max: 40 * 60_000 })),
    delay,
    latency,
    replay: fc.option(fc.record({ delay, latency, slow })),
  }),
  { minLength: 1, maxLength: 30 },
);
/** How wrong each kiosk's clock is: up to two days. */
const clocks = fc.array(fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }), { minLength: 4, maxLength: 4 });

/** One request: when it leaves its kiosk, and how long it takes. */
interface Sending {
  happening: Happening;
  leaves: number;
  latency: number;
  /** ms that it left earlier, if it is a replay of what was accepted */
  slow: number;
}

/** What truly happened (taps only of cards that are lent), and the requests that tell it, in the order they arrive. */
const story = (drawn: readonly Drawn[]) => {
  const holder = new Map<number, { lending: string; since: number; told: number }>();
  const sendings: Sending[] = [];
  let time = MORNING;
  for (const [index, { kind, card, kiosk, wait, delay, latency, replay }] of drawn.entries()) {
    time += wait;
    const held = holder.get(card);
    const id = `happening-${index}`;
    if (kind !== 'lend' && (!held || time - held.since > 13 * 3_600_000)) continue;
    const happening = { kind, time, card, kiosk, lending: kind === 'lend' ? id : held!.lending, id };
    // The door tells what it did in its order: a card's return does not overtake its lending.
    const leaves = Math.max(time + delay, kind === 'return' ? held!.told + 1 : 0);
    if (kind === 'lend') holder.set(card, { lending: id, since: time, told: leaves + latency });
    if (kind === 'return') holder.delete(card);
    sendings.push({ happening, leaves, latency, slow: 0 });
    if (replay) sendings.push({ happening, leaves: leaves + replay.delay, latency: replay.latency, slow: replay.slow });
  }
  return sendings.sort((a, b) => a.leaves + a.latency - b.leaves - b.latency);
};

const cardId = (card: number) => `EG0000000${card}`;

/** Runs a story through a hall; answers where each tap lies and where it should. */
const run = async (drawn: readonly Drawn[], errors: readonly number[]) => {
  const { deps, time, table } = hall();
  const visits = new Map<string, string>();
  const accepted = new Set<string>();
  const send = async ({ happening, leaves, latency, slow }: Sending): Promise<boolean> => {
    const { kind, card, kiosk, id } = happening;
    const left = accepted.has(id) ? Math.max(happening.time, leaves - slow) : leaves;
    const said = { at: at(happening.time + errors[kiosk]!), sentAt: at(left + errors[kiosk]!), cardId: cardId(card) };
    time.now = leaves + latency;
    if (kind === 'lend') {
      const { visit } = await openVisit(deps, { id, language: 'ko', ...said }, `kiosk-${kiosk}`);
      visits.set(id, visit.visitId);
      return true;
    }
    if (kind === 'return') return (await returnCard(deps, cardId(card), said)).returned;
    const tap = { id, kind: 'tapped', zone: 2, cardId: said.cardId, at: said.at };
    const answer = await logInteractions(deps, known, { sentAt: said.sentAt, interactions: [tap] }, `kiosk-${kiosk}`);
    if (answer.results[0]?.accepted) accepted.add(id);
    return answer.results[0]?.accepted === true;
  };
  const sendings = story(drawn);
  const refused: Sending[] = [];
  for (const sending of sendings) if (!(await send(sending)) && sending.happening.kind === 'tap') refused.push(sending);
  // A tap that came before its card's lending was told is refused; its kiosk tries again when all is told.
  const stillRefused: string[] = [];
  for (const sending of refused) {
    const again = { ...sending, leaves: time.now + 1 };
    if (!(await send(again))) stillRefused.push(sending.happening.id);
  }
  const taps = new Map(sendings.filter(s => s.happening.kind === 'tap').map(s => [s.happening.id, s.happening]));
  const found = table.all().filter(item => item.sk.startsWith('DID#'));
  const is = found.map(item => `${item.sk.slice(4)} in ${item.pk.slice(6)}`).sort();
  const shouldBe = [...taps.values()].map(tap => `${tap.id} in ${visits.get(tap.lending)}`).sort();
  return { is, shouldBe, stillRefused };
};

it('lands each tap in exactly one visit, the right one, whatever the delays, replays and clocks', async () => {
  await fc.assert(
    fc.asyncProperty(steps, clocks, async (drawn, errors) => {
      const { is, shouldBe, stillRefused } = await run(drawn, errors);
      expect(stillRefused).toEqual([]);
      expect(is).toEqual(shouldBe);
    }),
    { numRuns: 300 },
  );
});

it('lands each tap right when lending, tap and replay reach the table in any interleaving', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: -5_000, max: 5_000 }), async (scheduler, late) => {
      const { deps, time, table } = hall();
      const lend = (id: string, when: number) =>
        openVisit(deps, { id, language: 'ko', cardId: cardId(1), at: at(when), sentAt: at(time.now) });
      const before = await lend('lending-a', MORNING);
      time.now = MORNING + 60_000;
      const slow: typeof table = Object.assign(Object.create(table) as typeof table, {
        ...table,
        get: scheduler.scheduleFunction(table.get),
        getMany: scheduler.scheduleFunction(table.getMany),
        put: scheduler.scheduleFunction(table.put),
        delete: scheduler.scheduleFunction(table.delete),
        query: scheduler.scheduleFunction(table.query),
      });
      const turn = MORNING + 30_000;
      const tap = { id: 'tap-00001', kind: 'tapped', zone: 2, cardId: cardId(1), at: at(turn + late) };
      // What is moved at this moment is told again, as a kiosk does.
      const tell = async (): Promise<unknown> => {
        const body = { sentAt: at(time.now), interactions: [tap] };
        try {
          const { results } = await logInteractions({ ...deps, table: slow }, known, body);
          expect(results).toEqual([{ id: 'tap-00001', accepted: true }]);
          return results;
        } catch (error) {
          if (error instanceof HallError && error.code === 'unavailable') return tell();
          throw error;
        }
      };
      const [after] = await scheduler.waitFor(
        Promise.all([
          openVisit(
            { ...deps, table: slow },
            { id: 'lending-b', language: 'ko', cardId: cardId(1), at: at(turn), sentAt: at(time.now) },
          ),
          tell(),
          tell(),
        ]),
      );
      const right = late < 0 ? before.visit.visitId : after.visit.visitId;
      const found = table.all().filter(item => item.sk === 'DID#tap-00001');
      expect(found.map(item => item.pk)).toEqual([`VISIT#${right}`]);
    }),
    { numRuns: 150 },
  );
});
