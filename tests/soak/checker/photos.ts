import type { Photo, Told, Visitor } from '../told.ts';
import type { Evidence, Findings, Row, Stored } from './evidence.ts';

const RENDITIONS = ['print', 'mail', 'tile'];

const saidYes = ({ checkOuts }: Visitor) => checkOuts.length > 0 && checkOuts.every(one => one.told && one.keepPhoto);
const neverYes = ({ checkOuts }: Visitor) => checkOuts.every(({ keepPhoto }) => !keepPhoto);

/** Is the photo wanted when the day is closed? undefined: both would be right. */
const wanted = (people: readonly Visitor[], photo: Photo): boolean | undefined => {
  const living = people.filter(one => one.erased === undefined);
  if (people.every(one => one.erased?.told !== undefined)) return false;
  // Only who took it was surely asked about it: others may have checked out before it came.
  const [taker] = people;
  if (taker && living.includes(taker) && saidYes(taker)) return true;
  const shown = people.some(one => one.entries.some(({ photoId, wall }) => wall && photoId === photo.id));
  return living.every(neverYes) && !shown ? false : undefined;
};

/** What is missing of a photo that is there; undefined: nothing. */
const missing = (photo: Photo, item: Row, objects: ReadonlyMap<string, Stored>): string | undefined => {
  const state = String(item['state']);
  if (!photo.good) return state === 'refused' && item['refusal'] !== undefined ? undefined : `a bad file is ${state}`;
  if (state !== 'ready') return `is ${state} (${String(item['refusal'] ?? '')})`;
  const said = item['renditions'] as { name: string; bytes: number }[];
  for (const name of RENDITIONS) {
    const object = objects.get(`photos rendition/${photo.id}/${name}.jpg`);
    if (!object?.jpeg) return `has no ${name}`;
    if (said.find(one => one.name === name)?.bytes !== object.bytes) return `has another ${name} than was written down`;
  }
  return undefined;
};

const membersKept = (photo: Photo, people: readonly Visitor[], keys: ReadonlySet<string>, findings: Findings) => {
  for (const { number, visitId, erased } of people) {
    const has = keys.has(`VISIT#${visitId} HAS#${photo.id}`);
    const isIn = keys.has(`PHOTO#${photo.id} IN#${visitId}`);
    if (has !== isIn) findings.orphans.push(`one of two rows of visitor ${number} in photo ${photo.id}`);
    if (!has && !erased) findings.lostPhotos.push(`visitor ${number} is no more in photo ${photo.id}`);
  }
};

/** Every photo that a booth was told of: there with its renditions, refused with its reason, or gone because nobody wanted it. */
export const checkPhotos = (told: Told, { rows, objects }: Evidence, findings: Findings): void => {
  const byNumber = new Map(told.people.map(who => [who.number, who]));
  const items = new Map(rows.filter(({ sk }) => sk === 'PHOTO').map(row => [row.pk, row]));
  const keys = new Set(rows.map(({ pk, sk }) => `${pk} ${sk}`));
  const stored = new Map(objects.map(one => [`${one.bucket} ${one.key}`, one]));
  for (const photo of told.photos) {
    if (!photo.told) continue;
    const people = photo.people.flatMap(number => byNumber.get(number) ?? []);
    const item = items.get(`PHOTO#${photo.id}`);
    const want = wanted(people, photo);
    if (want === false && item) findings.orphans.push(`photo ${photo.id}, which nobody wanted, is ${item['state']}`);
    if (want === true && !item) findings.lostPhotos.push(`photo ${photo.id} is gone`);
    if (!item) continue;
    membersKept(photo, people, keys, findings);
    if (photo.uploaded === undefined) continue;
    const gap = missing(photo, item, stored);
    if (gap) findings.lostPhotos.push(`photo ${photo.id} ${gap}`);
  }
};
