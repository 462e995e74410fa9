import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import type { CheckOutAnswer, CheckOutRequest } from '../../functions/deliveries/check-out.schema.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { recall } from '../../functions/memories/recall.ts';
import { instant } from '../../functions/platform/clock.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { say } from '../../functions/texts/texts.ts';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { Answered } from '../../infra/local/kiosk.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import {
  checkOut,
  logWalk,
  mailsDone,
  newCard,
  type Person,
  photoDone,
  takePhoto,
  tapAtDoor,
  walkThrough,
  writeEntry,
} from '../../infra/local/visit.ts';
import { eventually, journeyHall } from './hall.ts';
import { PARSERS, zonesClaimed } from './parsers.ts';

const journey = journeyHall();
const at = (name: string) => `${name}@simulator.amazonses.com`;
const ALL_ZONES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
let picture: Uint8Array;

/** The mail to an address; there must be just one. */
const mailTo = (address: string) => {
  const found = journey.hall.mails().filter(one => one.to.includes(address));
  expect(found.map(({ subject }) => subject)).toHaveLength(1);
  return found[0]?.eml ?? '';
};
const read = (eml: string) => (PARSERS[0] as (typeof PARSERS)[number]).read(eml);

/** What was done in each zone, as the log and as the memory tell it. */
const logged = ({ interactions }: Person) =>
  [...new Set(interactions.map(({ zone }) => zone))].map(zone => ({
    zone,
    exhibits: [
      ...new Set(interactions.flatMap(one => (one.zone === zone && 'exhibit' in one ? [one.exhibit] : []))),
    ].sort(),
  }));
const remembered = async ({ visitId }: Person) => {
  const recalled = await recall({ table: journey.hall.admin.table }, visitId);
  if (!recalled) throw new Error('the visit is gone');
  return composeMemory(recalled, catalogue, { origin: journey.hall.url }).zones.map(({ zone, exhibits }) => ({
    zone,
    exhibits: exhibits.map(one => one.exhibit).sort(),
  }));
};

const consented = (given: boolean) => ({ given, version: CONSENT_VERSION, language: 'en' as const });
const checkOutOf = (cardId: string, addresses: string[]): CheckOutRequest => {
  const now = instant(Date.now());
  const consents = { mail: consented(true), photo: consented(true) };
  return { id: randomUUID(), cardId, at: now, sentAt: now, language: 'en', addresses, consents };
};

beforeAll(async () => {
  picture = await cameraPicture();
}, 120_000);

describe('one visit', () => {
  let person: Person;
  let photoId: string;
  let page: string;
  let request: CheckOutRequest;
  let answer: CheckOutAnswer;
  const address = at('success+one');

  beforeAll(async () => {
    person = await walkThrough(journey, { language: 'en' });
    photoId = await takePhoto(journey.booth, { cards: [person.cardId], file: picture });
    expect((await photoDone(journey.booth, photoId)).state).toBe('ready');
    await writeEntry(journey.booth, {
      cardId: person.cardId,
      language: 'en',
      message: 'What a day, 감사합니다!',
      photoId,
    });
    request = checkOutOf(person.cardId, [address]);
    answer = await journey.booth.post<CheckOutAnswer>('/api/check-outs', request);
    page = answer.page;
    await mailsDone(journey.booth, person.cardId);
  });

  it('ends in a delivered mail, and nothing on the way was denied, refused or failed', async () => {
    const { mails } = await journey.booth.get<CardView>(`/api/cards/${person.cardId}`);
    expect(mails).toMatchObject([{ state: 'delivered', maskedAddress: expect.not.stringContaining('success') }]);
    expect([journey.hall.denied, journey.hall.refused, journey.hall.trouble]).toEqual([[], [], []]);
  });

  it('is remembered with all ten zones and what was done in each, as it was logged', async () => {
    expect((await remembered(person)).map(({ zone }) => zone)).toEqual(ALL_ZONES);
    expect(await remembered(person)).toEqual(logged(person));
  });

  it.each(PARSERS)('sends a mail that $parser reads whole: subject, both bodies, the picture', async ({ read }) => {
    const mail = await read(mailTo(address));
    expect(mail.subject).toContain('e-Government Exhibition Hall');
    expect(mail.to).toEqual([address]);
    expect(zonesClaimed(mail)).toEqual(ALL_ZONES);
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('What a day, 감사합니다!');
      expect(body).toContain(page);
    }
    const preview = await journey.booth.bytes(`/api/photos/${photoId}/preview`);
    const sha256 = createHash('sha256').update(preview).digest('hex');
    expect(mail.inline).toEqual([{ cid: expect.any(String), name: 'photo.jpg', type: 'image/jpeg', sha256 }]);
    expect(mail.html).toContain(`cid:${mail.inline[0]?.cid}`);
  });

  it('opens its memory page with the picture behind the link of the mail', async () => {
    const html = await (await fetch(page)).text();
    expect(html).toContain('What a day, 감사합니다!');
    const shown = await fetch(`${page}/photo/${photoId}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('gives the first answer to whatever is sent once more, and sends no second mail', async () => {
    const now = instant(Date.now());
    const visit = { id: randomUUID(), cardId: newCard(), at: now, sentAt: now, language: 'ko' };
    const opened = await journey.zone.post('/api/visits', visit);
    expect(await journey.zone.post('/api/visits', visit)).toEqual(opened);
    await logWalk(journey.zone, person.interactions);
    expect(await remembered(person)).toEqual(logged(person));
    expect(await journey.booth.post('/api/check-outs', request)).toEqual(answer);
    await journey.hall.settled();
    mailTo(address);
    const other = journey.booth.post('/api/check-outs', { ...request, addresses: [at('success+other')] });
    await expect(other).rejects.toMatchObject({ status: 409, body: { error: { code: 'id-conflict' } } });
    await expect(other).rejects.toBeInstanceOf(Answered);
  });

  it('is all there after the hall was closed and opened again', async () => {
    const mails = journey.hall.mails().length;
    const path = new URL(page).pathname;
    await journey.restart();
    expect(await remembered(person)).toEqual(logged(person));
    const shown = await fetch(`${journey.hall.url}${path}/photo/${photoId}`);
    expect(shown.status).toBe(200);
    const again = await journey.booth.post<CheckOutAnswer>('/api/check-outs', request);
    expect(again.deliveries).toEqual(answer.deliveries);
    await journey.hall.settled();
    expect(journey.hall.mails()).toHaveLength(mails);
    mailTo(address);
  });
});

describe('shorter and larger visits', () => {
  it('claims just the zones that were walked, in the order walked', async () => {
    const person = await walkThrough(journey, { language: 'ko', zones: [6, 3], seed: 7 });
    const address = at('success+short');
    await checkOut(journey.booth, { cardId: person.cardId, language: 'ko', addresses: [address] });
    await mailsDone(journey.booth, person.cardId);
    expect(await remembered(person)).toEqual(logged(person));
    expect(zonesClaimed(await read(mailTo(address)))).toEqual([6, 3]);
  });

  it('makes one photo and five private mails of a group of five', async () => {
    const people: Person[] = [];
    for (const seed of [1, 2, 3, 4, 5])
      people.push(await walkThrough(journey, { language: 'en', zones: [seed, 10], seed }));
    const photoId = await takePhoto(journey.booth, { cards: people.map(({ cardId }) => cardId), file: picture });
    expect(await photoDone(journey.booth, photoId)).toMatchObject({ state: 'ready', people: 5 });
    const addressOf = (index: number) => at(`success+group-${index}`);
    for (const [index, { cardId }] of people.entries())
      await checkOut(journey.booth, { cardId, language: 'en', addresses: [addressOf(index)] });
    for (const { cardId } of people) await mailsDone(journey.booth, cardId);
    const mails = await Promise.all(people.map((_, index) => read(mailTo(addressOf(index)))));
    expect(mails.map(({ to }) => to)).toEqual(people.map((_, index) => [addressOf(index)]));
    expect(mails.map(zonesClaimed)).toEqual([1, 2, 3, 4, 5].map(zone => [zone, 10]));
    expect(new Set(mails.map(({ inline }) => inline[0]?.sha256)).size).toBe(1);
    for (const [index, { text, html }] of mails.entries())
      expect([0, 1, 2, 3, 4].filter(other => other !== index && `${text}${html}`.includes(addressOf(other)))).toEqual(
        [],
      );
    const tiles = (await journey.objects('Photos')).filter(key => key.includes(photoId));
    expect(tiles).toHaveLength(3);
  });
});

describe('what goes wrong', () => {
  it('ends as bounced or complained, and writes to that address no more', async () => {
    for (const [name, state] of [
      ['bounce+1', 'bounced'],
      ['complaint+1', 'complained'],
    ] as const) {
      const { cardId } = await walkThrough(journey, { language: 'en', zones: [2] });
      await checkOut(journey.booth, { cardId, language: 'en', addresses: [at(name)] });
      const done = (view: CardView) => view.mails[0]?.state === state;
      await eventually(name, () => journey.booth.get<CardView>(`/api/cards/${cardId}`), done);
      const next = await walkThrough(journey, { language: 'en', zones: [2] });
      const { deliveries } = await checkOut(journey.booth, {
        cardId: next.cardId,
        language: 'en',
        addresses: [at(name)],
      });
      expect(deliveries).toMatchObject([{ state: 'suppressed' }]);
      mailTo(at(name));
    }
  });

  it('refuses a file that is no photo with its reason, keeps it for the staff, and sends the mail without', async () => {
    const { cardId } = await walkThrough(journey, { language: 'en', zones: [4] });
    const file = Buffer.alloc(4096, 'this is no picture ');
    const photoId = await takePhoto(journey.booth, { cards: [cardId], file });
    expect(await photoDone(journey.booth, photoId)).toMatchObject({ state: 'refused', refusal: expect.any(String) });
    const aside = async () => (await journey.objects('Incoming')).filter(key => key.endsWith(photoId));
    await eventually('the original is set aside', aside, keys => keys.join() === `refused/${photoId}`);
    await checkOut(journey.booth, { cardId, language: 'en', addresses: [at('success+refused')] });
    await mailsDone(journey.booth, cardId);
    const mail = await read(mailTo(at('success+refused')));
    expect(mail.inline).toEqual([]);
    expect(mail.text).not.toContain(say('en', 'memory.photo.late'));
  });

  it('lets the mail go without a photo that does not come within its minute, and says so', async () => {
    const cardId = newCard();
    const { visitId } = await tapAtDoor(journey.zone, { cardId, language: 'en' });
    const now = instant(Date.now());
    const sha256 = createHash('sha256').update(picture).digest('hex');
    const wish = { kind: 'photo', frame: 'flow', bytes: picture.length, sha256 };
    await journey.booth.post('/api/photos', { id: randomUUID(), people: [{ cardId, at: now }], sentAt: now, ...wish });
    await checkOut(journey.booth, { cardId, language: 'en', addresses: [at('success+late')] });
    const mailItem = async () => (await journey.items(`VISIT#${visitId}`)).find(({ sk }) => sk.startsWith('MAIL#'));
    const waiting = await eventually('the mail waits', mailItem, item => item?.['why'] === 'photo');
    expect(journey.hall.mails().filter(one => one.to.includes(at('success+late')))).toEqual([]);
    const minuteAgo = instant(Date.now() - 61_000);
    await journey.age({ pk: waiting?.pk ?? '', sk: waiting?.sk ?? '' }, { askedAt: minuteAgo, dueAt: minuteAgo });
    await journey.hall.tick();
    await mailsDone(journey.booth, cardId);
    expect((await read(mailTo(at('success+late')))).text).toContain(say('en', 'memory.photo.late'));
  });
});
