import { type Instant, instant } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Item } from '../platform/table.ts';
import type { CardView } from '../visits/visit.schema.ts';
import type { Ledger } from './check-out.schema.ts';
import { HELD_UNTIL, isMail, type Mail, mailOf } from './mails.ts';

const optional = <Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> =>
  value === undefined ? {} : ({ [name]: String(value) } as Record<Name, string>);

const under = (items: readonly Item[], prefix: string) => items.filter(item => item.sk.startsWith(prefix));

const mailsIn = (items: readonly Item[]): Mail[] =>
  items
    .filter(isMail)
    .map(mailOf)
    .sort((a, b) => (a.askedAt + a.deliveryId < b.askedAt + b.deliveryId ? -1 : 1));

/** Why a mail is where it is; one that was put under a hold waits for that, whatever was before, or to be found after it. */
export const whyOf = ({ state, dueAt, why }: Mail, held: boolean): string | undefined =>
  state !== 'waiting' || dueAt !== HELD_UNTIL ? why : held ? 'held' : 'released';

/** The mails of a visit for its card: states and masked addresses, oldest first. */
export const mailsOf = (items: readonly Item[]): CardView['mails'] =>
  mailsIn(items).map(({ deliveryId, state, maskedAddress, history, askedAt }) => ({
    deliveryId,
    state,
    maskedAddress,
    at: history.at(-1)?.at ?? askedAt,
  }));

/** Until when the card may correct an address: `correctMinutes` after the last check-out with a mail; undefined: it may not. */
export const correctUntil = (
  items: readonly Item[],
  settings: Pick<HallSettings, 'correctMinutes'>,
  now: number,
): Instant | undefined => {
  const asked = under(items, 'OUT#').flatMap(({ at, checkOutId }) =>
    mailsIn(items).some(mail => mail.checkOutId === checkOutId) ? Date.parse(String(at)) : [],
  );
  const until = Math.max(...asked, 0) + settings.correctMinutes * 60_000;
  return asked.length > 0 && until >= now ? instant(until) : undefined;
};

/**
 * The ledger of a visit, from all items of its partition and the PHOTO items of its photos; `held`: no mail leaves now. Undefined without a
 * VISIT item.
 */
export const ledgerOf = (items: readonly Item[], held = false): Ledger | undefined => {
  const visit = items.find(item => item.sk === 'VISIT');
  if (!visit) return undefined;
  const did = under(items, 'DID#');
  const zones = [...new Set(did.map(item => Number(item['zone'])))].sort((a, b) => a - b);
  const tour = visit['tour'];
  const given = (consents: unknown, purpose: string): boolean =>
    (consents as Record<string, { given?: boolean }> | undefined)?.[purpose]?.given === true;
  return {
    visitId: String(visit['visitId']),
    state: String(visit['state']),
    language: visit['language'] as Ledger['language'],
    openedAt: String(visit['openedAt']),
    ...optional('tour', typeof tour === 'object' ? (tour as { code?: string }).code : tour),
    zones,
    interactions: did.length,
    photos: under(items, 'HAS#').map(has => {
      const photo = items.find(item => item.pk === `PHOTO#${String(has['photoId'])}` && item.sk === 'PHOTO');
      return {
        photoId: String(has['photoId']),
        kind: String(has['kind'] ?? photo?.['kind'] ?? 'photo'),
        state: String(photo?.['state'] ?? 'gone'),
        ...optional('why', photo?.['refusal']),
        ...(photo?.['asked'] === undefined ? {} : { asked: photo['asked'] as { at: string; by: string } }),
      };
    }),
    entries: under(items, 'ENTRY#').map(entry => ({
      entryId: String(entry['entryId']),
      state: String(entry['state']),
      ...optional('why', entry['reason']),
    })),
    checkOuts: under(items, 'OUT#').map(out => ({
      checkOutId: String(out['checkOutId']),
      at: String(out['at']),
      mail: given(out['consents'], 'mail'),
      photo: given(out['consents'], 'photo'),
    })),
    deliveries: mailsIn(items).map(mail => ({
      deliveryId: mail.deliveryId,
      maskedAddress: mail.maskedAddress,
      state: mail.state,
      ...optional('why', whyOf(mail, held)),
      history: mail.history,
    })),
  };
};
