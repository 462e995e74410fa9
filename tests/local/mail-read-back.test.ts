import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { LANGUAGE_TAGS, WRITTEN } from '../../functions/texts/languages.ts';
import { PREVIEW_NAMES, type SampleMail, sampleMail } from '../../infra/local/mail-samples.ts';
import { PARSERS, type ReadMail } from '../journeys/parsers.ts';

// A small picture of every byte: what the parsers read in it, they read in a large one.
const picture = Uint8Array.from({ length: 20_000 }, (_, at) => (at * 31 + (at >> 8)) % 256);
const hall = { origin: 'https://hall.example.org', settings: DEFAULT_HALL_SETTINGS, picture };
const FIXTURES = WRITTEN.flatMap(language => PREVIEW_NAMES.map(name => ({ name, language })));

let folder: string;
let emls: string[];
const meant: ReadMail[] = [];

const meantOf = ({ letter, from, photo }: SampleMail): ReadMail => ({
  subject: letter.subject,
  from,
  to: ['visitor@example.org'],
  language: LANGUAGE_TAGS[letter.language],
  text: letter.text,
  html: letter.html,
  inline: letter.inline.map(({ cid, filename }) => ({
    cid,
    name: filename,
    type: 'image/jpeg',
    sha256: sha256(photo),
  })),
});

/** Line ends as LF, and not the one more that a parser puts after a body in quoted-printable. */
const asSent = (body: string) => body.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-mails-'));
  emls = FIXTURES.map(({ name, language }) => join(folder, `${name}-${language}.eml`));
  for (const [index, { name, language }] of FIXTURES.entries()) {
    const mail = await sampleMail(name, language, hall);
    meant.push(meantOf(mail));
    await writeFile(emls[index] as string, mail.raw);
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('every sample mail in every language', () => {
  // A machine without python3 reads with one parser, and says so.
  it.each(PARSERS)('is read by $parser exactly as it was meant (check 4)', async ({ readAll }) => {
    const read = await readAll(emls);
    expect(read).toHaveLength(110);
    for (const [index, mail] of read.entries())
      expect({ ...mail, text: asSent(mail.text), html: asSent(mail.html) }, emls[index]).toEqual(meant[index]);
  });
});
