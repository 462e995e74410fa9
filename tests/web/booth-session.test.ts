import { describe, expect, it } from 'vitest';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import {
  after,
  askedOf,
  begin,
  change,
  join,
  type Session,
  STEPS,
  type Step,
  before as stepBefore,
  workOf,
} from '../../web/booth/session.ts';

const card = (number: number) => ({ cardId: `EG0000000${number}`, at: '2026-11-22T05:00:00.000Z' });
const picture = (kind: 'photo' | 'drawing') => ({
  id: `00000000-0000-4000-8000-00000000000${kind === 'photo' ? 1 : 2}`,
  kind,
  frame: 'flow' as const,
  bytes: new Uint8Array(8),
  sha256: '0'.repeat(64),
});

const answered = (mail: boolean, photo: boolean, wall: boolean): Session => {
  const answer = (given: boolean) => ({ given, language: 'en' as const });
  return change(begin(card(1), 'en'), {
    answers: { mail: answer(mail), photo: answer(photo), wall: answer(wall) },
    addresses: ['ana@example.org'],
  });
};
const wayOf = (session: Session): Step[] => {
  const way: Step[] = ['hello'];
  for (let at = after(session, 'hello'); at !== 'done'; at = after(session, at)) way.push(at);
  return way;
};
const ids = () => {
  let made = 0;
  return () => {
    made += 1;
    return `id-${made}`;
  };
};
const matrix = [0, 1, 2, 3, 4, 5, 6, 7].map(bits => [(bits & 4) > 0, (bits & 2) > 0, (bits & 1) > 0] as const);

describe('the consents', () => {
  it.each(matrix)(
    'mail %s, photo %s, wall %s: only what was agreed to is asked for, taken and sent',
    (mail, photo, wall) => {
      const session = { ...answered(mail, photo, wall), photo: picture('photo'), message: 'Hello' };
      expect(wayOf(session).includes('camera')).toBe(photo);
      expect(wayOf(session).includes('address')).toBe(mail);
      const { work } = workOf(session, ids());
      expect(work.some(item => item.route === 'POST /api/photos')).toBe(photo);
      const entry = work.find(item => item.route === 'POST /api/entries')?.body;
      expect(entry).toMatchObject({ message: 'Hello', wall: { given: wall } });
      expect(entry && 'photoId' in entry).toBe(photo);
      expect(work.at(-1)?.body).toMatchObject({
        addresses: mail ? ['ana@example.org'] : [],
        consents: { mail: { given: mail }, photo: { given: photo } },
      });
    },
  );

  it('to advertising is asked of nobody unless the hall says that there is some, and sent only where it was asked', () => {
    const view = { promotes: true } as CardView;
    const alone = begin(card(1), 'en', view);
    const group = join(alone, card(2), 'ko');
    expect([askedOf(begin(card(1), 'en')), askedOf({ ...begin(card(1), 'en'), fresh: false })]).toEqual([
      ['mail', 'photo', 'wall'],
      ['mail', 'photo'],
    ]);
    expect(askedOf(alone)).toEqual(['mail', 'photo', 'wall', 'promotion']);
    expect([askedOf(group), askedOf({ ...group, current: 1 })]).toEqual([askedOf(alone), ['mail', 'photo']]);
    const sent = (session: Session) => workOf(session, ids()).work.at(-1)?.body;
    const answers = { promotion: { given: true, language: 'fr' as const } };
    expect(sent(change(alone, { answers }))).toMatchObject({
      consents: { promotion: { given: true, version: CONSENT_VERSION, language: 'fr' } },
    });
    expect(sent(answered(true, true, true))).not.toHaveProperty('consents.promotion');
  });

  it('of a member who did not decide are not sent; nor does a second tap put a card into the picture twice', () => {
    const group = join(join(answered(true, true, true), card(2), 'ko'), card(2), 'ko');
    expect(group.members.length).toBe(2);
    const { work } = workOf({ ...group, photo: picture('photo') }, ids());
    expect(work.map(item => item.route)).toEqual(['POST /api/photos', 'POST /api/entries', 'POST /api/check-outs']);
    expect(work[0]?.body).toMatchObject({ people: [card(1), card(2)] });
  });
});

describe('the way back', () => {
  it('leads from every step to the one before it, and never out of the session', () => {
    const session = answered(true, true, true);
    const way = wayOf(session);
    for (const [index, step] of way.entries())
      expect(stepBefore(session, step)).toBe(index === 0 ? undefined : way[index - 1]);
    expect(STEPS.filter(step => way.includes(step)).length).toBe(way.length);
    expect(stepBefore(session, 'child')).toBeUndefined();
  });
});
