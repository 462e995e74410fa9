import { type CheckOutDeps, checkOut } from '../../functions/deliveries/check-outs.ts';
import { correct } from '../../functions/deliveries/corrections.ts';
import { type DeliverDeps, deliver, type Written } from '../../functions/deliveries/deliver.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { holdMails, releaseMails } from '../../functions/deliveries/holding.ts';
import type { Sender } from '../../functions/deliveries/sender.ts';
import { tryAgain } from '../../functions/deliveries/stuck.ts';
import { writeEntry } from '../../functions/guestbook/entries.ts';
import { moderate, withdrawFromWall } from '../../functions/guestbook/moderate.ts';
import { recall } from '../../functions/memories/recall.ts';
import { keepAll } from '../../functions/photos/keep.ts';
import { renditionKey } from '../../functions/photos/photo.ts';
import { photoEvent } from '../../functions/photos/photo-events.ts';
import { requestPhoto } from '../../functions/photos/photos.ts';
import { processPhoto } from '../../functions/photos/process.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { eachRecord, jsonBody } from '../../functions/platform/batch.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import type { Bucket } from '../../functions/platform/bucket.ts';
import { instant } from '../../functions/platform/clock.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { derivedId } from '../../functions/platform/ids.ts';
import type { Log } from '../../functions/platform/log.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import type { Table } from '../../functions/platform/table.ts';
import { askErasure, eraseVisit, wasErased } from '../../functions/retention/erase.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import { answerConsents } from '../../functions/visits/consents.ts';
import { type Known, logInteractions } from '../../functions/visits/interactions.ts';
import { createTour } from '../../functions/visits/tours.ts';
import { type OpenDeps, visitByToken } from '../../functions/visits/visit.ts';
import { openVisit, readVisit, returnCard, visitOf } from '../../functions/visits/visits.ts';
import { FUNCTION_SECONDS, line, maker, ses } from './services.ts';
import { type Calls, notingCalls, watchedBucket, watchedQueue, watchedSender, watchedTable } from './stores.ts';
import type { Process, World } from './world.ts';

/** Deliberate mistakes: each takes the place of something right. What is not given is right. */
export interface Wrong {
  table?(table: Table, process: Process): Table;
  incoming?(bucket: Bucket, process: Process): Bucket;
  photos?(bucket: Bucket, process: Process): Bucket;
  sender?(sender: Sender): Sender;
  write?(write: DeliverDeps['write']): DeliverDeps['write'];
  feedback?: typeof takeFeedback;
  erase?: typeof eraseVisit;
  wasErased?: OpenDeps['wasErased'];
  log?: typeof logInteractions;
  sweep?: typeof sweep;
}

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Shorter than a hall would choose, so that a run sees the end of each. */
const settings = { ...DEFAULT_HALL_SETTINGS, wallDays: 60, receiptDays: 80 };
const [addressKey, origin] = ['address-key', 'https://hall.example'];
const REFUSED = { given: false, version: '2026-11-22', language: 'en' } as const;

/** Every exhibit is in the zone its name ends with. */
const known: Known = {
  exhibit: id => ({ zone: Number(id.slice(-1)) }),
  material: () => true,
  service: () => true,
  term: () => true,
};

/** The hall: real rules and handlers over stores in memory, each call through the world. */
export const simulatedHall = (world: World, wrong: Wrong = {}) => {
  const table = memoryTable();
  const remembered = memoryTable();
  /** Receipts with the moment at which they came, by no clock of a handler. */
  const erasures: typeof remembered = {
    ...remembered,
    put: (item, condition) => remembered.put({ ...item, seenAt: world.now }, condition),
  };
  const incoming = memoryBucket();
  const photos = memoryBucket();
  const clock = () => world.now;
  const calls: Calls = { begun: new Map(), entered: new Set() };
  let count = 0;
  const ids = { id: () => derivedId('simulated', String(count++)), secret: () => 'secret' };

  const storesOf = (process: Process) => {
    const watched = watchedTable(world, process, table);
    const bucket = (name: 'incoming' | 'photos', store: Bucket) => {
      const seen = watchedBucket(world, process, name, store);
      return wrong[name]?.(seen, process) ?? seen;
    };
    return {
      table: wrong.table?.(watched, process) ?? watched,
      erasures: watchedTable(world, process, erasures, 'erasures'),
      incoming: bucket('incoming', incoming),
      photos: bucket('photos', photos),
      mailQueue: watchedQueue(world, process, 'mail-queue', lines.mail),
      photoQueue: watchedQueue(world, process, 'photo-queue', lines.photo),
      eraseQueue: watchedQueue(world, process, 'erase-queue', lines.erase),
      clock,
      log: quiet,
      settings,
      addressKey,
      origin,
      ids,
    };
  };
  const checkOutDeps = (process: Process): CheckOutDeps => {
    const stores = storesOf(process);
    return {
      ...stores,
      queue: stores.mailQueue,
      wordings: ['2026-11-22'],
      keepPhotos: async (visitId, keep) => void (await keepAll(stores, visitId, keep)),
    };
  };
  const erasing = (process: Process) => {
    const stores = storesOf(process);
    return { ...stores, queue: stores.eraseQueue };
  };
  /** The memory itself, without letter and MIME: what would be in the mail; its pictures are fetched when `deliveries/write.ts` does. */
  const writing =
    ({ table: tables, photos: bucket }: { table: Table; photos: Bucket }): DeliverDeps['write'] =>
    async (visitId): Promise<Written | undefined> => {
      const told = await recall({ table: tables }, visitId);
      if (!told) return undefined;
      const { token, interactions, entry, photos: pictures } = told;
      const said = {
        token,
        did: interactions.map(({ id }) => id),
        message: entry?.message,
        photos: pictures.flatMap(({ photoId, state }) => (state === 'ready' ? [photoId] : [])),
      };
      return {
        photoLate: pictures.some(({ state }) => state === 'waiting'),
        raw: async () => {
          for (const photoId of said.photos) await bucket.get(renditionKey(photoId, 'mail'));
          return new TextEncoder().encode(JSON.stringify(said));
        },
      };
    };

  const lines = {
    photo: line(world, 'process-photo', process =>
      eachRecord(quiet, async record => {
        const event = photoEvent(jsonBody(record));
        if (event) await processPhoto({ ...storesOf(process), make: maker(world) }, event);
      }),
    ),
    mail: line(world, 'deliver-mail', process => {
      const watched = storesOf(process);
      const stores = { ...watched, table: notingCalls(watched.table, process, calls) };
      const sender = watchedSender(world, process, outside.sender, calls);
      const write = writing(stores);
      const deps: DeliverDeps = {
        ...stores,
        queue: stores.mailQueue,
        sender: wrong.sender?.(sender) ?? sender,
        write: wrong.write?.(write) ?? write,
        sleep: ms => world.sleep(ms),
        deadline: process.deadline,
        from: 'Hall <hall@example.org>',
        configurationSet: 'hall',
      };
      return eachRecord(quiet, async record => {
        const { visitId, deliveryId } = JSON.parse(record.body);
        await deliver(deps, deliveryId === undefined ? { visitId } : { visitId, deliveryId });
      });
    }),
    erase: line(world, 'erase-visit', process =>
      eachRecord(quiet, async record => {
        await (wrong.erase ?? eraseVisit)(erasing(process), JSON.parse(record.body));
      }),
    ),
    feedback: line(world, 'take-feedback', process =>
      eachRecord(quiet, async record => {
        const event = JSON.parse(record.body);
        await (wrong.feedback ?? takeFeedback)(storesOf(process), event);
        heard.push({ at: world.now, event });
      }),
    ),
  };
  /** events of SES that a handler took to the end */
  const heard: { at: number; event: unknown }[] = [];
  const outside = ses(world, event => lines.feedback.event(event));

  /** What S3 does with an upload: it keeps the bytes and tells of them. */
  const upload = async (key: string, text: string) => {
    await incoming.put(key, new TextEncoder().encode(text), 'image/jpeg');
    lines.photo.event({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'incoming' }, object: { key, sequencer: String(world.now) } },
    });
  };
  const sweepOnce = () =>
    world.invoke('sweep', FUNCTION_SECONDS, process =>
      (wrong.sweep ?? sweep)({ ...storesOf(process), ...checkOutDeps(process), deadline: process.deadline }),
    );
  /** What the doors do, without HTTP: each as `doors/*.ts` puts it together. */
  const doors = (process: Process) => {
    const stores = storesOf(process);
    return {
      open: (body: Parameters<typeof openVisit>[1], device: string) =>
        openVisit({ ...stores, wasErased: wrong.wasErased ?? wasErased(stores) }, body, device),
      tour: (body: Parameters<typeof createTour>[1]) => createTour(stores, body),
      giveBack: (cardId: string, body: Parameters<typeof returnCard>[2]) => returnCard(stores, cardId, body),
      log: (body: unknown, device: string) => (wrong.log ?? logInteractions)(stores, known, body, device),
      photo: async (body: Parameters<typeof requestPhoto>[1]) => {
        const people = await Promise.all(body.people.map(person => visitOf(stores, person, body.sentAt)));
        return requestPhoto({ ...stores, slots: memorySlots() }, body, people);
      },
      entry: async (body: Parameters<typeof writeEntry>[3]) => {
        const visit = await visitOf(stores, body, body.sentAt);
        return writeEntry(stores, visit.visitId, visit.language, body);
      },
      checkOut: async (body: Parameters<typeof checkOut>[2]) => {
        const visit = await visitOf(stores, body, body.sentAt);
        return checkOut(checkOutDeps(process), visit, body, instant(clock()));
      },
      correct: async (body: Parameters<typeof correct>[2], staff?: string) => {
        const deps = { ...checkOutDeps(process), settings };
        if (staff !== undefined) return correct(deps, await readVisit(stores, body.visitId ?? ''), body, { staff });
        return correct(deps, await visitOf(stores, body.card!, body.sentAt), body, 'visitor');
      },
      moderate: (staff: string, entryId: string, body: Parameters<typeof moderate>[3]) =>
        moderate(stores, staff, entryId, body),
      offTheWall: async (token: string) => withdrawFromWall(stores, (await visitByToken(stores, token)).visitId),
      takeBack: async (token: string) =>
        answerConsents(stores, (await visitByToken(stores, token)).visitId, { contact: REFUSED }, instant(clock())),
      erase: async (token: string) =>
        askErasure(erasing(process), (await visitByToken(stores, token)).visitId, 'visitor'),
      again: () => tryAgain({ ...stores, queue: stores.mailQueue }, 'Jiwon'),
      hold: () => holdMails(stores, 'a look at the texts', 'Jiwon'),
      release: () => releaseMails({ ...stores, queue: stores.mailQueue }, 'Jiwon'),
    };
  };
  /** Mails that somebody was about to call SES for, and did not although nothing happened to him. */
  const neverCalled = () =>
    [...calls.begun].flatMap(([id, { dead, troubled }]) => (dead || troubled || calls.entered.has(id) ? [] : [id]));
  return {
    table,
    erasures,
    incoming,
    photos,
    lines,
    taken: outside.taken,
    heard,
    neverCalled,
    upload,
    sweepOnce,
    doors,
  };
};
export type SimulatedHall = ReturnType<typeof simulatedHall>;
