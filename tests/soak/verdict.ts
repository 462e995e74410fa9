import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './checker/check.ts';
import type { Findings } from './checker/evidence.ts';
import { readEvidence } from './checker/read.ts';
import { type SoakWish, soak } from './run.ts';

/** What a soak ends with. All but the first six and the last must be 0; `unresolved` may be what is listed as unknown with its reason. */
export interface Verdict {
  visits: number;
  photos: number;
  interactions: number;
  mails: number;
  kills: number;
  faults: number;
  lostPhotos: number;
  lostInteractions: number;
  lostEntries: number;
  duplicateMails: number;
  wrongRecipient: number;
  unresolved: number;
  orphans: number;
  leakedPersonalData: number;
  seconds: number;
}

export interface Soaking {
  verdict: Verdict;
  /** everything that must be 0 is 0 */
  good: boolean;
  findings: Findings;
  /** answers that should not have been, in words */
  troubles: string[];
  /** faults by name */
  faults: Record<string, number>;
  /** where the hall lies; gone when all was well */
  dir: string;
}

/** Does everything hold? */
const holds = ({ unresolved, ...rest }: Findings, troubles: readonly string[]): boolean =>
  Object.values(rest).every(list => list.length === 0) && unresolved.every(one => one.listed) && troubles.length === 0;

/** A whole soak with its check, in a temporary directory. Throws when the hall does not come to rest, and says where it lies. */
export const soakAndCheck = async (wish: Omit<SoakWish, 'dir'>): Promise<Soaking> => {
  const began = performance.now();
  const dir = mkdtempSync(join(tmpdir(), 'hall-soak-'));
  const { told, hall, faults, kills } = await soak({ ...wish, dir }).catch((cause: unknown) => {
    throw new Error(`The soak of seed ${wish.seed} broke off; the hall lies in ${dir}`, { cause });
  });
  const evidence = await readEvidence({ ...hall.open, dir, now: Date.now() + hall.ahead });
  await hall.stop();
  const findings = check(told, evidence);
  const all = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const { unresolved, orphans, ...lost } = findings;
  const verdict: Verdict = {
    visits: told.people.length,
    photos: told.photos.filter(photo => photo.told).length,
    interactions: told.people.reduce((sum, who) => sum + who.did.filter(did => did.told).length, 0),
    mails: evidence.mails.length,
    kills,
    faults: all - kills,
    lostPhotos: lost.lostPhotos.length,
    lostInteractions: lost.lostInteractions.length,
    lostEntries: lost.lostEntries.length,
    duplicateMails: lost.duplicateMails.length,
    wrongRecipient: lost.wrongRecipient.length,
    unresolved: unresolved.length,
    orphans: orphans.length,
    leakedPersonalData: lost.leakedPersonalData.length,
    seconds: Math.round((performance.now() - began) / 1000),
  };
  const good = holds(findings, told.troubles);
  if (good) rmSync(dir, { recursive: true, force: true });
  return { verdict, good, findings, troubles: told.troubles, faults, dir };
};
