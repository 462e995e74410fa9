import type { Told } from '../told.ts';
import type { Evidence, Findings } from './evidence.ts';
import { checkMails } from './mails.ts';
import { checkPhotos } from './photos.ts';
import { checkRemains } from './remains.ts';
import { checkVisits } from './visits.ts';

/**
 * Compares what the kiosks were told with what is there. Knows the keys of the table and the promises of the hall, and shares no code with it:
 * nothing here imports from `functions`.
 */
export const check = (told: Told, evidence: Evidence): Findings => {
  const findings: Findings = {
    lostPhotos: [],
    lostInteractions: [],
    lostEntries: [],
    duplicateMails: [],
    wrongRecipient: [],
    orphans: [],
    leakedPersonalData: [],
    unresolved: [],
  };
  for (const look of [checkVisits, checkPhotos, checkMails, checkRemains]) look(told, evidence, findings);
  return findings;
};
