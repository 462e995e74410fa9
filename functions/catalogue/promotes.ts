import type { Catalogue } from './catalogue.schema.ts';

/** Does anything in the catalogue advertise? Only then the booth asks for consent to it, and the privacy notice tells of it. */
export const promotes = ({ exhibits }: Pick<Catalogue, 'exhibits'>): boolean =>
  exhibits.some(({ promotion }) => promotion === true);
