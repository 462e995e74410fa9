import { type Evidence, type Row, under } from './check.ts';
import type { Visitor } from './told.ts';

const PHOTO_MINUTE_MS = 60_000;
const ONE_RUN_MS = 31_000;

/** Ends in which SES surely took the mail, and those in which it surely did not. */
const TOOK = ['accepted', 'delayed', 'delivered', 'bounced', 'complained'];
const TOOK_NOT = ['rejected', 'suppressed'];
/** What SES tells, weakest first, and the state it means. */
const EVENTS: readonly (readonly [string, string])[] = [
  ['Send', 'accepted'],
  ['DeliveryDelay', 'delayed'],
  ['Delivery', 'delivered'],
  ['Bounce', 'bounced'],
  ['Complaint', 'complained'],
];

interface Heard {
  eventType: string;
  deliveryId: string;
  to: string;
  at: number;
}

const heardOf = ({ heard }: Evidence): Heard[] =>
  heard.map(({ at, event }) => {
    const { detail } = event as {
      detail: { eventType: string; mail: { destination: string[]; tags: Record<string, string[]> } };
    };
    const { destination, tags } = detail.mail;
    return { eventType: detail.eventType, deliveryId: tags['deliveryId']?.[0] ?? '', to: destination[0] ?? '', at };
  });

/** What may be said about one delivery at the end. */
const stateKept = (mail: Row, calls: number, events: readonly Heard[], neverCalled: readonly string[]): string[] => {
  const state = String(mail['state']);
  const id = String(mail['deliveryId']).slice(0, 6);
  const strongest = EVENTS.findLast(([event]) => events.some(({ eventType }) => eventType === event))?.[1];
  if (TOOK.includes(state)) {
    if (calls !== 1) return [`lost mail: ${id} is ${state}, but SES took it ${calls} times`];
    return strongest && strongest !== state ? [`feedback: ${id} is ${state}, but SES told ${strongest}`] : [];
  }
  if (TOOK_NOT.includes(state)) return calls > 0 ? [`wrong end: ${id} is ${state}, but SES took it`] : [];
  if (state === 'replaced') return [];
  if (state !== 'unknown') return [`lost mail: ${id} is still ${state} (${mail['why'] ?? 'no reason'})`];
  if (mail['why'] === undefined) return [`unknown without a reason: ${id}`];
  if (neverCalled.includes(String(mail['deliveryId']))) return [`unknown: ${id}, but nobody called SES for it`];
  return strongest ? [`unknown: ${id}, but SES told ${strongest}`] : [];
};

/** Addresses that a delivery may go to: the one it was told for; before anything was told, any that was asked for. */
const addressesOf = (who: Visitor, deliveryId: string): string[] => {
  const told = who.checkOuts.flatMap(asked => asked.told ?? []).filter(one => one.deliveryId === deliveryId);
  const fixed = who.corrections.filter(one => one.told === deliveryId);
  const named = [...told, ...fixed].map(({ address }) => address);
  const any = [...who.checkOuts.flatMap(({ addresses }) => addresses), ...who.corrections.map(fix => fix.address)];
  return named.length > 0 ? named : any;
};

const askedFrom = (who: Visitor, deliveryId: string, to: string): number => {
  const told = [
    ...who.checkOuts.filter(asked => asked.told?.some(one => one.deliveryId === deliveryId)),
    ...who.corrections.filter(fix => fix.told === deliveryId),
  ];
  const meant = [
    ...who.checkOuts.filter(asked => asked.addresses.includes(to)),
    ...who.corrections.filter(fix => fix.address === to),
  ];
  const tried = (told.length > 0 ? told : meant).map(one => one.tried);
  return tried.length > 0 ? Math.min(...tried) : Number.NEGATIVE_INFINITY;
};

/**
 * Whether two mails of a visit to one address are one too many. They are not when somebody corrected to that address while the first was unknown
 * to the hall, or after it had been taken out of the way of another and was not delivered.
 */
const doubled = (
  who: Visitor,
  first: string,
  second: string,
  rows: readonly Row[],
  events: readonly Heard[],
): boolean => {
  const history = (rows.find(row => row['deliveryId'] === first)?.['history'] ?? []) as { state: string }[];
  const was = (state: string) => history.some(line => line.state === state);
  const fix =
    who.corrections.find(({ told }) => told === second) ?? who.corrections.find(({ told }) => told === undefined);
  const known = events
    .filter(({ deliveryId, at }) => deliveryId === first && at < (fix?.tried ?? Number.NEGATIVE_INFINITY))
    .map(({ eventType }) => eventType);
  if (!fix || known.includes('Delivery')) return true;
  return !(was('replaced') || (was('unknown') && known.length === 0));
};

const contentKept = (mail: Evidence['taken'][number], people: readonly Visitor[]): string[] => {
  const who = people.find(({ visitId }) => visitId === mail.visitId);
  if (!who) return ['wrong recipient: a mail of nobody'];
  const { token, did, message, photos } = JSON.parse(mail.raw);
  const broken: string[] = [];
  if (!addressesOf(who, mail.deliveryId).includes(mail.to))
    broken.push(`wrong recipient: a mail of ${who.name} went to ${mail.to}`);
  const own = did.every((id: string) => who.did.some(one => one.id === id));
  const said = message === undefined || who.entries.some(entry => entry.message === message);
  if (token !== who.token || !own || !said) broken.push(`wrong recipient: ${who.name} got what is another's`);
  const yes = who.checkOuts.length > 0 && who.checkOuts.every(({ keepPhoto }) => keepPhoto);
  const missing = who.photos.filter(
    photo => photo.people[0] === who && photo.told && photo.text.startsWith('good') && !photos.includes(photo.id),
  );
  if (yes && missing.length > 0 && mail.at < askedFrom(who, mail.deliveryId, mail.to) + PHOTO_MINUTE_MS)
    broken.push(`photo missing: a mail of ${who.name} left before its minute was over`);
  return broken;
};

/** Every delivery that was told has an end and its reason; SES took none twice and none for anybody else. */
export const mailsKept = (evidence: Evidence): string[] => {
  const { people, items, taken } = evidence;
  const events = heardOf(evidence);
  const broken: string[] = [];
  const times = Map.groupBy(taken, ({ deliveryId }) => deliveryId);
  for (const [deliveryId, calls] of times)
    if (calls.length > 1) broken.push(`duplicate mail: ${deliveryId.slice(0, 6)} was taken ${calls.length} times`);
  for (const who of people) {
    if (who.erased) continue;
    const mails = under(items, `VISIT#${who.visitId}`, 'MAIL#');
    const told = [
      ...who.checkOuts.flatMap(asked => (asked.told ?? []).map(({ deliveryId }) => deliveryId)),
      ...who.corrections.flatMap(fix => fix.told ?? []),
    ];
    for (const deliveryId of told)
      if (!mails.some(mail => mail['deliveryId'] === deliveryId)) broken.push(`lost mail: ${deliveryId.slice(0, 6)}`);
    for (const asked of who.checkOuts)
      if (asked.told && asked.told.length !== new Set(asked.addresses).size)
        broken.push(`lost mail: ${who.name} asked for ${asked.addresses.length}, was told ${asked.told.length}`);
    for (const mail of mails) {
      const id = String(mail['deliveryId']);
      const told = events.filter(({ deliveryId }) => deliveryId === id);
      broken.push(...stateKept(mail, times.get(id)?.length ?? 0, told, evidence.neverCalled));
    }
    const own = Map.groupBy(
      taken.filter(({ visitId }) => visitId === who.visitId),
      ({ to }) => to,
    );
    for (const same of own.values())
      for (const [place, { deliveryId }] of same.slice(1).entries())
        if (doubled(who, same[place]!.deliveryId, deliveryId, mails, events))
          broken.push(`duplicate mail: two to one address of ${who.name}`);
  }
  for (const mail of taken) {
    broken.push(...contentKept(mail, people));
    const back = events.find(({ eventType, to }) => eventType === 'Bounce' && to === mail.to);
    if (back && mail.at > back.at + ONE_RUN_MS) broken.push(`suppressed: a mail went to ${mail.to} after it bounced`);
  }
  return broken;
};
