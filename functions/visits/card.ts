import { HallError } from '../platform/errors.ts';

/** How a card's number looks to the reader (setting). */
export interface CardForm {
  prefix: string;
  digits: number;
}

/** Phones show readers a random 4-byte number that begins with 08. */
const PHONE = /^08[0-9a-f]{6}$/i;

/** Whether the reader saw a card of the hall: the prefix, then the digits. Capitals do not matter. */
const isHallCard = (cardId: string, form: CardForm): boolean => {
  const digits = cardId.slice(form.prefix.length);
  const prefixed = cardId.slice(0, form.prefix.length).toUpperCase() === form.prefix.toUpperCase();
  return prefixed && digits.length === form.digits && /^\d+$/.test(digits) && !PHONE.test(cardId);
};

/** The card's number as the table knows it. Throws `not-a-hall-card`. */
export const checkCard = (cardId: string, form: CardForm, where = 'cardId'): string => {
  if (isHallCard(cardId, form)) return cardId.toUpperCase();
  const message = PHONE.test(cardId)
    ? 'This is a phone or a bank card, not a card of the hall.'
    : 'This is not a card of the hall.';
  throw new HallError('not-a-hall-card', message, { where });
};
