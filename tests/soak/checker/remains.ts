import type { Told, Visitor } from '../told.ts';
import type { Evidence, Findings } from './evidence.ts';

const LATE_MS = 5 * 60_000;
/** No function runs longer, so a receipt may not come earlier after the request. */
const LONGEST_RUN_MS = 30_000;
/** Kinds of rows that belong to no visit. */
const OF_THE_HALL = ['ADDRESS', 'DEVICE', 'STAFF', 'SESSION', 'SENDING', 'SWEEP', 'REPORT', 'TOUR'];

/** Everything that was said by or of somebody, and what opens their page. */
const personalOf = (who: Visitor): string[] => [
  who.tag,
  who.name,
  ...(who.token === undefined ? [] : [who.token]),
  ...who.entries.map(({ message }) => message),
  ...who.checkOuts.flatMap(({ addresses }) => addresses),
  ...who.corrections.map(({ address }) => address),
];

const GRAM = 6;

/** Which of many texts stand in a long one: looks at each place once, however many they are. */
const found = (text: string, needles: readonly string[]): Set<string> => {
  const begins = new Map<string, string[]>();
  for (const needle of needles)
    for (const form of new Set([needle, JSON.stringify(needle).slice(1, -1)]))
      if (form.length >= GRAM) begins.set(form.slice(0, GRAM), [...(begins.get(form.slice(0, GRAM)) ?? []), form]);
  const seen = new Set<string>();
  for (let at = 0; at + GRAM <= text.length; at++)
    for (const form of begins.get(text.slice(at, at + GRAM)) ?? []) if (text.startsWith(form, at)) seen.add(form);
  return seen;
};

const logsClean = (told: Told, { logs }: Evidence, findings: Findings): void => {
  const shared = (text: string) => text.startsWith('bounce+shared-');
  const needles = [...told.people.flatMap(personalOf), ...told.secrets].filter(one => !shared(one));
  for (const { file, text } of logs)
    for (const one of found(text, needles))
      findings.leakedPersonalData.push(`${JSON.stringify(one)} stands in ${file}`);
};

const erasedKept = (told: Told, { rows, receipts, objects }: Evidence, findings: Findings): void => {
  const asked = told.people.filter(who => who.erased?.told !== undefined);
  const everything = [...rows, ...receipts].map(row => ({ row, text: JSON.stringify(row) }));
  for (const who of asked) {
    const marks = [who.tag, who.visitId, who.token].filter(one => one !== undefined);
    for (const { row, text } of everything)
      if (marks.some(mark => text.includes(mark)))
        findings.leakedPersonalData.push(`${row.sk.split('#')[0]} of visitor ${who.number}, who was erased`);
    for (const { id, people } of told.photos.filter(photo => photo.people.includes(who.number)))
      if (people.every(number => asked.some(one => one.number === number)))
        for (const { key } of objects)
          if (key.includes(id)) findings.leakedPersonalData.push(`${key} of visitor ${who.number}, who was erased`);
    for (const { what, tried } of who.answers)
      if (['photo', 'entry', 'check-out'].includes(what) && tried > (who.erased?.told ?? 0))
        findings.leakedPersonalData.push(`${what} of visitor ${who.number} was answered after the erasure`);
  }
  if (receipts.length !== asked.length)
    findings.leakedPersonalData.push(`${receipts.length} receipts for ${asked.length} erasures`);
  for (const { askedAt, erasedAt } of receipts)
    if (Date.parse(String(erasedAt)) - Date.parse(String(askedAt)) < LONGEST_RUN_MS)
      findings.leakedPersonalData.push('a receipt while a function that saw the visit could still write');
};

const nothingLeftOver = (told: Told, { now, rows, queues, objects }: Evidence, findings: Findings): void => {
  const orphan = (what: string) => findings.orphans.push(what);
  const visits = new Set(rows.filter(({ sk }) => sk === 'VISIT').map(({ pk }) => pk));
  const photos = new Map(rows.filter(({ sk }) => sk === 'PHOTO').map(row => [row.pk, String(row['state'])]));
  for (const [name, count] of Object.entries(queues)) if (count > 0) orphan(`${count} messages in ${name}`);
  for (const row of rows) {
    const [kind = ''] = row.pk.split('#');
    const of = { LINK: row['visitId'], CARD: row['visitId'], PHOTO: /^IN#(.*)/.exec(row.sk)?.[1] }[kind];
    if (of !== undefined && !visits.has(`VISIT#${String(of)}`)) orphan(`${kind} ${row.sk.split('#')[0]} of no visit`);
    if (kind === 'VISIT' && !visits.has(row.pk)) orphan(`${row.sk.split('#')[0]} of no visit`);
    if (kind === 'PHOTO' && !photos.has(row.pk)) orphan(`${row.sk.split('#')[0]} of no photo`);
    if (!['VISIT', 'PHOTO', 'LINK', 'CARD', ...OF_THE_HALL].includes(kind)) orphan(`a row of the kind ${kind}`);
    if (row['due'] !== undefined && Date.parse(String(row['dueAt'])) < now - LATE_MS)
      orphan(`${row.sk.split('#')[0]} is overdue since ${String(row['dueAt'])}`);
  }
  // A second upload that came after the first was worked off, and whose event got lost, is the bucket's: it drops it after 14 days.
  const twice = new Set(told.photos.filter(({ sent }) => sent > 1).map(({ id }) => `original/${id}`));
  for (const { bucket, key } of objects) {
    const [prefix, id] = key.split('/');
    const state = photos.get(`PHOTO#${id}`);
    const right =
      prefix === 'rendition' ? state === 'ready' : prefix === 'refused' ? state === 'refused' : twice.has(key);
    if (!right) orphan(`${bucket} ${key} of a photo that is ${state ?? 'not there'}`);
  }
};

/** Nothing lies around, nothing is left of who was erased, and no log tells of anybody. */
export const checkRemains = (told: Told, evidence: Evidence, findings: Findings): void => {
  logsClean(told, evidence, findings);
  erasedKept(told, evidence, findings);
  nothingLeftOver(told, evidence, findings);
};
