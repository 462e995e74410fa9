import { describe, expect, it } from 'vitest';
import { act, type Delivery, erased, heard, replaced } from '../../functions/deliveries/delivery.ts';
import type { DeliveryState } from '../../functions/visits/delivery-states.ts';

const at = (second: number) => `2026-11-22T01:00:0${second}.000Z`;
const fresh = (state: DeliveryState = 'calling'): Delivery => ({ state, history: [] });

describe('of two reports of equal strength', () => {
  const bounces = ['Permanent/General', 'Transient/General', undefined] as const;

  it('the greater reason holds, in whatever order they come', () => {
    for (const first of bounces)
      for (const second of bounces) {
        const ends = heard(heard(fresh(), 'bounce', at(1), first), 'bounce', at(2), second);
        const greater = [first, second].map(why => why ?? '').sort()[1] || undefined;
        expect([first, second, ends.why, ends.outcomeWhy]).toEqual([first, second, greater, greater]);
        expect(ends.state).toBe('bounced');
      }
  });

  it('the reason of a weaker one does not count', () => {
    const complained = heard(fresh(), 'complaint', at(1), 'abuse');
    expect(heard(complained, 'bounce', at(2), 'Transient/General')).toMatchObject({
      why: 'abuse',
      outcomeWhy: 'abuse',
    });
    const without = heard(heard(fresh(), 'bounce', at(1), 'Transient/General'), 'complaint', at(2));
    expect([without.state, without.why, without.outcomeWhy]).toEqual(['complained', undefined, undefined]);
  });
});

describe('the outcome of an act', () => {
  it('is kept with its reason beside the state, and only when the act ends the mail', () => {
    expect(act(fresh(), 'reject', at(1), 'bad-content')).toMatchObject({
      ...{ state: 'rejected', why: 'bad-content', outcome: 'rejected', outcomeWhy: 'bad-content' },
    });
    const accepted = act(fresh(), 'accept', at(1)) as Delivery;
    expect(Object.keys(accepted).sort()).toEqual(['history', 'outcome', 'state']);
    expect(Object.keys(accepted.history[0]!)).toEqual(['at', 'state']);
    expect(act(fresh(), 'release', at(1), 'rate')?.outcome).toBeUndefined();
    expect(act(fresh(), 'give-up', at(1), 'no-send-event')?.outcome).toBeUndefined();
  });
});

describe('a replaced delivery', () => {
  it('shows a complaint about its mail, with the reason', () => {
    const old = replaced(fresh('unknown'), 'next', at(1), 'Kim') as Delivery;
    expect([old.state, old.why]).toEqual(['replaced', 'next']);
    expect(heard(old, 'complaint', at(2), 'abuse')).toMatchObject({ state: 'complained', why: 'abuse' });
    expect(heard(old, 'bounce', at(2), 'Permanent/General')).toMatchObject({ state: 'replaced', why: 'next' });
  });

  it('that had been delivered before stays delivered', () => {
    const old = replaced(heard(fresh(), 'delivery', at(1)), 'next', at(2), 'visitor') as Delivery;
    expect([old.state, old.replacedBy]).toEqual(['delivered', 'next']);
    expect(old.history.at(-1)).toMatchObject({ state: 'replaced', by: 'visitor' });
  });

  it('says so when the same mail was sent again', () => {
    const old = replaced(fresh('unknown'), 'next', at(1), 'Kim', 'sent-again') as Delivery;
    expect(old.history.at(-1)?.why).toBe('sent-again');
  });
});

describe('the history', () => {
  it('tells apart who did the same at the same moment, and why', () => {
    const [kim, lee] = ['Kim', 'Lee'].map(by => replaced(fresh(), 'next', at(1), by) as Delivery);
    expect(kim?.history).not.toEqual(lee?.history);
    const twice = heard(heard(fresh(), 'delay', at(1), 'MailboxFull'), 'delay', at(1), 'SpamDetected');
    expect(twice.history.map(({ why }) => why)).toEqual(['MailboxFull', 'SpamDetected']);
    expect(heard(heard(fresh(), 'delay', at(1), 'SpamDetected'), 'delay', at(1), 'MailboxFull')).toEqual(twice);
    expect(heard(heard(fresh(), 'delay', at(1)), 'delay', at(1)).history).toHaveLength(1);
  });

  it('puts what SES told before its call behind the last call, not the first', () => {
    const refused = act(act(fresh('claimed'), 'call', at(1)) as Delivery, 'release', at(2), 'rate') as Delivery;
    const again = act(act(refused, 'claim', at(3)) as Delivery, 'call', at(4)) as Delivery;
    const told = heard(again, 'send', at(0));
    expect(told.history.map(({ state }) => state)).toEqual(['calling', 'waiting', 'claimed', 'calling', 'accepted']);
    expect(heard(told, 'delivery', at(0)).history.at(-1)?.state).toBe('delivered');
  });

  it('keeps what SES told after the call in the order of its times', () => {
    const called = act(fresh('claimed'), 'call', at(1)) as Delivery;
    const told = heard(heard(heard(called, 'delay', at(8)), 'delivery', at(5)), 'bounce', at(3));
    expect(told.history.map(({ state }) => state)).toEqual(['calling', 'bounced', 'delivered', 'delayed']);
  });

  it('ends with the erasure, by its time', () => {
    const gone = erased(heard(fresh(), 'delivery', at(1), 'why'), at(2));
    expect(gone).toMatchObject({ state: 'erased', history: [{ state: 'delivered' }, { at: at(2), state: 'erased' }] });
    expect(gone.why).toBeUndefined();
  });
});
