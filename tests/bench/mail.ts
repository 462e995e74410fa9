import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SESClient } from '@aws-sdk/client-ses';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { mimeOf } from '../../functions/deliveries/mime.ts';
import { sesSender } from '../../functions/deliveries/sender.store.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { composeMemory } from '../../functions/memories/memory.ts';
import { memoryPage } from '../../functions/memories/page.ts';
import { type SampleName, sampleOf } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { sampleMail } from '../../infra/local/mail-samples.ts';
import { limit, type Row, row, versus } from './rows.ts';

const settings = DEFAULT_HALL_SETTINGS;
const origin = 'https://hall.example.org';
const from = 'Hall <hall@example.org>';
const to = 'visitor@example.org';
/** Mails a round: what is measured is the code as it runs warm, and a neighbour's moment weighs less. */
const MANY = 200;

/** What rendering may take of building the MIME: templates must not be felt beside what every mail takes. */
const RENDER = 0.1;
/**
 * What building the MIME may take of its floor. A writer of our own comes near that; nodemailer knows every odd header and takes some five
 * times as long, on one core still thirty times as fast as an account of 14 mails a second may send.
 */
const COMPOSE = 8;
/**
 * What a call may take of building the MIME. The mail is once more put into base64, percent-encoded for a form (API v1), written as UTF-8, hashed for the
 * signature and copied into the socket, a third larger each time: about twice the work, and the stub's.
 */
const SEND = 4;

/** Milliseconds that each of two takes, over many times. */
const each = async (ours: () => unknown, reference: () => unknown) => {
  const times = (work: () => unknown) => async () => {
    for (let n = 0; n < MANY; n += 1) await work();
  };
  const measured = await versus(times(ours), times(reference));
  return { ...measured, ours: measured.ours / MANY, reference: measured.reference / MANY, unit: 'ms' };
};

/** A sample mail as bytes, with what makes them. */
const made = async (name: SampleName) => {
  const { memory, letter, photo, raw } = await sampleMail(name, 'ko', { origin, settings });
  const pictures = new Map(letter.inline.map(({ cid }) => [cid, photo]));
  const parts = { letter, pictures, from, replyTo: settings.controller.contact, to, at: 0 };
  return {
    raw,
    // What was put together is written out only when it is read first.
    render: () => letterOf(memory, { settings }).html.charCodeAt(0),
    build: () => mimeOf({ ...parts, deliveryId: '0123456789abcdefghjkmnpqrs' }),
    /** what no way of building can leave out */
    floor: () => {
      for (const part of [letter.html, letter.text, ...pictures.values()]) Buffer.from(part).toString('base64');
      return sha256(raw);
    },
  };
};

const rendering = async (name: SampleName, what: string): Promise<Row> => {
  const { render, build } = await made(name);
  return row({
    name: `mail: rendering html and text, ${what}`,
    referenceName: 'building the MIME',
    target: RENDER,
    ...(await each(render, build)),
  });
};

const composing = async (): Promise<Row> => {
  const { build, floor } = await made('emoji');
  return row({
    name: 'mail: building the MIME, one photo',
    referenceName: 'base64 of its parts and SHA-256 of the whole',
    target: COMPOSE,
    ...(await each(build, floor)),
  });
};

/** The sender as it is, SES on the loopback. */
const sending = async (): Promise<Row> => {
  const { raw, build } = await made('emoji');
  const stub = new Worker(new URL('./mail-stub.ts', import.meta.url));
  try {
    const [port] = (await once(stub, 'message')) as [number];
    const client = new SESClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'ap-northeast-2',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    const sender = sesSender(Date.now, client);
    const tags = { deliveryId: 'delivery', visitId: 'visit', lang: 'ko', kind: 'memory' };
    const send = () => sender.send(raw, { from, to, configurationSet: 'hall', tags, timeoutMs: 10_000 });
    return row({
      name: 'mail: through the SDK, one photo',
      referenceName: 'building the MIME',
      target: SEND,
      ...(await each(send, build)),
    });
  } finally {
    await stub.terminate();
  }
};

/** Rendering, composing and sending a mail, and the sizes of what comes out. */
export const benchMail = async (): Promise<Row[]> => {
  const full = await sampleMail('full', 'ko', { origin, settings });
  const forty = await sampleMail('forty', 'ko', { origin, settings });
  const page = memoryPage(composeMemory(sampleOf('forty', 'ko', catalogue), catalogue, { origin }), { settings });
  return [
    await rendering('emoji', 'one photo'),
    await rendering('full', 'photo and drawing'),
    await composing(),
    await sending(),
    limit('mail: html of 40 exhibits', Buffer.byteLength(forty.letter.html) / 1000, 60, 'KB'),
    limit('mail: whole message, photo and drawing', full.raw.length / 1000, 1500, 'KB'),
    limit('memory page of 40 exhibits, without its photo', Buffer.byteLength(page) / 1000, 30, 'KB'),
  ];
};
