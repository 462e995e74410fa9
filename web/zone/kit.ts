import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { KioskCatalogue } from '../../functions/catalogue/catalogue.schema.ts';
import type { Interaction, InteractionsAnswer } from '../../functions/visits/visit.schema.ts';
import { type Api, hallApi } from '../shared/api.ts';
import { startBeat } from '../shared/beat.ts';
import { hallNow, type Now } from '../shared/now.ts';
import { type Queue, startQueue } from '../shared/queue.ts';
import type { Kiosk } from '../shared/settings.ts';
import { openVault } from '../shared/vault.ts';
import { type Catalogues, catalogues } from './catalogues.ts';
import type { Act } from './session.ts';

/** What a zone's page works with; made once. */
export interface Kit {
  zone: number;
  kiosk: Kiosk;
  api: Api;
  now: Now;
  queue: Queue;
  catalogues: Catalogues;
  act(): Act;
  /** puts interactions into the queue as one batch; resolves when they are on the disk */
  log(interactions: readonly Interaction[]): Promise<void>;
}

const newId = () => crypto.randomUUID();

/** Opens the disk, starts the queue and the beat, loads the catalogue. */
export const makeKit = async (kiosk: Kiosk, zone: number): Promise<Kit> => {
  const now = hallNow(localStorage);
  const api = hallApi(now, 'zone');
  const queue = startQueue({ api, vault: await openVault('hall-zone'), now });
  const beat = startBeat({ api, now, queue });
  // A batch is taken as a whole; what it holds is answered one by one, and only the staff can look into a refusal.
  queue.listen(news => {
    const results = news.is === 'sent' ? ((news.answer as Partial<InteractionsAnswer>).results ?? []) : [];
    const refused = results.find(result => !result.accepted);
    if (refused && !refused.accepted) void beat.call(`refused: ${refused.error.code}`.slice(0, 60));
  });
  return {
    zone,
    kiosk,
    api,
    now,
    queue,
    catalogues: catalogues(lang => api.call('GET /api/catalogue', { query: { lang } }) as Promise<KioskCatalogue>),
    act: () => ({ now: now.ms(), newId }),
    log: async interactions => {
      if (interactions.length === 0) return;
      await queue.keep([{ id: newId(), route: 'POST /api/interactions', body: { interactions } }]);
    },
  };
};

const KitContext = createContext<Kit | undefined>(undefined);
export const KitProvider = KitContext.Provider;

/** The zone's kit. Throws outside the zone page. */
export const useKit = (): Kit => {
  const kit = useContext(KitContext);
  if (!kit) throw new Error('no kit');
  return kit;
};
