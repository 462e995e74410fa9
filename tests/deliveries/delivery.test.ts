import { describe, expect, it } from 'vitest';
import {
  ACTS,
  type Act,
  act,
  CONCERNS,
  type Delivery,
  EVENTS,
  erased,
  heard,
  isOpen,
  noted,
  OUTCOMES,
  replaced,
  type SesEvent,
} from '../../functions/deliveries/delivery.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../functions/visits/delivery-states.ts';

const AT = '2026-11-22T01:00:00.000Z';
const at = (second: number) => `2026-11-22T01:00:0${second}.000Z`;
const fresh = (state: DeliveryState = 'waiting'): Delivery => ({ state, history: [{ at: AT, state }] });

const permutations = <T>(all: readonly T[]): T[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map(rest => [one, ...rest]));

describe('acts', () => {
  it('move only as the table says, from every state with every act', () => {
    for (const state of DELIVERY_STATES)
      for (const what of Object.keys(ACTS) as Act[]) {
        const wanted = (ACTS[what] as Partial<Record<DeliveryState, DeliveryState>>)[state];
        expect([state, what, act(fresh(state), what, AT, 'why')?.state]).toEqual([state, what, wanted]);
      }
  });

  it('keep the whole table as it was agreed, since a new arrow may send a mail twice', () => {
    expect(ACTS).toEqual({
      claim: { waiting: 'claimed' },
      release: { claimed: 'waiting', calling: 'waiting' },
      call: { claimed: 'calling' },
      accept: { calling: 'accepted', unknown: 'accepted' },
      reject: { claimed: 'rejected', calling: 'rejected' },
      suppress: { waiting: 'suppressed', claimed: 'suppressed' },
      'give-up': { calling: 'unknown' },
    });
    expect(EVENTS).toEqual({
      send: 'accepted',
      delay: 'delayed',
      delivery: 'delivered',
      reject: 'rejected',
      suppressed: 'suppressed',
      bounce: 'bounced',
      complaint: 'complained',
    });
  });

  it('write who and why into the history, and drop the reason before', () => {
    const claimed = act(fresh(), 'claim', at(1), 'without-photo') as Delivery;
    const calling = act(claimed, 'call', at(2)) as Delivery;
    expect(calling).toEqual({
      state: 'calling',
      history: [
        { at: AT, state: 'waiting' },
        { at: at(1), state: 'claimed', why: 'without-photo' },
        { at: at(2), state: 'calling' },
      ],
    });
  });

  it('leave the three states before the call as the only open ones', () => {
    expect(DELIVERY_STATES.filter(isOpen)).toEqual(['waiting', 'claimed', 'calling']);
  });
});

describe('events of SES', () => {
  const events: [SesEvent, number, string?][] = [
    ['send', 1],
    ['delay', 2, 'MailboxFull'],
    ['delivery', 3],
    ['bounce', 4, 'Permanent/General'],
    ['bounce', 4, 'Transient/General'],
    ['complaint', 5, 'abuse'],
  ];
  const run = (order: readonly [SesEvent, number, string?][], from: Delivery) =>
    order.reduce((delivery, [event, second, why]) => heard(delivery, event, at(second), why), from);

  it('end alike in all 720 orders, each event told twice, from every state before', () => {
    for (const state of ['waiting', 'claimed', 'calling', 'unknown', 'accepted'] as const) {
      const wanted = run(events, fresh(state));
      expect(wanted.state).toBe('complained');
      for (const order of permutations(events)) {
        expect(run(order, fresh(state))).toEqual(wanted);
        expect(run([...order, ...order.toReversed()], fresh(state))).toEqual(wanted);
      }
    }
  });

  it('end alike for every subset in every order, with the acts of worker, sweeper and visitor at any place between', () => {
    const kinds = Object.keys(EVENTS) as SesEvent[];
    const others: Record<string, (delivery: Delivery) => Delivery> = {
      accept: one => act(one, 'accept', at(1)) ?? one,
      'give-up': one => act(one, 'give-up', at(2), 'no-send-event') ?? one,
      replace: one => replaced(one, 'next', at(3), 'visitor') ?? one,
    };
    for (const first of kinds)
      for (const second of kinds)
        for (const [name, other] of Object.entries(others)) {
          const steps = [
            (one: Delivery) => heard(one, first, at(4)),
            (one: Delivery) => heard(one, second, at(5)),
            other,
          ];
          const ends = permutations(steps).map(order => order.reduce((one, step) => step(one), fresh('calling')).state);
          expect([name, first, second, ...new Set(ends)]).toHaveLength(4);
        }
  });

  it('give the same delivery again when they are repeated', () => {
    for (const [event] of Object.entries(EVENTS) as [SesEvent, string][]) {
      const once = heard(fresh('calling'), event, at(1), 'why');
      expect(heard(once, event, at(1), 'why')).toEqual(once);
    }
  });

  it('never fall back to a weaker outcome', () => {
    for (const [index, state] of OUTCOMES.entries())
      for (const [event, told] of Object.entries(EVENTS) as [SesEvent, (typeof OUTCOMES)[number]][]) {
        const after = heard({ state, outcome: state, history: [] }, event, AT);
        expect(OUTCOMES.indexOf(after.state as 'accepted')).toBe(Math.max(index, OUTCOMES.indexOf(told)));
      }
  });

  it('settle a mail that was unknown', () => {
    expect(heard(fresh('unknown'), 'send', AT).state).toBe('accepted');
  });
});

describe('the history', () => {
  const ms = (millisecond: number) => `2026-11-22T01:00:02.${String(millisecond).padStart(3, '0')}Z`;
  const called = () => act(act(fresh(), 'claim', ms(0)) as Delivery, 'call', ms(100)) as Delivery;
  const states = ({ history }: Delivery) => history.map(({ state }) => state);

  it('reads truly though SES tells of a mail by its own clock, and faster than we note that it took it', () => {
    const events: ((one: Delivery) => Delivery)[] = [
      one => heard(one, 'send', ms(90)),
      one => heard(one, 'bounce', ms(95), 'Permanent/General'),
      one => heard(one, 'complaint', ms(250)),
      one => act(one, 'accept', ms(300)) ?? one,
    ];
    for (const order of permutations(events)) {
      const told = order.reduce((one, step) => step(one), called());
      expect(states(told)).toEqual(['waiting', 'claimed', 'calling', 'accepted', 'bounced', 'complained']);
    }
  });

  it('names the acceptance once, by whoever told it first, and puts what follows behind it until SES says more', () => {
    const bounced = heard(act(called(), 'accept', ms(300)) as Delivery, 'bounce', ms(200), 'Permanent/General');
    expect(states(bounced).slice(-2)).toEqual(['accepted', 'bounced']);
    const settled = heard(bounced, 'send', ms(150));
    expect(settled.history.slice(-2)).toEqual([
      { at: ms(150), state: 'accepted' },
      { at: ms(200), state: 'bounced', why: 'Permanent/General' },
    ]);
    expect(heard(settled, 'send', ms(400))).toEqual(settled);
  });

  it('keeps what happened before the call where it was, also the calls that SES refused', () => {
    const refused = act(called(), 'release', ms(150), 'rate') as Delivery;
    const again = act(act(refused, 'claim', ms(400)) as Delivery, 'call', ms(500)) as Delivery;
    expect(states(heard(again, 'delivery', ms(450)))).toEqual([
      ...['waiting', 'claimed', 'calling', 'waiting'],
      ...['claimed', 'calling', 'delivered'],
    ]);
  });

  it('holds what the staff did for a mail that stays where it is', () => {
    expect(noted(fresh(), at(1), 'asked-again', 'Kim')).toEqual({
      state: 'waiting',
      history: [
        { at: AT, state: 'waiting' },
        { at: at(1), state: 'waiting', why: 'asked-again', by: 'Kim' },
      ],
    });
  });
});

describe('the concerns', () => {
  it('call for the staff where a mail has ended without reaching anybody, and for nobody where it goes on by itself', () => {
    const of = (concern: string) => DELIVERY_STATES.filter(state => CONCERNS[state] === concern);
    expect(of('needs-staff')).toEqual(['bounced', 'rejected', 'suppressed', 'unknown']);
    expect(of('waiting')).toEqual([...DELIVERY_STATES.filter(isOpen), 'delayed']);
    expect(of('over')).toEqual(['replaced', 'erased']);
  });
});

describe('replacing', () => {
  it('shows replaced, unless the mail reached somebody', () => {
    const old = replaced(fresh('unknown'), 'next', at(1), 'Kim') as Delivery;
    expect(old.state).toBe('replaced');
    expect(old.history.at(-1)).toEqual({ at: at(1), state: 'replaced', why: 'address-corrected', by: 'Kim' });
    expect(heard(old, 'send', at(2)).state).toBe('replaced');
    expect(heard(old, 'delivery', at(2)).state).toBe('delivered');
    expect(heard(heard(old, 'delivery', at(2)), 'bounce', at(3)).state).toBe('replaced');
  });

  it('happens once', () => {
    const old = replaced(fresh(), 'next', at(1), 'Kim') as Delivery;
    expect(replaced(old, 'other', at(2), 'Lee')).toBeUndefined();
    expect(replaced(erased(fresh(), AT), 'next', at(1), 'Kim')).toBeUndefined();
  });

  it('takes the mail out of the way of every worker', () => {
    for (const state of ['waiting', 'claimed'] as const) {
      const old = replaced(fresh(state), 'next', at(1), 'Kim') as Delivery;
      for (const what of Object.keys(ACTS) as Act[]) expect(act(old, what, at(2))).toBeUndefined();
    }
  });
});

describe('an erased delivery', () => {
  it('hears and does nothing more', () => {
    const gone = erased(fresh('calling'), at(1));
    expect(gone.state).toBe('erased');
    expect(erased(gone, at(2))).toBe(gone);
    for (const event of Object.keys(EVENTS) as SesEvent[]) expect(heard(gone, event, at(2))).toBe(gone);
    for (const what of Object.keys(ACTS) as Act[]) expect(act(gone, what, at(2))).toBeUndefined();
  });
});
