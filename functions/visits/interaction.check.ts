import type { Instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { parse } from '../platform/schema.parse.ts';
import { ACCEPTED_VERSIONS } from '../texts/consents.ts';
import { checkCard } from './card.ts';
import { pastInstant } from './clock-correction.ts';
import { type Interaction, interaction } from './visit.schema.ts';
import type { VisitDeps } from './visit.ts';

/** What the hall offers, as far as logging must know it. What the catalogue once had (`retired`) is known, too. */
export interface Known {
  /** undefined: never heard of. `zone` is absent for a retired one */
  exhibit(id: string): { zone?: number } | undefined;
  material(id: string): boolean;
  service(id: string): boolean;
  term(kind: 'stage' | 'topic' | 'consultation', id: string): boolean;
}

/** An interaction that is well formed: the card as the table knows it, the time by our clock. */
export interface Checked {
  interaction: Interaction;
  cardId: string;
  at: Instant;
}

const all = (
  ids: readonly string[],
  known: (id: string) => boolean,
  refusal: (place: number) => HallError,
): undefined => {
  const place = ids.findIndex(id => !known(id));
  if (place >= 0) throw refusal(place);
};

const checkExhibit = (known: Known, id: string, zone: number, where: string): void => {
  const exhibit = known.exhibit(id);
  if (!exhibit) throw new HallError('unknown-exhibit', 'The catalogue has no such exhibit.', { where });
  if (exhibit.zone !== undefined && exhibit.zone !== zone)
    throw new HallError('unknown-exhibit', `This exhibit is in zone ${exhibit.zone}, not ${zone}.`, { where });
};

const checkNames = (known: Known, value: Interaction, where: string): void => {
  if ('exhibit' in value) checkExhibit(known, value.exhibit, value.zone, `${where}.exhibit`);
  if (value.kind === 'collected' && value.material !== undefined && !known.material(value.material))
    throw new HallError('unknown-material', 'The catalogue has no such material.', { where: `${where}.material` });
  const term = (kind: Parameters<Known['term']>[0], field: string) => () =>
    new HallError('invalid-request', `The catalogue has no such ${kind}.`, { where: `${where}.${field}` });
  if (value.kind === 'consulted') {
    all([value.topic], id => known.term('consultation', id), term('consultation', 'topic'));
    if (value.contact?.given && !ACCEPTED_VERSIONS.includes(value.contact.version))
      throw new HallError('old-wording', 'This wording is not in use any more. Reload the page.', {
        where: `${where}.contact.version`,
      });
  }
  if (value.kind !== 'chose') return;
  const service = (field: string) => (place: number) =>
    new HallError('unknown-service', 'The catalogue has no such service.', { where: `${where}.${field}[${place}]` });
  const isTopic = (id: string) => known.term('topic', id);
  all([value.stage], id => known.term('stage', id), term('stage', 'stage'));
  all(value.interests, isTopic, term('topic', 'interests'));
  all(
    value.recommended.map(one => one.service),
    id => known.service(id),
    service('recommended'),
  );
  all(value.saved, id => known.service(id), service('saved'));
};

/** A zone that is a number but none of ours has an error of its own; the schema would only call it malformed. */
const checkZone = (value: unknown, where: string): void => {
  const zone = typeof value === 'object' && value !== null && 'zone' in value ? value.zone : undefined;
  if (typeof zone === 'number' && !(Number.isInteger(zone) && zone >= 1 && zone <= 10))
    throw new HallError('unknown-zone', 'The hall has the zones 1 to 10.', { where: `${where}.zone` });
};

/**
 * One interaction of a batch: its form, its time by our clock, its card and every name in it. Throws `invalid-request`,
 * `unknown-zone`, `in-the-future`, `not-a-hall-card`, `unknown-exhibit`, `unknown-material`, `unknown-service`, `old-wording`.
 */
export const checkInteraction = (
  deps: Pick<VisitDeps, 'clock' | 'settings'>,
  known: Known,
  value: unknown,
  sentAt: Instant,
  where: string,
): Checked => {
  checkZone(value, where);
  const parsed = parse(interaction, value, where);
  const at = pastInstant(parsed.at, sentAt, deps.clock(), `${where}.at`);
  const cardId = checkCard(parsed.cardId, deps.settings.card, `${where}.cardId`);
  checkNames(known, parsed, where);
  return { interaction: { ...parsed, cardId }, cardId, at };
};
