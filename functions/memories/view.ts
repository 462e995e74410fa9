import type { HallSettings } from '../platform/hall-settings.ts';
import { countGraphemes, cutGraphemes } from '../texts/clean.ts';
import { duration, shortDay } from '../texts/dates.ts';
import { catalogueLanguage, direction, LANGUAGE_TAGS, spoken, type WrittenLanguage } from '../texts/languages.ts';
import type { Say } from '../texts/say-with.ts';
import { say as sayIn } from '../texts/texts.ts';
import { ISOLATE } from './html.ts';
import type { Memory, Words } from './memory.schema.ts';
import { thingsOf } from './memory.ts';
import { inLine, wordsFor } from './words.ts';

/** One thing in a list: a name, what is said of it, quiet notes below, and where it leads. */
export interface ItemView {
  name: Words;
  /** second line, as `watched to the end` */
  line?: string | undefined;
  about?: Words | undefined;
  notes: string[];
  href?: string | undefined;
  /** that it is advertising, beside its name */
  label?: string | undefined;
}

/** One zone as it is shown. `more` is the line for what did not fit. */
export interface ZoneView {
  zone: number;
  name: Words;
  time: string | undefined;
  notes: string[];
  items: ItemView[];
  more: string | undefined;
}

/** What letter and page show, in order, already in words. html and text are made from this one view. Empty lists are not shown. */
export interface View {
  language: WrittenLanguage;
  tag: string;
  direction: 'ltr' | 'rtl';
  say: Say;
  subject: string;
  preheader: string;
  title: string;
  hello: string;
  intro: string;
  tour: string | undefined;
  /** what the hall tells of itself is in English, in a letter that is not */
  inEnglish: string | undefined;
  photo: { alt: string } | undefined;
  photoLate: string | undefined;
  highlights: string[];
  zones: ZoneView[];
  drawing: { alt: string } | undefined;
  message: string | undefined;
  consultations: ItemView[];
  opened: ItemView[];
  next: ItemView[];
  services: ItemView[];
  consents: string[];
  takeBack: string;
  why: string;
  who: { name: Words; address: Words; contact: string };
  advertising: string | undefined;
  links: Memory['links'];
  pageNote: string;
}

/** A visit so short that it gets a few warm words instead of numbers. */
const isShort = (memory: Memory): boolean => thingsOf(memory) < 2 && memory.zones.length < 3;

const NAME_IN_SUBJECT = 24;

const cut = (name: string): string =>
  name.length <= NAME_IN_SUBJECT || countGraphemes(name) <= NAME_IN_SUBJECT
    ? name
    : `${cutGraphemes(name, NAME_IN_SUBJECT - 1)}…`;

/** A visitor's own words inside a sentence of ours: between isolates, whatever their script. */
const own = (text: string): string => `${ISOLATE.own}${text}${ISOLATE.close}`;

const opening = (memory: Memory, say: Say): Pick<View, 'subject' | 'preheader' | 'title' | 'hello' | 'intro'> => {
  const date = shortDay(memory.language, memory.openedAt);
  const counts = { zones: memory.zones.length, things: thingsOf(memory), day: memory.day };
  const short = isShort(memory);
  const subject =
    memory.name === undefined
      ? say('mail.subject', { day: date })
      : say('mail.subject.named', { day: date, name: cut(memory.name) });
  return {
    subject: memory.promotion ? `(광고) ${subject}` : subject,
    preheader: say(short ? 'mail.preheader.short' : 'mail.preheader.full', counts),
    title: say('mail.title'),
    hello: memory.name === undefined ? say('mail.hello') : say('mail.hello.named', { name: own(memory.name) }),
    intro: short
      ? say(memory.zones.length === 0 ? 'mail.intro.none' : 'mail.intro.short', counts)
      : memory.seconds < 60
        ? say('mail.intro.plain', counts)
        : say('mail.intro.full', { ...counts, time: duration(memory.language, memory.seconds) }),
  };
};

interface Most {
  items: number;
  describe: boolean;
}

/** With more things than this their descriptions stay on the page, or nobody reads the letter. */
const DESCRIBED = 8;

/** Advertising says what it is wherever it stands. */
const labelOf = ({ promoted }: { promoted: boolean }, say: Say): string | undefined =>
  promoted ? say('mail.ad.label') : undefined;

const zonesOf = (memory: Memory, say: Say, { items: most, describe }: Most): ZoneView[] =>
  memory.zones.map(zone => {
    const shown = zone.exhibits.slice(0, most);
    const rest = zone.exhibits.length - shown.length;
    return {
      zone: zone.zone,
      name: zone.name,
      time: zone.seconds >= 60 ? duration(memory.language, zone.seconds) : undefined,
      notes: zone.notes.map(({ line }) => line),
      items: shown.map(doing => ({
        name: doing.name,
        line: doing.detail,
        about: describe && doing.about.text !== '' ? doing.about : undefined,
        notes: [],
        label: labelOf(doing, say),
      })),
      more: rest > 0 ? say('memory.note.more', { count: rest }) : undefined,
    };
  });

/** The first of a list; the rest becomes one more line that leads to the memory page. */
const atMost = (most: number, list: readonly ItemView[], memory: Memory, say: Say): ItemView[] => {
  const rest = list.length - most;
  if (rest <= 0) return [...list];
  const text = say('memory.note.more', { count: rest });
  return [
    ...list.slice(0, most),
    { name: { text, language: spoken(memory.language) }, notes: [], href: memory.links.page },
  ];
};

const materials = (memory: Memory, say: Say, why: 'opened' | 'next'): ItemView[] =>
  memory.materials
    .filter(material => material.why === why)
    .map(material => ({
      name: material.name,
      about: material.about,
      notes: [],
      href: material.href,
      label: labelOf(material, say),
    }));

const services = (memory: Memory, say: Say): ItemView[] =>
  memory.services.map(service => ({
    name: service.name,
    about: service.about,
    line: service.reason,
    notes: [
      say('memory.run-by', { name: inLine(memory.language, service.runBy) }),
      ...(service.saved ? [say('memory.saved')] : []),
    ],
    href: service.href,
  }));

const consultations = (memory: Memory, say: Say): ItemView[] =>
  memory.consultations.map(talk => ({
    name: talk.company,
    line: say('memory.talk', { topic: inLine(memory.language, talk.topic) }),
    notes: [
      ...(talk.followUp ? [say('memory.talk.follow-up')] : []),
      say(talk.contactShared ? 'memory.talk.shared' : 'memory.talk.private'),
    ],
  }));

const pictures = (memory: Memory, say: Say): Pick<View, 'photo' | 'photoLate' | 'drawing'> => {
  const day = memory.day;
  const people = memory.photo?.people ?? 1;
  const alt = people > 1 ? say('memory.photo.group', { people, day }) : say('memory.photo.alt', { day });
  return {
    photo: memory.photo && { alt },
    photoLate: memory.photoLate ? say('memory.photo.late') : undefined,
    drawing: memory.drawing && { alt: say('memory.drawing.alt', { day }) },
  };
};

const consents = (memory: Memory, say: Say): string[] =>
  memory.consents.map(({ purpose, given }) =>
    say(given ? 'memory.consent.given' : 'memory.consent.refused', { what: say(`memory.consent.${purpose}`) }),
  );

/**
 * A memory in words. For a letter `items` limits the exhibits of each zone and every other list (the rest becomes one line); a page
 * shows all, described.
 */
export const viewOf = (memory: Memory, settings: HallSettings, items?: number): View => {
  const describe = items === undefined || thingsOf(memory) <= DESCRIBED;
  const most: Most = { items: items ?? Number.POSITIVE_INFINITY, describe };
  const language = spoken(memory.language);
  const say: Say = (key, values) => sayIn(language, key, values);
  const { controller } = settings;
  return {
    language,
    tag: LANGUAGE_TAGS[language],
    direction: direction(language),
    say,
    ...opening(memory, say),
    tour: memory.tour === undefined ? undefined : say('mail.tour', { tour: own(memory.tour) }),
    inEnglish:
      catalogueLanguage(language) !== language && memory.zones.length > 0 ? say('memory.in-english') : undefined,
    ...pictures(memory, say),
    highlights: memory.highlights.map(({ line }) => line),
    zones: zonesOf(memory, say, most),
    message: memory.message,
    consultations: atMost(most.items, consultations(memory, say), memory, say),
    opened: atMost(most.items, materials(memory, say, 'opened'), memory, say),
    next: atMost(most.items, materials(memory, say, 'next'), memory, say),
    services: atMost(most.items, services(memory, say), memory, say),
    consents: consents(memory, say),
    takeBack: say('memory.take-back', { days: settings.keepDays, wall: settings.wallDays }),
    why: say('mail.why', { day: memory.day }),
    who: {
      name: wordsFor(language, controller.name),
      address: wordsFor(language, controller.address),
      contact: controller.contact,
    },
    advertising: memory.promotion ? say('mail.ad') : undefined,
    links: memory.links,
    pageNote: say(memory.photo || memory.photoLate ? 'mail.page.note' : 'mail.page.note.plain'),
  };
};
