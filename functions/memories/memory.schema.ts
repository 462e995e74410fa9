import type { Purpose } from '../texts/consents.ts';
import type { Language } from '../texts/languages.ts';
import type { Interaction, InteractionKind } from '../visits/visit.schema.ts';

/** Everything a memory is composed from, as one query (and its photos) found it. Pure data; see `recall.ts`. */
export interface Recalled {
  visitId: string;
  language: Language;
  /** ISO instants */
  openedAt: string;
  closedAt?: string;
  /** token of the memory page */
  token: string;
  tour?: { code: string; name: string };
  interactions: Interaction[];
  /** ready ones this visit is in and keeps; `waiting` when one is still being made */
  photos: {
    photoId: string;
    kind: 'photo' | 'drawing';
    state: 'waiting' | 'ready' | 'refused';
    people: number;
    thumbhash?: string;
  }[];
  entry?: {
    entryId: string;
    message?: string;
    name?: string;
    photoId?: string;
    drawingId?: string;
    state: string;
    at: string;
  };
  consents: { purpose: Purpose; given: boolean; version: string; at: string }[];
}

/** A piece of catalogue text, with the language it is really in. */
export interface Words {
  text: string;
  language: Language;
}

/** What was done with one exhibit; `from` names the interactions it comes from, so that every line can be explained. */
export interface Doing {
  exhibit: string;
  name: Words;
  about: Words;
  kinds: InteractionKind[];
  /** a finished sentence: `watched 3 of 5 minutes` */
  detail?: string;
  seconds: number;
  kept: boolean;
  finished: boolean;
  /** advertising that the visitor agreed to */
  promoted: boolean;
  from: string[];
}

/** A zone as it was walked. `notes` are what was done there that is no exhibit; `gone` counts exhibits the hall no longer knows. */
export interface ZoneWalked {
  zone: number;
  name: Words;
  /** spent there, as far as the log shows */
  seconds: number;
  exhibits: Doing[];
  notes: { line: string; from: string[] }[];
  from: string[];
}

/** `line` may hold words of another language between the isolates of `html.ts`. */
export interface Highlight {
  why: 'longest' | 'finished' | 'kept';
  exhibit: string;
  line: string;
  from: string[];
}

export interface MaterialLine {
  material: string;
  name: Words;
  about: Words;
  /** on our host: /m/{token}/material/{id} */
  href: string;
  why: 'opened' | 'next';
  /** advertising that the visitor agreed to */
  promoted: boolean;
  from: string[];
}

export interface ServiceLine {
  service: string;
  name: Words;
  about: Words;
  runBy: Words;
  href?: string;
  /** `because you chose ...` */
  reason: string;
  saved: boolean;
  from: string[];
}

/** The summary of a visit, composed only from what was logged. */
export interface Memory {
  visitId: string;
  language: Language;
  /** ISO instant */
  openedAt: string;
  /** day in Seoul, written out in the language */
  day: string;
  /** how the visitor wants to be called, when given */
  name?: string;
  tour?: string;
  /** in the order walked */
  zones: ZoneWalked[];
  /** seconds between the first and the last thing logged */
  seconds: number;
  highlights: Highlight[];
  materials: MaterialLine[];
  services: ServiceLine[];
  consultations: {
    exhibit: string;
    company: Words;
    topic: Words;
    followUp: boolean;
    contactShared: boolean;
    from: string[];
  }[];
  photo?: { photoId: string; people: number };
  /** further pictures the visitor is in and keeps; on the memory page only */
  otherPhotos: { photoId: string; people: number }[];
  /** a photo was taken and is not ready yet */
  photoLate: boolean;
  drawing?: { photoId: string };
  message?: string;
  /** state of the guestbook entry, when there is one: `approved` is on the wall */
  entry?: string;
  consents: Recalled['consents'];
  /** addresses on our host */
  links: { page: string; erase: string; unsubscribe: string; privacy: string };
  /** a promoted block is inside */
  promotion: boolean;
}

/** A mail before it becomes MIME. `html` refers to the pictures as cid:photo and cid:drawing when `inline` names them. */
export interface Letter {
  language: Language;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  /** photoIds whose `mail` rendition goes inline, with their content ids */
  inline: { cid: string; photoId: string; filename: string }[];
  promotion: boolean;
}
