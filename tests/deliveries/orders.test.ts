import { expect, it } from 'vitest';
import { act, type Delivery, EVENTS, heard, replaced, type SesEvent } from '../../functions/deliveries/delivery.ts';

const at = (second: number) => `2026-11-22T01:00:0${second}.000Z`;
const CALLING: Delivery = { state: 'calling', history: [{ at: at(0), state: 'calling' }] };
type Step = (delivery: Delivery) => Delivery;

/** All orders of a list, each handed on while it is put together: nothing is kept of five thousand. */
const eachOrder = <T>(left: readonly T[], visit: (order: readonly T[]) => void, order: readonly T[] = []): void => {
  if (left.length === 0) visit(order);
  for (const [place, one] of left.entries()) eachOrder(left.toSpliced(place, 1), visit, [...order, one]);
};

const told = (Object.keys(EVENTS) as SesEvent[]).map(
  (event, place): Step =>
    delivery =>
      heard(delivery, event, at(place + 1), event === 'send' ? undefined : `by ${event}`),
);
const endOf = (order: readonly Step[]): string =>
  JSON.stringify(
    Object.entries(order.reduce((delivery, step) => step(delivery), CALLING)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

it('everything that SES can tell of a mail ends alike in all 5,040 orders, told once, twice, or once more backwards', () => {
  const ends = new Set<string>();
  let orders = 0;
  eachOrder(told, order => {
    orders++;
    ends.add(endOf(order));
    ends.add(endOf(order.flatMap(step => [step, step])));
    ends.add(endOf([...order, ...order.toReversed()]));
  });
  expect(orders).toBe(5_040);
  expect([...ends]).toHaveLength(1);
  expect([...ends][0]).toContain('["state","complained"]');
});

it('any three events, with a correction at any place between, leave the same state in all orders', () => {
  const correction: Step = one => replaced(one, 'next', at(9), 'visitor') ?? one;
  const accept: Step = one => act(one, 'accept', at(1)) ?? one;
  for (const one of told)
    for (const two of told)
      for (const three of told) {
        const states = new Set<string>();
        eachOrder([one, two, three, correction], order => {
          const { state, outcome, why } = [accept, ...order].reduce((delivery, step) => step(delivery), CALLING);
          states.add(JSON.stringify([state, outcome, why]));
        });
        expect([...states]).toHaveLength(1);
      }
});
