import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import PostalMime from 'postal-mime';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { recall } from '../../functions/memories/recall.ts';
import { photoKey, photoOf, renditionKey } from '../../functions/photos/photo.ts';
import type { RenditionName } from '../../functions/photos/plan.ts';
import { bucketStore } from '../../functions/platform/bucket.store.ts';
import type { Language } from '../../functions/texts/languages.ts';
import { type Hall, startHall } from './hall.ts';
import { kioskOf } from './kiosk.ts';
import { cameraPicture } from './pictures.ts';
import { checkOut, mailsDone, type Person, photoDone, takePhoto, walkThrough, writeEntry } from './visit.ts';

export const DEMO_HELP = `One visit through a fresh hall on this machine: from the card to the mail.

  npm run demo [-- --photo FILE] [--lang CODE] [--zones 3,6] [--group N] [--out FOLDER] [--json]

  --photo FILE   a JPEG of any camera (default: one made here)
  --lang CODE    language of the visit (en)
  --zones LIST   the zones walked through, in order (all ten)
  --group N      N people in one picture, each with a visit and a mail of their own (1)
  --out FOLDER   where mail, html, text, photo, renditions and page are written (demo)
  --json         the last line is one JSON object
`;

export interface DemoWish {
  dir: string;
  out: string;
  language: Language;
  people: number;
  zones?: readonly number[];
  photo?: Uint8Array;
  show(line: string): void;
}

export interface DemoResult {
  visitId: string;
  language: Language;
  memory: { zones: { zone: number; exhibits: string[] }[] };
  photo: { renditions: { name: string; path: string; width: number; height: number; bytes: number; format: string }[] };
  mail: { eml: string; to: string; subject: string; state: string };
  page: { url: string; path: string };
  /** everybody in the picture; one for a visit alone */
  people: { visitId: string; to: string; state: string }[];
  /** ms since the demo began, by step */
  ms: Record<string, number>;
}

const MESSAGES: Partial<Record<Language, string>> = {
  ko: '오늘 전시관에서 전자정부의 역사를 직접 보고 갑니다. 고맙습니다!',
  en: 'What a day. I filed a tax return and cleared customs before lunch!',
};

const saveRenditions = async (hall: Hall, photoId: string, out: string): Promise<DemoResult['photo']['renditions']> => {
  const client = new S3Client({
    region: hall.adminEnv.AWS_REGION ?? '',
    endpoint: hall.uploads,
    forcePathStyle: true,
    credentials: {
      accessKeyId: hall.adminEnv.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: hall.adminEnv.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const name = Object.entries(hall.buckets).find(([id]) => id.startsWith('Photos'))?.[1] ?? '';
  const bucket = bucketStore(name, client);
  const photo = photoOf(await hall.admin.table.get(photoKey(photoId)));
  const renditions = [];
  for (const one of photo?.renditions ?? []) {
    const path = join(out, `${one.name}.jpg`);
    const bytes = await bucket.get(renditionKey(photoId, one.name as RenditionName));
    if (!bytes) throw new Error(`the rendition ${one.name} of ${photoId} is not there`);
    writeFileSync(path, bytes);
    renditions.push({ ...one, path, format: 'jpeg' });
  }
  client.destroy();
  return renditions;
};

const saveMail = async (eml: string, out: string): Promise<string> => {
  const path = join(out, 'mail.eml');
  copyFileSync(eml, path);
  const parsed = await PostalMime.parse(readFileSync(eml));
  writeFileSync(join(out, 'mail.html'), parsed.html ?? '');
  writeFileSync(join(out, 'mail.txt'), parsed.text ?? '');
  for (const { mimeType, content, filename } of parsed.attachments)
    if (mimeType === 'image/jpeg' && typeof content !== 'string')
      writeFileSync(join(out, `mail-${(filename ?? 'photo.jpg').replace(/[^\w.-]/g, '_')}`), new Uint8Array(content));
  return path;
};

/** Runs the demo in a fresh hall and closes it. */
export const runDemo = async (wish: DemoWish): Promise<DemoResult> => {
  const { dir, out, language, people, zones, show } = wish;
  const began = performance.now();
  const ms: Record<string, number> = {};
  const step = (name: string, line: string) => {
    ms[name] = Math.round(performance.now() - began);
    show(`${String(ms[name]).padStart(6)} ms  ${line}`);
  };
  const hall = await startHall({ dir, port: 0, fresh: true });
  let warmed: Promise<void> = Promise.resolve();
  try {
    step('open', `the hall is open at ${hall.url}`);
    // The functions behind the queues load while the visitor walks, as in a hall that is open.
    warmed = hall.warm(['process-photo', 'deliver-mail', 'take-feedback']);
    const [zone, booth] = await Promise.all([hall.admin.token('zone', 1), hall.admin.token('booth')]);
    const kiosks = { zone: kioskOf(hall.url, zone), booth: kioskOf(hall.url, booth) };
    const walked = (seed: number): Promise<Person> =>
      walkThrough(kiosks, { language, seed, ...(zones ? { zones } : {}) });
    const persons: Person[] = [];
    for (let seed = 1; seed <= people; seed += 1) persons.push(await walked(seed));
    const [first] = persons as [Person];
    const logged = persons.reduce((sum, one) => sum + one.interactions.length, 0);
    step('walk', `${people} lent a card and walked through the zones: ${logged} things logged`);
    const file = wish.photo ?? (await cameraPicture());
    const photoId = await takePhoto(kiosks.booth, { cards: persons.map(one => one.cardId), file });
    step('upload', `the photo is up (${Math.round(file.length / 1024)} KB)`);
    const view = await photoDone(kiosks.booth, photoId);
    step('photo', view.state === 'ready' ? 'its pictures are made' : `the photo was refused: ${view.refusal}`);
    const message = MESSAGES[language] ?? MESSAGES.en ?? '';
    const shown = view.state === 'ready' ? { photoId } : {};
    await writeEntry(kiosks.booth, { cardId: first.cardId, language, message, ...shown });
    step('message', 'a line for the guestbook is written');
    const to = (index: number) => `success+${index + 1}@simulator.amazonses.com`;
    const pages: string[] = [];
    for (const [index, { cardId }] of persons.entries())
      pages.push((await checkOut(kiosks.booth, { cardId, language, addresses: [to(index)] })).page);
    step('checkOut', `checked out: ${people === 1 ? 'one mail' : `${people} mails`} asked for`);
    const states: string[] = [];
    for (const { cardId } of persons) states.push((await mailsDone(kiosks.booth, cardId)).mails[0]?.state ?? '');
    step('delivered', `the mail is ${[...new Set(states)].join(', ')}`);
    const mail = hall.mails().find(one => one.to.includes(to(0)));
    if (!mail) throw new Error(`no mail to ${to(0)}: ${JSON.stringify(hall.denied)}`);
    const recalled = await recall({ table: hall.admin.table }, first.visitId);
    if (!recalled) throw new Error(`the visit ${first.visitId} is gone`);
    const memory = composeMemory(recalled, catalogue, { origin: hall.url });
    const url = pages[0] ?? '';
    const path = join(out, 'page.html');
    writeFileSync(path, await (await fetch(url)).text());
    const result: DemoResult = {
      visitId: first.visitId,
      language,
      memory: {
        zones: memory.zones.map(one => ({ zone: one.zone, exhibits: one.exhibits.map(({ exhibit }) => exhibit) })),
      },
      photo: { renditions: await saveRenditions(hall, photoId, out) },
      mail: { eml: await saveMail(mail.eml, out), to: to(0), subject: mail.subject, state: states[0] ?? '' },
      page: { url, path },
      people: persons.map(({ visitId }, index) => ({ visitId, to: to(index), state: states[index] ?? '' })),
      ms,
    };
    step('saved', `everything is in ${out}`);
    return result;
  } finally {
    await warmed;
    await hall.stop();
  }
};
