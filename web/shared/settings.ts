import type { EnrolAnswer } from '../../functions/devices/device.schema.ts';

/** What this kiosk is and must know of the hall; stored at enrolment. The key itself is in a cookie that scripts cannot read. */
export type Kiosk = Pick<EnrolAnswer, 'deviceId' | 'kind' | 'zone' | 'settings'>;

const KEY = 'hall.kiosk';

/** The kiosk this browser was enrolled as; undefined: it was not. */
export const kiosk = (): Kiosk | undefined => {
  const text = localStorage.getItem(KEY);
  return text === null ? undefined : (JSON.parse(text) as Kiosk);
};

/** Keeps what the hall answered at enrolment (without a token, if there is one). */
export const keepKiosk = ({ deviceId, kind, zone, settings }: EnrolAnswer): void =>
  localStorage.setItem(KEY, JSON.stringify({ deviceId, kind, ...(zone === undefined ? {} : { zone }), settings }));

/** Where the page of a kiosk is. */
export const pageOf = ({ kind, zone }: Pick<Kiosk, 'kind' | 'zone'>): string =>
  kind === 'zone' ? `/zone/${zone ?? 1}` : `/${kind}`;

/** What this kiosk remembers between visitors: nothing about them. */
export const remembered = {
  get: (name: 'camera' | 'theme' | 'low' | 'zoom'): string | undefined => localStorage.getItem(`hall.${name}`) ?? undefined,
  set: (name: 'camera' | 'theme' | 'low' | 'zoom', value: string): void => localStorage.setItem(`hall.${name}`, value),
};
