import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { deliver } from '../../functions/deliveries/deliver.ts';
import { takeFeedback } from '../../functions/deliveries/feedback.ts';
import { memorySender } from '../../functions/deliveries/sender.memory.ts';
import { writer } from '../../functions/deliveries/write.ts';
import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import { addDevice, enrol } from '../../functions/devices/devices.ts';
import { addStaff } from '../../functions/devices/staff.ts';
import { checkOutDeps } from '../../functions/doors/check-out-deps.ts';
import { deskDoor } from '../../functions/doors/desk-door.ts';
import { kioskDoor } from '../../functions/doors/kiosk-door.ts';
import { publicDoor } from '../../functions/doors/public-door.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { processPhoto } from '../../functions/photos/process.ts';
import { makeRenditions } from '../../functions/photos/renditions.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { EDGE_HEADER, ROUTES } from '../../functions/platform/names.ts';
import { memoryQueue, type Nudge } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import { eraseVisit } from '../../functions/retention/erase.ts';
import { sweep } from '../../functions/retention/sweep.ts';
import { type Count, counting } from './counting.ts';
import { type Kiosk, kioskOf } from './kiosk.ts';
import { afterwards, simulated } from './simulator.ts';

const ORIGIN = 'https://hall.example.org';
const EDGE = 'from-the-edge';
const STAFF = { name: 'Jiwon', pin: '246810' };
const DAY_MS = 86_400_000;
/** Noon in Seoul, in milliseconds after midnight UTC. */
const NOON_MS = 3 * 3_600_000;
const CONFIGURATION_SET = 'hall';
/** Every route of the doors, with what its requests look like. */
const FORMS = Object.values(ROUTES)
  .flat()
  .map(route => ({ route, form: new RegExp(`^${route.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) }));
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What one operation asked for. */
export interface Counted extends Count {
  /** HTTP requests through the doors */
  calls: number;
  /** the routes they took */
  routes: readonly string[];
  /** bytes of their bodies, and of the answers' */
  askedBytes: number;
  answeredBytes: number;
  /** messages that a queue's function worked on */
  runs: number;
}

/** The hall's own code, doors and workers, over stores in memory that count. Nothing runs by itself: queues are worked off when asked. */
export const countedHall = async () => {
  const counter = counting();
  // It begins at noon in Seoul, whenever it is counted: at midnight the day before is closed. Kiosks' clocks are corrected, as always.
  const began = Date.now();
  const time = { ahead: (NOON_MS - (began % DAY_MS) + DAY_MS) % DAY_MS };
  let looks = 0;
  // A millisecond a look: how fast this machine is must not decide what is due.
  const clock = () => {
    looks += 1;
    return began + time.ahead + looks;
  };
  const raw = { table: memoryTable(), incoming: memoryBucket() };
  const table = counter.table(raw.table);
  const incoming = counter.bucket(raw.incoming);
  const photos = counter.bucket(memoryBucket());
  const erasures = counter.table(memoryTable());
  const sent = { mail: memoryQueue(), erase: memoryQueue(), photo: memoryQueue() };
  const queues = {
    mail: counter.queue(sent.mail),
    erase: counter.queue(sent.erase),
    photo: counter.queue(sent.photo),
  };
  const taken = memorySender();
  const sender = counter.sender(taken);
  const settings = DEFAULT_HALL_SETTINGS;
  const common = {
    ...{ table, erasures, photos, clock, settings, log: silent, ids: randomIds },
    ...{ origin: ORIGIN, edgeSecret: EDGE, addressKey: 'address-key' },
  };
  const doors = {
    kiosk: kioskDoor({ ...common, slots: memorySlots(), queue: queues.mail }),
    desk: deskDoor({ ...common, queue: queues.mail, eraseQueue: queues.erase }),
    public: publicDoor({ ...common, queue: queues.erase }),
  };

  const web = { calls: 0, routes: [] as string[], askedBytes: 0, answeredBytes: 0 };
  let runs = 0;
  /** Asks a door, with the cookie that it gave. */
  const through = (door: keyof typeof doors): typeof fetch => {
    let cookie: string | undefined;
    return async (input, init) => {
      const headers = { ...(init?.headers as Record<string, string>), [EDGE_HEADER]: EDGE };
      const path = String(input).slice(ORIGIN.length);
      const answer = await doors[door].request(path, {
        ...init,
        headers: cookie === undefined ? headers : { ...headers, cookie },
      });
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      const asked = `${init?.method ?? 'GET'} ${path.split('?')[0]}`;
      web.routes.push(FORMS.find(({ form }) => form.test(asked))?.route ?? asked);
      web.calls += 1;
      web.askedBytes += Buffer.byteLength(String(init?.body ?? ''));
      web.answeredBytes += (await answer.clone().arrayBuffer()).byteLength;
      return answer;
    };
  };
  const token = async (kind: DeviceKind, zone?: number) =>
    (await enrol(common, (await addDevice(common, { kind, zone })).code)).token;
  const kiosk = async (kind: DeviceKind, zone?: number): Promise<Kiosk> =>
    kioskOf(ORIGIN, await token(kind, zone), through('kiosk'));
  const staff = kioskOf(ORIGIN, await token('desk'), through('desk'));
  const signIn = () => staff.post('/api/desk/sign-in', STAFF);
  await addStaff(common, STAFF);
  await signIn();

  const mail = (nudge: Nudge) => {
    const deliverDeps = {
      ...{ table, queue: queues.mail, clock, ids: randomIds, log: silent, sender },
      write: writer({
        ...{ table, photos, catalogue, clock, log: silent, origin: ORIGIN },
        letter: memory => letterOf(memory, { settings }),
        from: 'Hall <hall@example.org>',
        replyTo: settings.controller.contact,
      }),
      sleep: async (ms: number) => {
        time.ahead += ms;
      },
      deadline: clock() + 30_000,
      from: 'Hall <hall@example.org>',
      configurationSet: CONFIGURATION_SET,
    };
    const { visitId, deliveryId } = nudge;
    return deliver(deliverDeps, {
      visitId: String(visitId),
      ...(deliveryId === undefined ? {} : { deliveryId: String(deliveryId) }),
    });
  };
  const eraseDeps = { ...common, incoming, queue: queues.erase };
  const works = {
    mail,
    photo: (nudge: Nudge) =>
      processPhoto(
        { ...{ table, incoming, photos, clock }, mailQueue: queues.mail, log: silent, make: makeRenditions },
        { key: String(nudge['key']) },
      ),
    erase: (nudge: Nudge) => eraseVisit(eraseDeps, { visitId: String(nudge['visitId']), pass: Number(nudge['pass']) }),
  };

  const wallKey = await token('wall');
  return {
    table: raw.table,
    time,
    clock,
    staff,
    signIn,
    /** a one-time code for a new wall */
    code: async () => (await addDevice(common, { kind: 'wall' })).code,
    kiosks: { zone: await kiosk('zone', 1), booth: await kiosk('booth') },
    wall: (path: string, headers: Record<string, string> = {}) =>
      through('kiosk')(`${ORIGIN}${path}`, { headers: { authorization: `Bearer ${wallKey}`, ...headers } }),
    /** somebody at home */
    home: async (path: string, init?: RequestInit): Promise<void> => {
      const { status } = await through('public')(`${ORIGIN}${path}`, init);
      if (status >= 400) throw new Error(`${path} answered ${status}`);
    },
    /** what a presigned form does: the bytes are in the bucket, and its event is in the photo queue */
    upload: async (slot: { fields: Record<string, string> }, file: Uint8Array): Promise<void> => {
      const key = slot.fields['key'] ?? '';
      await incoming.put(key, file, 'image/jpeg');
      await sent.photo.send({ key });
    },
    /** works a queue off, what is delayed as well */
    work: async (queue: keyof typeof works): Promise<void> => {
      for (let next = sent[queue].sent.shift(); next; next = sent[queue].sent.shift()) {
        time.ahead += next.delaySeconds * 1000;
        runs += 1;
        await works[queue](next.nudge);
      }
    },
    /** tells what SES says of the mails it took */
    feedback: async (): Promise<void> => {
      for (const { envelope, messageId: id } of taken.taken.splice(0)) {
        const { from, to, tags, configurationSet } = envelope;
        const at = new Date(clock()).toISOString();
        const letter = { id, at, from, to: [to], subject: '', eml: '', tags, configurationSet };
        for (const [type, detail] of afterwards(letter)) {
          runs += 1;
          await takeFeedback(common, simulated(letter, type, detail));
        }
      }
    },
    /** one minute of the clock's function */
    sweep: async (): Promise<void> => {
      runs += 1;
      await sweep({
        ...checkOutDeps({ ...common, queue: queues.mail }),
        ...{ erasures, photos, incoming, settings, photoQueue: queues.photo, eraseQueue: queues.erase },
        deadline: Number.POSITIVE_INFINITY,
      });
    },
    /** counts what `act` asks for, and nothing before it */
    count: async <T>(act: () => Promise<T>): Promise<{ answer: T; count: Counted }> => {
      counter.take();
      Object.assign(web, { calls: 0, routes: [], askedBytes: 0, answeredBytes: 0 });
      runs = 0;
      const answer = await act();
      return { answer, count: { ...counter.take(), ...web, runs } };
    },
  };
};

/** The hall in which operations are counted. */
export type CountedHall = Awaited<ReturnType<typeof countedHall>>;
