import { type Instant, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Item, Table } from '../platform/table.ts';
import { checkCard } from './card.ts';
import type { DeliveryState } from './delivery-states.ts';
import { readTour } from './tours.ts';
import type { CardView } from './visit.schema.ts';
import { type VisitDeps, visitPartition } from './visit.ts';
import { visitAt } from './visits.ts';

const byTime = (a: Item, b: Item): number => (String(a['at']) < String(b['at']) ? -1 : 1);

/** The zones of a visit in the order walked, each once. */
const zonesWalked = (logged: readonly Item[]): number[] => [
  ...new Set([...logged].sort(byTime).map(item => item['zone'] as number)),
];

const photoView = async (table: Table, photoId: string): Promise<CardView['photos'][number] | undefined> => {
  const { items } = await table.query({ pk: `PHOTO#${photoId}` });
  const photo = items.find(item => item.sk === 'PHOTO');
  if (!photo) return undefined;
  const people = items.filter(item => item.sk.startsWith('IN#')).length;
  return { photoId, state: photo['state'] as 'waiting' | 'ready' | 'refused', people };
};

/** Until when the address may be corrected with the card in hand; undefined: nothing to correct, or no longer. */
const correctUntil = (deps: Pick<VisitDeps, 'clock' | 'settings'>, checkOuts: readonly Item[]): Instant | undefined => {
  const last = [...checkOuts].sort(byTime).at(-1)?.['at'] as Instant | undefined;
  if (last === undefined) return undefined;
  const until = Date.parse(last) + deps.settings.correctMinutes * 60_000;
  return until > deps.clock() ? instant(until) : undefined;
};

/**
 * What a kiosk may know of the visit that a card is on now. `origin` is the hall's, for the address of the memory page.
 * Throws `not-a-hall-card`, `unknown-card`, `no-open-visit`.
 */
export const cardView = async (
  deps: Pick<VisitDeps, 'table' | 'clock' | 'settings'>,
  card: string,
  origin: string,
): Promise<CardView> => {
  const { table } = deps;
  const cardId = checkCard(card, deps.settings.card);
  const visit = await visitAt(deps, { cardId, at: instant(deps.clock()) });
  const { items } = await table.query({ pk: visitPartition(visit.visitId) });
  const of = (prefix: string) => items.filter(item => item.sk.startsWith(prefix));
  const logged = of('DID#');
  const kept = of('HAS#').filter(item => item['keep'] !== false);
  const photos = await inParallel(kept, 4, item => photoView(table, item['photoId'] as string));
  const entry = of('ENTRY#').sort(byTime).at(-1);
  const until = correctUntil(deps, of('OUT#'));
  const tour = visit.tour === undefined ? undefined : await readTour(deps, visit.tour).catch(gone);
  return {
    visitId: visit.visitId,
    language: visit.language,
    openedAt: visit.openedAt,
    zones: zonesWalked(logged),
    interactions: logged.length,
    ...(tour ? { tour: { code: tour.code, name: tour.name } } : {}),
    photos: photos.filter(photo => photo !== undefined),
    ...(entry ? { entry: { state: entry['state'] as string } } : {}),
    mails: of('MAIL#')
      .sort(byTime)
      .map(item => ({
        deliveryId: item['deliveryId'] as string,
        state: item['state'] as DeliveryState,
        maskedAddress: item['maskedAddress'] as string,
        at: item['at'] as Instant,
      })),
    page: `${origin}/m/${visit.token}`,
    ...(until === undefined ? {} : { correctUntil: until }),
  };
};

/** A tour whose reservation was erased before its visits is no longer named. */
const gone = (error: unknown): undefined => {
  if (error instanceof HallError && error.code === 'unknown-tour') return undefined;
  throw error;
};
