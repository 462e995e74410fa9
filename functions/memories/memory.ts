import type { Catalogue } from '../catalogue/catalogue.schema.ts';
import { cleanText } from '../texts/clean.ts';
import { day } from '../texts/dates.ts';
import { spoken, type WrittenLanguage } from '../texts/languages.ts';
import { say } from '../texts/texts.ts';
import type { Interaction } from '../visits/visit.schema.ts';
import { doingOf, hasExhibit, highlightsOf, termName } from './doings.ts';
import type { Doing, Memory, Recalled, Words, ZoneWalked } from './memory.schema.ts';
import { materialsOf, servicesOf } from './offers.ts';
import { inLine, listInLine, wordsFor } from './words.ts';

/** Interactions in the order they happened; the id decides between those of one millisecond, so that the order is always the same. */
const inOrder = (did: readonly Interaction[]): Interaction[] =>
  [...did].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));

const seconds = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000);

/** Time in a zone: each stay from its first to its last entry, or what the kiosks say was spent, whichever is more. */
const dwell = (all: readonly Interaction[], zone: number): number => {
  let total = 0;
  let stay: Interaction[] = [];
  const close = () => {
    const [first, last] = [stay[0], stay.at(-1)];
    const spent = stay.reduce((sum, did) => sum + (did.seconds ?? 0), 0);
    if (first && last) total += Math.max(seconds(first.at, last.at), spent);
    stay = [];
  };
  for (const did of all) {
    if (did.zone === zone) stay.push(did);
    else close();
  }
  close();
  return total;
};

type Note = ZoneWalked['notes'][number];

const choices = (language: WrittenLanguage, catalogue: Catalogue, did: readonly Interaction[]): Note[] => {
  const last = did.filter(one => one.kind === 'chose').at(-1);
  const stage = last && termName(language, catalogue.stages, last.stage);
  if (!last || !stage) return [];
  const interests = last.interests.flatMap(topic => termName(language, catalogue.topics, topic) ?? []);
  const line =
    interests.length > 0
      ? say(language, 'memory.note.chose', {
          stage: inLine(language, stage),
          interests: listInLine(language, interests),
        })
      : say(language, 'memory.note.stage', { stage: inLine(language, stage) });
  return [{ line, from: [last.id] }];
};

const zoneWalked = (
  language: WrittenLanguage,
  catalogue: Catalogue,
  all: readonly Interaction[],
  zone: number,
  left: { photo: boolean; words: boolean; mayPromote: boolean },
): ZoneWalked => {
  const did = all.filter(one => one.zone === zone);
  const from = did.map(one => one.id);
  const ids = [...new Set(did.filter(hasExhibit).map(one => one.exhibit))];
  const exhibits: Doing[] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const list = did.filter(hasExhibit).filter(one => one.exhibit === id);
    const doing = doingOf(language, catalogue, list, left.mayPromote);
    if (doing) exhibits.push(doing);
    else gone.push(id);
  }
  const notes = choices(language, catalogue, did);
  const kind = catalogue.zones.find(known => known.zone === zone)?.kind;
  if (kind === 'memory' && left.photo) notes.push({ line: say(language, 'memory.note.photo'), from });
  if (kind === 'memory' && left.words) notes.push({ line: say(language, 'memory.note.words'), from });
  if (gone.length > 0) {
    const lost = did.filter(hasExhibit).filter(one => gone.includes(one.exhibit));
    notes.push({ line: say(language, 'memory.note.gone', { count: gone.length }), from: lost.map(one => one.id) });
  }
  if (exhibits.length === 0 && notes.length === 0) notes.push({ line: say(language, 'memory.note.tapped'), from });
  const name = catalogue.zones.find(known => known.zone === zone)?.name ?? { ko: `${zone}존`, en: `Zone ${zone}` };
  return { zone, name: wordsFor(language, name), seconds: dwell(all, zone), exhibits, notes, from };
};

const consultationsOf = (
  language: WrittenLanguage,
  catalogue: Catalogue,
  did: readonly Interaction[],
  contact: boolean,
): Memory['consultations'] => {
  const found = new Map<string, Memory['consultations'][number]>();
  for (const one of did) {
    if (one.kind !== 'consulted') continue;
    const exhibit = catalogue.exhibits.find(({ id }) => id === one.exhibit);
    const name = exhibit?.name ?? catalogue.retired.find(gone => gone.id === one.exhibit)?.name;
    const topic = termName(language, catalogue.consultations, one.topic);
    if (!name || !topic) continue;
    const key = `${one.exhibit} ${one.topic}`;
    const before = found.get(key);
    found.set(key, {
      exhibit: one.exhibit,
      company: wordsFor(language, name),
      topic,
      // what was said last holds
      followUp: one.followUp,
      contactShared: one.contact?.given === true && contact,
      from: [...(before?.from ?? []), one.id],
    });
  }
  return [...found.values()];
};

const typed = (raw: string | undefined, lines: number): string | undefined => {
  const text = raw === undefined ? '' : cleanText(raw, { lines });
  return text === '' ? undefined : text;
};

const picturesOf = ({ photos, entry }: Recalled): Pick<Memory, 'photo' | 'otherPhotos' | 'photoLate' | 'drawing'> => {
  const ready = photos
    .filter(({ kind, state }) => kind === 'photo' && state === 'ready')
    .map(({ photoId, people }) => ({ photoId, people }))
    // the one of the guestbook first, then the one with most people
    .sort((a, b) => {
      const own = Number(b.photoId === entry?.photoId) - Number(a.photoId === entry?.photoId);
      return own || b.people - a.people || (a.photoId < b.photoId ? -1 : 1);
    });
  const [photo, ...otherPhotos] = ready;
  const drawing = photos.find(
    one => one.kind === 'drawing' && one.state === 'ready' && one.photoId === entry?.drawingId,
  );
  return {
    ...(photo ? { photo } : {}),
    otherPhotos,
    photoLate: photos.some(({ kind, state }) => kind === 'photo' && state === 'waiting'),
    ...(drawing ? { drawing: { photoId: drawing.photoId } } : {}),
  };
};

/** A word for the visitor's tour: catalogue-free text, cleaned. */
const tourOf = ({ tour }: Recalled): string | undefined => typed(tour?.name, 1);

/**
 * The summary of a visit: pure, and the same for the same input. Every line names in `from` the interactions it comes from; a zone that was never
 * tapped is not in it, and what the catalogue no longer has is said in a neutral line. `origin`: https origin of the pages, without a slash.
 */
export const composeMemory = (recalled: Recalled, catalogue: Catalogue, { origin }: { origin: string }): Memory => {
  const language = spoken(recalled.language);
  const all = inOrder(recalled.interactions);
  const page = `${origin}/m/${recalled.token}`;
  const agreed = (purpose: string): boolean | undefined =>
    recalled.consents.find(consent => consent.purpose === purpose)?.given;
  const mayPromote = agreed('promotion') === true;
  const pictures = picturesOf(recalled);
  const message = typed(recalled.entry?.message, 10);
  const name = typed(recalled.entry?.name, 1);
  const tour = tourOf(recalled);
  const left = {
    photo: pictures.photo !== undefined,
    words: message !== undefined || pictures.drawing !== undefined,
    mayPromote,
  };
  const walked = [...new Set(all.map(did => did.zone))];
  const zones = walked.map(zone => zoneWalked(language, catalogue, all, zone, left));
  const doings = zones.flatMap(({ exhibits }) => exhibits);
  const materials = materialsOf(language, catalogue, all, page, mayPromote);
  const [first, last] = [all[0], all.at(-1)];
  return {
    visitId: recalled.visitId,
    language,
    openedAt: recalled.openedAt,
    day: day(language, recalled.openedAt),
    ...(name === undefined ? {} : { name }),
    ...(tour === undefined ? {} : { tour }),
    zones,
    seconds: first && last ? seconds(first.at, last.at) : 0,
    highlights: highlightsOf(language, doings),
    materials,
    services: servicesOf(language, catalogue, all),
    consultations: consultationsOf(language, catalogue, all, agreed('contact') ?? true),
    ...pictures,
    ...(message === undefined ? {} : { message }),
    ...(recalled.entry ? { entry: recalled.entry.state } : {}),
    consents: recalled.consents,
    links: {
      page,
      erase: `${page}/erase`,
      unsubscribe: `${page}/unsubscribe`,
      privacy: `${origin}/privacy?language=${language}`,
    },
    promotion: [...doings, ...materials].some(({ promoted }) => promoted),
  };
};

/** How many things were done: exhibits, and a choice of services. */
export const thingsOf = (memory: Memory): number =>
  memory.zones.reduce((sum, { exhibits }) => sum + exhibits.length, 0) + (memory.services.length > 0 ? 1 : 0);

/** Which interactions each line of a memory comes from. */
export const explain = (memory: Memory): { line: string; from: string[] }[] => {
  const plain = (words: Words) => words.text;
  return [
    ...memory.zones.flatMap(zone => [
      { line: `zone ${zone.zone}: ${plain(zone.name)}`, from: zone.from },
      ...zone.exhibits.map(doing => ({ line: `${plain(doing.name)}: ${doing.detail ?? ''}`, from: doing.from })),
      ...zone.notes,
    ]),
    ...memory.highlights.map(({ line, from }) => ({ line, from })),
    ...memory.consultations.map(({ company, topic, from }) => ({ line: `${plain(company)}: ${plain(topic)}`, from })),
    ...memory.materials.map(({ name, why, from }) => ({ line: `${why}: ${plain(name)}`, from })),
    ...memory.services.map(({ name, reason, from }) => ({ line: `${plain(name)}: ${reason}`, from })),
  ];
};
