import { createHash, randomInt, randomUUID } from 'node:crypto';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import type { CheckOutAnswer } from '../../functions/deliveries/check-out.schema.ts';
import type { PhotoView } from '../../functions/photos/photo.schema.ts';
import { instant } from '../../functions/platform/clock.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { Language } from '../../functions/texts/languages.ts';
import type {
  CardView,
  Interaction,
  InteractionsAnswer,
  OpenVisitAnswer,
} from '../../functions/visits/visit.schema.ts';
import { type Kiosk, upload } from './kiosk.ts';
import { walk } from './walk.ts';

/** The kiosks that a whole visit needs. */
export interface Kiosks {
  /** of the welcome zone; its key serves the other zones as well */
  zone: Kiosk;
  booth: Kiosk;
}

/** One person of a visit. */
export interface Person {
  cardId: string;
  visitId: string;
  interactions: Interaction[];
}

/** Minutes that a walk takes before the booth. */
const WALK_MINUTES = 95;
const POLL_MS = 25;

const pause = (ms: number) => new Promise<void>(done => setTimeout(done, ms));

/** Asks until the answer fits. Throws when it does not in time. */
export const until = async <T>(
  what: string,
  ask: () => Promise<T>,
  fits: (value: T) => boolean,
  ms = 30_000,
): Promise<T> => {
  const end = Date.now() + ms;
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(value)} after ${ms} ms`);
    await pause(POLL_MS);
  }
};

/** A card number of the hall's form that no other visit of a test has. */
export const newCard = (form = { prefix: 'EG', digits: 8 }): string =>
  `${form.prefix}${String(randomInt(0, 10 ** form.digits)).padStart(form.digits, '0')}`;

/** Taps a card at the door. `at`: ms, the kiosk's clock. */
export const tapAtDoor = (
  kiosk: Kiosk,
  visit: { cardId: string; language: Language; at?: number; tour?: string },
): Promise<OpenVisitAnswer> =>
  kiosk.post('/api/visits', {
    id: randomUUID(),
    cardId: visit.cardId,
    at: instant(visit.at ?? Date.now()),
    sentAt: instant(Date.now()),
    language: visit.language,
    ...(visit.tour === undefined ? {} : { tour: visit.tour }),
  });

/** Sends what zones logged. Throws when one of them was refused. */
export const logWalk = async (kiosk: Kiosk, interactions: readonly Interaction[]): Promise<InteractionsAnswer> => {
  const answer = await kiosk.post<InteractionsAnswer>('/api/interactions', {
    sentAt: instant(Date.now()),
    interactions,
  });
  const refused = answer.results.find(one => !one.accepted);
  if (refused) throw new Error(`an interaction was refused: ${JSON.stringify(refused)}`);
  return answer;
};

/** Takes a photo of one or more people: asks for a slot, uploads, answers the photo's id. `send`: how the bytes get there, if not as a form. */
export const takePhoto = async (
  booth: Kiosk,
  photo: { id?: string; cards: readonly string[]; file: Uint8Array; kind?: 'photo' | 'drawing' },
  send: typeof upload = upload,
): Promise<string> => {
  const { id = randomUUID() } = photo;
  const now = instant(Date.now());
  const answer = await booth.post<{ slot: Parameters<typeof upload>[0] }>('/api/photos', {
    id,
    people: photo.cards.map(cardId => ({ cardId, at: now })),
    sentAt: instant(Date.now()),
    kind: photo.kind ?? 'photo',
    frame: 'flow',
    bytes: photo.file.length,
    sha256: createHash('sha256').update(photo.file).digest('hex'),
  });
  await send(answer.slot, photo.file);
  return id;
};

/** Waits until the hall has made of a photo what it can. */
export const photoDone = (booth: Kiosk, photoId: string): Promise<PhotoView> =>
  until(
    `photo ${photoId}`,
    () => booth.get<PhotoView>(`/api/photos/${photoId}`),
    view => view.state !== 'waiting',
  );

const consent = (given: boolean, language: Language) => ({ given, version: CONSENT_VERSION, language });

/** Writes into the guestbook. */
export const writeEntry = (
  booth: Kiosk,
  entry: { cardId: string; language: Language; message?: string; name?: string; photoId?: string; wall?: boolean },
): Promise<{ entryId: string; state: string }> => {
  const { cardId, language, wall = false, ...rest } = entry;
  const at = instant(Date.now());
  return booth.post('/api/entries', {
    id: randomUUID(),
    cardId,
    at,
    sentAt: at,
    ...rest,
    wall: consent(wall, language),
  });
};

/** Asks for the mail. */
export const checkOut = (
  booth: Kiosk,
  wish: { cardId: string; language: Language; addresses: readonly string[]; photo?: boolean; promotion?: boolean },
): Promise<CheckOutAnswer> => {
  const at = instant(Date.now());
  const { cardId, language, addresses, photo = true, promotion } = wish;
  const consents = {
    mail: consent(addresses.length > 0, language),
    photo: consent(photo, language),
    ...(promotion === undefined ? {} : { promotion: consent(promotion, language) }),
  };
  return booth.post('/api/check-outs', { id: randomUUID(), cardId, at, sentAt: at, language, addresses, consents });
};

/** Where a mail's way may end. */
const ENDS = new Set(['delivered', 'bounced', 'complained', 'rejected', 'suppressed', 'unknown', 'erased']);

/** Waits until every mail of the card has come to an end. */
export const mailsDone = (booth: Kiosk, cardId: string): Promise<CardView> =>
  until(
    `mails of ${cardId}`,
    () => booth.get<CardView>(`/api/cards/${cardId}`),
    view => view.mails.length > 0 && view.mails.every(({ state }) => ENDS.has(state)),
  );

/** Opens a visit in the past and walks through the zones until now. */
export const walkThrough = async (
  kiosks: Kiosks,
  wish: { language: Language; zones?: readonly number[]; seed?: number; cardId?: string; minutes?: number },
  step: (name: string) => void = () => undefined,
): Promise<Person> => {
  const { language, seed = 1, cardId = newCard(), minutes = WALK_MINUTES } = wish;
  const now = Date.now();
  const from = now - minutes * 60_000;
  const { visitId } = await tapAtDoor(kiosks.zone, { cardId, language, at: from });
  step('lend');
  const zones = wish.zones === undefined ? {} : { zones: wish.zones };
  const interactions = walk({ catalogue, cardId, from, until: now, seed, ...zones });
  await logWalk(kiosks.zone, interactions);
  step('walk');
  return { cardId, visitId, interactions };
};
