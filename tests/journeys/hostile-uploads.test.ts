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

  it('is of no use for a second file part or a field behind the file: the first file counts', async () => {
    const { url, fields } = await slot();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file(), '\u202e\0../../evil\u{1f600}.jpg');
    form.append('file', new Blob(['<script>']));
    form.append('acl', 'public-read');
    expect((await fetch(url, { method: 'POST', body: form })).status).toBeLessThan(405);
    expect((await journey.objects('Incoming')).join()).not.toMatch(/evil|\.\./);
  });
});
