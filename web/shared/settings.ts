import type { DeviceKind, EnrolAnswer } from '../../functions/devices/device.schema.ts';

/** What this kiosk is and must know of the hall; stored at enrolment. The key itself is in a cookie that scripts cannot read. */
export type Kiosk = Pick<EnrolAnswer, 'deviceId' | 'kind' | 'zone' | 'settings'>;

const KINDS: readonly DeviceKind[] = ['zone', 'booth', 'wall', 'desk'];

/**
 * The kind of kiosk this page belongs to, from its address; undefined on the page of enrolment. One browser may be several kiosks
 * (somebody tries the hall on a laptop): each kind has its own key, settings and queue.
 */
const pageKind = (path = location.pathname): DeviceKind | undefined => KINDS.find(kind => path.split('/')[1] === kind);

const key = (kind: DeviceKind): string => `hall.kiosk.${kind}`;

/** The kiosk this browser was enrolled as for this page (on the page of enrolment: the first there is); undefined: none. */
export const kiosk = (): Kiosk | undefined => {
  const kind = pageKind();
  const kinds = kind === undefined ? KINDS : [kind];
  const text = kinds.map(one => localStorage.getItem(key(one))).find(found => found !== null);
  return text === undefined || text === null ? undefined : (JSON.parse(text) as Kiosk);
};

/** Keeps what the hall answered at enrolment (without a token, if there is one). */
export const keepKiosk = ({ deviceId, kind, zone, settings }: EnrolAnswer): void =>
  localStorage.setItem(
    key(kind),
    JSON.stringify({ deviceId, kind, ...(zone === undefined ? {} : { zone }), settings }),
  );

/** Where the page of a kiosk is. */
export const pageOf = ({ kind, zone }: Pick<Kiosk, 'kind' | 'zone'>): string =>
  kind === 'zone' ? `/zone/${zone ?? 1}` : `/${kind}`;

/** What this kiosk remembers between visitors: nothing about them. */
export const remembered = {
  get: (name: 'camera' | 'theme' | 'low' | 'zoom' | 'every'): string | undefined =>
    localStorage.getItem(`hall.${name}`) ?? undefined,
  set: (name: 'camera' | 'theme' | 'low' | 'zoom' | 'every', value: string): void =>
    localStorage.setItem(`hall.${name}`, value),
};

/** Milliseconds between two looks of wall and desk at what is new: five seconds, unless this kiosk remembers other seconds. */
export const lookEvery = (): number => 1000 * Number(remembered.get('every') ?? 5);
