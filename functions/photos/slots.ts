import { instant } from '../platform/clock.ts';
import { UPLOAD } from '../platform/names.ts';
import type { UploadSlot } from './photo.schema.ts';
import { originalKey } from './photo.ts';

/** What a slot lets through: one photo's bytes under its own key, for five minutes from `now` (ms). */
export interface SlotFor {
  photoId: string;
  /** lower-case hex */
  sha256: string;
  now: number;
}

/** Opens upload slots. */
export interface Slots {
  open(what: SlotFor): Promise<UploadSlot>;
}

/** Slots that only say what they would let through, for tests and the simulation. */
export const memorySlots = (): Slots => ({
  open: async ({ photoId, sha256, now }) => ({
    url: 'https://upload.example.org/',
    fields: { key: originalKey(photoId), 'Content-Type': UPLOAD.type, sha256 },
    expiresAt: instant(now + UPLOAD.seconds * 1000),
  }),
});
