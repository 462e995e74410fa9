import type { Evidence } from './check.ts';
import type { Photo, Visitor } from './told.ts';

const saidYes = (who: Visitor) => who.checkOuts.length > 0 && who.checkOuts.every(one => one.told && one.keepPhoto);
const neverYes = (who: Visitor) => who.checkOuts.every(({ keepPhoto }) => !keepPhoto);

/** Is the photo wanted at the end of the day? undefined: both would be right. */
const wanted = (photo: Photo): boolean | undefined => {
  const living = photo.people.filter(who => who.erased === undefined);
  if (photo.people.every(who => who.erased?.told !== undefined)) return false;
  // Only who took it was surely asked about it: the others may have checked out before.
  const [taker] = photo.people;
  if (taker && living.includes(taker) && saidYes(taker)) return true;
  const shown = photo.people.some(who => who.entries.some(({ photoId, wall }) => wall && photoId === photo.id));
  return living.every(neverYes) && !shown ? false : undefined;
};

/** Every photo that a booth was told of: there with its renditions, refused with its reason, or gone with everything. */
export const photosKept = ({ people, items, incoming, pictures }: Evidence): string[] => {
  const broken: string[] = [];
  const all = new Set(people.flatMap(who => who.photos));
  for (const photo of all) {
    if (!photo.told) continue;
    const item = items.find(row => row.pk === `PHOTO#${photo.id}` && row.sk === 'PHOTO');
    const objects = pictures.filter(([key]) => key.includes(photo.id));
    const there = item !== undefined;
    const want = wanted(photo);
    if (want === true && !there) broken.push(`lost photo: ${photo.id} is gone`);
    if (want === false && there) broken.push(`unwanted photo: ${photo.id} is ${item['state']}`);
    if (!there) {
      if (objects.length > 0) broken.push(`orphan: ${objects.length} renditions of ${photo.id}`);
      if (incoming.some(key => key.includes(photo.id))) broken.push(`orphan: original of ${photo.id}`);
      continue;
    }
    if (photo.landed === 0 && item['state'] !== 'refused') broken.push(`overdue: ${photo.id} was never given up`);
    const good = photo.text.startsWith('good');
    if (photo.uploaded !== undefined && item['state'] !== (good ? 'ready' : 'refused'))
      broken.push(`lost photo: ${photo.id} is ${item['state']}`);
    if (item['state'] === 'ready') {
      const right = ['print', 'mail', 'tile'].every(name =>
        objects.some(([key, text]) => key.endsWith(`/${name}.jpg`) && text === `${name} of ${photo.sha256}`),
      );
      if (!right || objects.length !== 3) broken.push(`lost photo: ${photo.id} has ${objects.length} renditions`);
    } else if (objects.length > 0) broken.push(`orphan: renditions of ${photo.id}, which is ${item['state']}`);
    for (const who of photo.people) {
      const has = items.some(row => row.pk === `VISIT#${who.visitId}` && row.sk === `HAS#${photo.id}`);
      const isIn = items.some(row => row.pk === `PHOTO#${photo.id}` && row.sk === `IN#${who.visitId}`);
      if (has !== isIn) broken.push(`orphan: one of two rows of ${who.name} in ${photo.id}`);
      if (!has && who.erased === undefined) broken.push(`lost photo: ${who.name} is no more in ${photo.id}`);
    }
  }
  const known = new Set([...all].map(({ id }) => id));
  for (const row of items) {
    const id = /^PHOTO#(.*)/.exec(row.pk)?.[1];
    if (id !== undefined && !known.has(id)) broken.push(`orphan: ${row.sk} of no photo`);
  }
  // A second upload that came after the first was done, and whose event got lost, is the bucket's: it drops originals after 14 days.
  const late = new Set([...all].flatMap(({ id, landed }) => (landed > 1 ? [`original/${id}`] : [])));
  for (const key of incoming) if (key.startsWith('original/') && !late.has(key)) broken.push(`orphan: ${key}`);
  return broken;
};
