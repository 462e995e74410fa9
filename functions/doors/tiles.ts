import type { DeviceKind } from '../devices/device.schema.ts';
import { entriesOf } from '../guestbook/entries.ts';
import type { EntryState } from '../guestbook/entry.schema.ts';
import { photoKey, photoOf } from '../photos/photo.ts';
import { inParallel } from '../platform/parallel.ts';
import type { Table } from '../platform/table.ts';

const SHOWN: readonly EntryState[] = ['approved'];
const JUDGED: readonly EntryState[] = ['pending', 'approved', 'hidden'];

/**
 * May this device show the tile? The wall and the booth show what an approved entry holds, the desk also what waits or was hidden.
 * Asked of the entries themselves: a flag kept beside them could outlive a withdrawal.
 */
export const mayShow = async (deps: { table: Table }, photoId: string, kind: DeviceKind): Promise<boolean> => {
  const { table } = deps;
  const photo = photoOf(await table.get(photoKey(photoId)));
  const states = kind === 'desk' ? JUDGED : SHOWN;
  if (photo?.state !== 'ready' || (photo.wallOff && kind !== 'desk')) return false;
  const { items } = await table.query({ pk: photoKey(photoId).pk, prefix: 'IN#' });
  const entries = await inParallel(items, 8, ({ sk }) => entriesOf(deps, sk.slice('IN#'.length)));
  return entries
    .flat()
    .some(entry => states.includes(entry.state) && [entry.photoId, entry.drawingId].includes(photoId));
};
