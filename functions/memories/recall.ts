import { photosOf } from '../photos/photos.ts';
import type { Item, Table } from '../platform/table.ts';
import { PURPOSES } from '../texts/consents.ts';
import type { Language } from '../texts/languages.ts';
import type { Interaction } from '../visits/visit.schema.ts';
import type { Recalled } from './memory.schema.ts';

type Consents = Partial<Record<string, { given: boolean; version: string; at: string }>>;
type Entry = NonNullable<Recalled['entry']>;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const entryOf = (item: Item): Entry => {
  const optional = {
    message: text(item['message']),
    name: text(item['name']),
    photoId: text(item['photoId']),
    drawingId: text(item['drawingId']),
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    entryId: item.sk.slice('ENTRY#'.length),
    state: String(item['state']),
    at: String(item['at']),
    ...given,
  };
};

/**
 * Everything a memory is composed from: one query of the visit, its photos, and its tour's name. Of several guestbook entries the last one counts.
 * Undefined when there is no such visit or it was erased. Photos count that the visitor agreed to keep; drawings unless they refused.
 */
export const recall = async ({ table }: { table: Table }, visitId: string): Promise<Recalled | undefined> => {
  const { items } = await table.query({ pk: `VISIT#${visitId}` });
  const visit = items.find(item => item.sk === 'VISIT');
  if (!visit || visit['erased'] === true || visit['state'] === 'erased') return undefined;
  const under = (prefix: string) => items.filter(item => item.sk.startsWith(prefix));
  const photos = await photosOf(table, under('HAS#'));
  const entry = under('ENTRY#')
    .map(entryOf)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);
  const consents = (visit['consents'] ?? {}) as Consents;
  const closedAt = text(visit['closedAt']);
  const tour = text(visit['tour']);
  const tourName = tour && (text((await table.get({ pk: `TOUR#${tour}`, sk: 'TOUR' }))?.['name']) ?? tour);
  return {
    visitId,
    language: visit['language'] as Language,
    openedAt: String(visit['openedAt']),
    ...(closedAt === undefined ? {} : { closedAt }),
    token: String(visit['token']),
    ...(tour && tourName ? { tour: { code: tour, name: tourName } } : {}),
    interactions: under('DID#').map(item => ({
      ...(item['interaction'] as unknown as Interaction),
      // the kiosk's clock was corrected on arrival
      at: String(item['at']),
    })),
    photos: photos.flatMap(({ photoId, kind, state, people, thumbhash, keep }) => {
      const wanted = kind === 'photo' ? keep === true : keep !== false;
      if (!wanted) return [];
      return [{ photoId, kind, state, people, ...(thumbhash === undefined ? {} : { thumbhash }) }];
    }),
    ...(entry ? { entry } : {}),
    consents: PURPOSES.flatMap(purpose => {
      const answer = consents[purpose];
      return answer ? [{ purpose, given: answer.given, version: answer.version, at: answer.at }] : [];
    }),
  };
};
