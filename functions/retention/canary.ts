import type { KioskCatalogue } from '../catalogue/catalogue.schema.ts';
import type { CheckOutAnswer } from '../deliveries/check-out.schema.ts';
import type { PhotoAnswer, PhotoView, UploadSlot } from '../photos/photo.schema.ts';
import { type Clock, instant } from '../platform/clock.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { CONSENT_VERSION } from '../texts/consents.ts';
import type { DeliveryState } from '../visits/delivery-states.ts';
import type { CardView, InteractionsAnswer } from '../visits/visit.schema.ts';
import { CANARY_PHOTO } from './canary-photo.ts';

/** What the hall sends the canary's mail to: SES takes it like any other, and it reaches nobody. */
export const CANARY_ADDRESS = 'success@simulator.amazonses.com';

/** The walk of one canary, in order; a broken hall is named by the first step that fails. */
export const CANARY_STEPS = [
  'pages',
  'catalogue',
  'lend',
  'zones',
  'photo',
  'renditions',
  'guestbook',
  'check-out',
  'mail',
  'memory-page',
  'erase',
] as const;
export type CanaryStep = (typeof CANARY_STEPS)[number];

/** What the canary met. `why` is for the operator: what was answered where. */
export interface CanaryReport {
  ready: boolean;
  broken?: CanaryStep;
  why?: string;
  /** milliseconds each step took */
  steps: { step: CanaryStep; ms: number }[];
}

interface CanaryDeps {
  /** of the hall, as visitors see it */
  origin: string;
  /** keys of a zone and of a booth */
  keys: { zone: string; booth: string };
  fetch: typeof fetch;
  clock: Clock;
  sleep(ms: number): Promise<void>;
  /** an id as kiosks make them */
  id(): string;
  log: Log;
  settings: Pick<HallSettings, 'card'>;
  /** ms on the clock after which a step that waits gives up */
  deadline: number;
}

/** Cards made of nines are the canary's: no visitor gets one. */
const cardOf = ({ prefix, digits }: HallSettings['card']): string => `${prefix}${'9'.repeat(digits)}`;

const POLL_MS = 300;
const ARRIVED: readonly DeliveryState[] = ['accepted', 'delayed', 'delivered'];
const LOST: readonly DeliveryState[] = ['rejected', 'suppressed', 'bounced', 'complained', 'unknown'];

/** Speaks to the doors as a kiosk does. Throws with status and code of what was answered. */
const doors = ({ origin, fetch: ask, keys }: CanaryDeps) => {
  const call = async <T>(key: keyof typeof keys, method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const answer = await ask(`${origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`${method} ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    return (await answer.json()) as T;
  };
  return {
    get: <T>(key: keyof typeof keys, path: string) => call<T>(key, 'GET', path),
    post: <T>(key: keyof typeof keys, path: string, body: object) => call<T>(key, 'POST', path, body),
  };
};

/** A page as a browser asks for it; `what` stands in for a path that is a key. */
const page = async ({ fetch: ask }: CanaryDeps, what: string, url: string, wanted: number, init?: RequestInit) => {
  const answer = await ask(url, init);
  if (answer.status !== wanted) throw new Error(`${what} answered ${answer.status}, not ${wanted}`);
};

const upload = async ({ fetch: ask }: CanaryDeps, slot: UploadSlot): Promise<void> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(slot.fields)) form.set(name, value);
  form.set('file', new Blob([CANARY_PHOTO], { type: 'image/jpeg' }));
  const answer = await ask(slot.url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`the upload answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
};

/** Asks until it fits, or says what was seen last when the time is over. */
const until = async <T>(deps: CanaryDeps, ask: () => Promise<T>, fits: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    if (deps.clock() > deps.deadline) throw new Error(`the time is over; seen last: ${JSON.stringify(value)}`);
    await deps.sleep(POLL_MS);
  }
};

/** The steps up to the memory page; `link` is told as soon as there is something to erase. */
const visit = async (
  deps: CanaryDeps,
  step: (name: CanaryStep, act: () => Promise<void>) => Promise<void>,
  link: (page: string) => void,
): Promise<void> => {
  const { get, post } = doors(deps);
  const cardId = cardOf(deps.settings.card);
  const now = () => instant(deps.clock());
  const stamped = () => ({ cardId, at: now(), sentAt: now() });
  const consent = (given: boolean) => ({ given, version: CONSENT_VERSION, language: 'en' });
  const card = () => get<CardView>('booth', `/api/cards/${cardId}`);
  const photoId = deps.id();
  let catalogue: KioskCatalogue;
  let ourPage = '';
  await step('pages', () => page(deps, 'GET /booth/', `${deps.origin}/booth/`, 200));
  await step('catalogue', async () => {
    catalogue = await get<KioskCatalogue>('zone', '/api/catalogue?lang=en');
    if (catalogue.zones.length === 0) throw new Error('the catalogue has no zones');
  });
  await step('lend', async () => {
    await post('zone', '/api/visits', { id: deps.id(), ...stamped(), language: 'en' });
    ourPage = (await card()).page ?? '';
    link(ourPage);
  });
  await step('zones', async () => {
    const interactions = catalogue.zones.flatMap(({ zone }) => {
      const exhibit = catalogue.exhibits.find(one => one.zone === zone);
      const here = { cardId, at: now(), zone };
      return [
        { ...here, id: deps.id(), kind: 'tapped' },
        ...(exhibit ? [{ ...here, id: deps.id(), kind: 'explored', exhibit: exhibit.id }] : []),
      ];
    });
    const body = { sentAt: now(), interactions };
    const { results } = await post<InteractionsAnswer>('zone', '/api/interactions', body);
    const refused = results.find(({ accepted }) => !accepted);
    if (refused) throw new Error(`an interaction was refused: ${JSON.stringify(refused)}`);
  });
  await step('photo', async () => {
    const { at, sentAt } = stamped();
    const about = { id: photoId, people: [{ cardId, at }], sentAt, kind: 'photo', frame: 'plain' };
    const file = { bytes: CANARY_PHOTO.length, sha256: sha256(CANARY_PHOTO) };
    const { slot } = await post<PhotoAnswer>('booth', '/api/photos', { ...about, ...file });
    if (!slot) throw new Error('no upload slot was given');
    await upload(deps, slot);
  });
  await step('renditions', async () => {
    const look = () => get<PhotoView>('booth', `/api/photos/${photoId}`);
    const { state, refusal } = await until(deps, look, view => view.state !== 'waiting');
    if (state !== 'ready') throw new Error(`the picture was ${state}: ${refusal}`);
  });
  await step('guestbook', async () => {
    const entry = { id: deps.id(), ...stamped(), message: 'The canary was here.', photoId, wall: consent(false) };
    await post('booth', '/api/entries', entry);
  });
  await step('check-out', async () => {
    const consents = { mail: consent(true), photo: consent(true) };
    const wish = { id: deps.id(), ...stamped(), language: 'en', addresses: [CANARY_ADDRESS], consents };
    await post<CheckOutAnswer>('booth', '/api/check-outs', wish);
  });
  await step('mail', async () => {
    const ended = (state: DeliveryState) => ARRIVED.includes(state) || LOST.includes(state);
    // states only: the card's view holds the link, and what fails here comes into a log
    const states = async () => (await card()).mails.map(({ state }) => state);
    const all = await until(deps, states, some => some.length > 0 && some.every(ended));
    const bad = all.find(state => LOST.includes(state));
    if (bad) throw new Error(`the mail is ${bad}`);
  });
  await step('memory-page', () => page(deps, 'the memory page', ourPage, 200));
};

/**
 * A whole visit through the doors, by nobody: a card walks the zones, has its picture taken, gets its mail at SES's simulator, and erases
 * itself as a visitor would, also when a step failed. Never throws for what the hall does: the report names the first broken step.
 */
export const runCanary = async (deps: CanaryDeps): Promise<CanaryReport> => {
  const began = deps.clock();
  const steps: CanaryReport['steps'] = [];
  let broken: { broken: CanaryStep; why: string } | undefined;
  let ourPage = '';
  const step = async (name: CanaryStep, act: () => Promise<void>): Promise<void> => {
    const from = deps.clock();
    try {
      await act();
    } catch (error) {
      broken ??= { broken: name, why: error instanceof Error ? error.message : String(error) };
      throw error;
    } finally {
      steps.push({ step: name, ms: deps.clock() - from });
    }
  };
  try {
    try {
      await visit(deps, step, link => {
        ourPage = link;
      });
    } finally {
      if (ourPage !== '')
        await step('erase', async () => {
          await page(deps, 'erasing', `${ourPage}/erase`, 200, { method: 'POST' });
          await page(deps, 'the erased memory page', ourPage, 404);
        });
    }
  } catch (error) {
    deps.log.error('canary-broke', error, { step: broken?.broken });
  }
  const seconds = Math.round((deps.clock() - began) / 1000);
  deps.log.info('canary', { failed: broken ? 1 : 0, step: broken?.broken, seconds });
  return { ready: broken === undefined, ...broken, steps };
};
