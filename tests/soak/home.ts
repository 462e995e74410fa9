import type { CardView } from '../../functions/visits/visit.schema.ts';
import { Answered } from '../../infra/local/kiosk.ts';
import type { Floor } from './floor.ts';
import type { Kiosks } from './kiosks.ts';
import type { Visitor } from './told.ts';

/** What visitors do on their memory page. */
export const homeOf = (floor: Floor, kiosks: Kiosks) => {
  const post = async (who: Visitor, what: string): Promise<true> => {
    const response = await fetch(`${kiosks.url()}/m/${who.token}/${what}`, { method: 'POST' });
    if (!response.ok)
      throw new Answered(what, response.status, { error: { code: response.status === 404 ? 'not-found' : 'other' } });
    return true;
  };
  /** The link also stands on the booth's screen, before any mail. */
  const link = async (who: Visitor): Promise<boolean> => {
    if (who.token !== undefined || who.visitId === undefined) return who.token !== undefined;
    const view = await kiosks.booths[0]?.ask('card', who, kiosk => kiosk.get<CardView>(`/api/cards/${who.cardId}`));
    if (view?.visitId === who.visitId && view.page !== undefined) who.token = view.page.split('/').at(-1) ?? '';
    return who.token !== undefined;
  };
  return {
    offTheWall: async (who: Visitor): Promise<void> => {
      if (!(await link(who)) || who.offWall) return;
      who.offWall = { tried: floor.now };
      if (await kiosks.home.ask('wall', who, () => post(who, 'wall'))) who.offWall.told = floor.now;
    },
    erase: async (who: Visitor): Promise<void> => {
      if (!(await link(who)) || who.erased) return;
      who.erased = { tried: floor.now };
      await kiosks.home.ask('erase', who, () => post(who, 'erase'));
      // Refused as "no such page": then it was done when the answer got lost. Either way the visit must be gone from now on.
      who.erased.told = floor.now;
    },
  };
};
