import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { mimeOf } from '../../functions/deliveries/mime.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { memoryPage } from '../../functions/memories/page.ts';
import { sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { sampleMail } from '../../infra/local/mail-samples.ts';
import { limit, type Row, row, versus } from './rows.ts';

const settings = DEFAULT_HALL_SETTINGS;
const origin = 'https://hall.example.org';
const MANY = 20;

const times = (count: number, work: () => unknown) => async () => {
  for (let n = 0; n < count; n += 1) await work();
};

/** Rendering and composing a mail, and the sizes of what comes out. */
export const benchMail = async (): Promise<Row[]> => {
  const { letter, photo, raw } = await sampleMail('full', 'ko', { origin, settings });
  const memory = composeMemory(sampleOf('full', 'ko', catalogue), catalogue, { origin });
  const render = () => letterOf(memory, { settings });
  const build = () =>
    mimeOf({
      letter,
      pictures: new Map(letter.inline.map(({ cid }) => [cid, photo])),
      from: 'Hall <hall@example.org>',
      replyTo: settings.controller.contact,
      to: 'visitor@example.org',
      deliveryId: '0123456789abcdefghjkmnpqrs',
      at: 0,
    });
  const { ours, reference, ratio } = await versus(times(MANY, render), times(MANY, build));
  const forty = await sampleMail('forty', 'ko', { origin, settings });
  const page = memoryPage(composeMemory(sampleOf('forty', 'ko', catalogue), catalogue, { origin }), { settings });
  return [
    row({
      name: 'mail: rendering html and text',
      ours: ours / MANY,
      reference: reference / MANY,
      referenceName: 'building the MIME',
      ratio,
      target: 0.1,
      unit: 'ms',
    }),
    limit('mail: html of 40 exhibits', Buffer.byteLength(forty.letter.html) / 1000, 60, 'KB'),
    limit('mail: whole message', raw.length / 1000, 1500, 'KB'),
    limit('memory page of 40 exhibits, without its photo', Buffer.byteLength(page) / 1000, 30, 'KB'),
  ];
};
