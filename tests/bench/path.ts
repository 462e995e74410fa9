import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRenditions } from '../../functions/photos/renditions.ts';
import { inParallel } from '../../functions/platform/parallel.ts';
import { type Hall, startHall } from '../../infra/local/hall.ts';
import { kioskOf, upload } from '../../infra/local/kiosk.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { checkOut, type Kiosks, type Person, takePhoto, walkThrough } from '../../infra/local/visit.ts';
import { MAIL_STAGES, PHOTO_STAGES, type Stages, timesOf, tracing } from './path-trace.ts';
import { limit, median, percentile, type Row, row, timed } from './rows.ts';

/** Visits at each number of booths; HALL_VISITS has fewer while somebody tries something. */
const VISITS = Number(process.env['HALL_VISITS'] ?? 200);
const BOOTHS = [1, 5, 20] as const;
const LANGUAGE = 'ko';
/** Milliseconds with one booth, at the median. */
const PHOTO_MS = 500;
const MAIL_MS = 300;
/** What each stage may take of the whole, with one booth: no stage waits for somebody to look, so event and queue are short. */
const PHOTO_SHARES = {
  slot: 0.25,
  upload: 0.3,
  event: 0.15,
  fetch: 0.2,
  'decode and resize': 0.8,
  store: 0.25,
  preview: 0.25,
};
const MAIL_SHARES = { 'check-out write': 0.6, queue: 0.15, claim: 0.5, compose: 0.5, 'SES call': 0.15 };

/**
 * What a way may take with more booths, p50 and p95, in visits of one booth. Every booth has a visitor all the time, so what is short of cores is
 * waited for: a machine that served 20 one after the other would need 20 for both ways. Measured on a quiet machine of two cores (docs/bench.json
 * of 2026-11-22): mails 2.1 and 2.7, then 14.0 and 15.7; pictures 1.7 and 2.2, then 1.9 and 12.3, as all 20 begin at once. Here a half more, but
 * for the mails of 20 booths, where a quarter more is as slow as one after the other.
 */
type Crowds = Record<5 | 20, readonly [p50: number, p95: number]>;
const MAIL_CROWDS: Crowds = { 5: [3.2, 4], 20: [17.5, 20] };
const PHOTO_CROWDS: Crowds = { 5: [2.5, 3.3], 20: [3, 18] };

/** Milliseconds of every visit's stages. */
interface Waits {
  photo: Stages[];
  mail: Stages[];
}

const whole = (stages: Stages): number => Object.values(stages).reduce((sum, ms) => sum + ms, 0);

/**
 * One visitor at the booth: picture, then check-out. Our page shows its own picture at once and asks for nothing; here the booth fetches what the
 * hall made of it as soon as that is there. (Who asks again and again waits half of their own interval more: HTTP has no event for them.)
 */
const atBooth = async (
  { booth }: Kiosks,
  trace: ReturnType<typeof tracing>,
  { person, file }: { person: Person; file: Uint8Array },
  into: Waits,
): Promise<void> => {
  const { cardId, visitId } = person;
  const id = randomUUID();
  const photo = trace.follow(id);
  await takePhoto(booth, { id, cards: [cardId], file }, (slot, bytes) => {
    photo.note('slot answered');
    return upload(slot, bytes);
  });
  await photo.reached('ready');
  await booth.bytes(`/api/photos/${id}/preview`);
  photo.note('shown');
  into.photo.push(photo.stages(PHOTO_STAGES));
  const mail = trace.follow(visitId);
  await checkOut(booth, { cardId, language: LANGUAGE, addresses: ['success@simulator.amazonses.com'] });
  await mail.reached('accepted');
  into.mail.push(mail.stages(MAIL_STAGES));
};

const measure = async (
  { hall, kiosks, trace, file }: { hall: Hall; kiosks: Kiosks; trace: ReturnType<typeof tracing>; file: Uint8Array },
  booths: number,
): Promise<Waits> => {
  const persons = await inParallel([...Array(VISITS).keys()], 8, seed =>
    walkThrough(kiosks, { language: LANGUAGE, seed: seed + 1 }),
  );
  const waits: Waits = { photo: [], mail: [] };
  await inParallel(persons, booths, async person => {
    await atBooth(kiosks, trace, { person, file }, waits);
    // One visitor after the other: what the one before left to do is over when the next one comes.
    if (booths === 1) await hall.settled();
  });
  await hall.settled();
  return waits;
};

/** The rows of one way: what it takes with one booth, which stage has which share of it, and what it takes with more. `visit`: ms that one booth needs for both ways. */
const rowsOf = (
  name: string,
  given: { most: number; shares: Stages; crowds: Crowds; by: Map<number, Stages[]>; visit: number },
): Row[] => {
  const { most, shares, crowds, by, visit } = given;
  const alone = by.get(1) ?? [];
  const p50 = median(alone.map(whole));
  const against = (what: string, ours: number, reference: number, referenceName: string, target: number): Row =>
    row({ name: `path: ${name}, ${what}`, ours, reference, referenceName, target, unit: 'ms' });
  const stages = Object.entries(shares).map(([stage, share]) =>
    against(`of it ${stage}`, median(timesOf(stage, alone)), p50, 'the whole', share),
  );
  const more = Object.entries(crowds).flatMap(([booths, [middle, late]]) => {
    const times = (by.get(Number(booths)) ?? []).map(whole);
    return [
      against(`${booths} booths, p50`, median(times), visit, "one booth's visit", middle),
      against(`${booths} booths, p95`, percentile(times, 0.95), visit, "one booth's visit", late),
    ];
  });
  return [
    limit(`path: ${name}, 1 booth, p50`, p50, most, 'ms'),
    against('1 booth, p95', percentile(alone.map(whole), 0.95), p50, 'p50', 2),
    ...stages,
    ...more,
  ];
};

/** What people feel at the booth, on a whole hall of this machine: shutter to pictures, and check-out to mail accepted. */
export const benchPath = async (): Promise<Row[]> => {
  const file = await cameraPicture({ megapixels: 12, orientation: 6 });
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-'));
  const trace = tracing();
  const hall = await startHall({ dir, port: 0, fresh: true, disturb: trace.watch });
  try {
    await hall.warm();
    const kiosks = {
      zone: kioskOf(hall.url, await hall.admin.token('zone', 1)),
      booth: kioskOf(hall.url, await hall.admin.token('booth')),
    };
    const photo = new Map<number, Stages[]>();
    const mail = new Map<number, Stages[]>();
    for (const booths of BOOTHS) {
      const waits = await measure({ hall, kiosks, trace, file }, booths);
      photo.set(booths, waits.photo);
      mail.set(booths, waits.mail);
    }
    if (hall.trouble.length > 0) throw new AggregateError(hall.trouble, 'the hall had trouble');
    const jobs: number[] = [];
    for (let round = 0; round < 7; round += 1)
      jobs.push(await timed(() => makeRenditions(file, { frame: 'flow', kind: 'photo' })));
    const p50 = (by: Map<number, Stages[]>) => median((by.get(1) ?? []).map(whole));
    const visit = p50(photo) + p50(mail);
    return [
      ...rowsOf('check-out to mail', { most: MAIL_MS, shares: MAIL_SHARES, crowds: MAIL_CROWDS, by: mail, visit }),
      ...rowsOf('shutter to pictures', {
        most: PHOTO_MS,
        shares: PHOTO_SHARES,
        crowds: PHOTO_CROWDS,
        by: photo,
        visit,
      }),
      row({
        name: 'path: shutter to pictures, over the pictures alone',
        ours: p50(photo),
        reference: median(jobs),
        referenceName: 'decode and resize in one process',
        target: 3,
        unit: 'ms',
      }),
    ];
  } finally {
    await hall.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};
