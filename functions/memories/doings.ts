import type { Catalogue } from '../catalogue/catalogue.schema.ts';
import { duration } from '../texts/dates.ts';
import type { WrittenLanguage } from '../texts/languages.ts';
import { say } from '../texts/texts.ts';
import type { Interaction } from '../visits/visit.schema.ts';
import type { Doing, Highlight, Words } from './memory.schema.ts';
import { inLine, wordsFor } from './words.ts';

type Kind<K extends Interaction['kind']> = Extract<Interaction, { kind: K }>;
type WithExhibit = Extract<Interaction, { exhibit: string }>;

/** Does the interaction name an exhibit? */
export const hasExhibit = (did: Interaction): did is WithExhibit => 'exhibit' in did;

const of = <K extends Interaction['kind']>(kind: K, list: readonly Interaction[]): Kind<K>[] =>
  list.filter((did): did is Kind<K> => did.kind === kind);

const most = (values: readonly number[]): number => Math.max(0, ...values);

/** A film counts as seen whole from 90 % on: credits. */
const WHOLE = 0.9;

/** Kept for later? It can be taken back at the zone: of several answers the last holds. */
export const isKept = (list: readonly Interaction[]): boolean =>
  list.findLast(did => did.kept !== undefined)?.kept === true;

interface Told {
  lines: string[];
  finished: boolean;
}

const watched = (language: WrittenLanguage, list: readonly Kind<'watched'>[], length: number | undefined): Told => {
  if (list.length === 0) return { lines: [], finished: false };
  const seen = most(list.map(did => did.seconds ?? 0));
  const whole = most(list.map(did => did.ofSeconds ?? 0)) || (length ?? 0);
  if (seen === 0 || whole === 0) return { lines: [say(language, 'memory.did.watched')], finished: false };
  if (seen >= whole * WHOLE) return { lines: [say(language, 'memory.did.watched.all')], finished: true };
  const total = Math.max(2, Math.round(whole / 60));
  // Rounded, but neither nothing nor everything: the one was seen, the other not.
  const minutes = Math.min(total - 1, Math.max(1, Math.round(seen / 60)));
  return { lines: [say(language, 'memory.did.watched.part', { minutes, total })], finished: false };
};

const tried = (language: WrittenLanguage, list: readonly Kind<'tried'>[]): Told => {
  const steps = most(list.map(did => did.ofSteps));
  if (steps === 0) return { lines: [], finished: false };
  const step = Math.min(steps, most(list.map(did => did.step)));
  const finished = list.some(did => did.step >= did.ofSteps);
  const line = finished
    ? say(language, 'memory.did.tried.all', { steps })
    : say(language, 'memory.did.tried', { step, steps });
  return { lines: [line], finished };
};

const explored = (language: WrittenLanguage, list: readonly Kind<'explored'>[]): string[] => {
  if (list.length === 0) return [];
  const seconds = list.reduce((sum, did) => sum + (did.seconds ?? 0), 0);
  return seconds < 60
    ? [say(language, 'memory.did.explored')]
    : [say(language, 'memory.did.explored.time', { time: duration(language, seconds) })];
};

/** Name of a term of the catalogue; an id it no longer has is left out. */
export const termName = (
  language: WrittenLanguage,
  terms: readonly { id: string; name: { ko: string; en: string } }[],
  id: string,
): Words | undefined => {
  const term = terms.find(known => known.id === id);
  return term && wordsFor(language, term.name);
};

const details = (
  language: WrittenLanguage,
  catalogue: Catalogue,
  list: readonly Interaction[],
  length?: number,
): Told => {
  const film = watched(language, of('watched', list), length);
  const handsOn = tried(language, of('tried', list));
  const talks = of('consulted', list).flatMap(did => {
    const topic = termName(language, catalogue.consultations, did.topic);
    return topic ? [say(language, 'memory.did.consulted', { topic: inLine(language, topic) })] : [];
  });
  const taken = of('collected', list).length > 0 ? [say(language, 'memory.did.collected')] : [];
  const kept = isKept(list) ? [say(language, 'memory.did.kept')] : [];
  const lines = [
    ...film.lines,
    ...handsOn.lines,
    ...explored(language, of('explored', list)),
    ...talks,
    ...taken,
    ...kept,
  ];
  return { lines: [...new Set(lines)], finished: film.finished || handsOn.finished };
};

/**
 * What was done with one exhibit, from all its interactions (in order, at least one). Undefined when neither the catalogue nor its list of
 * retired exhibits knows it any more. A promoted exhibit is described only with consent; that it was visited is a record.
 */
export const doingOf = (
  language: WrittenLanguage,
  catalogue: Catalogue,
  list: readonly WithExhibit[],
  mayPromote: boolean,
): Doing | undefined => {
  const id = list[0]?.exhibit ?? '';
  const exhibit = catalogue.exhibits.find(known => known.id === id);
  const name = exhibit?.name ?? catalogue.retired.find(gone => gone.kind === 'exhibit' && gone.id === id)?.name;
  if (!name) return undefined;
  const told = details(language, catalogue, list, exhibit?.seconds);
  const promotion = exhibit?.promotion === true;
  const quiet = exhibit === undefined || (promotion && !mayPromote);
  return {
    exhibit: id,
    name: wordsFor(language, name),
    about: wordsFor(language, quiet ? { ko: '', en: '' } : exhibit.about),
    kinds: [...new Set(list.map(did => did.kind))],
    ...(told.lines.length === 0 ? {} : { detail: told.lines.join(' · ') }),
    seconds: list.reduce((sum, did) => sum + (did.seconds ?? 0), 0),
    kept: isKept(list),
    finished: told.finished,
    promoted: promotion && mayPromote,
    from: list.map(did => did.id),
  };
};

const LONG_SECONDS = 60;
const MAX_EACH = 2;

/** What stood out: the longest, what was finished, what was kept; each exhibit once. A visit of one or two things has none: it is told already. */
export const highlightsOf = (language: WrittenLanguage, doings: readonly Doing[]): Highlight[] => {
  if (doings.length < 3) return [];
  const told = new Set<string>();
  const tell = (why: Highlight['why'], doing: Doing, line: string): Highlight[] => {
    if (told.has(doing.exhibit)) return [];
    told.add(doing.exhibit);
    return [{ why, exhibit: doing.exhibit, line, from: doing.from }];
  };
  const name = (doing: Doing) => inLine(language, doing.name);
  const longest = [...doings].sort((a, b) => b.seconds - a.seconds)[0];
  return [
    ...(longest && longest.seconds >= LONG_SECONDS
      ? tell(
          'longest',
          longest,
          say(language, 'memory.highlight.longest', { name: name(longest), time: duration(language, longest.seconds) }),
        )
      : []),
    ...doings
      .filter(doing => doing.finished && !told.has(doing.exhibit))
      .slice(0, MAX_EACH)
      .flatMap(doing => {
        const key = doing.kinds.includes('tried') ? 'memory.highlight.tried' : 'memory.highlight.watched';
        return tell('finished', doing, say(language, key, { name: name(doing) }));
      }),
    ...doings
      .filter(doing => doing.kept && !told.has(doing.exhibit))
      .slice(0, MAX_EACH)
      .flatMap(doing => tell('kept', doing, say(language, 'memory.highlight.kept', { name: name(doing) }))),
  ];
};
