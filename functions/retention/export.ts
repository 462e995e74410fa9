import { HallError } from '../platform/errors.ts';
import type { Item, Table } from '../platform/table.ts';

/** Everything the hall holds of one visit, for its visitor: JSON, with the names the table uses. */
export interface VisitExport {
  format: 'eg-memory-visit-1';
  visit: Record<string, unknown>;
  interactions: Record<string, unknown>[];
  entries: Record<string, unknown>[];
  photos: { photoId: string; kind: string; keep?: boolean; href: string }[];
  checkOuts: Record<string, unknown>[];
  mails: Record<string, unknown>[];
}

/** Attributes of the house's own working, which say nothing of the visitor. */
const OURS = new Set([
  'pk',
  'sk',
  'type',
  'due',
  'dueAt',
  'wall',
  'wallAt',
  'day',
  'dayAt',
  'rev',
  'consentsRev',
  'content',
  'owner',
  'addressHash',
  'tries',
  'token',
]);

const theirs = (item: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).filter(([name, value]) => !OURS.has(name) && value !== undefined));

/** A visitor's data, machine-readable. Pictures are named by their address on the memory page. Throws `not-found` (also when erased). */
export const exportVisit = async (deps: { table: Table; origin: string }, visitId: string): Promise<VisitExport> => {
  const { items } = await deps.table.query({ pk: `VISIT#${visitId}` });
  const visit = items.find(({ sk }) => sk === 'VISIT');
  if (!visit || visit['erased']) throw new HallError('not-found', 'There is no such visit.');
  const under = (prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix));
  return {
    format: 'eg-memory-visit-1',
    visit: theirs(visit),
    interactions: under('DID#').map(theirs),
    entries: under('ENTRY#').map(theirs),
    photos: under('HAS#').map(({ photoId, kind, keep }) => ({
      photoId: String(photoId),
      kind: String(kind ?? 'photo'),
      ...(keep === undefined ? {} : { keep: keep === true }),
      href: `${deps.origin}/m/${String(visit['token'])}/photo/${String(photoId)}`,
    })),
    checkOuts: under('OUT#').map(theirs),
    mails: under('MAIL#').map(theirs),
  };
};
