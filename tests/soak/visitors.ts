import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import type { CheckOutAnswer } from '../../functions/deliveries/check-out.schema.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { InteractionsAnswer, OpenVisitAnswer } from '../../functions/visits/visit.schema.ts';
import { walk } from '../../infra/local/walk.ts';
import { lookAtPicture, takePicture } from './booth.ts';
import type { Cards } from './cards.ts';
import type { Asking, Floor } from './floor.ts';
import { homeOf } from './home.ts';
import type { Kiosks } from './kiosks.ts';
import type { File } from './pictures.ts';
import type { Party, Plan } from './plans.ts';
import type { Entry, Photo, Visitor } from './told.ts';

const MINUTE = 60_000;
/** From the last thing done to the way out. */
const REST_MS = 40_000;

/** Lets one party of visitors live through its visit. Ends when the last of them has done the last thing. */
export const visiting = (floor: Floor, kiosks: Kiosks, cards: Cards, fileOf: (party: Party) => File) => {
  const { random } = floor;
  const { door, desk } = kiosks;
  const home = homeOf(floor, kiosks);

  const open = async (who: Visitor, plan: Plan) => {
    const body = { id: randomUUID(), cardId: who.cardId, at: door.stamp(floor.now), language: plan.language };
    const opened = await door.ask(
      'open',
      who,
      (kiosk, sentAt) => kiosk.post<OpenVisitAnswer>('/api/visits', { ...body, sentAt }),
      ({ visitId }) => visitId,
    );
    if (opened) who.visitId = opened.visitId;
  };

  /** What was done in the zones, in batches by several tablets, each with its own clock; some come when the visitor has gone. */
  const doThings = (who: Visitor, plan: Plan): Promise<unknown>[] => {
    const from = floor.now;
    const done = walk({ catalogue, cardId: who.cardId, from, until: from + 1_000, zones: plan.zones, seed: plan.seed });
    const batches = Array.from({ length: plan.batches }, (_, place) =>
      done.filter((_one, index) => index % plan.batches === place),
    );
    return batches.map(async (batch, place) => {
      const zone = random.pick(kiosks.zones);
      const did = batch.map(({ id }): Visitor['did'][number] => ({ id }));
      who.did.push(...did);
      const interactions = batch.map(one => ({ ...one, at: zone.stamp(Date.parse(one.at)) }));
      // A batch of ten that is sent in another order is the same batch.
      if (random.chance(0.3)) interactions.reverse();
      await floor.until(plan.late && place > 0 ? floor.now + random.int(1, 8) * MINUTE : from + 1_000);
      const answer = await zone.ask(
        'log',
        who,
        (kiosk, sentAt) => kiosk.post<InteractionsAnswer>('/api/interactions', { sentAt, interactions }),
        ({ results }) => JSON.stringify(results),
      );
      for (const result of answer?.results ?? []) {
        const one = did.find(({ id }) => id === result.id);
        if (one) one.told = result.accepted;
        if (!result.accepted) who.refusals.push({ what: 'log', code: result.error.code, at: floor.now });
      }
    });
  };

  const consent = (given: boolean, { language }: Plan) => ({ given, version: CONSENT_VERSION, language });

  const write = async (booth: Asking, who: Visitor, plan: Plan, photo: Photo | undefined) => {
    if (plan.message === undefined && !photo) return;
    const entry: Entry = {
      id: randomUUID(),
      message: plan.message ?? '',
      wall: plan.wall,
      ...(photo ? { photoId: photo.id } : {}),
    };
    who.entries.push(entry);
    const { id, photoId } = entry;
    const said = { message: entry.message, name: plan.name, ...(photoId === undefined ? {} : { photoId }) };
    const body = { id, cardId: who.cardId, at: booth.stamp(floor.now), ...said, wall: consent(plan.wall, plan) };
    const answer = await booth.ask('entry', who, (kiosk, sentAt) =>
      kiosk.post<{ state: string }>('/api/entries', { ...body, sentAt }),
    );
    if (answer) entry.told = answer.state;
    if (!answer || !plan.wall || !plan.approve) return;
    const to = plan.approve;
    const visitId = who.visitId ?? '';
    const moderated = await desk.ask('moderate', who, kiosk =>
      kiosk.post<{ state: string }>(`/api/desk/entries/${entry.id}`, { visitId, to }),
    );
    if (moderated) entry.moderated = moderated.state;
  };

  const checkOut = async (booth: Asking, who: Visitor, plan: Plan) => {
    const { addresses = [], keepPhoto, language } = plan;
    const asked: Visitor['checkOuts'][number] = { id: randomUUID(), addresses, keepPhoto, tried: floor.now };
    who.checkOuts.push(asked);
    const consents = { mail: consent(addresses.length > 0, plan), photo: consent(keepPhoto, plan) };
    const body = { id: asked.id, cardId: who.cardId, at: booth.stamp(floor.now), language, addresses, consents };
    const answer = await booth.ask(
      'check-out',
      who,
      (kiosk, sentAt) => kiosk.post<CheckOutAnswer>('/api/check-outs', { ...body, sentAt }),
      ({ deliveries }) => deliveries.map(({ deliveryId }) => deliveryId).join(),
    );
    if (!answer) return;
    const single = [...new Set(addresses)];
    asked.told = answer.deliveries.map(({ deliveryId }, place) => ({ deliveryId, address: single[place] ?? '' }));
    who.token = answer.page.split('/').at(-1) ?? '';
  };

  const correct = async (booth: Asking, who: Visitor, { correct: wish }: Plan) => {
    const old = who.checkOuts[0]?.told?.[0]?.deliveryId;
    if (!wish || old === undefined) return;
    const staff = wish.by === 'staff';
    const fix: Visitor['corrections'][number] = { id: randomUUID(), old, address: wish.address, staff };
    who.corrections.push(fix);
    const at = staff ? desk : booth;
    const by = staff ? { visitId: who.visitId } : { card: { cardId: who.cardId, at: booth.stamp(floor.now) } };
    const body = { id: fix.id, ...by, deliveryId: old, address: wish.address };
    const answer = await at.ask(
      'correct',
      who,
      (kiosk, sentAt) =>
        kiosk.post<{ deliveryId: string }>(staff ? '/api/desk/corrections' : '/api/corrections', { ...body, sentAt }),
      ({ deliveryId }) => deliveryId,
    );
    if (answer) fix.told = answer.deliveryId;
  };

  const leave = async (booth: Asking, who: Visitor, plan: Plan, photo: Photo | undefined) => {
    await write(booth, who, plan, photo);
    if (plan.addresses) await checkOut(booth, who, plan);
    if (plan.again && plan.addresses) await checkOut(booth, who, plan);
    if (random.chance(0.5)) await floor.until(floor.now + random.int(1, 40) * 1_000);
    await correct(booth, who, plan);
    // What was done was over a while before the card came back: how long a request took makes it later for the hall.
    await floor.until(floor.now + REST_MS);
    if (plan.givesBack) {
      const at = door.stamp(floor.now);
      await door.ask('return', who, (kiosk, sentAt) => kiosk.post(`/api/cards/${who.cardId}/return`, { at, sentAt }));
    }
  };

  return async (party: Party): Promise<void> => {
    const pairs: { who: Visitor; plan: Plan }[] = [];
    for (const plan of party.members) {
      const { number, tag, name } = plan;
      const empty = { did: [], photos: [], entries: [], checkOuts: [], corrections: [], refusals: [], answers: [] };
      const who: Visitor = { number, tag, name, cardId: await cards.take(), ...empty };
      floor.told.people.push(who);
      pairs.push({ who, plan });
    }
    await Promise.all(pairs.map(({ who, plan }) => open(who, plan)));
    const later: Promise<unknown>[] = pairs.flatMap(({ who, plan }) => doThings(who, plan));
    for (const { who, plan } of pairs) if (plan.erase === 'before') later.push(home.erase(who));
    await pause(random.int(0, 300));
    const booth = random.pick(kiosks.booths);
    const people = pairs.map(({ who }) => who);
    const photo = party.photo === 'none' ? undefined : await takePicture(floor, booth, party, people, fileOf(party));
    if (photo && people[0] && random.chance(0.7)) await lookAtPicture(booth, people[0], photo);
    await Promise.all(
      pairs.map(async ({ who, plan }) => {
        await leave(booth, who, plan, photo?.told ? photo : undefined);
        if (plan.offWall) later.push(home.offTheWall(who));
        if (plan.erase === 'soon') later.push(home.erase(who));
        if (plan.erase === 'later')
          later.push(floor.until(floor.now + random.int(1, 6) * MINUTE).then(() => home.erase(who)));
        cards.giveBack(who.cardId);
      }),
    );
    await Promise.all(later);
  };
};
