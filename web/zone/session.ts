import type { Recommendation } from '../../functions/catalogue/recommend.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { Language } from '../../functions/texts/languages.ts';
import type { CardAt, CardView, Interaction } from '../../functions/visits/visit.schema.ts';
import type { Doing, KioskExhibit } from './content.ts';

/** An exhibit that a visitor has open. */
export interface Open {
  exhibit: KioskExhibit;
  doing: Doing;
  /** milliseconds since 1970, by the hall's clock */
  since: number;
  /** what the visitor says: seconds watched, or the step reached */
  said?: number;
}

/** One visitor at this zone, from the tap until they are done. In memory only. */
export interface Session {
  zone: number;
  card: CardAt;
  language: Language;
  /** undefined: the hall could not be asked */
  view: CardView | undefined;
  open?: Open;
  /** what the life zone was told; `logged` once it was put on the card as it is */
  choice?: LifeChoice & { logged?: true };
  /** where the visitor is in the list: what they narrowed it to, and what was open last */
  list: { facet?: string | undefined; text: string; last?: string };
  /** ids of exhibits, to mark them on the list */
  kept: readonly string[];
  did: readonly string[];
  /** what was logged and is not in the queue yet */
  fresh: readonly Interaction[];
}

/** What an act needs: the hall's time in milliseconds, and ids. */
export interface Act {
  now: number;
  newId(): string;
}

/** Longest time at one exhibit that the hall takes, in seconds. */
const LONGEST_SECONDS = 14 * 3600;

/** What every interaction of a session says. */
const about = ({ zone, card }: Pick<Session, 'zone' | 'card'>, { now, newId }: Act) => ({
  id: newId(),
  cardId: card.cardId,
  at: new Date(now).toISOString(),
  zone,
});

const add = (session: Session, interaction: Interaction): Session => ({
  ...session,
  fresh: [...session.fresh, interaction],
  did: 'exhibit' in interaction ? [...new Set([...session.did, interaction.exhibit])] : session.did,
});

/** A tap: the session begins, and the tap is its first interaction. */
export const begin = (from: Pick<Session, 'zone' | 'card' | 'language' | 'view'>, newId: () => string): Session => {
  const now = Date.parse(from.card.at);
  const session: Session = { ...from, list: { text: '' }, kept: [], did: [], fresh: [] };
  return add(session, { ...about(session, { now, newId }), kind: 'tapped' });
};

/**
 * Closes what is open and logs it: what the visitor said about it, or else how long it was open. A film or a hands-on of which nothing is
 * said was looked at, no more. `quietMs`: how long nobody touched the page before; it does not count.
 */
export const close = (session: Session, act: Act, quietMs = 0): Session => {
  const { open, ...rest } = session;
  if (!open) return session;
  const { exhibit, doing, since, said } = open;
  const seconds = Math.min(LONGEST_SECONDS, Math.max(0, Math.round((act.now - quietMs - since) / 1000)));
  const base = { ...about(session, { ...act, now: since }), exhibit: exhibit.id };
  if (doing === 'watched' && said !== undefined)
    return add(rest, {
      ...base,
      kind: 'watched',
      seconds: said,
      ...(exhibit.seconds === undefined ? {} : { ofSeconds: exhibit.seconds }),
    });
  if (doing === 'tried' && said !== undefined)
    return add(rest, { ...base, kind: 'tried', step: said, ofSteps: exhibit.steps ?? said, seconds });
  return add(rest, { ...base, kind: 'explored', seconds });
};

/** Opens an exhibit; what was open before is closed and logged. */
export const open = (session: Session, exhibit: KioskExhibit, doing: Doing, act: Act): Session => ({
  ...close(session, act),
  list: { ...session.list, last: exhibit.id },
  open: { exhibit, doing, since: act.now },
});

/** What the visitor says about the open exhibit; the same again takes it back. */
export const say = (session: Session, said: number): Session => {
  if (!session.open) return session;
  const { said: before, ...rest } = session.open;
  return { ...session, open: before === said ? rest : { ...rest, said } };
};

/**
 * Keeps an exhibit for later, or takes that back. Before it is in the queue, taking back leaves no trace; afterwards it is said anew, and of
 * two answers the later holds.
 */
export const keep = (session: Session, exhibit: string, act: Act): Session => {
  const had = session.kept.includes(exhibit);
  const kept = had ? session.kept.filter(id => id !== exhibit) : [...session.kept, exhibit];
  const isWord = (each: Interaction) => 'exhibit' in each && each.exhibit === exhibit && each.kept !== undefined;
  if (session.fresh.some(isWord)) return { ...session, kept, fresh: session.fresh.filter(each => !isWord(each)) };
  const word: Interaction = { ...about(session, act), kind: 'explored', exhibit, kept: !had };
  return { ...session, kept, fresh: [...session.fresh, word] };
};

/** One brochure collected: the exhibit's own document, or the zone's leaflet where it has none. */
export const collect = (session: Session, exhibit: KioskExhibit, act: Act): Session => {
  if (session.did.includes(exhibit.id)) return session;
  const material = exhibit.materials.find(id => !id.startsWith('leaflet-')) ?? exhibit.materials[0];
  return add(session, {
    ...about(session, act),
    kind: 'collected',
    exhibit: exhibit.id,
    ...(material === undefined ? {} : { material }),
  });
};

/** What the life zone was told and answered. */
export interface LifeChoice {
  stage: string;
  interests: readonly string[];
  recommended: readonly Recommendation[];
  saved: readonly string[];
}

/** Changes the choice of the life zone; nothing is logged yet. */
export const prefer = (session: Session, choice: LifeChoice): Session => ({ ...session, choice });

/** Logs the choice of the life zone with what was recommended for it, and why; once for each choice. */
export const choose = (session: Session, act: Act): Session => {
  const { choice } = session;
  if (!choice || choice.logged) return session;
  const logged = add(session, {
    ...about(session, act),
    kind: 'chose',
    stage: choice.stage,
    interests: choice.interests.slice(0, 12),
    recommended: choice.recommended.map(({ service, because }) => ({ service, because: because.slice(0, 12) })),
    saved: choice.saved.slice(0, 12),
  });
  return { ...logged, choice: { ...choice, logged: true } };
};

/** A consultation as the visitor noted it. */
export interface Talk {
  exhibit: string;
  topic: string;
  followUp: boolean;
  /** the answer to the wording that was shown; counts only with a follow-up */
  contact: boolean;
}

/** Logs a consultation. Whether the contact may be shared is asked only where a follow-up is wished. */
export const consult = (session: Session, { contact, ...talk }: Talk, act: Act): Session =>
  add(session, {
    ...about(session, act),
    kind: 'consulted',
    ...talk,
    ...(talk.followUp ? { contact: { given: contact, version: CONSENT_VERSION, language: session.language } } : {}),
  });

/** Hands over what is not in the queue yet. */
export const flush = (session: Session): { session: Session; interactions: readonly Interaction[] } => ({
  session: { ...session, fresh: [] },
  interactions: session.fresh,
});

/** The end of a session: what is still open is logged, what was chosen as well. */
export const finish = (session: Session, act: Act, quietMs = 0): Session => choose(close(session, act, quietMs), act);

/** A hands-on or a film next to the tablet takes its time; nobody touches the page meanwhile. */
const HANDS_ON_SECONDS = 15 * 60;

/** Seconds without a touch until the page asks whether somebody is there. */
export const idleSecondsOf = ({ open }: Pick<Session, 'open'>, idleSeconds: number): number => {
  if (open?.doing === 'tried') return Math.max(idleSeconds, HANDS_ON_SECONDS);
  if (open?.doing === 'watched') return Math.max(idleSeconds, (open.exhibit.seconds ?? 0) + idleSeconds);
  return idleSeconds;
};
