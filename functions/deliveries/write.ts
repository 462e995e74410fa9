import type { Catalogue } from '../catalogue/catalogue.schema.ts';
import type { Letter, Memory } from '../memories/memory.schema.ts';
import { composeMemory } from '../memories/memory.ts';
import { recall } from '../memories/recall.ts';
import { renditionKey } from '../photos/photo.ts';
import type { Bucket } from '../platform/bucket.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import type { Language } from '../texts/languages.ts';
import type { Written } from './deliver.ts';
import { mimeOf, TooLarge } from './mime.ts';

export interface WriterDeps {
  table: Table;
  /** renditions */
  photos: Bucket;
  catalogue: Catalogue;
  letter(memory: Memory): Letter;
  clock: Clock;
  log: Log;
  origin: string;
  /** `Name <address>` */
  from: string;
  replyTo: string;
}

/** The memory as it is told when a picture cannot go along: the letter says that it is on the memory page. */
const withoutPictures = ({ photo: _photo, drawing: _drawing, ...memory }: Memory): Memory => ({
  ...memory,
  photoLate: true,
});

/** What is left when even words alone are too many: the way to the memory page. Nothing in it grows with a visit, so it always fits. */
const linkOnly = ({ name: _name, tour: _tour, message: _message, ...memory }: Memory): Memory => ({
  ...withoutPictures(memory),
  zones: [],
  highlights: [],
  materials: [],
  services: [],
  consultations: [],
  promotion: false,
});

const unlessTooLarge = (error: unknown): undefined => {
  if (!(error instanceof TooLarge)) throw error;
};

/**
 * Writes a visit's mail from what is in the table now. A picture whose bytes are missing, or that would make the mail larger than SES
 * takes, stays behind and the letter says so; words that would do so stay on the memory page.
 */
export const writer =
  (deps: WriterDeps) =>
  async (visitId: string, language: Language): Promise<Written | undefined> => {
    const recalled = await recall(deps, visitId);
    if (!recalled) return undefined;
    const memory = composeMemory({ ...recalled, language }, deps.catalogue, { origin: deps.origin });
    const raw: Written['raw'] = async ({ deliveryId, address }) => {
      const at = deps.clock();
      const { from, replyTo } = deps;
      const bytesOf = (letter: Letter, pictures: ReadonlyMap<string, Uint8Array>) =>
        mimeOf({
          letter,
          pictures,
          from,
          replyTo,
          to: address,
          deliveryId,
          at,
          ...(letter.promotion ? { unsubscribe: memory.links.unsubscribe } : {}),
        });
      const letter = deps.letter(memory);
      const pictures = new Map<string, Uint8Array>();
      for (const { cid, photoId } of letter.inline) {
        const data = await deps.photos.get(renditionKey(photoId, 'mail'));
        if (data) pictures.set(cid, data);
      }
      if (pictures.size === letter.inline.length) {
        const whole = await bytesOf(letter, pictures).catch(unlessTooLarge);
        if (whole) return whole;
      }
      deps.log.warn('mail-without-pictures', { visitId, missing: letter.inline.length - pictures.size });
      const words = await bytesOf(deps.letter(withoutPictures(memory)), new Map()).catch(unlessTooLarge);
      if (words) return words;
      deps.log.warn('mail-without-words', { visitId });
      return bytesOf(deps.letter(linkOnly(memory)), new Map());
    };
    return { photoLate: recalled.photos.some(({ state }) => state === 'waiting'), raw };
  };
