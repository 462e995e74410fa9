import type { DeviceKind } from '../../functions/devices/device.schema.ts';
import { addDevice, enrol } from '../../functions/devices/devices.ts';
import { addStaff } from '../../functions/devices/staff.ts';
import { deskDoor } from '../../functions/doors/desk-door.ts';
import { kioskDoor } from '../../functions/doors/kiosk-door.ts';
import { publicDoor } from '../../functions/doors/public-door.ts';
import { memorySlots } from '../../functions/photos/slots.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { randomIds } from '../../functions/platform/ids.ts';
import { lineLog } from '../../functions/platform/log.ts';
import { EDGE_HEADER } from '../../functions/platform/names.ts';
import { memoryQueue } from '../../functions/platform/queue.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import { eraseVisit, SECOND_PASS_SECONDS } from '../../functions/retention/erase.ts';
import type { OpenVisitAnswer } from '../../functions/visits/visit.schema.ts';

/** 2026-11-22 10:00 in Seoul. */
const MORNING = Date.parse('2026-11-22T01:00:00.000Z');
const EDGE = 'edge-secret';
export const CARD = 'EG00000001';

export const at = (ms: number): string => new Date(ms).toISOString();

/** An answer whose shape a test does not name. */
export interface Loose {
  error: { code: string; message: string; where?: string };
  [name: string]: unknown;
}

export interface Answer<T = Loose> {
  status: number;
  /** undefined when the answer is no JSON */
  json: T;
  text: string;
  headers: Headers;
}

/** The three doors over stores in memory, with a clock that a test sets. */
export const doors = async () => {
  const time = { now: MORNING };
  const lines: string[] = [];
  const table = memoryTable();
  const photos = memoryBucket();
  const mails = memoryQueue();
  const erasures = memoryQueue();
  const receipts = memoryTable();
  const common = {
    table,
    photos,
    clock: () => time.now,
    ids: randomIds,
    log: lineLog('door', line => lines.push(line)),
    origin: 'https://hall.example.org',
    edgeSecret: EDGE,
    addressKey: 'address-key',
    settings: DEFAULT_HALL_SETTINGS,
  };
  const apps = {
    kiosk: kioskDoor({ ...common, erasures: receipts, slots: memorySlots(), queue: mails }),
    desk: deskDoor({ ...common, erasures: receipts, queue: mails, eraseQueue: erasures }),
    public: publicDoor({ ...common, erasures: receipts, queue: erasures }),
  };

  const call = async <T = Loose>(
    door: keyof typeof apps,
    route: string,
    {
      key,
      cookie,
      body,
      raw,
      headers = {},
    }: { key?: string; cookie?: string; body?: unknown; raw?: BodyInit; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> => {
    const [method = 'GET', path = '/'] = route.split(' ');
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await apps[door].request(path, {
      method,
      headers: {
        [EDGE_HEADER]: EDGE,
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, json: isJson ? JSON.parse(text) : undefined, text, headers: response.headers };
  };

  const device = async (kind: DeviceKind, zone?: number): Promise<string> => {
    const { code } = await addDevice(common, { kind, ...(zone === undefined ? {} : { zone }) });
    return (await enrol(common, code)).token;
  };

  /** A desk where somebody is signed in: its key and cookie. */
  const desk = async (name = 'Jiwon') => {
    const key = await device('desk');
    await addStaff(common, { name, pin: '246810' });
    const { headers } = await call('desk', 'POST /api/desk/sign-in', { key, body: { name, pin: '246810' } });
    return { key, cookie: String(headers.get('set-cookie')).split(';')[0] as string };
  };

  const sentAt = () => at(time.now);
  /** Lends the card and answers what the door said. */
  const lend = async (key: string, cardId = CARD, language = 'en') =>
    call<OpenVisitAnswer>('kiosk', 'POST /api/visits', {
      key,
      body: { id: randomIds.id(), cardId, at: sentAt(), sentAt: sentAt(), language },
    });

  /** Everything that an erasure does after it was asked for, to the receipt. */
  const erase = async (visitId: string) => {
    const incoming = memoryBucket();
    const deps = { ...common, erasures: receipts, queue: erasures, incoming };
    await eraseVisit(deps, { visitId, pass: 1 });
    time.now += SECOND_PASS_SECONDS * 1000;
    return eraseVisit(deps, { visitId, pass: 2 });
  };
  return { time, lines, table, photos, mails, erasures, receipts, erase, call, device, desk, lend, sentAt, common };
};
