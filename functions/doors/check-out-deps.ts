import type { CheckOutDeps } from '../deliveries/check-outs.ts';
import { keepAll } from '../photos/keep.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Queue } from '../platform/queue.ts';
import { ACCEPTED_VERSIONS } from '../texts/consents.ts';
import type { DoorDeps } from './door.ts';

/** What a door needs so that a mail can be asked for or corrected behind it. */
export interface CheckOutDoorDeps {
  settings: HallSettings;
  origin: string;
  addressKey: string;
  /** mail queue */
  queue: Queue;
}

/** Here deliveries and photos meet. */
export const checkOutDeps = ({
  table,
  queue,
  clock,
  log,
  addressKey,
  origin,
}: DoorDeps & CheckOutDoorDeps): CheckOutDeps => ({
  table,
  queue,
  clock,
  log,
  addressKey,
  origin,
  wordings: ACCEPTED_VERSIONS,
  keepPhotos: async (visitId, keep) => void (await keepAll({ table }, visitId, keep)),
});
