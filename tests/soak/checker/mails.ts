import { domainToASCII } from 'node:url';
import type { Told, Visitor } from '../told.ts';
import type { Delivered, Evidence, Findings, Row } from './evidence.ts';

/** Ends in which SES surely took the mail. */
const TOOK = ['accepted', 'delayed', 'delivered', 'bounced', 'complained'];
/** Of a replaced or suppressed mail either may be: SES also takes mail for addresses to which it then sends nothing. */
const EITHER = ['suppressed', 'replaced'];

/** An address as it is written into a mail: the domain in ASCII. */
const asSent = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
};

/** What a delivery was told to be for; undefined: the kiosk was never told of it. */
const toldFor = (who: Visitor, deliveryId: string): string | undefined =>
  who.checkOuts.flatMap(one => one.told ?? []).find(one => one.deliveryId === deliveryId)?.address ??
  who.corrections.find(one => one.told === deliveryId)?.address;

const tokensIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\/m\/([0-9a-z]+)/g)].map(([, one = '']) => one)),
];

/** Whose mail it is, by the link in it: nothing that the hall says of the mail is asked. */
const ownerOf = (mail: Delivered, told: Told, rows: readonly Row[]): Visitor | undefined => {
  const tokens = tokensIn(mail.text);
  if (tokens.length !== 1) return undefined;
  const visit = rows.find(row => row.sk === 'VISIT' && row['token'] === tokens[0])?.['visitId'];
  return told.people.find(one => one.token === tokens[0] || (visit !== undefined && one.visitId === visit));
};

const recipientRight = (mail: Delivered, who: Visitor, told: Told, pictures: ReadonlyMap<string, Set<number>>) => {
  const wrong: string[] = [];
  const asked = [
    ...who.checkOuts.flatMap(({ addresses }) => addresses),
    ...who.corrections.map(({ address }) => address),
  ];
  const meant = toldFor(who, mail.deliveryId);
  const right = (meant === undefined ? asked : [meant]).map(asSent);
  if (mail.to.length !== 1 || !right.includes(asSent(mail.to[0] ?? '')))
    wrong.push(`a mail of visitor ${who.number} went to another address`);
  const foreign = told.people.filter(one => one !== who && mail.text.includes(one.tag));
  if (foreign.length > 0) wrong.push(`the mail of visitor ${who.number} names visitor ${foreign[0]?.number}`);
  for (const picture of mail.pictures)
    if (!(pictures.get(picture)?.has(who.number) ?? who.photos.length > 0))
      wrong.push(`the mail of visitor ${who.number} shows a picture of others`);
  return wrong;
};

const deliveryEnded = (mail: Row, sent: number, findings: Findings): void => {
  const deliveryId = String(mail['deliveryId']);
  const state = String(mail['state']);
  const why = String(mail['why'] ?? '');
  const open = (reason: string, listed = false) => findings.unresolved.push({ deliveryId, state, why: reason, listed });
  if (state === 'unknown') open(why || 'no reason', why !== '' && sent === 0);
  else if (TOOK.includes(state) && sent !== 1) open(`it is said to have left, and left ${sent} times`);
  else if (state === 'rejected' && sent > 0) open('it is said not to have left, and left');
  else if (![...TOOK, ...EITHER, 'rejected'].includes(state)) open(why || 'it has not ended');
};

/** Was a mail unknown, or taken out of the way of another? Then somebody may have sent one more to its address, knowing that. */
const givenUp = (mail: Row | undefined): boolean =>
  ((mail?.['history'] ?? []) as { state: string }[]).some(({ state }) => state === 'unknown' || state === 'replaced');

/** Each mail left at most once, for the one who asked and with nobody else's things in it; each delivery came to an end. */
export const checkMails = (told: Told, { rows, mails, objects }: Evidence, findings: Findings): void => {
  const peopleOf = new Map(told.photos.map(({ id, people }) => [id, people]));
  const pictures = new Map<string, Set<number>>();
  for (const { key, sha256 } of objects) {
    const [, id, name] = key.split('/');
    // Two photos may have the same bytes: then both are right.
    if (name === 'mail.jpg')
      pictures.set(sha256, new Set([...(pictures.get(sha256) ?? []), ...(peopleOf.get(id ?? '') ?? [])]));
  }
  const gone = new Set(
    told.photos.filter(({ id }) => !rows.some(({ pk }) => pk === `PHOTO#${id}`)).flatMap(({ people }) => people),
  );
  for (const people of pictures.values()) for (const number of gone) people.add(number);

  const byDelivery = Map.groupBy(mails, ({ deliveryId }) => deliveryId);
  for (const [deliveryId, copies] of byDelivery)
    if (copies.length > 1) findings.duplicateMails.push(`delivery ${deliveryId} left ${copies.length} times`);
  const deliveries = rows.filter(({ sk }) => sk.startsWith('MAIL#'));
  const known = new Map(deliveries.map(row => [String(row['deliveryId']), row]));
  const atAddress = new Map<string, Set<string>>();
  for (const mail of mails) {
    const who = ownerOf(mail, told, rows);
    if (!who) {
      findings.wrongRecipient.push(`${mail.file} is of nobody`);
      continue;
    }
    findings.wrongRecipient.push(...recipientRight(mail, who, told, pictures));
    const key = `${who.number} ${asSent(mail.to[0] ?? '')}`;
    atAddress.set(key, (atAddress.get(key) ?? new Set()).add(mail.deliveryId));
  }
  for (const [key, ids] of atAddress) {
    const counted = [...ids].filter(id => !givenUp(known.get(id)));
    if (ids.size > 1 && counted.length !== 1)
      findings.duplicateMails.push(`visitor ${key.split(' ')[0]} got ${ids.size} mails at one address`);
  }

  for (const row of deliveries) deliveryEnded(row, byDelivery.get(String(row['deliveryId']))?.length ?? 0, findings);
  for (const who of told.people)
    for (const deliveryId of who.erased
      ? []
      : [...who.checkOuts.flatMap(one => one.told ?? []), ...who.corrections].flatMap(one =>
          'deliveryId' in one ? one.deliveryId : (one.told ?? []),
        ))
      if (known.get(deliveryId)?.pk !== `VISIT#${who.visitId}`)
        findings.unresolved.push({
          deliveryId,
          state: 'none',
          why: 'a kiosk was told of it, and it is not there',
          listed: false,
        });
};
