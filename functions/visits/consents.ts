import type { Instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { Table, Value } from '../platform/table.ts';
import type { Purpose } from '../texts/consents.ts';
import { type GivenConsent, type Visit, visitKey } from './visit.ts';

/** Rounds until we say that too many write at once; each lost round means that somebody else's answer was written. */
const ROUNDS = 20;

/**
 * Writes answers about consents into the visit's item; of two answers to one question the later holds. Answers what holds now; undefined: the
 * visit is erased or gone. Throws `unavailable` when others keep changing it.
 */
export const answerConsents = async (
  { table }: { table: Table },
  visitId: string,
  answers: Partial<Record<Purpose, Omit<GivenConsent, 'at'>>>,
  at: Instant,
): Promise<Visit['consents'] | undefined> => {
  const key = visitKey(visitId);
  for (let round = 0; round < ROUNDS; round += 1) {
    const visit = await table.get(key);
    if (!visit || visit['erased']) return undefined;
    const before = (visit['consents'] ?? {}) as unknown as Record<string, GivenConsent>;
    const later = Object.entries(answers).filter(([purpose]) => (before[purpose]?.at ?? '') <= at);
    const consents = {
      ...before,
      ...Object.fromEntries(later.map(([purpose, answer]) => [purpose, { ...answer, at }])),
    };
    if (JSON.stringify(consents) === JSON.stringify(before)) return before;
    // Another answer may be written at the same moment: the counter keeps one from undoing the other.
    const rev = visit['consentsRev'];
    const unchanged =
      rev === undefined
        ? { missing: ['erased', 'consentsRev'] }
        : { missing: ['erased'], is: { consentsRev: Number(rev) } };
    const change = { set: { consents: consents as unknown as Value }, add: { consentsRev: 1 } };
    if (await table.update(key, change, { ...unchanged, has: ['visitId'] })) return consents;
  }
  throw new HallError('unavailable', 'The visit is being changed by others. Please try again.');
};
