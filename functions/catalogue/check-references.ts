import { ZONE_KINDS } from './catalogue.schema.ts';
import { type Files, type Problem, ZONE_NUMBERS } from './problems.ts';

type Report = (file: string, place: string, reason: string, severity?: Problem['severity']) => void;

/** Remembers where an id was seen first, and reports the second time. */
const uniqueness = (report: Report) => {
  const seen = new Map<string, string>();
  return (space: string, id: string, file: string, place: string) => {
    const first = seen.get(`${space} ${id}`);
    if (first === undefined) seen.set(`${space} ${id}`, `${file} ${place}`);
    else report(file, `${place}.id`, `the id ${id} is already taken, see ${first}`);
  };
};

/** The exhibits of each file, with their place. */
const exhibitsOf = (files: Files) =>
  ZONE_NUMBERS.flatMap(zone => {
    const file = `exhibits-${zone}.json` as const;
    return files[file].exhibits.map((entry, n) => ({ entry, file, zone, place: `exhibits[${n}]` }));
  });

const checkZones = (files: Files, report: Report): void => {
  const { zones } = files['zones.json'];
  for (const number of ZONE_NUMBERS) {
    if (!zones.some(zone => zone.zone === number)) report('zones.json', 'zones', `zone ${number} is missing`);
    const content = files[`exhibits-${number}.json`];
    if (content.zone !== number)
      report(`exhibits-${number}.json`, 'zone', `must be ${number}, as the file's name says`);
    if (content.exhibits.length === 0)
      report(`exhibits-${number}.json`, 'exhibits', 'is empty: the zone has nothing to log');
  }
  for (const kind of ZONE_KINDS)
    if (zones.filter(zone => zone.kind === kind).length > 1)
      report('zones.json', 'zones', `two zones are of the kind ${kind}`);
  for (const [n, zone] of zones.entries())
    if (zones.findIndex(other => other.zone === zone.zone) !== n)
      report('zones.json', `zones[${n}].zone`, `zone ${zone.zone} is there twice`);
};

/** What an exhibit must have so that its zone's page can offer it. */
const NEEDS: Record<number, 'seconds' | 'decade' | 'field' | 'steps'> = {
  2: 'seconds',
  3: 'decade',
  4: 'field',
  6: 'steps',
};

/** A mail leads only to hosts that somebody wrote down: a slip of the pen in a link is no other site. */
const checkHosts = (files: Files, report: Report): void => {
  const { hosts } = files['hosts.json'];
  const used = new Set<string>();
  for (const [list, entries] of [
    ['materials', files['materials.json'].materials],
    ['services', files['services.json'].services],
  ] as const)
    for (const [n, { id, link }] of entries.entries())
      for (const language of ['ko', 'en'] as const) {
        if (!link) continue;
        const { host } = new URL(link[language]);
        used.add(host);
        if (!hosts.includes(host))
          report(
            `${list}.json`,
            `${list}[${n}].link.${language} (${id})`,
            `leads to ${host}, which hosts.json does not list`,
          );
      }
  for (const [n, host] of hosts.entries()) {
    if (hosts.indexOf(host) !== n) report('hosts.json', `hosts[${n}]`, `names ${host} twice`);
    if (!used.has(host)) report('hosts.json', `hosts[${n}]`, `no link leads to ${host}`, 'warning');
  }
};

/** Ids that exist once, references that lead somewhere, and things that nobody uses. */
export const checkReferences = (files: Files): Problem[] => {
  const problems: Problem[] = [];
  const report: Report = (file, place, reason, severity = 'error') => problems.push({ severity, file, place, reason });
  const unique = uniqueness(report);
  const terms = files['terms.json'];
  const { materials } = files['materials.json'];
  const { services } = files['services.json'];
  const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id));
  const topics = ids(terms.topics);
  const fields = ids(terms.fields);
  const stages = ids(terms.stages);
  const known = ids(materials);
  const used = {
    topics: new Set<string>(),
    fields: new Set<string>(),
    stages: new Set<string>(),
    materials: new Set(),
  };

  const refer = (file: string, place: string, what: string, target: Set<string>, wanted: readonly string[]) => {
    for (const [n, id] of wanted.entries()) {
      if (!target.has(id)) report(file, `${place}[${n}]`, `there is no ${what} ${id}`);
      if (wanted.indexOf(id) !== n) report(file, `${place}[${n}]`, `names ${id} twice`);
    }
  };

  checkZones(files, report);
  for (const { entry, file, zone, place } of exhibitsOf(files)) {
    unique('exhibit', entry.id, file, place);
    refer(file, `${place}.topics`, 'topic', topics, entry.topics);
    refer(file, `${place}.materials`, 'material', known, entry.materials);
    if (entry.field !== undefined && !fields.has(entry.field))
      report(file, `${place}.field`, `there is no field ${entry.field}`);
    const need = NEEDS[zone];
    if (need !== undefined && entry[need] === undefined)
      report(file, `${place}.${need}`, `is missing: zone ${zone} needs it`);
    for (const id of entry.topics) used.topics.add(id);
    for (const id of entry.materials) used.materials.add(id);
    if (entry.field !== undefined) used.fields.add(entry.field);
  }
  for (const [n, entry] of materials.entries()) {
    const place = `materials[${n}]`;
    unique('material', entry.id, 'materials.json', place);
    refer('materials.json', `${place}.topics`, 'topic', topics, entry.topics);
    if (entry.link === undefined && entry.file === undefined)
      report('materials.json', place, 'needs a link or a file: there is nothing to open');
    if (!used.materials.has(entry.id))
      report('materials.json', place, `no exhibit offers the material ${entry.id}`, 'warning');
  }
  for (const [n, entry] of services.entries()) {
    const place = `services[${n}]`;
    unique('service', entry.id, 'services.json', place);
    refer('services.json', `${place}.topics`, 'topic', topics, entry.topics);
    refer('services.json', `${place}.stages`, 'stage', stages, entry.stages);
    for (const id of entry.topics) used.topics.add(id);
    for (const id of entry.stages) used.stages.add(id);
  }
  for (const list of ['stages', 'topics', 'fields', 'consultations'] as const)
    for (const [n, entry] of terms[list].entries()) {
      unique(list, entry.id, 'terms.json', `${list}[${n}]`);
      if (list !== 'consultations' && !used[list].has(entry.id))
        report('terms.json', `${list}[${n}]`, `nothing refers to ${entry.id}`, 'warning');
    }
  checkHosts(files, report);
  for (const [n, entry] of files['retired.json'].retired.entries()) {
    // the same space as the living ones: an id is never given to something else
    unique(entry.kind, entry.id, 'retired.json', `retired[${n}]`);
    if ((entry.kind === 'exhibit') !== (entry.zone !== undefined))
      report('retired.json', `retired[${n}].zone`, 'an exhibit has a zone, and nothing else has one');
  }
  return problems;
};
