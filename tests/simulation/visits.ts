import type { Kiosk } from './kiosk.ts';
import type { Visitor } from './told.ts';
import type { World } from './world.ts';

export interface Kiosks {
  door: Kiosk;
  zones: readonly Kiosk[];
  desk: Kiosk;
}

/** How cards are lent at the door, to people alone or of a tour, and what the zones see of them. */
export const visitsAt = (world: World, { door: front, zones, desk }: Kiosks, id: (what: string) => string) => {
  const { random } = world;
  /** codes of the tours of the day */
  const tours: string[] = [];

  /** Reserves a tour; `who` takes the blame of a refusal. */
  const reserve = async (who: Visitor) => {
    const about = { name: 'A ministry', leader: 'Kim Jiwon', language: 'en' as const, expected: 3 };
    const body = { id: id('tour'), startsAt: new Date(world.now).toISOString(), ...about };
    const answer = await desk.ask(
      'tour',
      who,
      door => door.tour(body),
      ({ code }) => code,
    );
    if (answer) tours.push(answer.code);
  };

  /** `late`: ms for which the door has no network, so that what the visitor does is told before who they are. */
  const open = async (who: Visitor, late = 0) => {
    if (tours.length > 0 && random.chance(0.6)) who.tour = random.pick(tours);
    const tour = who.tour === undefined ? {} : { tour: who.tour };
    const body = { id: id('visit'), cardId: who.cardId, at: front.stamp(world.now), language: 'en' as const, ...tour };
    await world.sleep(late);
    const opened = await front.ask(
      'open',
      who,
      (door, sentAt) => door.open({ ...body, sentAt }, front.name),
      ({ visit }) => visit.visitId,
    );
    if (!opened) return;
    who.visitId = opened.visit.visitId;
    who.token = opened.visit.token;
  };

  const doThings = async (who: Visitor, at: Kiosk, zone: number) => {
    const things = Array.from({ length: random.int(1, 3) }, () => {
      const did: Visitor['did'][number] = { id: id('did'), at: world.now };
      who.did.push(did);
      const what = { id: did.id, cardId: who.cardId, at: at.stamp(did.at), zone, kind: 'explored' };
      return { did, what: { ...what, exhibit: `thing-${zone}` } };
    });
    // A kiosk may be without network for a while; what it has seen waits.
    if (random.chance(world.faults.network * 2)) await world.sleep(random.int(1, 6) * 60_000);
    const interactions = things.map(({ what }) => what);
    const tell = (early: boolean) =>
      at.ask(
        'log',
        who,
        (door, sentAt) => door.log({ sentAt, interactions }, at.name),
        ({ results }) => (early || who.erased ? '' : JSON.stringify(results)),
      );
    const early = who.visitId === undefined;
    let answer = await tell(early);
    if (early && answer?.results.some(({ accepted }) => !accepted)) {
      // The hall has not heard of the lending: the kiosk asks again when it has.
      while (who.visitId === undefined) await world.sleep(20_000);
      answer = await tell(false);
    }
    for (const [place, { did }] of things.entries()) {
      const result = answer?.results[place];
      did.told = result?.accepted === true;
      if (result && !result.accepted) who.refusals.push({ what: 'log', code: result.error.code, at: world.now });
    }
  };

  const giveBack = async (who: Visitor, taker: Kiosk) => {
    const at = taker.stamp(world.now);
    await taker.ask(
      'return',
      who,
      (door, sentAt) => door.giveBack(who.cardId, { at, sentAt }),
      () => '',
    );
  };

  /** One card, two people: the second is lent it while the door has no network, and taps before anybody is told so. */
  const oneCardTwice = async (first: Visitor, second: Visitor) => {
    for (const who of [first, second]) {
      await world.sleep(who.from - world.now);
      const opened = open(who, who === second ? random.int(0, 240_000) : 0);
      if (who === first) await opened;
      for (const [place, zone] of zones.entries()) {
        await world.sleep(random.int(2_000, 40_000));
        world.act(zone.name, () => doThings(who, zone, place + 1));
      }
      await world.sleep(10_000);
      if (who === second && random.chance(0.5)) await giveBack(who, zones[0]!);
      await opened;
    }
  };
  return { reserve, open, doThings, giveBack, oneCardTwice };
};
