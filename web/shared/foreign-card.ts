import { BURST_MS, type CardForm } from './wedge.ts';

/** Fewest characters of a card's number; what is shorter was a hand. */
const FEWEST = 4;

/**
 * Tells cards that are none of the hall's: a burst of characters as only a reader makes, closed by Enter, with another beginning than our
 * cards (theirs are the wedge's). Pure; `key` as KeyboardEvent.key, `at` in milliseconds. Answers the number when one was read.
 */
export const foreignCards = (form: CardForm): ((key: string, at: number) => string | undefined) => {
  let held = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return (key, at) => {
    const fast = at - lastAt <= BURST_MS;
    if (key.length > 1 && key !== 'Enter') return undefined;
    lastAt = at;
    if (!fast) held = '';
    if (key !== 'Enter') {
      held += key;
      return undefined;
    }
    const number = held;
    held = '';
    const ours = number.toUpperCase().startsWith(form.prefix.toUpperCase());
    return number.length >= FEWEST && !ours && fast ? number : undefined;
  };
};

/**
 * Hears foreign cards on this page. Their Enter presses no button, and what reached the field under the cursor is taken out again. Answers
 * how to stop.
 */
export const listenForeign = (form: CardForm, found: () => void): (() => void) => {
  const read = foreignCards(form);
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const number = read(event.key, event.timeStamp);
    if (number === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && field.value.endsWith(number)) {
      field.value = field.value.slice(0, -number.length);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    found();
  };
  addEventListener('keydown', onKey, { capture: true });
  return () => removeEventListener('keydown', onKey, { capture: true });
};
