import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { inLanguage } from '../../functions/catalogue/kiosk-catalogue.ts';
import { recommend } from '../../functions/catalogue/recommend.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { interaction } from '../../functions/visits/visit.schema.ts';
import * as zone from '../../web/zone/session.ts';

const en = inLanguage(catalogue, 'en');
const exhibit = (id: string) => {
  const found = en.exhibits.find(each => each.id === id);
  if (!found) throw new Error(`no exhibit ${id}`);
  return found;
};
const T0 = Date.parse('2026-11-22T01:00:00.000Z');
let made = 0;
const newId = () => {
  made += 1;
  return `id-${String(made).padStart(8, '0')}`;
};
const at = (seconds: number) => ({ now: T0 + seconds * 1000, newId });
const start = (number: number) =>
  zone.begin(
    { zone: number, card: { cardId: 'EG00000042', at: new Date(T0).toISOString() }, language: 'en', view: undefined },
    newId,
  );
/** What was logged after the tap, in the form the hall takes. */
const logged = (session: zone.Session) =>
  session.fresh.slice(1).map(each => interaction.parse(JSON.parse(JSON.stringify(each))));

describe('a session at a zone', () => {
  it('begins with the tap, at the time of the tap', () =>
    expect(start(3).fresh).toEqual([
      { id: expect.any(String), cardId: 'EG00000042', at: '2026-11-22T01:00:00.000Z', zone: 3, kind: 'tapped' },
    ]));
  it('logs what was open with the time it was open, from when it was opened', () => {
    const opened = zone.open(start(3), exhibit('first-computer'), 'explored', at(10));
    const [one] = logged(zone.close(opened, at(52)));
    expect(one).toMatchObject({
      kind: 'explored',
      exhibit: 'first-computer',
      seconds: 42,
      at: '2026-11-22T01:00:10.000Z',
    });
  });
  it('does not count the time in which nobody touched the page', () => {
    const opened = zone.open(start(3), exhibit('first-computer'), 'explored', at(10));
    expect(logged(zone.finish(opened, at(120), 80_000))[0]).toMatchObject({ seconds: 30 });
  });
  it('logs what was open when the next is opened', () => {
    const first = zone.open(start(3), exhibit('first-computer'), 'explored', at(0));
    const second = zone.open(first, exhibit('resident-registration-act'), 'explored', at(5));
    expect(logged(second)).toHaveLength(1);
    expect(second.open?.exhibit.id).toBe('resident-registration-act');
  });
  it('logs of a film what the visitor said about it', () => {
    const opened = zone.open(start(2), exhibit('film-hometax'), 'watched', at(0));
    const [one] = logged(zone.close(zone.say(opened, 180), at(20)));
    expect(one).toMatchObject({ kind: 'watched', seconds: 180, ofSeconds: 240 });
  });
  it('logs a film of which nothing is said as looked at, since nobody claimed to have watched it', () => {
    const opened = zone.open(start(2), exhibit('film-hometax'), 'watched', at(0));
    const undone = zone.say(zone.say(opened, 180), 180);
    expect(logged(zone.close(undone, at(20)))[0]).toMatchObject({ kind: 'explored', seconds: 20 });
  });
  it('logs of a hands-on how far and how long', () => {
    const opened = zone.open(start(6), exhibit('best-hometax'), 'tried', at(0));
    const [one] = logged(zone.close(zone.say(opened, 4), at(300)));
    expect(one).toMatchObject({ kind: 'tried', step: 4, ofSteps: 6, seconds: 300 });
  });
  it('waits longer for somebody at a hands-on than for somebody at a list', () => {
    const opened = zone.open(start(6), exhibit('best-hometax'), 'tried', at(0));
    expect(zone.idleSecondsOf(opened, 60)).toBe(900);
    expect(zone.idleSecondsOf(start(6), 60)).toBe(60);
  });
  it('leaves no trace of what was kept and taken back at once', () => {
    const kept = zone.keep(start(4), 'gov24', at(1));
    expect(logged(kept)).toMatchObject([{ kind: 'explored', exhibit: 'gov24', kept: true }]);
    const back = zone.keep(kept, 'gov24', at(2));
    expect(logged(back)).toEqual([]);
    expect(back.kept).toEqual([]);
  });
  it('says anew that something is not kept when the queue has it already', () => {
    const { session } = zone.flush(zone.keep(start(4), 'gov24', at(1)));
    expect(zone.keep(session, 'gov24', at(9)).fresh).toMatchObject([{ exhibit: 'gov24', kept: false }]);
  });
  it('collects a brochure once, with the document that is its own', () => {
    const one = zone.collect(start(8), exhibit('shelf-procurement'), at(1));
    const twice = zone.collect(one, exhibit('shelf-procurement'), at(2));
    expect(logged(twice)).toMatchObject([{ kind: 'collected', exhibit: 'shelf-procurement', material: 'koneps' }]);
    const leaflet = zone.collect(start(8), exhibit('shelf-tax'), at(1));
    expect(logged(leaflet)[0]).toMatchObject({ material: 'leaflet-zone-8' });
  });
  it('logs a choice with its recommendations and reasons, once, also when nobody presses the button', () => {
    const wish = { stage: 'young-adults', interests: ['jobs', 'housing'] };
    const recommended = recommend(en, wish);
    const chosen = zone.prefer(start(5), { ...wish, recommended, saved: [recommended[0]!.service] });
    const put = zone.choose(chosen, at(5));
    expect(logged(zone.finish(put, at(9)))).toHaveLength(1);
    const [one] = logged(zone.finish(chosen, at(9)));
    expect(one).toMatchObject({ kind: 'chose', ...wish, saved: [recommended[0]!.service] });
    expect(one && 'recommended' in one && one.recommended.every(({ because }) => because.length > 0)).toBe(true);
  });
  it('logs a changed choice again', () => {
    const wish = { stage: 'seniors', interests: [], recommended: [], saved: [] };
    const put = zone.choose(zone.prefer(start(5), wish), at(1));
    const changed = zone.prefer(put, { ...wish, interests: ['health'] });
    expect(logged(zone.finish(changed, at(9)))).toHaveLength(2);
  });
  it('asks for the contact only where a follow-up is wished, and keeps which wording was answered', () => {
    const talk = { exhibit: 'table-system', topic: 'funding', followUp: false, contact: true };
    expect(logged(zone.consult(start(9), talk, at(1)))[0]).not.toHaveProperty('contact');
    expect(logged(zone.consult(start(9), { ...talk, followUp: true }, at(1)))[0]).toMatchObject({
      contact: { given: true, version: CONSENT_VERSION, language: 'en' },
    });
  });
  it('hands everything to the queue once', () => {
    const { session, interactions } = zone.flush(zone.keep(start(4), 'gov24', at(1)));
    expect(interactions).toHaveLength(2);
    expect(zone.flush(session).interactions).toEqual([]);
  });
});
