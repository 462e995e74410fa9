import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { walk } from '../../infra/local/walk.ts';
import { at, doors } from '../doors/doors.ts';

const HOUR = 3_600_000;
/** Of a hundred interactions that a kiosk sends together, so many belong to different visits. */
const VISITS_SHARE = 0.4;

const card = (number: number): string => `EG${String(number).padStart(8, '0')}`;

/** The doors over stores in memory, with a wall of fifty entries and one visit that saw the whole hall. */
export const busyDoors = async () => {
  const hall = await doors();
  const kiosk = await hall.device('zone', 2);
  const booth = await hall.device('booth');
  const wallKey = await hall.device('wall');
  const lent = hall.time.now;

  /** A batch of a zone as JSON, its cards lent before. */
  const batch = async (size: number): Promise<string> => {
    const cards = Array.from({ length: Math.ceil(size * VISITS_SHARE) }, (_, number) => card(number + 1000));
    hall.time.now = lent;
    for (const cardId of cards) await hall.lend(kiosk, cardId);
    hall.time.now = lent + HOUR;
    const walks = cards.map((cardId, seed) =>
      walk({ catalogue, cardId, from: lent, until: hall.time.now, zones: [2], seed }).slice(0, 3),
    );
    return JSON.stringify({ sentAt: at(hall.time.now), interactions: walks.flat().slice(0, size) });
  };

  const first = await hall.lend(kiosk, card(1));
  hall.time.now = lent + HOUR;
  const now = at(hall.time.now);
  const staff = await hall.desk();
  const whole = walk({ catalogue, cardId: card(1), from: lent, until: hall.time.now });
  await hall.call('kiosk', 'POST /api/interactions', { key: kiosk, body: { sentAt: now, interactions: whole } });
  for (let entry = 0; entry < 50; entry += 1) {
    const id = `entry-${String(entry).padStart(4, '0')}`;
    const wall = { given: true, version: CONSENT_VERSION, language: 'en' };
    const body = { id, cardId: card(1), at: now, sentAt: now, message: `Line ${entry} of the guestbook.`, wall };
    await hall.call('kiosk', 'POST /api/entries', { key: booth, body });
    const to = { visitId: first.json.visitId, to: 'approved' };
    const { status, text } = await hall.call('desk', `POST /api/desk/entries/${id}`, { ...staff, body: to });
    if (status !== 200) throw new Error(text);
  }
  const view = await hall.call('kiosk', `GET /api/cards/${card(1)}`, { key: booth });
  const page = new URL(String(view.json['page'])).pathname;
  return {
    batch,
    log: (body: string) => hall.call('kiosk', 'POST /api/interactions', { key: kiosk, raw: body }),
    page: () => hall.call('public', `GET ${page}`),
    wall: () => hall.call('kiosk', 'GET /api/wall', { key: wallKey }),
  };
};
