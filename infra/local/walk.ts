import { randomUUID } from 'node:crypto';
import type { Catalogue, Exhibit } from '../../functions/catalogue/catalogue.schema.ts';
import { recommend } from '../../functions/catalogue/recommend.ts';
import { instant } from '../../functions/platform/clock.ts';
import type { Interaction } from '../../functions/visits/visit.schema.ts';

export interface WalkWish {
  catalogue: Catalogue;
  cardId: string;
  /** ms: when the card was lent, and until when the walk is over */
  from: number;
  until: number;
  /** zones in the order walked; 1 to 10 without it */
  zones?: readonly number[];
  /** another number, another visitor */
  seed?: number;
}

/** Numbers from 0 to below 1 that follow from a seed (mulberry32). */
const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How many exhibits of a zone somebody stops at. */
const STOPS = 3;

type Rest<T> = T extends unknown ? Omit<T, 'id' | 'cardId' | 'at' | 'zone'> : never;
/** What was done, before it has its place and time. */
type Draft = Rest<Interaction>;

/** A believable walk: what somebody does in each zone, as its kiosks log it, in order and spread over the time. */
export const walk = (wish: WalkWish): Interaction[] => {
  const { catalogue, cardId, from, until } = wish;
  const zones = wish.zones ?? catalogue.zones.map(({ zone }) => zone);
  const random = chance(wish.seed ?? 1);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const some = <T>(list: readonly T[], count: number): T[] =>
    list
      .map(one => ({ one, at: random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ one }) => one);

  const atExhibit = (kind: string, exhibit: Exhibit, index: number): Draft[] => {
    const kept = index === 0;
    const stay = 60 + Math.floor(random() * 180);
    switch (kind) {
      case 'media': {
        const length = exhibit.seconds ?? 300;
        const seconds = index === 0 ? length : Math.floor(length * (0.3 + random() * 0.6));
        return [{ kind: 'watched', exhibit: exhibit.id, seconds, ofSeconds: length, kept }];
      }
      case 'best': {
        const ofSteps = exhibit.steps ?? 4;
        const step = index === 0 ? ofSteps : Math.ceil(ofSteps * random());
        return [{ kind: 'tried', exhibit: exhibit.id, step, ofSteps, seconds: stay, kept }];
      }
      case 'business': {
        const material = exhibit.materials[0];
        return [{ kind: 'collected', exhibit: exhibit.id, ...(material ? { material } : {}), kept }];
      }
      case 'lounge': {
        const topic = pick(catalogue.consultations)?.id;
        return topic && index === 0
          ? [{ kind: 'consulted', exhibit: exhibit.id, topic, followUp: true, seconds: stay }]
          : [{ kind: 'explored', exhibit: exhibit.id, seconds: stay }];
      }
      default:
        return [{ kind: 'explored', exhibit: exhibit.id, seconds: stay, kept }];
    }
  };

  const chosen = (): Draft[] => {
    const stage = pick(catalogue.stages)?.id ?? '';
    const offered = new Set(catalogue.services.filter(one => one.stages.includes(stage)).flatMap(one => one.topics));
    const interests = some([...offered].sort(), 2);
    const found = recommend(catalogue, { stage, interests }, 4);
    const recommended = found.map(({ service, because }) => ({ service, because }));
    return [{ kind: 'chose', stage, interests, recommended, saved: recommended.slice(0, 1).map(one => one.service) }];
  };

  const drafts = zones.flatMap(number => {
    const zone = catalogue.zones.find(one => one.zone === number);
    const exhibits = catalogue.exhibits.filter(one => one.zone === number);
    const done = some(exhibits, STOPS).flatMap((exhibit, index) => atExhibit(zone?.kind ?? '', exhibit, index));
    const extra = zone?.kind === 'life' ? chosen() : [];
    return [{ kind: 'tapped' } as const, ...done, ...extra].map(draft => ({ ...draft, zone: number }));
  });
  const step = (until - from) / (drafts.length + 1);
  return drafts.map(
    (draft, index) =>
      ({ ...draft, id: randomUUID(), cardId, at: instant(Math.round(from + step * (index + 1))) }) as Interaction,
  );
};
