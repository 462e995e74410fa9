import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PhotoAnswer, UploadSlot } from '../../functions/photos/photo.schema.ts';
import { instant } from '../../functions/platform/clock.ts';
import { cameraPicture } from '../../infra/local/pictures.ts';
import { newCard, tapAtDoor } from '../../infra/local/visit.ts';
import { journeyHall } from './hall.ts';

/** The bad inputs 39 to 48 of the corpus, over HTTP against the bucket that takes uploads. */
const journey = journeyHall();
const cardId = newCard();
let picture: Uint8Array;

beforeAll(async () => {
  picture = await cameraPicture();
  await tapAtDoor(journey.zone, { cardId, language: 'en', at: Date.now() - 60_000 });
}, 120_000);

const now = () => instant(Date.now());

describe('a form for the bucket', () => {
  const slot = async (): Promise<UploadSlot> => {
    const sha256 = createHash('sha256').update(picture).digest('hex');
    const people = [{ cardId, at: now() }];
    const asked = {
      id: randomUUID(),
      people,
      sentAt: now(),
      kind: 'photo',
      frame: 'flow',
      bytes: picture.length,
      sha256,
    };
    const { slot: made } = await journey.booth.post<PhotoAnswer>('/api/photos', asked);
    if (!made) throw new Error('there is no slot');
    return made;
  };
  const file = () => new Blob([new Uint8Array(picture)]);
  const posted = async (
    change: (fields: Record<string, string>) => Record<string, string | Blob>,
  ): Promise<Response> => {
    const { url, fields } = await slot();
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...change(fields) })) form.append(name, value);
    form.append('file', file());
    return fetch(url, { method: 'POST', body: form });
  };
  const doubled = (policy: string): string => {
    const text = Buffer.from(policy, 'base64').toString();
    return Buffer.from(text.replace('{', '{"conditions":[],')).toString('base64');
  };

  it.each<[string, (fields: Record<string, string>) => Record<string, string | Blob>]>([
    ['another type', () => ({ 'Content-Type': 'text/html' })],
    ['a field more', () => ({ acl: 'public-read' })],
    ['a key that climbs', () => ({ key: '../x' })],
    ['a key that climbs inside', () => ({ key: `original/../../${randomUUID()}` })],
    ['an empty key', () => ({ key: '' })],
    ['a key of 1025 letters', () => ({ key: 'k'.repeat(1025) })],
    ['a policy with keys twice', ({ Policy = '' }) => ({ Policy: doubled(Policy) })],
    ['a signature of something else', () => ({ 'X-Amz-Signature': '0'.repeat(64) })],
    ['a signature of another day', () => ({ 'X-Amz-Date': '20200101T000000Z' })],
    ['a file in place of the policy', () => ({ Policy: file() })],
  ])('with %s is refused, and nothing lies there', async (_, change) => {
    const before = await journey.objects('Incoming');
    const answer = await posted(change);
    expect([400, 403]).toContain(answer.status);
    expect(await journey.objects('Incoming')).toEqual(before);
  });

  /** the signed form, with what follows the file */
  const formWith = async (...behind: [string, string | Blob][]): Promise<[url: string, FormData]> => {
    const { url, fields } = await slot();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file(), '\u202e\0../../evil\u{1f600}.jpg');
    for (const [name, value] of behind) form.append(name, value);
    return [url, form];
  };

  it('with two file parts is refused, and neither lies there', async () => {
    const before = await journey.objects('Incoming');
    const [url, body] = await formWith(['file', new Blob(['<script>'])]);
    const answer = await fetch(url, { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('exactly one file')]);
    expect(await journey.objects('Incoming')).toEqual(before);
  });

  it('with more than 20 KB of fields before its file is refused, and nothing lies there', async () => {
    const before = await journey.objects('Incoming');
    const answer = await posted(() => ({ note: 'x'.repeat(20 * 1024) }));
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('MaxPostPreDataLengthExceeded'),
    ]);
    expect(await journey.objects('Incoming')).toEqual(before);
  });

  it('with fields behind its file is taken as if they were not there, under the key of the hall', async () => {
    const [url, body] = await formWith(['acl', 'public-read'], ['key', '../x']);
    const answer = await fetch(url, { method: 'POST', body });
    expect(answer.status).toBe(204);
    expect((await journey.objects('Incoming')).join()).not.toMatch(/evil|\.\./);
  });
});
