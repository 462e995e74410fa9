import { describe, expect, it } from 'vitest';
import { foreignCards } from '../../web/shared/foreign-card.ts';

const form = { prefix: 'EG', digits: 8 };
const play = (text: string, gap: number, from = 1_000) => {
  const read = foreignCards(form);
  return [...text, 'Enter'].map((key, at) => read(key, from + at * gap)).at(-1);
};

describe('cards that are none of ours', () => {
  it('are told by a burst with Enter: a phone, a bank card', () => {
    expect(play('08A1B2C3', 8)).toBe('08A1B2C3');
    expect(play('E0A1B2C3D4', 8)).toBe('E0A1B2C3D4');
  });
  it('leave our own cards to the reader, also broken ones', () => {
    expect(play('EG00000042', 8)).toBeUndefined();
    expect(play('EG0000', 8)).toBeUndefined();
  });
  it('are not seen in what a hand types', () => expect(play('hometax', 80)).toBeUndefined());
  it('are not seen in a few quick keys', () => expect(play('abc', 8)).toBeUndefined());
  it('are told when a reader sends Shift between the characters', () => {
    const read = foreignCards(form);
    const keys = ['Shift', 'A', 'Shift', 'B', '1', '2', 'Enter'];
    expect(keys.map((key, at) => read(key, 1_000 + at * 8)).at(-1)).toBe('AB12');
  });
});
