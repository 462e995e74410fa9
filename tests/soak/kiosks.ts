import { randomInt } from 'node:crypto';
import { type Admin, hallAdmin } from '../../infra/local/admin.ts';
import { kioskOf } from '../../infra/local/kiosk.ts';
import { deskKiosk } from './desk.ts';
import { type Asking, askingKiosk, type Floor } from './floor.ts';
import type { KillableHall } from './killable-hall.ts';

/** The kiosks of the room. */
export interface Kiosks {
  door: Asking;
  zones: readonly Asking[];
  booths: readonly Asking[];
  desk: Asking;
  /** visitors' own browsers */
  home: Asking;
  /** where the hall is now */
  url(): string;
}

/** Enrols the kiosks and a member of the staff. */
export const furnish = async (floor: Floor, hall: KillableHall): Promise<Kiosks> => {
  const admin = hallAdmin(hall.open);
  const url = () => hall.open.url;
  const keep = (secret: string) => void floor.told.secrets.push(secret);
  const token = async (...device: Parameters<Admin['token']>): Promise<string> => {
    const made = await admin.token(...device);
    keep(made);
    return made;
  };
  const kiosk = async (...device: Parameters<Admin['token']>): Promise<Asking> => {
    const key = await token(...device);
    return askingKiosk(floor, () => kioskOf(url(), key));
  };
  const name = 'Guide';
  // Long enough that no log has these digits by chance.
  const pin = await admin.addStaff(name, String(randomInt(10 ** 14)).padStart(16, '7'));
  keep(pin);
  const made: Kiosks = {
    door: await kiosk('zone', 1),
    zones: [await kiosk('zone', 2), await kiosk('zone', 6), await kiosk('zone', 10)],
    booths: [await kiosk('booth'), await kiosk('booth')],
    desk: askingKiosk(floor, deskKiosk(url(), await token('desk'), { name, pin }, keep)),
    home: askingKiosk(floor, () => kioskOf(url(), '')),
    url,
  };
  admin.close();
  return made;
};
