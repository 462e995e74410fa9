/** How the cards of the hall look to a reader. */
export interface CardForm {
  prefix: string;
  digits: number;
}

/** Most milliseconds between two characters of a reader; hands need more (readers were measured at 7 to 16). */
export const BURST_MS = 50;
/** A card held to the reader is read again and again; within this time it counts once. */
const REPEAT_MS = 2_000;

/** What a key did. `taken`: part of a reading, keep it out of text fields; `read`: a whole card; `again`: the same card too soon; `half`: no card. */
export type Reading =
  | { is: 'other' }
  | { is: 'taken' }
  | { is: 'read'; cardId: string }
  | { is: 'again'; cardId: string }
  | { is: 'half' }
  /** characters that looked like a reading and were typed by hand: give them back to the text field */
  | { is: 'typed'; text: string };

/** The card's number in any writing of it: `eg 0000-0042` gives `EG00000042`; undefined: not a card of this hall. */
export const cardOf = (form: CardForm, text: string): string | undefined => {
  const plain = text.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
  const digits = plain.startsWith(form.prefix.toUpperCase()) ? plain.slice(form.prefix.length) : plain;
  return /^\d+$/.test(digits) && digits.length === form.digits ? form.prefix + digits : undefined;
};

/** Takes readings out of a stream of keys. A reader is told from a hand by its prefix, its length, its pace and its Enter: all four. */
export const wedge = (form: CardForm) => {
  let held = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  let broken = false;
  let last = { cardId: '', at: Number.NEGATIVE_INFINITY };
  const length = form.prefix.length + form.digits;

  const fits = (text: string): boolean =>
    text.length <= length
      ? form.prefix.startsWith(text.slice(0, form.prefix.length)) && /^\d*$/.test(text.slice(form.prefix.length))
      : false;

  const finish = (at: number): Reading => {
    const text = held;
    const whole = !broken && text.length === length;
    held = '';
    broken = false;
    if (!whole) return { is: 'half' };
    const again = last.cardId === text && at - last.at < REPEAT_MS;
    last = { cardId: text, at };
    return { is: again ? 'again' : 'read', cardId: text };
  };

  return {
    /** `key` as KeyboardEvent.key, `at` in milliseconds */
    key(key: string, at: number): Reading {
      const fast = at - lastAt <= BURST_MS;
      lastAt = at;
      if (!fast && held !== '') {
        const text = held;
        const wasLong = broken || text.length > form.prefix.length + 1;
        held = '';
        broken = false;
        // A slow second key: a hand typed the prefix. A reading that broke off is no text and is dropped.
        if (!wasLong) {
          if (key.length === 1 && fits(key)) held = key;
          return { is: 'typed', text: held === '' && key.length === 1 ? text + key : text };
        }
      }
      if (key === 'Enter') return held === '' ? { is: 'other' } : finish(at);
      if (key.length !== 1) return held === '' ? { is: 'other' } : { is: 'taken' };
      if (held === '' && !broken) {
        if (!fits(key)) return { is: 'other' };
        held = key;
        return { is: 'taken' };
      }
      if (broken || !fits(held + key)) {
        // Two readings ran into each other, or a hand is very fast: shorter than the prefix it can only be a hand.
        if (!broken && held.length < form.prefix.length) {
          const text = held + key;
          held = '';
          return { is: 'typed', text };
        }
        broken = true;
        held += key;
        return { is: 'taken' };
      }
      held += key;
      return { is: 'taken' };
    },
    /** Nothing came for a while: what was held so far by a hand goes back to its field; half a reading is dropped. */
    quiet(at: number): Reading {
      if (held === '' || at - lastAt <= BURST_MS) return { is: 'other' };
      const text = held;
      const typed = !broken && text.length <= form.prefix.length + 1;
      held = '';
      broken = false;
      return typed ? { is: 'typed', text } : { is: 'half' };
    },
    /** A card that was read in another way (QR, number pad), with the same rule for repeats. */
    seen(cardId: string, at: number): Reading {
      const again = last.cardId === cardId && at - last.at < REPEAT_MS;
      last = { cardId, at };
      return { is: again ? 'again' : 'read', cardId };
    },
  };
};
