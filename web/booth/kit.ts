import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Api, hallApi } from '../shared/api.ts';
import { type Beat, startBeat } from '../shared/beat.ts';
import { hallNow, type Now } from '../shared/now.ts';
import { type Queue, startQueue } from '../shared/queue.ts';
import type { Kiosk } from '../shared/settings.ts';
import { openVault } from '../shared/vault.ts';

/** What the booth works with; made once. */
export interface Kit {
  kiosk: Kiosk;
  api: Api;
  now: Now;
  queue: Queue;
  /** how the staff are called, and calmed */
  beat: Beat;
}

/** Opens the disk, starts the queue and the beat. */
export const makeKit = async (kiosk: Kiosk): Promise<Kit> => {
  const now = hallNow(localStorage);
  const api = hallApi(now, 'booth');
  const queue = startQueue({ api, vault: await openVault('hall-booth'), now });
  return { kiosk, api, now, queue, beat: startBeat({ api, now, queue }) };
};

const KitContext = createContext<Kit | undefined>(undefined);
export const KitProvider = KitContext.Provider;

/** The booth's kit. Throws outside the booth. */
export const useKit = (): Kit => {
  const kit = useContext(KitContext);
  if (!kit) throw new Error('no kit');
  return kit;
};
