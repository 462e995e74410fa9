import type { Floor } from './floor.ts';

/** Between two visitors a card lies at the door for so long, by the hall's clock: longer than a request may take. */
const REST_MS = 90_000;

/** The cards of the hall; they come back and are lent again. */
export class Cards {
  readonly #floor: Floor;
  readonly #free: { cardId: string; from: number }[];

  constructor(floor: Floor, count: number) {
    this.#floor = floor;
    this.#free = Array.from({ length: count }, (_, place) => ({
      cardId: `EG${String(place).padStart(8, '0')}`,
      from: 0,
    }));
  }

  async take(): Promise<string> {
    for (;;) {
      const next = this.#free.shift();
      if (next) {
        await this.#floor.until(next.from);
        return next.cardId;
      }
      await this.#floor.until(this.#floor.now + 500);
    }
  }

  giveBack(cardId: string): void {
    this.#free.push({ cardId, from: this.#floor.now + REST_MS });
  }
}
