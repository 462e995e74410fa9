import type { Catalogue, Exhibit } from '../catalogue/catalogue.schema.ts';
import { instant } from '../platform/clock.ts';
import { CONSENT_VERSION, PURPOSES } from '../texts/consents.ts';
import type { Language } from '../texts/languages.ts';
import type { Interaction } from '../visits/visit.schema.ts';
import type { Recalled } from './memory.schema.ts';

/** Visits to look at and to test with: made from the catalogue as it is, so that no edit breaks them. */
export const SAMPLE_NAMES = [
  'full',
  'short',
  'nothing',
  'no-photo',
  'forty',
  'long-message',
  'emoji',
  'long-name',
  'rtl',
  'group',
] as const;
export type SampleName = (typeof SAMPLE_NAMES)[number];

/** Morning of a weekday in Seoul. */
const OPENED = Date.parse('2026-11-20T01:12:00.000Z');
const MINUTE = 60_000;

const doing = (exhibit: Exhibit, zone: string, id: string, at: string, index: number): Interaction => {
  const about = { id, cardId: 'EG00000042', at, zone: exhibit.zone, exhibit: exhibit.id, kept: index % 4 === 1 };
  if (zone === 'media') return { ...about, kind: 'watched', seconds: index % 2 === 0 ? 180 : 300, ofSeconds: 300 };
  if (zone === 'best') return { ...about, kind: 'tried', seconds: 240, step: index % 2 === 0 ? 6 : 4, ofSteps: 6 };
  if (zone === 'business') return { ...about, kind: 'collected' };
  return { ...about, kind: 'explored', seconds: 60 + 30 * (index % 5) };
};

/** A walk over the zones in the given order, a few exhibits in each, at a believable pace. */
const walk = (catalogue: Catalogue, zones: readonly number[], perZone: number): Interaction[] => {
  const did: Interaction[] = [];
  let now = OPENED;
  const next = (minutes: number) => {
    now += minutes * MINUTE;
    return { id: `sample-${String(did.length).padStart(4, '0')}`, at: instant(now) };
  };
  for (const number of zones) {
    const kind = catalogue.zones.find(({ zone }) => zone === number)?.kind ?? 'welcome';
    did.push({ ...next(1), cardId: 'EG00000042', zone: number, kind: 'tapped' });
    const { id, at } = next(1);
    if (kind === 'life') {
      const stage = catalogue.stages[1]?.id ?? 'young-adults';
      const services = catalogue.services.filter(service => service.stages.includes(stage)).slice(0, 4);
      const interests = [...new Set(services.map(service => service.topics[0] ?? ''))].filter(Boolean).slice(0, 3);
      const recommended = services.map(({ id: service, topics }) => ({
        service,
        because: topics.filter(topic => interests.includes(topic)),
      }));
      const saved = services.slice(0, 1).map(service => service.id);
      did.push({ id, at, cardId: 'EG00000042', zone: number, kind: 'chose', stage, interests, recommended, saved });
    }
    const exhibits = catalogue.exhibits.filter(({ zone }) => zone === number);
    if (kind === 'lounge') {
      const contact = { given: true, version: CONSENT_VERSION, language: 'en' } as const;
      const topic = catalogue.consultations[0]?.id ?? 'export';
      const exhibit = exhibits[0]?.id ?? 'lounge';
      const talk = { kind: 'consulted', exhibit, topic, followUp: true, contact } as const;
      did.push({ ...next(8), cardId: 'EG00000042', zone: number, ...talk });
    } else if (kind !== 'welcome' && kind !== 'memory' && kind !== 'life')
      exhibits.slice(0, perZone).forEach((exhibit, index) => {
        const step = next(3);
        did.push(doing(exhibit, kind, step.id, step.at, index));
      });
  }
  return did;
};

const ALL = [1, 2, 3, 4, 6, 5, 7, 8, 9, 10];

const visit = (language: Language, interactions: Interaction[]): Recalled => ({
  visitId: '0samp0e0000000000000000v0s',
  language,
  openedAt: instant(OPENED),
  token: '5amp0e0000000000000000t0ke',
  interactions,
  photos: [],
  consents: PURPOSES.filter(purpose => purpose !== 'promotion').map(purpose => ({
    purpose,
    given: purpose !== 'contact',
    version: CONSENT_VERSION,
    at: instant(OPENED + 95 * MINUTE),
  })),
});

const entryAt = { entryId: 'sample-entry', state: 'approved', at: instant(OPENED + 90 * MINUTE) };

const photo = (people: number): Recalled['photos'][number] => ({
  photoId: 'sample-photo',
  kind: 'photo',
  state: 'ready',
  people,
});

const WORDS: Partial<Record<Language, string>> = {
  ko: '직접 해 보니 전자정부가 무엇인지 알겠습니다.\n친절한 안내 감사합니다!',
  en: 'Trying it with my own hands made all the difference.\nThank you for the patient guide!',
  ar: 'تجربة رائعة، شكرا لكم على حسن الاستقبال.',
};

const NAMES: Partial<Record<Language, string>> = { ko: '김하늘', en: 'Maria Santos', ar: 'ليلى حسن' };

const signed = (language: Language, more: Partial<NonNullable<Recalled['entry']>> = {}): Recalled['entry'] => ({
  ...entryAt,
  message: WORDS[language] ?? WORDS.en ?? '',
  name: NAMES[language] ?? 'Maria Santos',
  photoId: 'sample-photo',
  ...more,
});

const sentence = 'The forms I know from home took an afternoon; here it was four touches. ';

/** One sample visit in a language. */
export const sampleOf = (name: SampleName, language: Language, catalogue: Catalogue): Recalled => {
  const full: Recalled = { ...visit(language, walk(catalogue, ALL, 2)), photos: [photo(1)] };
  const entry = (more?: Partial<NonNullable<Recalled['entry']>>) => {
    const made = signed(language, more);
    return made ? { entry: made } : {};
  };
  switch (name) {
    case 'full': {
      const drawing = { photoId: 'sample-drawing', kind: 'drawing', state: 'ready', people: 1 } as const;
      return { ...full, photos: [photo(1), drawing], ...entry({ drawingId: 'sample-drawing' }) };
    }
    case 'short':
      return { ...visit(language, walk(catalogue, [1, 3], 1).slice(0, 2)) };
    case 'nothing':
      return { ...visit(language, []) };
    case 'no-photo': {
      return { ...full, photos: [], entry: { ...entryAt, message: WORDS[language] ?? WORDS.en ?? '' } };
    }
    case 'forty':
      return { ...visit(language, walk(catalogue, ALL, 7)), photos: [photo(1)], ...entry() };
    case 'long-message':
      return { ...full, ...entry({ message: sentence.repeat(28).slice(0, 2000) }) };
    case 'emoji':
      return { ...full, ...entry({ name: '지수 👩🏽‍🚀✨', message: '최고였어요! 🎉👨‍👩‍👧‍👦🇰🇷❤️ 또 올게요 🙌🏻' }) };
    case 'long-name':
      return { ...full, ...entry({ name: 'Wolfeschlegelsteinhausenbergerdorff-Montgomery'.slice(0, 40) }) };
    case 'rtl':
      return { ...full, ...entry({ name: 'عبد الرحمن (Ministry 2026)', message: 'شكرا جزيلا! HomeTax كان ممتازا.' }) };
    case 'group':
      return { ...full, photos: [photo(5)], tour: { code: 'DEMO1', name: 'Delegación de Uruguay' }, ...entry() };
  }
};
