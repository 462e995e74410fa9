import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardOf, type Reading, wedge } from '../../web/shared/wedge.ts';

const form = { prefix: 'EG', digits: 8 };

/** Plays keys with a gap in ms between them; answers what happened and the text that stayed for a field. */
const play = (keys: string[], gap: number, reader = wedge(form), from = 1_000) => {
  const readings: Reading[] = [];
  let field = '';
  let at = from;
  for (const key of keys) {
    const quiet = reader.quiet(at);
    if (quiet.is !== 'other') readings.push(quiet);
    if (quiet.is === 'typed') field += quiet.text;
    const reading = reader.key(key, at);
    readings.push(reading);
    if (reading.is === 'other' && key.length === 1) field += key;
    if (reading.is === 'typed') field += reading.text;
    at += gap;
  }
  const last = reader.quiet(at + 100);
  if (last.is === 'typed') field += last.text;
  readings.push(last);
  return { cards: readings.flatMap(each => (each.is === 'read' ? [each.cardId] : [])), readings, field };
};
const card = (number: string) => ['Shift', 'E', 'Shift', 'G', ...number, 'Enter'];

describe('wedge reader', () => {
  it('takes a burst with 8 ms between the keys as a card, and no digit stays for a text field', () => {
    const { cards, field } = play(card('00000042'), 8);
    expect(cards).toEqual(['EG00000042']);
    expect(field).toBe('');
  });
  it('takes a burst with single gaps of 16 ms', () => expect(play(card('12345678'), 16).cards).toEqual(['EG12345678']));
  it('never takes what a hand types at 80 ms as a card, and gives every character to the field', () => {
    const { cards, field } = play(card('00000042'), 80);
    expect(cards).toEqual([]);
    expect(field).toBe('EG00000042');
  });
  it('rejects half a reading because it is shorter than a card', () => {
    const { cards, readings, field } = play(['E', 'G', ...'0000', 'Enter'], 8);
    expect(cards).toEqual([]);
    expect(readings.some(each => each.is === 'half')).toBe(true);
    expect(field).toBe('');
  });
  it('rejects a reading that broke off without Enter', () => {
    const { cards, readings, field } = play(['E', 'G', ...'00000042'], 8);
    expect(cards).toEqual([]);
    expect(readings.at(-1)).toEqual({ is: 'half' });
    expect(field).toBe('');
  });
  it('rejects two readings that ran into each other', () => {
    const { cards, field } = play(['E', 'G', ...'00000042', 'E', 'G', ...'00000043', 'Enter'], 8);
    expect(cards).toEqual([]);
    expect(field).toBe('');
  });
  it('says again, not read, when the same card is held to the reader within two seconds', () => {
    const reader = wedge(form);
    play(card('00000042'), 8, reader, 1_000);
    expect(play(card('00000042'), 8, reader, 2_000).readings.some(each => each.is === 'again')).toBe(true);
    expect(play(card('00000042'), 8, reader, 5_000).cards).toEqual(['EG00000042']);
  });
  it('takes another card at once after the first', () => {
    const reader = wedge(form);
    play(card('00000042'), 8, reader, 1_000);
    expect(play(card('00000043'), 8, reader, 1_500).cards).toEqual(['EG00000043']);
  });
  it('leaves an Enter alone that ends no reading', () => expect(wedge(form).key('Enter', 5)).toEqual({ is: 'other' }));
  it('gives back every letter that a quick hand types, whatever it is', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zE0-9 ]{1,30}$/), fc.integer({ min: 60, max: 400 }), (text, gap) => {
        expect(play([...text], gap).field).toBe(text);
      }),
    ));
});

describe('cardOf', () => {
  it.each([
    ['EG00000042', 'EG00000042'],
    ['eg 0000-0042', 'EG00000042'],
    ['00000042', 'EG00000042'],
    ['EG００００００４２', 'EG00000042'],
    ['EG0000042', undefined],
    ['https://example.org/EG00000042', undefined],
    ['KT00000042', undefined],
  ])('reads %s as %s', (text, expected) => expect(cardOf(form, text)).toBe(expected));
});
