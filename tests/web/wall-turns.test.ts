import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FeedPage,
  missing,
  NO_TURNS,
  polled,
  stocked,
  type Turns,
  turned,
  wanted,
} from '../../web/wall/wall-turns.ts';

const PAGE = 5;

/** The feed of a hall: approved entries, newest first, five a page; a cursor names the entry it begins behind, as the table's does. */
const feed = () => {
  let count = 0;
  const all: { id: string; place: number; off: boolean }[] = [];
  const approve = (id = `e${count}`) => {
    count += 1;
    for (const entry of all) if (entry.id === id) entry.off = true;
    all.unshift({ id, place: count, off: false });
    return id;
  };
  return {
    approve,
    withdraw: (id: string) => {
      for (const entry of all) if (entry.id === id) entry.off = true;
    },
    ids: () => all.filter(({ off }) => !off).map(({ id }) => id),
    read: (cursor: string): FeedPage => {
      const rest = all.filter(({ off, place }) => !off && (cursor === '' || place < Number(cursor)));
      const page = rest.slice(0, PAGE);
      const ids = page.map(({ id }) => id);
      return rest.length > PAGE ? { ids, next: String(page.at(-1)?.place) } : { ids };
    },
  };
};

/** A wall over a feed, as web/wall/feed.ts works it. */
const wallOver = (hall: ReturnType<typeof feed>, size: number) => {
  let turns: Turns = NO_TURNS;
  const stock = () => {
    for (let count = 0; count < 3; count += 1) {
      const page = wanted(turns, size);
      if (page === undefined) return;
      turns = stocked(turns, page, hall.read(page));
    }
  };
  return {
    shown: () => turns.queue.slice(0, size).map(({ id }) => id),
    look: () => {
      const pages = new Map(['', ...turns.queue.map(({ page }) => page)].map(page => [page, hall.read(page)]));
      const second = pages.get('')?.next;
      if (second !== undefined && missing(turns, pages).length > 0) pages.set(second, hall.read(second));
      turns = polled(turns, pages);
      stock();
    },
    turn: () => {
      turns = turned(turns, size);
      stock();
    },
  };
};

const walls = fc.record({ entries: fc.integer({ min: 1, max: 40 }), size: fc.integer({ min: 1, max: 8 }) });

describe('turns of the wall', () => {
  it('shows the newest first, since the feed is walked from its beginning', () => {
    const hall = feed();
    for (let i = 0; i < 12; i += 1) hall.approve();
    const wall = wallOver(hall, 7);
    wall.look();
    expect(wall.shown()).toEqual(['e11', 'e10', 'e9', 'e8', 'e7', 'e6', 'e5']);
    wall.turn();
    expect(wall.shown()).toEqual(['e10', 'e9', 'e8', 'e7', 'e6', 'e5', 'e4']);
  });

  it('gives each entry one turn a round, however many there are', () => {
    fc.assert(
      fc.property(walls, ({ entries, size }) => {
        const hall = feed();
        for (let i = 0; i < entries; i += 1) hall.approve();
        const wall = wallOver(hall, size);
        wall.look();
        const heads: string[] = [];
        for (let i = 0; i < 3 * entries; i += 1) {
          heads.push(wall.shown()[0] ?? '');
          wall.turn();
          if (i % 3 === 0) wall.look();
        }
        for (let round = 0; round < 3; round += 1)
          expect(heads.slice(round * entries, (round + 1) * entries).sort()).toEqual(hall.ids().sort());
      }),
    );
  });

  it('fills the screen whenever there are enough entries, each on it once', () => {
    fc.assert(
      fc.property(
        walls,
        fc.array(fc.constantFrom('turn', 'look', 'approve'), { maxLength: 60 }),
        ({ entries, size }, acts) => {
          const hall = feed();
          for (let i = 0; i < entries; i += 1) hall.approve();
          const wall = wallOver(hall, size);
          wall.look();
          for (const act of acts) {
            if (act === 'approve') hall.approve();
            else wall[act]();
            const shown = wall.shown();
            expect(new Set(shown).size).toBe(shown.length);
            expect(shown.length).toBeGreaterThanOrEqual(Math.min(size, entries));
          }
        },
      ),
    );
  });

  it('makes every new entry the large one soon: at most as many turns later as newer ones came before it', () => {
    fc.assert(
      fc.property(
        walls,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 15 }),
        ({ entries, size }, news) => {
          const hall = feed();
          for (let i = 0; i < entries; i += 1) hall.approve();
          const wall = wallOver(hall, size);
          wall.look();
          const came: { id: string; turn: number; ahead: number }[] = [];
          const large = new Map<string, number>();
          for (let turn = 0; turn < 60; turn += 1) {
            const fresh = Array.from({ length: news[turn] ?? 0 }, () => hall.approve());
            wall.look();
            const waiting = came.filter(({ id }) => !large.has(id)).length;
            for (const id of fresh) came.push({ id, turn, ahead: waiting + fresh.length });
            large.set(wall.shown()[0] ?? '', large.get(wall.shown()[0] ?? '') ?? turn);
            wall.turn();
          }
          for (const { id, turn, ahead } of came)
            expect((large.get(id) ?? Number.NaN) - turn).toBeLessThanOrEqual(ahead);
        },
      ),
    );
  });

  it('has nothing on the screen or coming that was taken off, from the next look on', () => {
    const act = fc.oneof(
      fc.constant({ is: 'turn' as const }),
      fc.constant({ is: 'approve' as const }),
      fc.record({ is: fc.constant('withdraw' as const), which: fc.nat(60) }),
      fc.record({ is: fc.constant('again' as const), which: fc.nat(60) }),
    );
    fc.assert(
      fc.property(walls, fc.array(act, { maxLength: 60 }), ({ entries, size }, acts) => {
        const hall = feed();
        for (let i = 0; i < entries; i += 1) hall.approve();
        const wall = wallOver(hall, size);
        wall.look();
        for (const one of acts) {
          if (one.is === 'turn') wall.turn();
          else if (one.is === 'approve') hall.approve();
          else {
            const id = hall.ids()[one.which % Math.max(1, hall.ids().length)];
            if (id === undefined) continue;
            if (one.is === 'withdraw') hall.withdraw(id);
            else hall.approve(id);
          }
          wall.look();
          expect(hall.ids()).toEqual(expect.arrayContaining(wall.shown()));
          if (hall.ids().length > 0) expect(wall.shown().length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
