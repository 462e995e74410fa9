import type { Language } from '../../functions/texts/languages.ts';
import { Random } from '../simulation/random.ts';
import { LANGUAGES, MESSAGES, NAMES } from './words.ts';

/** What one visitor will do; it follows from the seed alone. */
export interface Plan {
  number: number;
  tag: string;
  language: Language;
  name: string;
  zones: number[];
  /** of the walk */
  seed: number;
  /** requests in which a zone sends what was done; some come late */
  batches: number;
  late: boolean;
  message?: string;
  wall: boolean;
  approve?: 'approved' | 'hidden';
  /** undefined: leaves without checking out */
  addresses?: string[];
  keepPhoto: boolean;
  /** checks out a second time, to the same addresses */
  again: boolean;
  correct?: { by: 'card' | 'staff'; address: string };
  erase?: 'before' | 'soon' | 'later';
  offWall: boolean;
  givesBack: boolean;
}

/** People who came together: they walk side by side and are in one picture. */
export interface Party {
  members: Plan[];
  /** `none`: nobody wants one; `lost`: announced, and then the booth broke */
  photo: 'none' | 'small' | 'large' | 'bad' | 'lost';
  picture: number;
  frame: 'flow' | 'night' | 'plain';
}

const SIMULATOR = 'simulator.amazonses.com';

/** Where one visitor may want mail; the tag is in all but the shared ones. */
const addressOf = (random: Random, tag: string, more = ''): string => {
  const dice = random.next();
  if (dice < 0.08) return `bounce+${tag}${more}@${SIMULATOR}`;
  if (dice < 0.12) return `complaint+${tag}${more}@${SIMULATOR}`;
  if (dice < 0.14) return `suppressionlist+${tag}${more}@${SIMULATOR}`;
  if (dice < 0.17) return `bounce+shared-${random.int(1, 3)}@${SIMULATOR}`;
  if (dice < 0.2) return `${tag}${more}@Museum-Besucher-MÜNCHEN.example`;
  return `${random.pick(['guest', 'J.Kim', 'o_brien', 'delegate-7'])}.${tag}${more}@visitors.example`;
};

const planOf = (random: Random, number: number): Plan => {
  const letters = Array.from({ length: 7 }, () => 'bcdfghjklmnprstvwxz'[random.int(0, 18)]).join('');
  const tag = `q${letters}${number.toString(36)}`;
  const chance = (share: number) => random.chance(share);
  const addresses = Array.from({ length: random.pick([1, 1, 1, 1, 1, 1, 1, 2, 2, 0]) }, (_, place) =>
    addressOf(random, tag, place === 0 ? '' : `-${place}`),
  );
  // Some type the same address twice.
  if (addresses[0] !== undefined && chance(0.04)) addresses.push(addresses[0]);
  return {
    number,
    tag,
    language: random.pick(LANGUAGES),
    name: `${random.pick(NAMES)} ${tag}`,
    zones: [1, 2, 3, 4, 5, 6, 7, 8, 9].filter(() => chance(0.15)).concat(10),
    seed: random.int(1, 1_000_000),
    batches: random.int(1, 4),
    late: chance(0.15),
    ...(chance(0.7) ? { message: `${random.pick(MESSAGES)} ${tag}` } : {}),
    wall: chance(0.6),
    ...(chance(0.6) ? { approve: chance(0.8) ? ('approved' as const) : ('hidden' as const) } : {}),
    ...(chance(0.9) ? { addresses } : {}),
    keepPhoto: chance(0.85),
    again: chance(0.06),
    ...(chance(0.15)
      ? { correct: { by: chance(0.6) ? ('card' as const) : ('staff' as const), address: addressOf(random, tag, '-c') } }
      : {}),
    ...(chance(0.12) ? { erase: random.pick(['before', 'soon', 'later'] as const) } : {}),
    offWall: chance(0.07),
    givesBack: chance(0.5),
  };
};

/** Everybody who comes, in the order in which they come: `visits` people in parties of one to seven. */
export const partiesOf = (seed: number, visits: number): Party[] => {
  const random = new Random(seed);
  const parties: Party[] = [];
  for (let number = 0; number < visits; ) {
    const size = Math.min(visits - number, random.chance(0.8) ? 1 : random.int(2, 7));
    const members = Array.from({ length: size }, () => planOf(random, number++));
    const dice = random.next();
    const photo = dice < 0.2 ? 'none' : dice < 0.23 ? 'bad' : dice < 0.24 ? 'lost' : dice < 0.27 ? 'large' : 'small';
    parties.push({ members, photo, picture: random.int(0, 99), frame: random.pick(['flow', 'night', 'plain']) });
  }
  return parties;
};
