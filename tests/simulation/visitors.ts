import { picturesAt } from './booth.ts';
import type { SimulatedHall } from './hall.ts';
import { kiosk } from './kiosk.ts';
import type { Photo, Visitor } from './told.ts';
import { visitsAt } from './visits.ts';
import type { World } from './world.ts';

const consent = (given: boolean) => ({ given, version: '2026-11-22', language: 'en' as const });
const minutes = (count: number) => count * 60_000;

/** Everybody who acts in one run, from the first tap to the last correction. */
export const visitors = (world: World, hall: SimulatedHall): Visitor[] => {
  const { random } = world;
  let count = 0;
  const id = (what: string) => `${what}-${String(++count).padStart(6, '0')}`;
  const kiosks = {
    door: kiosk(world, hall, 'door', 'kiosk-door'),
    zones: [kiosk(world, hall, 'zone-1', 'kiosk-door'), kiosk(world, hall, 'zone-2', 'kiosk-door')],
    booth: kiosk(world, hall, 'booth', 'kiosk-door'),
    desk: kiosk(world, hall, 'desk', 'desk-door'),
    home: kiosk(world, hall, 'home', 'public-door'),
  };
  const people: Visitor[] = [];
  const picture = picturesAt(world, hall, kiosks.booth, id);
  const { reserve, open, doThings, giveBack, oneCardTwice } = visitsAt(world, kiosks, id);

  const write = async (who: Visitor, photo: Photo | undefined) => {
    const entry: Visitor['entries'][number] = {
      id: id('entry'),
      message: `from ${who.name}`,
      wall: random.chance(0.7),
    };
    if (photo) entry.photoId = photo.id;
    who.entries.push(entry);
    const body = { id: entry.id, cardId: who.cardId, at: kiosks.booth.stamp(world.now), message: entry.message };
    const answer = await kiosks.booth.ask(
      'entry',
      who,
      (door, sentAt) =>
        door.entry({ ...body, sentAt, wall: consent(entry.wall), ...(photo ? { photoId: photo.id } : {}) }),
      ({ entryId }) => entryId,
    );
    if (!answer) return;
    entry.told = answer.state;
    if (entry.wall && random.chance(0.7)) world.after(random.int(1_000, minutes(4)), () => staff(who, entry));
  };

  const staff = (who: Visitor, entry: Visitor['entries'][number]) =>
    world.act('desk', async () => {
      const to = random.chance(0.8) ? ('approved' as const) : ('hidden' as const);
      const answer = await kiosks.desk.ask(
        'moderate',
        who,
        door => door.moderate('Jiwon', entry.id, { visitId: who.visitId ?? '', to }),
        ({ state }) => state,
      );
      if (answer) entry.moderated = answer.state;
    });

  const addressOf = (who: Visitor) => {
    if (random.chance(0.12)) return 'bounce@shared.example';
    return `${random.chance(0.1) ? 'complaint' : 'to'}@${who.name}-${++count}.example`;
  };

  /** A new address, or one that this visitor has named before. */
  const someAddress = (who: Visitor, before: number) => {
    const named = [...who.checkOuts.flatMap(({ addresses }) => addresses), ...who.corrections.map(fix => fix.address)];
    return named.length > 0 && random.chance(before) ? random.pick(named) : addressOf(who);
  };

  const checkOut = async (who: Visitor) => {
    const addresses = Array.from({ length: random.pick([1, 1, 1, 2, 0]) }, () => someAddress(who, 0.3));
    const keepPhoto = random.chance(0.8);
    const asked: Visitor['checkOuts'][number] = { id: id('check-out'), addresses, keepPhoto, tried: world.now };
    who.checkOuts.push(asked);
    const body = { id: asked.id, cardId: who.cardId, at: kiosks.booth.stamp(world.now), language: 'en' as const };
    const answer = await kiosks.booth.ask(
      'check-out',
      who,
      (door, sentAt) =>
        door.checkOut({ ...body, sentAt, addresses, consents: { mail: consent(true), photo: consent(keepPhoto) } }),
      ({ deliveries }) => deliveries.map(({ deliveryId }) => deliveryId).join(),
    );
    if (!answer) return;
    const single = [...new Set(addresses)];
    asked.told = answer.deliveries.map(({ deliveryId }, place) => ({ deliveryId, address: single[place] ?? '' }));
    if (asked.told.length > 0 && random.chance(0.25)) {
      const { deliveryId } = asked.told[0]!;
      world.after(random.int(500, minutes(5)), () => correct(who, deliveryId));
    }
  };

  const correct = (who: Visitor, old: string) =>
    world.act('correction', async () => {
      const byStaff = random.chance(0.5);
      const address = someAddress(who, 0.3);
      const fix: Visitor['corrections'][number] = { id: id('fix'), old, address, staff: byStaff, tried: world.now };
      who.corrections.push(fix);
      const at = byStaff ? kiosks.desk : kiosks.booth;
      const card = { cardId: who.cardId, at: at.stamp(world.now) };
      const answer = await at.ask(
        'correct',
        who,
        (door, sentAt) =>
          door.correct(
            { id: fix.id, deliveryId: old, address, sentAt, ...(byStaff ? { visitId: who.visitId ?? '' } : { card }) },
            byStaff ? 'Jiwon' : undefined,
          ),
        ({ deliveryId }) => deliveryId,
      );
      if (answer) fix.told = answer.deliveryId;
    });

  const atHome = (who: Visitor) => {
    const token = who.token ?? '';
    if (random.chance(0.12))
      world.after(random.int(1_000, minutes(6)), () =>
        world.act('off the wall', async () => {
          if (who.offWall) return;
          who.offWall = { tried: world.now };
          const done = await kiosks.home.ask(
            'wall',
            who,
            door => door.offTheWall(token),
            () => '',
          );
          if (done !== undefined) who.offWall.told = world.now;
        }),
      );
    if (random.chance(0.05))
      world.after(random.int(1_000, minutes(6)), () =>
        world.act('take back', async () => {
          await kiosks.home.ask(
            'consent',
            who,
            door => door.takeBack(token),
            () => '',
          );
        }),
      );
    if (random.chance(0.3))
      world.after(random.int(1_000, random.pick([20_000, minutes(6)])), () =>
        world.act('erase', async () => {
          if (who.erased) return;
          who.erased = { tried: world.now };
          const done = await kiosks.home.ask('erase', who, door => door.erase(token), String);
          // No answer and then `not found`: it was done the first time. Either way the visit must be gone now.
          if (done || who.visitId) who.erased.told = world.now;
        }),
      );
  };

  const live = (who: Visitor, others: () => Visitor[]) => async () => {
    await world.sleep(who.from - world.now);
    await open(who);
    if (who.visitId === undefined) return;
    await world.sleep(1_000);
    for (const [place, zone] of kiosks.zones.entries()) {
      if (random.chance(0.8)) world.act(zone.name, () => doThings(who, zone, place + 1));
      await world.sleep(random.int(2_000, 20_000));
    }
    const photo = random.chance(0.8) ? await picture(who, others()) : undefined;
    if (random.chance(0.6)) await write(who, photo?.told ? photo : undefined);
    // Home may be quicker than the booth's last request.
    if (random.chance(0.5)) atHome(who);
    if (random.chance(0.3)) await world.sleep(random.int(0, minutes(2)));
    await checkOut(who);
    if (random.chance(0.15)) await checkOut(who);
    if (random.chance(0.5)) atHome(who);
    who.to = world.now;
    if (!random.chance(0.5)) return;
    await world.sleep(minutes(1));
    await giveBack(who, kiosks.door);
  };

  const add = (name: string, cardId: string, from: number): Visitor => {
    const empty = { did: [], photos: [], entries: [], checkOuts: [], corrections: [], refusals: [], answers: [] };
    const who: Visitor = { name, cardId, from, to: Number.POSITIVE_INFINITY, ...empty };
    people.push(who);
    return who;
  };
  for (let place = 0; place < random.int(1, 3); place++) {
    const who = add(`v${place}`, `EG0000000${place}`, world.now + random.int(0, minutes(1)));
    const others = () => people.filter(one => one !== who && one.visitId && one.to > world.now && random.chance(0.4));
    world.act(who.name, live(who, others));
  }
  // The first card comes back and is lent again, to somebody else.
  if (random.chance(0.4))
    world.act('next', async () => {
      const first = people[0]!;
      while (first.to > world.now) await world.sleep(minutes(1));
      const who = add('vnext', first.cardId, world.now + minutes(3));
      await live(who, () => [])();
    });
  if (random.chance(0.4)) world.act('tour', () => reserve(people[0]!));
  if (random.chance(0.3)) {
    // Nobody takes their picture: for as long as the lending is not told, the card names who had it before.
    const [first, second] = [0, 4].map((minute, place) => {
      const who = add(`w${place}`, 'EG00000008', world.now + minutes(minute));
      who.to = Number.NEGATIVE_INFINITY;
      return who;
    });
    world.act('one card twice', () => oneCardTwice(first!, second!));
  }
  // Something else that may write to the bucket leaves an object that no booth announced.
  if (random.chance(0.2)) world.after(minutes(17), () => void hall.upload('original/of-nobody', 'who knows'));
  // The staff look every few minutes whether mail is held, and are sometimes impatient.
  const begun = world.now;
  const ask = (what: 'release' | 'again' | 'hold') =>
    kiosks.desk.ask(
      what,
      people[0]!,
      async door => void (await door[what]()),
      () => '',
    );
  const look = () =>
    world.after(minutes(world.now < begun + minutes(60) ? 3 : 720), () =>
      world.act('release', async () => {
        if (await hall.table.get({ pk: 'SENDING', sk: 'HOLD' })) await ask('release');
        if (world.now < begun + minutes(60) && random.chance(0.1)) await ask('again');
        if (world.now < begun + minutes(12) && random.chance(0.05)) await ask('hold');
        look();
      }),
    );
  look();
  return people;
};
