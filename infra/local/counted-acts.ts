import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { mailKey } from '../../functions/deliveries/mails.ts';
import { instant } from '../../functions/platform/clock.ts';
import { derivedId } from '../../functions/platform/ids.ts';
import type { CountedHall } from './counted-hall.ts';
import { checkOut, newCard, tapAtDoor } from './visit.ts';

/** What somebody may do who is no ordinary visit: no cost is reckoned of it. In the order in which it is done. */
const ACTS = [
  'device enrolled',
  'staff sign in',
  'staff looked up',
  'tap at the desk',
  'card at the desk',
  'card returned at the desk',
  'tour reserved',
  'tours of a day',
  'roster',
  'photo joined',
  'photo shown',
  'visits of a card',
  'devices',
  'catalogue',
  'document of the API',
  'correction',
  'correction at the desk',
  'visit set going again',
  'mail again',
  'ledger',
  'privacy notice',
  'material',
  'question before an erasure',
  'off the wall',
  'contact taken back',
  'question before no more mail',
  'no more mail',
  'hold',
  'release',
  'held mails woken',
  'all late set going again',
  'erasure at the desk',
  'staff sign out',
] as const;
export type Act = (typeof ACTS)[number];

/** Does one operation; who counts does so around it. */
export type Step<Name extends string> = <T>(operation: Name, act: () => Promise<T>) => Promise<T>;

/** What a visit left. */
export interface Trace {
  visitId: string;
  cardId: string;
  photoId: string;
  entryId: string;
  token: string;
}

const LANGUAGE = 'ko';
/** After so long a mail that waits is late; in milliseconds. */
const LATE_MS = 3 * 60_000;

const fresh = (): { id: string; sentAt: string } => ({ id: crypto.randomUUID(), sentAt: instant(Date.now()) });

/** Cards, tours and kiosks, as the desk has them, and a second person in the picture. */
const atTheDesk = async (hall: CountedHall, { photoId, cardId }: Trace, step: Step<Act>): Promise<void> => {
  const { staff, kiosks } = hall;
  const code = await hall.code();
  await step('device enrolled', () => kiosks.zone.post('/api/devices/enrol', { code, as: 'token' }));
  await step('staff sign in', hall.signIn);
  await step('staff looked up', () => staff.get('/api/desk/me'));
  const lent = newCard();
  const { sentAt } = fresh();
  await step('tap at the desk', () =>
    staff.post('/api/desk/visits', { ...fresh(), cardId: lent, at: sentAt, language: LANGUAGE }),
  );
  await step('card at the desk', () => staff.get(`/api/desk/cards/${lent}`));
  await step('card returned at the desk', () => staff.post(`/api/desk/cards/${lent}/return`, { at: sentAt, sentAt }));
  const startsAt = instant(hall.clock());
  const tour = await step('tour reserved', () =>
    staff.post<{ code: string }>('/api/desk/tours', {
      ...fresh(),
      name: 'Uruguay',
      startsAt,
      language: 'es',
      expected: 5,
    }),
  );
  const delegate = newCard();
  await tapAtDoor(kiosks.zone, { cardId: delegate, language: 'es', tour: tour.code });
  await step('tours of a day', () => staff.get('/api/desk/tours'));
  await step('roster', () => staff.get(`/api/desk/tours/${tour.code}`));
  const people = [{ cardId: delegate, at: instant(Date.now()) }];
  await step('photo joined', () =>
    kiosks.booth.post(`/api/photos/${photoId}/people`, { people, sentAt: fresh().sentAt }),
  );
  await step('photo shown', () => kiosks.booth.bytes(`/api/photos/${photoId}/preview`));
  await step('visits of a card', () => staff.get(`/api/desk/visits?card=${cardId}`));
  await step('devices', () => staff.get('/api/desk/devices'));
  await step('catalogue', () => hall.wall('/api/catalogue?lang=en'));
  await step('document of the API', () => hall.wall('/api/openapi.json'));
};

/** Corrects the mail, once by the visitor and once by the staff, and sends it again; the id of the last one, which waits. */
const corrected = async (hall: CountedHall, { visitId, cardId }: Trace, step: Step<Act>): Promise<string> => {
  const { staff, kiosks } = hall;
  type Sent = { deliveryId: string };
  const { mails } = await kiosks.booth.get<{ mails: Sent[] }>(`/api/cards/${cardId}`);
  const to = (name: string, old: Sent | undefined) => ({
    ...fresh(),
    deliveryId: old?.deliveryId ?? '',
    address: `success+${name}@simulator.amazonses.com`,
  });
  const card = { cardId, at: instant(Date.now()) };
  const first = await step('correction', () =>
    kiosks.booth.post<Sent>('/api/corrections', { ...to('visitor', mails[0]), card }),
  );
  const second = await step('correction at the desk', () =>
    staff.post<Sent>('/api/desk/corrections', { ...to('staff', first), visitId }),
  );
  await step('visit set going again', () => staff.post('/api/desk/retries', { visitId, sentAt: fresh().sentAt }));
  await hall.work('mail');
  await hall.feedback();
  const { deliveryId } = second;
  const last = await step('mail again', () =>
    staff.post<Sent>('/api/desk/resends', { ...fresh(), visitId, deliveryId, seen: 'delivered' }),
  );
  await step('ledger', () => staff.get(`/api/visits/${visitId}`));
  return last.deliveryId;
};

/** What the holder of the link may do beside looking. */
const atHome = async (hall: CountedHall, { cardId, token }: Trace, step: Step<Act>): Promise<void> => {
  await checkOut(hall.kiosks.booth, { cardId, language: LANGUAGE, addresses: [], promotion: true });
  const page = `/m/${token}`;
  const pressed = { method: 'POST' };
  const material = catalogue.materials[0]?.id ?? '';
  await step('privacy notice', () => hall.home('/privacy'));
  await step('material', () => hall.home(`${page}/material/${material}`));
  await step('question before an erasure', () => hall.home(`${page}/erase`));
  await step('off the wall', () => hall.home(`${page}/wall`, pressed));
  await step('contact taken back', () => hall.home(`${page}/contact`, pressed));
  await step('question before no more mail', () => hall.home(`${page}/unsubscribe`));
  await step('no more mail', () => hall.home(`${page}/unsubscribe`, pressed));
};

/** A hold under which `held` mails lie, copies of one that waits; its end, and what follows from it. */
const underHold = async (hall: CountedHall, visitId: string, deliveryId: string, held: number, step: Step<Act>) => {
  const { staff, table } = hall;
  await step('hold', () => staff.post('/api/desk/holds', { why: 'a wrong text', sentAt: fresh().sentAt }));
  await hall.work('mail');
  const mail = await table.get(mailKey(visitId, deliveryId));
  if (!mail) throw new Error('The mail that was to be held is gone.');
  for (let copy = 1; copy < held; copy += 1) {
    const other = derivedId('held', String(copy));
    await table.put({ ...mail, ...mailKey(other, deliveryId), visitId: other });
  }
  await step('release', () => staff.post('/api/desk/releases', {}));
  await step('held mails woken', hall.sweep);
  hall.time.ahead += LATE_MS;
  await step('all late set going again', () => staff.post('/api/desk/retries', { sentAt: fresh().sentAt }));
};

/** All of that, by and about somebody whose visit is `trace`, while `held` mails are held. */
export const acts = async (hall: CountedHall, trace: Trace, held: number, step: Step<Act>): Promise<void> => {
  await atTheDesk(hall, trace, step);
  const deliveryId = await corrected(hall, trace, step);
  await atHome(hall, trace, step);
  await underHold(hall, trace.visitId, deliveryId, held, step);
  await step('erasure at the desk', () => hall.staff.post('/api/desk/erasures', { visitId: trace.visitId }));
  await step('staff sign out', () => hall.staff.post('/api/desk/sign-out', {}));
};
