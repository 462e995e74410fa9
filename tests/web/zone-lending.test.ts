import { describe, expect, it } from 'vitest';
import { openVisitRequest } from '../../functions/visits/visit.schema.ts';
import {
  failed,
  joined,
  joins,
  lendingBody,
  type Mode,
  meaningOf,
  partOfDay,
  unknownTour,
} from '../../web/zone/lending.ts';

const joining: Mode = { is: 'joining', code: 'ABCDEF', cards: [], waiting: 0 };
const answer = (count: number) => ({
  visitId: 'v',
  language: 'en' as const,
  greeting: '',
  tour: { code: 'ABCDEF', name: 'Tour', joined: count, expected: 20 },
});

describe('lending at the door', () => {
  it('joins every further card to the tour that was chosen, and each once', () => {
    expect(meaningOf(joining, 'EG00000001')).toBe('join');
    expect(meaningOf(joins(joining, 'EG00000001'), 'EG00000001')).toBe('again');
    expect(meaningOf(joins(joining, 'EG00000001'), 'EG00000002')).toBe('join');
  });
  it('asks for the code before a card, and lends alone everywhere else', () => {
    expect(meaningOf({ is: 'code' }, 'EG00000001')).toBe('first');
    expect(meaningOf({ is: 'attract' }, 'EG00000001')).toBe('lend');
    expect(meaningOf({ is: 'return' }, 'EG00000001')).toBe('return');
  });
  it('never counts back when answers overtake each other', () => {
    const later = joined(joined(joining, answer(3)), answer(2));
    expect(later).toMatchObject({ tour: { joined: 3 } });
  });
  it('counts the cards that wait for the network', () =>
    expect(joined(joined(joining, undefined), undefined)).toMatchObject({ waiting: 2 }));
  it('asks for the code again when the hall knows no such tour, and leaves another mode alone', () => {
    expect(unknownTour(joining)).toEqual({ is: 'code', wrong: 'ABCDEF' });
    expect(unknownTour({ is: 'attract' })).toEqual({ is: 'attract' });
  });
  it('lets a card try again that could not be lent', () =>
    expect(meaningOf(failed(joins(joining, 'EG00000001'), 'EG00000001'), 'EG00000001')).toBe('join'));
  it('sends what the door takes', () => {
    const at = '2026-11-22T01:00:00.000Z';
    const body = lendingBody({ id: 'id-00000001', cardId: 'EG00000001', at, language: 'ko', code: 'ABCDEF' });
    expect(openVisitRequest.parse({ ...body, sentAt: at })).toMatchObject({ tour: 'ABCDEF' });
  });
  it('greets by the hour in Seoul', () => {
    expect(partOfDay(Date.parse('2026-11-22T02:59:00Z'))).toBe('morning');
    expect(partOfDay(Date.parse('2026-11-22T03:00:00Z'))).toBe('afternoon');
    expect(partOfDay(Date.parse('2026-11-22T08:00:00Z'))).toBe('evening');
    expect(partOfDay(Date.parse('2026-11-21T16:00:00Z'))).toBe('morning');
  });
});
