import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { instant } from '../../functions/platform/clock.ts';
import { derivedId, sha256 } from '../../functions/platform/ids.ts';
import type { Item } from '../../functions/platform/table.ts';
import { type Act, acts, type Step, type Trace } from './counted-acts.ts';
import { type Counted, type CountedHall, countedHall } from './counted-hall.ts';
import { checkOut, logWalk, newCard, takePhoto, tapAtDoor, writeEntry } from './visit.ts';
import { walk } from './walk.ts';

/** What a visitor does, and what follows from it, in this order; then the staff, the wall, the clock. */
const OPERATIONS = [
  'tap at the door',
  'interactions',
  'photo asked',
  'photo uploaded',
  'photo made',
  'photo looked at',
  'entry',
  'preview',
  'check-out',
  'mail',
  'feedback',
  'card looked at',
  'memory page',
  'photo at home',
  'desk queue',
  'day at the desk',
  'report of today',
  'approval',
  'wall poll',
  'wall poll, unchanged',
  'tile',
  'card returned',
  'beat',
  'catalogue, unchanged',
  'sweep',
  'erasure',
  'day closed',
] as const;
export type Operation = (typeof OPERATIONS)[number] | Act;

const LANGUAGE = 'ko';
const MESSAGE = '오늘 정말 즐거웠습니다. 전자정부를 직접 만져 볼 수 있어서 좋았어요.';
/** The walk; and a day, in milliseconds. */
const STAY_MS = 95 * 60_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** One whole visit, up to the memory page. `file`: the picture, as the booth has it. */
const visitor = async (hall: CountedHall, file: Uint8Array, step: Step<Operation>): Promise<Trace> => {
  const { zone, booth } = hall.kiosks;
  const cardId = newCard();
  const language = LANGUAGE;
  const until = Date.now();
  const from = until - STAY_MS;
  const { visitId } = await step('tap at the door', () => tapAtDoor(zone, { cardId, language, at: from }));
  await step('interactions', async () => {
    const zones = Map.groupBy(walk({ catalogue, cardId, from, until }), one => one.zone);
    // Each zone has its kiosk, which sends its own.
    for (const batch of zones.values()) await logWalk(zone, batch);
  });
  const slots: Parameters<CountedHall['upload']>[0][] = [];
  const photoId = await step('photo asked', () =>
    takePhoto(booth, { cards: [cardId], file }, async slot => void slots.push(slot)),
  );
  await step('photo uploaded', () => hall.upload(slots[0] ?? { fields: {} }, file));
  await step('photo made', () => hall.work('photo'));
  await step('photo looked at', () => booth.get(`/api/photos/${photoId}`));
  const { entryId } = await step('entry', () =>
    writeEntry(booth, { cardId, language, message: MESSAGE, photoId, wall: true }),
  );
  const at = instant(Date.now());
  await step('preview', () =>
    booth.post('/api/check-outs/preview', { cardId, at, sentAt: at, language, message: MESSAGE, photoId }),
  );
  const addresses = ['success@simulator.amazonses.com'];
  const { page } = await step('check-out', () => checkOut(booth, { cardId, language, addresses }));
  await step('mail', () => hall.work('mail'));
  await step('feedback', hall.feedback);
  await step('card looked at', () => booth.get(`/api/cards/${cardId}`));
  const path = new URL(page).pathname;
  await step('memory page', () => hall.home(path));
  await step('photo at home', () => hall.home(`${path}/photo/${photoId}`));
  return { visitId, cardId, photoId, entryId, token: path.slice('/m/'.length) };
};

/** The staff and the wall with what a visit left. */
const staff = async (
  hall: CountedHall,
  { visitId, cardId, photoId, entryId }: Trace,
  step: Step<Operation>,
): Promise<void> => {
  await step('desk queue', () => hall.staff.get('/api/desk/entries?state=pending'));
  await step('day at the desk', () => hall.staff.get('/api/desk/visits'));
  await step('report of today', () => hall.staff.get('/api/desk/report'));
  await step('approval', () => hall.staff.post(`/api/desk/entries/${entryId}`, { visitId, to: 'approved' }));
  const { headers } = await step('wall poll', () => hall.wall('/api/wall'));
  const etag = headers.get('etag') ?? '';
  await step('wall poll, unchanged', () => hall.wall('/api/wall', { 'if-none-match': etag }));
  await step('tile', () => hall.wall(`/api/tiles/${photoId}`));
  const at = instant(Date.now());
  await step('card returned', () => hall.kiosks.booth.post(`/api/cards/${cardId}/return`, { at, sentAt: at }));
  await step('beat', () => hall.kiosks.zone.post('/api/devices/beat', { waiting: 0 }));
  const { headers: known } = await hall.wall('/api/catalogue?lang=en');
  await step('catalogue, unchanged', () =>
    hall.wall('/api/catalogue?lang=en', { 'if-none-match': known.get('etag') ?? '' }),
  );
};

/** Puts copies of a finished visit beside it, under names of their own; every second one has its entry before the staff, not on the wall. */
const fill = async ({ table }: CountedHall, trace: Trace, copies: number): Promise<void> => {
  const mark = sha256(trace.token);
  const own = table.all().filter(item => [trace.visitId, trace.cardId, trace.photoId].some(id => item.pk.endsWith(id)));
  const link = table.all().filter(item => item.pk.endsWith(mark));
  const text = JSON.stringify([...own, ...link]);
  for (let copy = 0; copy < copies; copy += 1) {
    const [visitId, token] = [derivedId('visit', String(copy)), derivedId('token', String(copy))];
    const names: [string, string][] = [
      [trace.visitId, visitId],
      [trace.cardId, `EG${String(copy).padStart(8, '0')}`],
      [trace.photoId, derivedId('photo', String(copy)).padEnd(trace.photoId.length, '0')],
      [trace.token, token],
      [mark, sha256(token)],
    ];
    const items = JSON.parse(names.reduce((all, [from, to]) => all.replaceAll(from, to), text)) as Item[];
    for (const item of items) {
      const pending = copy % 2 === 1 && item['wall'] !== undefined;
      await table.put(pending ? { ...item, state: 'pending', wall: 'pending' } : item);
    }
  }
};

/**
 * Every operation of one visit, counted in a hall whose table holds the finished visits of `others` more people. `picture`: a JPEG as a booth's
 * camera makes it. `day closed` is the clock's first run after midnight: it closes all the others. As many mails are held as there are others.
 */
export const countOperations = async (picture: Uint8Array, others = 1): Promise<Record<Operation, Counted>> => {
  const hall = await countedHall();
  const uncounted: Step<Operation> = (_operation, act) => act();
  const model = await visitor(hall, picture, uncounted);
  await staff(hall, model, uncounted);
  await fill(hall, model, others - 1);
  // The first run of a day closes the days before; the others find nothing to close.
  await hall.sweep();
  const counts: Partial<Record<Operation, Counted>> = {};
  const counted: Step<Operation> = async (operation, act) => {
    const { answer, count } = await hall.count(act);
    counts[operation] = count;
    return answer;
  };
  // Long enough that the model's mail is nothing to the pace of mails any more.
  hall.time.ahead += MINUTE_MS;
  const trace = await visitor(hall, picture, counted);
  await staff(hall, trace, counted);
  await counted('sweep', hall.sweep);
  await counted('erasure', async () => {
    await hall.home(`/m/${trace.token}/erase`, { method: 'POST' });
    await hall.work('erase');
  });
  hall.time.ahead += DAY_MS;
  await counted('day closed', hall.sweep);
  // A day later, so that nothing above is counted beside what they leave.
  await acts(hall, await visitor(hall, picture, uncounted), others, counted);
  return counts as Record<Operation, Counted>;
};
