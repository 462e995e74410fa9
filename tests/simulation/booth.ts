import { createHash } from 'node:crypto';
import type { SimulatedHall } from './hall.ts';
import type { Kiosk } from './kiosk.ts';
import type { Photo, Visitor } from './told.ts';
import type { World } from './world.ts';

const hex = (text: string) => createHash('sha256').update(text).digest('hex');

/** How a booth takes a picture of people and brings it up, over a network that may lose either way. undefined: it was refused. */
export const picturesAt = (world: World, hall: SimulatedHall, booth: Kiosk, id: (what: string) => string) => {
  const { random } = world;

  const upload = async (photo: Photo) => {
    const key = `original/${photo.id}`;
    const land = async () => {
      photo.landed++;
      await hall.upload(key, photo.text);
    };
    await world.sleep(random.int(50, 3_000));
    if (random.chance(world.faults.network)) {
      // Given up by the booth; the bytes may arrive all the same, later.
      if (random.chance(0.7)) world.after(random.int(0, 90_000), () => void land());
      return false;
    }
    await land();
    photo.uploaded = world.now;
    return !random.chance(world.faults.network);
  };

  return async (who: Visitor, with_: Visitor[]): Promise<Photo | undefined> => {
    const name = id('photo');
    const text = `${random.chance(0.1) ? 'bad' : 'good'} ${name} `.padEnd(1200, '.');
    const photo: Photo = { id: name, people: [who, ...with_], text, sha256: hex(text), tried: world.now, landed: 0 };
    for (const person of photo.people) person.photos.push(photo);
    const at = booth.stamp(world.now);
    const cards = photo.people.map(({ cardId }) => ({ cardId, at }));
    const body = { id: name, people: cards, kind: 'photo', frame: 'plain', bytes: text.length, sha256: photo.sha256 };
    for (let round = 0; round < 30; round++) {
      const asked = await booth.ask(
        'photo',
        who,
        (door, sentAt) => door.photo({ ...body, sentAt } as Parameters<typeof door.photo>[0]),
        ({ photoId }) => photoId,
      );
      if (!asked) return undefined;
      photo.told = true;
      // A booth that breaks down for good: nobody brings this picture up.
      if (random.chance(0.03)) return photo;
      if (asked.state !== 'waiting' || (await upload(photo))) return photo;
      await world.sleep(5_000);
    }
    return photo;
  };
};
