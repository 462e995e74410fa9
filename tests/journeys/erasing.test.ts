import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../functions/platform/ids.ts';
import { LONGEST_RUN_SECONDS } from '../../functions/platform/names.ts';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { Answered } from '../../infra/local/kiosk.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import {
  checkOut,
  mailsDone,
  type Person,
  photoDone,
  takePhoto,
  walkThrough,
  writeEntry,
} from '../../infra/local/visit.ts';
import { type Desk, eventually, journeyHall } from './hall.ts';
import { pieces } from './pieces.ts';

const journey = journeyHall();
let desk: Desk;
let gone: Person;
let stays: Person;
let page: string;
/** of the receipt, as the page says it */
let number: string | undefined;
/** alone in it; with a friend */
let own: string;
let shared: string;

const wallEntries = async () =>
  (await journey.wall.get<{ entries: { entryId: string }[] }>('/api/wall')).entries.map(({ entryId }) => entryId);
const namesGone = (text: string) =>
  [gone.visitId, gone.cardId, own, 'success+gone', 'Farewell'].filter(word => text.includes(word));

beforeAll(async () => {
  desk = await journey.signIn();
  const small = await cameraPicture({ width: 640, height: 480 });
  gone = await walkThrough(journey, { language: 'en', zones: [1, 6, 10] });
  stays = await walkThrough(journey, { language: 'en', zones: [2], seed: 2 });
  own = await takePhoto(journey.booth, { cards: [gone.cardId], file: small });
  shared = await takePhoto(journey.booth, { cards: [gone.cardId, stays.cardId], file: small });
  for (const photoId of [own, shared])
    expect(await photoDone(journey.booth, photoId)).toMatchObject({ state: 'ready' });
  const { cardId } = gone;
  const words = { cardId, language: 'en', message: 'Farewell', photoId: own, wall: true } as const;
  const { entryId } = await writeEntry(journey.booth, words);
  await desk.post(`/api/desk/entries/${entryId}`, { visitId: gone.visitId, to: 'approved' });
  await eventually('the entry is on the wall', wallEntries, entries => entries.includes(entryId));
  ({ page } = await checkOut(journey.booth, {
    cardId,
    language: 'en',
    addresses: ['success+gone@simulator.amazonses.com'],
  }));
  await checkOut(journey.booth, { cardId: stays.cardId, language: 'en', addresses: [] });
  await mailsDone(journey.booth, cardId);
  await journey.hall.settled();
}, 180_000);

describe('a visit that its visitor erases on the memory page', () => {
  it('is not erased by opening the page that asks', async () => {
    expect((await fetch(`${page}/erase`)).status).toBe(200);
    expect((await fetch(page)).status).toBe(200);
  });

  it('is gone from every door and from the wall at once', async () => {
    const answer = await fetch(`${page}/erase`, { method: 'POST' });
    expect(answer.status).toBe(200);
    number = /Receipt: ([0-9a-f]{10})</.exec(await answer.text())?.[1];
    for (const path of ['', '/erase', `/photo/${own}`, `/photo/${shared}`])
      expect((await fetch(`${page}${path}`)).status).toBe(404);
    await expect(journey.booth.get<CardView>(`/api/cards/${gone.cardId}`)).rejects.toBeInstanceOf(Answered);
    await expect(desk.get(`/api/visits/${gone.visitId}`)).rejects.toThrow('404');
    await eventually('the wall is without it', wallEntries, entries => entries.length === 0);
    await expect(journey.wall.bytes(`/api/tiles/${own}`)).rejects.toMatchObject({ status: 404 });
  });

  it('leaves a receipt and nothing else: also what a late writer brings goes with the second pass', async () => {
    const { table } = journey.hall.admin;
    const visit = { pk: `VISIT#${gone.visitId}`, sk: 'VISIT' };
    await eventually(
      'the first pass is through',
      () => table.get(visit),
      item => item?.['erasedItems'] !== undefined,
    );
    await table.put({ pk: visit.pk, sk: 'DID#late-writer-0001', zone: 3, at: '2026-11-22T00:00:00.000Z' });
    // No function of ours runs longer than 30 s, and the second pass waits for that: the one long wait of all journeys.
    await eventually(
      'nothing is left of the visit',
      () => journey.items(visit.pk),
      items => items.length === 0,
    );
    await journey.hall.settled();

    const token = page.split('/').at(-1) ?? '';
    for (const pk of [`CARD#${gone.cardId}`, `LINK#${sha256(token)}`, `PHOTO#${own}`])
      expect((await journey.items(pk)).filter(item => item['state'] !== 'erased')).toEqual([]);
    const receipts = await pieces(journey, new Uint8Array()).erasures().query({ index: 'due', pk: 'open' });
    expect(receipts.items).toMatchObject([
      { type: 'RECEIPT', number, by: 'visitor', photos: 1, items: expect.any(Number) },
    ]);
    const [{ askedAt, erasedAt }] = receipts.items as unknown as [{ askedAt: string; erasedAt: string }];
    expect(Date.parse(erasedAt) - Date.parse(askedAt)).toBeGreaterThan(LONGEST_RUN_SECONDS * 1000);
    expect(namesGone(JSON.stringify(receipts.items))).toEqual([]);
    const objects = [...(await journey.objects('Photos')), ...(await journey.objects('Incoming'))];
    expect(objects.filter(key => key.includes(own))).toEqual([]);
  }, 180_000);

  it('leaves the picture with a friend to the friend, who is now alone in it', async () => {
    expect((await journey.items(`PHOTO#${shared}`)).map(({ sk }) => sk).sort()).toEqual([
      `IN#${stays.visitId}`,
      'PHOTO',
    ]);
    const view = await journey.booth.get<CardView>(`/api/cards/${stays.cardId}`);
    expect(view.photos).toEqual([{ photoId: shared, state: 'ready', people: 1 }]);
    expect((await fetch(`${view.page}/photo/${shared}`)).status).toBe(200);
    expect([journey.hall.denied, journey.hall.refused]).toEqual([[], []]);
  });
});
