import type { FrameName } from '../../functions/photos/plan.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { Language } from '../../functions/texts/languages.ts';
import type { CardAt, CardView } from '../../functions/visits/visit.schema.ts';
import type { Work } from '../shared/queue.ts';

/** What the booth may ask of a card, each on its own. */
export type Asked = 'mail' | 'photo' | 'wall' | 'promotion';

/** An answer with the language it was asked in. */
export type Answers = Partial<Record<Asked, { given: boolean; language: Language }>>;

/** One card in front of the booth. */
export interface Member {
  card: CardAt;
  language: Language;
  /** what the hall knows of the visit; undefined: the network is away */
  view?: CardView;
  answers: Answers;
  addresses: string[];
  /** consents and addresses are complete */
  decided: boolean;
}

/** A picture on its way: bytes of a JPEG, and how to recognize them. */
export interface Picture {
  id: string;
  kind: 'photo' | 'drawing';
  frame: FrameName;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

/** Everything the booth knows of who stands before it. Lives in memory only, until it is kept or forgotten. */
export interface Session {
  /** the first is who began; the rest are in the same picture */
  members: Member[];
  /** whose consents and address are asked now */
  current: number;
  group: boolean;
  /** `false`: only what exists already is to be sent home, no new picture */
  fresh: boolean;
  photo?: Picture;
  drawing?: Picture;
  message: string;
  name: string;
}

/** Where the visitor is. */
export const STEPS = [
  'attract',
  'card',
  'hello',
  'people',
  'age',
  'child',
  'consent',
  'camera',
  'message',
  'address',
  'preview',
  'done',
] as const;
export type Step = (typeof STEPS)[number];

const member = (card: CardAt, language: Language, view?: CardView): Member => ({
  card,
  language,
  ...(view ? { view } : {}),
  answers: {},
  addresses: [],
  decided: false,
});

/** A new session for the card that was tapped. */
export const begin = (card: CardAt, language: Language, view?: CardView): Session => ({
  members: [member(card, language, view)],
  current: 0,
  group: false,
  fresh: true,
  message: '',
  name: '',
});

/** One more card in the picture; a card that is in already stays once. */
export const join = (session: Session, card: CardAt, language: Language, view?: CardView): Session =>
  session.members.some(each => each.card.cardId === card.cardId)
    ? session
    : { ...session, group: true, members: [...session.members, member(card, language, view)] };

/** Changes the member whose turn it is. */
export const change = (session: Session, changes: Partial<Member>): Session => ({
  ...session,
  members: session.members.map((each, at) => (at === session.current ? { ...each, ...changes } : each)),
});

/** The member whose turn it is. */
export const turn = (session: Session): Member => {
  const found = session.members[session.current] ?? session.members[0];
  if (!found) throw new Error('a session without a card');
  return found;
};

const agreed = (person: Member, asked: Asked): boolean => person.answers[asked]?.given ?? false;

/**
 * What is asked of the member whose turn it is. Only who began decides about the screen, for the picture and the words are theirs; about
 * advertising nobody is asked unless the hall said that there is some.
 */
export const askedOf = (session: Session): readonly Asked[] => [
  'mail',
  'photo',
  ...(session.current === 0 && session.fresh ? (['wall'] as const) : []),
  ...(turn(session).view?.promotes ? (['promotion'] as const) : []),
];

/** The next step; steps that have nothing to ask are left out. */
export const after = (session: Session, step: Step): Step => {
  const person = turn(session);
  const joined = session.current > 0;
  switch (step) {
    case 'attract':
    case 'card':
      return 'hello';
    case 'hello':
      return session.fresh ? 'people' : 'age';
    case 'people':
      return 'age';
    case 'age':
      return 'consent';
    case 'consent':
      if (joined || !session.fresh) return agreed(person, 'mail') ? 'address' : joined ? 'done' : 'preview';
      return agreed(person, 'photo') ? 'camera' : 'message';
    case 'camera':
      return 'message';
    case 'message':
      return agreed(person, 'mail') ? 'address' : 'preview';
    case 'address':
      return joined ? 'done' : 'preview';
    case 'preview':
      return 'done';
    default:
      return 'attract';
  }
};

/** The step to go back to; undefined: there is none. */
export const before = (session: Session, step: Step): Step | undefined => {
  if (['attract', 'hello', 'done', 'child'].includes(step)) return undefined;
  if (step === 'card') return 'attract';
  if (session.current > 0 && step === 'age') return undefined;
  const way: Step[] = [];
  for (
    let at: Step = session.current > 0 ? 'age' : 'hello';
    at !== step && at !== 'done' && way.length < STEPS.length;
    at = after(session, at)
  )
    way.push(at);
  return way.at(-1);
};

const consentOf = (person: Member, asked: Asked) => ({
  given: agreed(person, asked),
  version: CONSENT_VERSION,
  language: person.answers[asked]?.language ?? person.language,
});

/** The check-out of one member: consents, and the mail if it was asked for. */
export const checkOutWork = (person: Member, id: string): Work => ({
  id,
  route: 'POST /api/check-outs',
  body: {
    id,
    ...person.card,
    language: person.language,
    addresses: agreed(person, 'mail') ? person.addresses : [],
    consents: {
      mail: consentOf(person, 'mail'),
      photo: consentOf(person, 'photo'),
      ...(person.answers.promotion ? { promotion: consentOf(person, 'promotion') } : {}),
    },
  },
});

const pictureWork = (picture: Picture, people: CardAt[]): Work => ({
  id: picture.id,
  route: 'POST /api/photos',
  body: {
    id: picture.id,
    people,
    kind: picture.kind,
    frame: picture.frame,
    bytes: picture.bytes.length,
    sha256: picture.sha256,
  },
  bytes: picture.bytes,
});

/**
 * Everything a session leaves behind, in the order the hall must hear it: pictures, the entry, then the check-outs of all who decided.
 * `ids` makes the ids; who did not agree to a photo has none here.
 */
export const workOf = (session: Session, ids: () => string): { work: Work[]; checkOutId: string } => {
  const [first, ...others] = session.members;
  if (!first) throw new Error('a session without a card');
  const photo = agreed(first, 'photo') ? session.photo : undefined;
  const { drawing } = session;
  const message = session.message.trim();
  const name = session.name.trim();
  const entryId = ids();
  const checkOutId = ids();
  const entry: Work[] =
    photo || drawing || message !== ''
      ? [
          {
            id: entryId,
            route: 'POST /api/entries',
            body: {
              id: entryId,
              ...first.card,
              ...(message === '' ? {} : { message }),
              ...(name === '' ? {} : { name }),
              ...(photo ? { photoId: photo.id } : {}),
              ...(drawing ? { drawingId: drawing.id } : {}),
              wall: consentOf(first, 'wall'),
            },
          },
        ]
      : [];
  return {
    work: [
      ...(photo
        ? [
            pictureWork(
              photo,
              session.members.map(each => each.card),
            ),
          ]
        : []),
      ...(drawing ? [pictureWork(drawing, [first.card])] : []),
      ...entry,
      checkOutWork(first, checkOutId),
      ...others.filter(each => each.decided).map(each => checkOutWork(each, ids())),
    ],
    checkOutId,
  };
};
