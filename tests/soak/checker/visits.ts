import type { Told, Visitor } from '../told.ts';
import { type Evidence, type Findings, type Row, under } from './evidence.ts';

/** What a person can read of a text: without marks, spaces and what is not printed. */
const readable = (text: unknown): string =>
  String(text ?? '')
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}\p{M}\s]/gu, '');

const erasedBefore = (one: Visitor, at: number) => one.erased !== undefined && one.erased.tried <= at;

/** Was the visitor refused for a reason? */
const rightly = (who: Visitor, told: Told, { what, code, at }: Visitor['refusals'][number]): boolean => {
  const gone = ['not-found', 'no-open-visit', 'unknown-card'].includes(code);
  const inPictures = told.photos.filter(({ people }) => people.includes(who.number)).flatMap(({ people }) => people);
  const together = told.people.filter(one => one === who || inPictures.includes(one.number));
  if (gone && together.some(one => erasedBefore(one, at))) return true;
  // A card that was given back is nobody's, or another's.
  if (what === 'card') return gone;
  if (what === 'correct') return ['suppressed-address', 'state-conflict', 'too-late'].includes(code);
  // Who is in the picture may take it off the wall while the staff look at the entry.
  return what === 'moderate' && code === 'state-conflict' && together.some(one => one.offWall || one.erased);
};

/** To what a refusal without a reason is a loss. */
const LOSS: Record<string, keyof Omit<Findings, 'unresolved'>> = {
  photo: 'lostPhotos',
  look: 'lostPhotos',
  entry: 'lostEntries',
  moderate: 'lostEntries',
  wall: 'leakedPersonalData',
  erase: 'leakedPersonalData',
};

const refusalsRight = (told: Told, findings: Findings): void => {
  for (const who of told.people)
    for (const refusal of who.refusals)
      if (!rightly(who, told, refusal))
        findings[LOSS[refusal.what] ?? 'lostInteractions'].push(
          `visitor ${who.number} was refused: ${refusal.what} ${refusal.code}`,
        );
};

const interactionsKept = (told: Told, { rows }: Evidence, findings: Findings): void => {
  const lying = Map.groupBy(
    rows.filter(({ sk }) => sk.startsWith('DID#')),
    ({ sk }) => sk.slice('DID#'.length),
  );
  const visits = new Map(rows.filter(({ sk }) => sk === 'VISIT').map(row => [row.pk, row]));
  for (const who of told.people) {
    const pk = `VISIT#${who.visitId}`;
    for (const { id } of who.did)
      if ((lying.get(id) ?? []).some(row => row.pk !== pk))
        findings.lostInteractions.push(`interaction ${id} of visitor ${who.number} lies in another visit`);
    if (who.erased) continue;
    const visit = visits.get(pk);
    if (visit?.['cardId'] !== who.cardId) findings.lostInteractions.push(`the visit of visitor ${who.number} is gone`);
    else if (visit['state'] !== 'closed')
      findings.orphans.push(`the visit of visitor ${who.number} is ${String(visit['state'])} in the night`);
    for (const { id, told: accepted } of who.did) {
      const count = lying.get(id)?.length ?? 0;
      if (accepted && count !== 1)
        findings.lostInteractions.push(`interaction ${id} of visitor ${who.number} lies ${count} times`);
    }
  }
};

const entryRight = (who: Visitor, entry: Visitor['entries'][number], found: Row, told: Told, rows: readonly Row[]) => {
  const state = String(found['state']);
  if (!entry.wall) return state === 'private';
  const photo = told.photos.find(({ id }) => id === entry.photoId);
  const shown = told.people.filter(one => one === who || photo?.people.includes(one.number));
  // While a withdrawal and an entry cross each other, the mark on the photo alone keeps it off the wall.
  const marked = rows.some(row => row.pk === `PHOTO#${entry.photoId}` && row['wallOff'] === true);
  if (shown.some(one => one.offWall || one.erased) && (state === 'withdrawn' || marked)) return true;
  if (who.offWall?.told !== undefined) return false;
  return state === (entry.moderated ?? 'pending');
};

const entriesKept = (told: Told, { rows }: Evidence, findings: Findings): void => {
  for (const who of told.people)
    for (const entry of who.erased ? [] : who.entries) {
      if (entry.told === undefined) continue;
      const [found] = under(rows, `VISIT#${who.visitId}`, `ENTRY#${entry.id}`);
      if (!found || readable(found['message']) !== readable(entry.message))
        findings.lostEntries.push(`entry ${entry.id} of visitor ${who.number}`);
      else if (!entryRight(who, entry, found, told, rows)) {
        const kind = who.offWall ? 'leakedPersonalData' : 'lostEntries';
        findings[kind].push(`entry ${entry.id} of visitor ${who.number} is ${String(found['state'])}`);
      }
    }
};

/** Every interaction and entry that was told lies once, where it belongs; nobody was refused without a reason. */
export const checkVisits = (told: Told, evidence: Evidence, findings: Findings): void => {
  refusalsRight(told, findings);
  interactionsKept(told, evidence, findings);
  entriesKept(told, evidence, findings);
};
