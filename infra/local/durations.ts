import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { FUNCTIONS } from '../../functions/platform/names.ts';
import { FUNCTION_IDS, type FunctionId } from '../constructs/names.ts';
import { parseSettings } from '../settings.ts';
import { startHall } from './hall.ts';
import { kioskOf } from './kiosk.ts';
import { checkOut, mailsDone, photoDone, takePhoto, until, walkThrough, writeEntry } from './visit.ts';

/** One run of a function, as measured. */
export interface Run {
  /** milliseconds of processor time that a warm run takes, on average */
  cpu: number;
  /** bytes of its own lines in the log, on average */
  logged: number;
}

/** A visit without its canary. */
export type Worker = Exclude<FunctionId, 'canary'>;

export interface Durations {
  runs: Record<Worker, Run>;
  /** milliseconds of processor time that reading one picture takes, before anything is made of it */
  decode: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

const decoding = async (picture: Uint8Array): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    await sharp(picture).raw().toBuffer();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
};

const WORKERS = FUNCTION_IDS.filter(id => id !== 'canary');

/** Visits that are walked through; the quietest of them counts for each function, since the machine may be busy. */
const VISITS = 3;

/**
 * How much each function works for a visit, and how much it logs: measured on a fresh hall on this machine. Processor time, not time on
 * the clock: it is the same beside busy neighbours. Without the canary, which is a visit of its own.
 */
export const measureDurations = async (picture: Uint8Array): Promise<Durations> => {
  const dir = mkdtempSync(join(tmpdir(), 'cost-'));
  let times = new Map<string, number[]>();
  const visits: (typeof times)[] = [];
  const hall = await startHall({
    dir,
    port: 0,
    settings: parseSettings({}),
    disturb: {
      ran: (name, cpu) => void times.set(name, [...(times.get(name) ?? []), cpu]),
    },
  });
  try {
    await hall.warm();
    const [zone, booth, desk] = await Promise.all(
      (['zone', 'booth', 'desk'] as const).map(async kind =>
        kioskOf(hall.url, await hall.admin.token(kind, kind === 'zone' ? 1 : undefined)),
      ),
    );
    if (!zone || !booth || !desk) throw new Error('a kiosk was not enrolled');
    const language = 'ko';
    for (let visit = 1; visit <= VISITS; visit += 1) {
      times = new Map();
      const { cardId } = await walkThrough({ zone, booth }, { language, seed: visit });
      const photoId = await takePhoto(booth, { cards: [cardId], file: picture });
      await photoDone(booth, photoId);
      await writeEntry(booth, { cardId, language, message: '오늘 정말 즐거웠습니다.', photoId });
      const addresses = ['success@simulator.amazonses.com'];
      const { page } = await checkOut(booth, { cardId, language, addresses });
      await mailsDone(booth, cardId);
      await desk.get('/api/desk/me').catch(String);
      for (const path of ['', `/photo/${photoId}`]) await (await fetch(`${page}${path}`)).arrayBuffer();
      await hall.tick();
      await fetch(`${page}/erase`, { method: 'POST' });
      await until(
        'the erasure',
        async () => (await fetch(page)).status,
        status => status !== 200,
      );
      await hall.settled();
      visits.push(times);
    }
    const runOf = (id: Worker): Run => {
      const each = visits.map(one => one.get(FUNCTIONS[id]) ?? []).filter(one => one.length > 0);
      const logged = statSync(join(dir, 'logs', `${FUNCTIONS[id]}.log`)).size / Math.max(1, each.flat().length);
      return { cpu: Math.min(...each.map(mean)), logged };
    };
    const runs = Object.fromEntries(WORKERS.map(id => [id, runOf(id)])) as Record<Worker, Run>;
    return { runs, decode: await decoding(picture) };
  } finally {
    await hall.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};
