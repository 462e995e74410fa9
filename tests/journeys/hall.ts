import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import type { Item, Key, Value } from '../../functions/platform/table.ts';
import { type Hall, startHall } from '../../infra/local/hall.ts';
import { type Kiosk, kioskOf } from '../../infra/local/kiosk.ts';
import { type Kiosks, until } from '../../infra/local/visit.ts';

/** Everything waits this long for a state, in milliseconds: a slow machine is no failure. */
export const PATIENCE = 90_000;

/** A desk where somebody is signed in. */
export interface Desk {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

/** The kiosks that journeys use, each with a key of its own. */
export interface Devices extends Kiosks {
  wall: Kiosk;
  desk: Kiosk;
  /** the bearer token of the desk */
  deskToken: string;
}

/** One hall for a test file, with its kiosks. */
export interface JourneyHall extends Devices {
  readonly hall: Hall;
  /** signs a member of staff in */
  signIn(): Promise<Desk>;
  /** closes the hall and opens it again on the same state */
  restart(): Promise<void>;
  /** keys of the objects in a bucket */
  objects(bucket: 'Incoming' | 'Photos'): Promise<string[]>;
  dropObject(bucket: 'Incoming' | 'Photos', key: string): Promise<void>;
  /** every item of a partition */
  items(pk: string): Promise<Item[]>;
  /** makes an item older: sets attributes as if they had been written then. No journey waits for a long timer */
  age(key: Key, set: Record<string, Value>): Promise<void>;
}

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ');

const signedIn = async (hall: Hall, token: string): Promise<Desk> => {
  const name = 'Guide';
  const pin = await hall.admin.addStaff(name);
  const device = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const begun = await fetch(`${hall.url}/api/desk/sign-in`, {
    method: 'POST',
    headers: device,
    body: JSON.stringify({ name, pin }),
  });
  if (!begun.ok) throw new Error(`sign-in answered ${begun.status}: ${await begun.text()}`);
  const headers = { ...device, cookie: cookieOf(begun) };
  const asked = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(`${hall.url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${init.method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.headers.get('content-type')?.includes('json')
      ? response.json()
      : ((await response.text()) as unknown as T);
  };
  return {
    get: path => asked(path, { method: 'GET' }),
    post: (path, body) => asked(path, { method: 'POST', body: JSON.stringify(body) }),
  };
};

const storage = (hall: Hall): S3Client =>
  new S3Client({
    region: hall.adminEnv.AWS_REGION ?? '',
    endpoint: hall.uploads,
    forcePathStyle: true,
    credentials: {
      accessKeyId: hall.adminEnv.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: hall.adminEnv.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });

const bucketName = (hall: Hall, id: string): string =>
  Object.entries(hall.buckets).find(([logical]) => logical.startsWith(id))?.[1] ?? '';

/** To be called once at the top of a test file: opens a fresh hall before its tests and closes it afterwards. */
export const journeyHall = (): JourneyHall => {
  const dir = mkdtempSync(join(tmpdir(), 'hall-journey-'));
  let open: (Devices & { hall: Hall }) | undefined;
  const now = () => {
    if (!open) throw new Error('the hall is not open yet: ask inside a test or hook');
    return open;
  };
  beforeAll(async () => {
    const hall = await startHall({ dir, port: 0, fresh: true });
    const [zone, booth, wall, deskToken] = [
      await hall.admin.token('zone', 1),
      await hall.admin.token('booth'),
      await hall.admin.token('wall'),
      await hall.admin.token('desk'),
    ];
    tokens = { zone, booth, wall, desk: deskToken };
    open = { hall, ...kiosksOf(hall) };
  }, 300_000);
  let tokens = { zone: '', booth: '', wall: '', desk: '' };
  const kiosksOf = ({ url }: Hall): Devices => ({
    zone: kioskOf(url, tokens.zone),
    booth: kioskOf(url, tokens.booth),
    wall: kioskOf(url, tokens.wall),
    desk: kioskOf(url, tokens.desk),
    deskToken: tokens.desk,
  });
  afterAll(async () => {
    await open?.hall.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    get hall() {
      return now().hall;
    },
    get zone() {
      return now().zone;
    },
    get booth() {
      return now().booth;
    },
    get wall() {
      return now().wall;
    },
    get desk() {
      return now().desk;
    },
    get deskToken() {
      return now().deskToken;
    },
    signIn: () => signedIn(now().hall, now().deskToken),
    restart: async () => {
      await now().hall.stop();
      const hall = await startHall({ dir, port: 0 });
      open = { hall, ...kiosksOf(hall) };
    },
    objects: async bucket => {
      const client = storage(now().hall);
      const answer = await client.send(new ListObjectsV2Command({ Bucket: bucketName(now().hall, bucket) }));
      client.destroy();
      return (answer.Contents ?? []).flatMap(({ Key }) => Key ?? []).sort();
    },
    dropObject: async (bucket, key) => {
      const client = storage(now().hall);
      await client.send(new DeleteObjectCommand({ Bucket: bucketName(now().hall, bucket), Key: key }));
      client.destroy();
    },
    items: async pk => (await now().hall.admin.table.query({ pk })).items,
    age: async (key, set) => {
      if (!(await now().hall.admin.table.update(key, { set }, { has: ['pk'] })))
        throw new Error(`there is no ${key.pk} ${key.sk} to make older`);
    },
  };
};

/** Waits until something holds. Throws with the last answer when it does not in time. */
export const eventually = <T>(what: string, ask: () => Promise<T>, fits: (value: T) => boolean): Promise<T> =>
  until(what, ask, fits, PATIENCE);
