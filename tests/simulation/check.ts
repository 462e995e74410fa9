import { mailsKept } from './check-mails.ts';
import { photosKept } from './check-photos.ts';
import type { Visitor } from './told.ts';

/** An item as it lies in the table, as anybody could read it. */
export type Row = { pk: string; sk: string } & Record<string, unknown>;

/** Everything there is at the end, and everything that was told. */
export interface Evidence {
  now: number;
  people: Visitor[];
  items: Row[];
  receipts: Row[];
  /** keys */
  incoming: string[];
  photos: string[];
  /** key and content */
  pictures: (readonly [string, string])[];
  taken: { at: number; begun: number; to: string; deliveryId: string; visitId: string; raw: string }[];
  heard: { at: number; event: unknown }[];
  /** mails for which nobody called SES although nothing kept them from it */
  neverCalled: string[];
  /** queues that still hold something */
  waiting: string[];
}

export const under = (items: readonly Row[], pk: string, prefix: string): Row[] =>
  items.filter(row => row.pk === pk && row.sk.startsWith(prefix));

const refusedRightly = (who: Visitor, people: readonly Visitor[], { what, code, at }: Visitor['refusals'][number]) => {
  const erased = (one: Visitor) => one.erased !== undefined && one.erased.tried <= at;
  const gone = ['not-found', 'no-open-visit', 'unknown-card'].includes(code);
  const together = [who, ...who.photos.flatMap(photo => photo.people)];
  if (gone && together.some(erased)) return true;
  if (what === 'correct') {
    if (['suppressed-address', 'state-conflict'].includes(code)) return true;
    return who.corrections.some(fix => !fix.staff && fix.told === undefined) && (gone || code === 'too-late');
  }
  // A person in the picture took it off the wall before the staff touched the entry.
  return what === 'moderate' && code === 'state-conflict' && people.some(one => one.offWall || one.erased);
};

const visitsKept = ({ people, items }: Evidence): string[] => {
  const broken: string[] = [];
  for (const who of people) {
    const { visitId, name } = who;
    for (const refusal of who.refusals)
      if (!refusedRightly(who, people, refusal)) broken.push(`refused: ${name} ${refusal.what} ${refusal.code}`);
    if (visitId === undefined) {
      broken.push(`lost visit: ${name} was never opened`);
      continue;
    }
    if (who.erased) continue;
    const visit = items.find(row => row.pk === `VISIT#${visitId}` && row.sk === 'VISIT');
    if (visit?.['cardId'] !== who.cardId) broken.push(`lost visit: ${name}`);
    if (visit?.['state'] !== 'closed') broken.push(`not closed: ${name} is ${visit?.['state']}`);
    if (who.tour !== undefined && !items.some(row => row.pk === `TOUR#${who.tour}` && row.sk === `VISIT#${visitId}`))
      broken.push(`lost visit: ${name} is not on the roster`);
    for (const { id, told } of who.did) {
      const found = items.filter(row => row.sk === `DID#${id}`);
      if (told === undefined) broken.push(`never answered: interaction ${id} of ${name}`);
      if (told && found.length !== 1) broken.push(`lost interaction: ${id} of ${name} lies ${found.length} times`);
      if (found.some(row => row.pk !== `VISIT#${visitId}`)) broken.push(`wrong visit: interaction ${id} of ${name}`);
    }
    const ids = new Set(who.did.map(({ id }) => id));
    for (const row of under(items, `VISIT#${visitId}`, 'DID#'))
      if (!ids.has(row.sk.slice(4))) broken.push(`wrong visit: ${row.sk} lies with ${name}`);
  }
  return broken;
};

const entriesKept = ({ people, items }: Evidence): string[] => {
  const broken: string[] = [];
  for (const who of people) {
    if (who.erased) continue;
    for (const entry of who.entries) {
      if (entry.told === undefined) continue;
      const found = items.find(row => row.pk === `VISIT#${who.visitId}` && row.sk === `ENTRY#${entry.id}`);
      if (found?.['message'] !== entry.message) {
        broken.push(`lost entry: ${entry.id} of ${who.name}`);
        continue;
      }
      const state = String(found['state']);
      const photo = who.photos.find(({ id }) => id === entry.photoId);
      const shown = [who, ...(photo?.people ?? [])];
      // A withdrawal takes along what is there: a picture that came later is another matter.
      const surely = (act: Visitor['offWall']) =>
        act?.told !== undefined && photo?.uploaded !== undefined && photo.uploaded < act.tried;
      const off = who.offWall?.told !== undefined || shown.some(one => surely(one.offWall) || surely(one.erased));
      // While the entry is on its way the mark on the photo alone keeps it off the wall.
      const marked = items.some(row => row.pk === `PHOTO#${entry.photoId}` && row['wallOff'] === true);
      const mayBeOff = off || shown.some(one => one.offWall || one.erased);
      const right = !entry.wall ? ['private'] : off ? ['withdrawn'] : [entry.moderated ?? 'pending'];
      if (!right.includes(state) && !(mayBeOff && (marked || state === 'withdrawn')))
        broken.push(`wall: entry ${entry.id} of ${who.name} is ${state}, not ${right}`);
    }
  }
  return broken;
};

const erasedKept = ({ people, items, receipts, incoming, photos, taken }: Evidence): string[] => {
  const broken: string[] = [];
  const asked = people.filter(who => who.erased?.told !== undefined);
  for (const who of asked) {
    const own = [who.visitId, who.token, `from ${who.name}"`, `@${who.name}-`];
    for (const row of [...items, ...receipts])
      if (own.some(mark => mark !== undefined && JSON.stringify(row).includes(mark)))
        broken.push(`not erased: ${row.sk.split('#')[0]} of ${who.name}`);
    for (const photo of who.photos)
      if (photo.people.every(one => one.erased?.told !== undefined))
        for (const key of [...incoming, ...photos])
          if (key.includes(photo.id)) broken.push(`not erased: object ${key} of ${who.name}`);
    // From the answer on every door says that there is no such visit.
    for (const { what, tried } of who.answers)
      if (['photo', 'entry', 'check-out'].includes(what) && tried > who.erased!.told!)
        broken.push(`after erasing: ${what} of ${who.name} was answered`);
    // A function that had seen the visit may still end what it was at; one that began later may not.
    const late = taken.find(mail => mail.visitId === who.visitId && mail.begun > who.erased!.told!);
    if (late) broken.push(`after erasing: a mail of ${who.name} left`);
  }
  if (receipts.length !== asked.length) broken.push(`receipts: ${receipts.length} for ${asked.length} erasures`);
  for (const receipt of receipts)
    if (Number(receipt['seenAt']) - Date.parse(String(receipt['askedAt'])) < 30_000)
      broken.push('receipt while a function that saw the visit may still write');
  return broken;
};

const nothingLeftOver = ({ now, items, waiting }: Evidence): string[] => {
  const visits = new Set(items.filter(row => row.sk === 'VISIT' && row.pk.startsWith('VISIT#')).map(row => row.pk));
  const broken: string[] = waiting.map(name => `queue ${name} is not empty`);
  for (const row of items) {
    const [kind = ''] = row.pk.split('#');
    const of = {
      LINK: row['visitId'],
      CARD: row['visitId'],
      TOUR: row['visitId'],
      PHOTO: /^IN#(.*)/.exec(row.sk)?.[1],
    }[kind];
    if (of !== undefined && !visits.has(`VISIT#${of}`)) broken.push(`orphan: ${kind} ${row.sk.split('#')[0]}`);
    if (kind === 'VISIT' && !visits.has(row.pk)) broken.push(`orphan: VISIT ${row.sk.split('#')[0]}`);
    if (row['due'] !== undefined && Date.parse(String(row['dueAt'])) < now - 5 * 60_000)
      broken.push(`overdue: ${row.sk.split('#')[0]} since ${row['dueAt']}`);
  }
  return broken;
};

/**
 * Compares what the kiosks were told with what is there. Knows the keys of the table and the promises of the hall, and none of its code.
 * The answer is what is broken, in words.
 */
export const check = (evidence: Evidence): string[] => [
  ...visitsKept(evidence),
  ...entriesKept(evidence),
  ...photosKept(evidence),
  ...mailsKept(evidence),
  ...erasedKept(evidence),
  ...nothingLeftOver(evidence),
];

/** Items that name nobody: how far the closing is, a day's figures, the pace, the hold, and hashes of addresses that came back. */
const OUR_OWN = ['SWEEP', 'REPORT', 'SENDING', 'ADDRESS'];

/** After the days for which visits are kept: only what is on the wall is left of anybody, with its picture in the wall's size. */
export const checkExpired = ({ people, items, photos }: Evidence): string[] => {
  const broken: string[] = [];
  const onWall = items.filter(row => row.sk.startsWith('ENTRY#') && row['state'] === 'approved');
  const shown = new Set(onWall.map(row => String(row['photoId'])));
  for (const row of items) {
    const [kind = '', id = ''] = row.pk.split('#');
    if (['CARD', 'LINK', 'TOUR'].includes(kind) || row.sk === 'VISIT')
      broken.push(`not expired: ${kind} ${row.sk.split('#')[0]}`);
    if (kind === 'PHOTO' && !shown.has(id)) broken.push(`not expired: PHOTO ${row.sk.split('#')[0]}`);
    if (kind === 'VISIT' && !onWall.includes(row) && !(row.sk.startsWith('HAS#') && shown.has(String(row['photoId']))))
      broken.push(`not expired: VISIT ${row.sk.split('#')[0]}`);
    for (const who of people)
      if (JSON.stringify(row).includes(`@${who.name}-`)) broken.push(`not expired: an address of ${who.name}`);
  }
  // What lies in `incoming` by now is the bucket's own: refused ones go after three days, originals after fourteen.
  for (const key of photos)
    if (!(key.endsWith('/tile.jpg') && [...shown].some(id => key.includes(id))))
      broken.push(`not expired: object ${key}`);
  return broken;
};

/** After the time of the wall and of the receipts nothing is left of anybody. */
export const checkForgotten = ({ items, photos, receipts }: Evidence): string[] => [
  ...items.filter(row => !OUR_OWN.includes(row.pk.split('#')[0]!)).map(row => `not forgotten: ${row.pk.split('#')[0]}`),
  ...photos.map(key => `not forgotten: object ${key}`),
  ...receipts.map(() => 'not forgotten: a receipt'),
];
