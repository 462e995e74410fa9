import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { mimeOf } from '../../functions/deliveries/mime.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import type { Letter, Memory } from '../../functions/memories/memory.schema.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { SAMPLE_NAMES, sampleOf } from '../../functions/memories/samples.ts';
import { makeRenditions } from '../../functions/photos/renditions.ts';
import type { HallSettings } from '../../functions/platform/hall-settings.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { cameraPicture } from './pictures.ts';

/** Samples to look at: of visits as they are today, and one of a catalogue that promotes, which today's does not. */
export const PREVIEW_NAMES = [...SAMPLE_NAMES, 'promotion'] as const;
export type PreviewName = (typeof PREVIEW_NAMES)[number];

/** One sample mail, whole. */
export interface SampleMail {
  memory: Memory;
  letter: Letter;
  raw: Uint8Array;
  from: { name: string; address: string };
  /** the picture inside, as JPEG */
  photo: Uint8Array;
}

const SAMPLE_AT = Date.parse('2026-11-20T07:40:00.000Z');

let made: Promise<Uint8Array> | undefined;

/** The mail rendition of a picture that the project made itself; made once. */
const samplePhoto = (): Promise<Uint8Array> => {
  made ??= (async () => {
    const rendered = await makeRenditions(await cameraPicture({ megapixels: 3, seed: 7, orientation: 1 }), {
      frame: 'flow',
      kind: 'photo',
    });
    const mail = rendered.ok ? rendered.renditions.find(({ name }) => name === 'mail') : undefined;
    if (!mail) throw new Error('The sample picture could not be made.');
    return mail.data;
  })();
  return made;
};

const FROM = { name: 'e-Government Exhibition Hall', address: 'hall@example.org' };

/** What is remembered of a sample visit. For `promotion` some exhibits of the full one are a company's, and the visitor agreed to it. */
const memoryOf = (name: PreviewName, language: Language, origin: string): Memory => {
  if (name !== 'promotion') return composeMemory(sampleOf(name, language, catalogue), catalogue, { origin });
  const full = sampleOf('full', language, catalogue);
  const agreed = full.consents.slice(0, 1).map(one => ({ ...one, purpose: 'promotion' as const, given: true }));
  const exhibits = catalogue.exhibits.map(one => (one.zone === 8 ? { ...one, promotion: true } : one));
  return composeMemory({ ...full, consents: [...full.consents, ...agreed] }, { ...catalogue, exhibits }, { origin });
};

/** The mail of a sample visit in a language, as it would travel; with its own picture unless another is given. */
export const sampleMail = async (
  name: PreviewName,
  language: Language,
  { origin, settings, picture }: { origin: string; settings: HallSettings; picture?: Uint8Array },
): Promise<SampleMail> => {
  const memory = memoryOf(name, language, origin);
  const letter = letterOf(memory, { settings });
  const photo = picture ?? (await samplePhoto());
  const raw = await mimeOf({
    letter,
    pictures: new Map(letter.inline.map(({ cid }) => [cid, photo])),
    from: `${FROM.name} <${FROM.address}>`,
    replyTo: settings.controller.contact,
    to: 'visitor@example.org',
    deliveryId: '0123456789abcdefghjkmnpqrs',
    at: SAMPLE_AT,
    ...(letter.promotion ? { unsubscribe: memory.links.unsubscribe } : {}),
  });
  return { memory, letter, raw, from: FROM, photo };
};
