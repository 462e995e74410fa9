import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { PhotoAnswer, PhotoView, UploadSlot } from '../../functions/photos/photo.schema.ts';
import { Answered, upload } from '../../infra/local/kiosk.ts';
import type { Asking, Floor } from './floor.ts';
import type { File } from './pictures.ts';
import type { Party } from './plans.ts';
import type { Photo, Visitor } from './told.ts';

const ROUNDS = 60;
const READY_MS = 4_000;

/** Uploads that break in the middle: the bucket must keep nothing of it. */
const brokenUpload = (slot: UploadSlot, file: Uint8Array): Promise<void> =>
  new Promise(done => {
    const boundary = 'broken-in-the-middle';
    const fields = Object.entries(slot.fields).map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = `${fields.join('')}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n`;
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.length + boundary.length + 8),
    };
    const sent = request(slot.url, { method: 'POST', headers });
    sent.on('error', () => done());
    sent.write(head);
    sent.write(file.subarray(0, file.length >> 1), () => {
      sent.destroy();
      done();
    });
  });

/** How the booth takes a picture of a party and brings it up. undefined: it was refused. */
export const takePicture = async (
  floor: Floor,
  booth: Asking,
  party: Pick<Party, 'photo' | 'frame'>,
  people: readonly Visitor[],
  file: File,
): Promise<Photo | undefined> => {
  const [taker] = people;
  if (!taker) return undefined;
  const id = randomUUID();
  const photo: Photo = {
    id,
    people: people.map(({ number }) => number),
    good: file.good,
    sha256: file.sha256,
    sent: 0,
  };
  floor.told.photos.push(photo);
  for (const person of people) person.photos.push(id);
  const at = booth.stamp(floor.now);
  const about = { kind: 'photo', frame: party.frame, bytes: file.bytes.length, sha256: file.sha256 };
  const body = { id, people: people.map(({ cardId }) => ({ cardId, at })), ...about };

  const bringUp = async (slot: UploadSlot): Promise<boolean> => {
    if (floor.chance(0.03, 'upload-broken')) {
      await floor.send(() => brokenUpload(slot, file.bytes));
      return false;
    }
    photo.sent++;
    try {
      await floor.send(() => upload(slot, file.bytes));
    } catch (error) {
      // A slot of a hall that was killed since is for nobody; anything else the next slot will show as well.
      if (error instanceof Answered && error.status < 500)
        floor.told.troubles.push(`upload of ${id}: ${error.message}`);
      return false;
    }
    return !floor.chance(0.04, 'upload-answer-lost');
  };

  for (let round = 0; round < ROUNDS; round++) {
    const asked = await booth.ask(
      'photo',
      taker,
      (kiosk, sentAt) => kiosk.post<PhotoAnswer>('/api/photos', { ...body, sentAt }),
      ({ photoId }) => photoId,
    );
    if (!asked) return undefined;
    photo.told = true;
    if (party.photo === 'lost') return photo;
    if (asked.state !== 'waiting' || (asked.slot && (await bringUp(asked.slot)))) {
      photo.uploaded ??= floor.now;
      return photo;
    }
    await pause(100);
  }
  throw new Error(`the photo ${id} could not be brought up in ${ROUNDS} rounds`);
};

/** Waits a little until the picture is made; the booth goes on without. */
export const lookAtPicture = async (booth: Asking, who: Visitor, photo: Photo): Promise<void> => {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    const view = await booth.ask('look', who, kiosk => kiosk.get<PhotoView>(`/api/photos/${photo.id}`));
    if (view?.state !== 'waiting') return;
    await pause(250);
  }
};
