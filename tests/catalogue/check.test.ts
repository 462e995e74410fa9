import { describe, expect, it } from 'vitest';
import { checkCatalogue, checkCatalogueTexts } from '../../functions/catalogue/check.ts';
import { linkFault } from '../../functions/catalogue/check-wording.ts';
import { dataFiles } from '../../functions/catalogue/data-files.ts';
import { reasonOf } from '../../functions/catalogue/problems.ts';
import { listIn, planted, withFirst } from './planted.ts';

const both = (text: string) => ({ ko: text, en: text });
const film = 'exhibits-2.json';
const map = 'exhibits-4.json';
const best = 'exhibits-6.json';

describe('checkCatalogue', () => {
  it('finds nothing in the catalogue of the hall, not even something unused', () => {
    expect(checkCatalogue(dataFiles)).toEqual([]);
  });

  it.each([
    ['a missing translation', map, { about: { en: 'Only English' } }, '.about.ko', 'Korean text is missing'],
    ['an empty translation', film, { name: { ko: '이름', en: '' } }, '.name.en', 'English text is missing'],
    [
      'Korean in the English text',
      'exhibits-1.json',
      { name: both('안내') },
      '.name.en (hall-guide)',
      'Korean letters',
    ],
    ['English in the Korean text', map, { about: both('About it') }, '.about.ko (gov24)', 'holds no Korean letters'],
    ['Korean in the name of an institution', best, { runBy: both('국세청') }, '.runBy.en (best-hometax)', 'Korean'],
    ['a space at the end', map, { name: { ko: '정부 ', en: 'Gov' } }, '.name.ko (gov24)', 'ends with a space'],
    ['too long a text', map, { name: { ko: '가'.repeat(61), en: 'x' } }, '.name.ko', '61 characters, 60 are allowed'],
    ['a missing source', best, { source: undefined }, '.source', 'is missing'],
    ['an empty source', best, { source: '' }, '.source', 'is empty'],
    ['a source of one letter', best, { source: 'x' }, '.source', 'at least 4'],
    ['words for a number', film, { seconds: 'long' }, '.seconds', 'must be of type'],
    ['a film of ten hours', film, { seconds: 36_000 }, '.seconds', 'at most 7200'],
    ['a year inside a decade', 'exhibits-3.json', { decade: 1967 }, '.decade', 'must be a multiple of 10'],
    ['a country in words', 'exhibits-7.json', { country: 'Korea' }, '.country', 'two capital letters'],
    ['a key nobody reads', film, { secnds: 60 }, '', 'nothing called secnds'],
    ['an id with capitals', film, { id: 'Film' }, '.id', 'lower-case words joined by hyphens'],
    ['an unknown topic', map, { topics: ['tax', 'fishing'] }, '.topics[1]', 'no topic fishing'],
    ['a topic named twice', map, { topics: ['tax', 'tax'] }, '.topics[1]', 'names tax twice'],
    ['an unknown material', map, { materials: ['book'] }, '.materials[0]', 'no material book'],
    ['an unknown field', map, { field: 'space' }, '.field', 'no field space'],
    ['a film without a length', film, { seconds: undefined }, '.seconds', 'zone 2 needs it'],
    ['a piece of history without a decade', 'exhibits-3.json', { decade: undefined }, '.decade', 'zone 3 needs it'],
    ['a system without a field', map, { field: undefined }, '.field', 'zone 4 needs it'],
    ['a hands-on without steps', best, { steps: undefined }, '.steps', 'zone 6 needs it'],
    [
      'an id taken in another file',
      film,
      { id: 'hall-guide' },
      '.id',
      'already taken, see exhibits-1.json exhibits[0]',
    ],
  ])('names file, place and reason of %s', (_, file, change, place, reason) => {
    expect(checkCatalogue(withFirst(file, change))).toContainEqual({
      severity: 'error',
      file,
      place: `exhibits[0]${place}`,
      reason: expect.stringContaining(reason),
    });
  });

  const tls = { ko: 'http://gov.kr/', en: 'https://gov.kr/' };
  const deep = { ko: 'https://gov.kr/', en: 'https://gov.kr/?page=3' };
  const old = { id: 'old', kind: 'exhibit', name: { ko: '옛것', en: 'Old' } };
  it.each([
    ['an unknown kind of zone', 'zones', { kind: 'cafe' }, 'zones[0].kind', 'must be one of welcome'],
    ['a zone twice', 'zones', { zone: 2 }, 'zones[1].zone', 'zone 2 is there twice'],
    ['a zone too few', 'zones', { zone: 2 }, 'zones', 'zone 1 is missing'],
    ['a kind twice', 'zones', { kind: 'media' }, 'zones', 'two zones are of the kind media'],
    ['a link without TLS', 'services', { link: tls }, 'services[0].link.ko', 'begins with https'],
    ['words for a link', 'services', { link: both('gov') }, 'services[0].link.ko', 'must be a link'],
    ['a deep link', 'services', { link: deep }, 'services[0].link.en (immunization)', 'front page'],
    ['an unknown stage', 'services', { stages: ['toddlers'] }, 'services[0].stages[0]', 'no stage toddlers'],
    ['a service for nobody', 'services', { stages: [] }, 'services[0].stages', 'at least 1'],
    ['a file that is no PDF', 'materials', { file: both('../a.exe') }, 'materials[0].file.ko', 'a file name such as'],
    ['a material with nothing to open', 'materials', { file: undefined }, 'materials[0]', 'nothing to open'],
  ])('names file, place and reason of %s', (_, list, change, place, reason) => {
    const file = `${list}.json`;
    const expected = { severity: 'error', file, place, reason: expect.stringContaining(reason) };
    expect(checkCatalogue(withFirst(file, change))).toContainEqual(expected);
  });

  const elsewhere = { ko: 'https://www.gov.kr/', en: 'https://www.g0v.kr/' };
  it.each(['services', 'materials'])('names a link of the %s that leads to a host nobody listed', list => {
    const files = planted(all =>
      Object.assign(listIn(all, `${list}.json`).find(({ link }) => link)!, { link: elsewhere }),
    );
    expect(checkCatalogue(files)).toContainEqual({
      severity: 'error',
      file: `${list}.json`,
      place: expect.stringMatching(new RegExp(`^${list}\\[\\d+\\]\\.link\\.en \\(`)),
      reason: 'leads to www.g0v.kr, which hosts.json does not list',
    });
  });

  it.each([
    ['www.gov.kr', 'error', 'names www.gov.kr twice'],
    ['shop.example', 'warning', 'no link leads to shop.example'],
    ['https://www.gov.kr/', 'error', 'must be a host such as www.gov.kr'],
  ])('says of the listed host %s, as an %s: %s', (host, severity, reason) => {
    const files = planted(all => (all['hosts.json']!['hosts'] as string[]).push(host));
    expect(checkCatalogue(files)).toContainEqual(expect.objectContaining({ severity, file: 'hosts.json', reason }));
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['a file with the number of another zone', { zone: 4 }, 'zone', 'must be 3'],
    ['a zone without exhibits', { exhibits: [] }, 'exhibits', 'is empty'],
    ['a file that lost its list', { exhibits: undefined }, 'exhibits', 'is missing'],
  ])('names file, place and reason of %s', (_, change, place, reason) => {
    const files = planted(all => Object.assign(all['exhibits-3.json']!, change));
    const expected = { severity: 'error', file: 'exhibits-3.json', place, reason: expect.stringContaining(reason) };
    expect(checkCatalogue(files)).toContainEqual(expected);
  });

  it.each([
    ['a retired id that lives', { ...old, id: 'gov24', zone: 4 }, 'retired[0].id', 'already taken'],
    ['a retired exhibit without its zone', old, 'retired[0].zone', 'an exhibit has a zone'],
    ['a retired service with a zone', { ...old, kind: 'service', zone: 4 }, 'retired[0].zone', 'nothing else has one'],
  ])('names file, place and reason of %s', (_, entry, place, reason) => {
    const files = planted(all => listIn(all, 'retired.json').push(entry));
    const expected = { severity: 'error', file: 'retired.json', place, reason: expect.stringContaining(reason) };
    expect(checkCatalogue(files)).toEqual([expected]);
  });

  it('names a file that is missing and a file that nobody knows', () => {
    const { 'services.json': moved, ...files } = dataFiles;
    expect(checkCatalogue({ ...files, 'servces.json': moved })).toEqual([
      { severity: 'error', file: 'servces.json', place: '', reason: 'no such file belongs to the catalogue' },
      { severity: 'error', file: 'services.json', place: '', reason: 'the file is missing' },
    ]);
  });

  it('warns of a material that no exhibit offers and of a word that nothing uses', () => {
    const files = planted(all => {
      const materials = listIn(all, 'materials.json');
      materials.push({ ...materials[0], id: 'forgotten' });
      listIn(all, 'terms.json', 'topics').push({ id: 'fishing', name: { ko: '낚시', en: 'Fishing' } });
    });
    expect(checkCatalogue(files)).toEqual([
      {
        severity: 'warning',
        file: 'materials.json',
        place: expect.any(String),
        reason: expect.stringMatching('forgotten'),
      },
      { severity: 'warning', file: 'terms.json', place: expect.any(String), reason: 'nothing refers to fishing' },
    ]);
  });
});

describe('checkCatalogueTexts', () => {
  const texts = Object.fromEntries(
    Object.entries(dataFiles).map(([file, value]) => [file, JSON.stringify(value, null, 2)]),
  );

  it('counts what the hall offers', () => {
    const { zones, exhibits, services, materials, problems } = checkCatalogueTexts(texts);
    expect([zones, problems]).toEqual([10, []]);
    expect(exhibits).toBeGreaterThanOrEqual(80);
    expect(services).toBeGreaterThanOrEqual(40);
    expect(materials).toBeGreaterThanOrEqual(30);
  });

  it('names the line of a comma too many, and still checks the other files', () => {
    const services = texts['services.json']!.replace('"checked": false\n', '"checked": false,\n');
    const zones = texts['zones.json']!.replace('"welcome"', '"cafe"');
    const { problems } = checkCatalogueTexts({ ...texts, 'services.json': services, 'zones.json': zones });
    expect(problems).toEqual([
      expect.objectContaining({ file: 'services.json', place: expect.stringMatching(/^line \d+$/) }),
      expect.objectContaining({ file: 'zones.json', place: 'zones[0].kind' }),
    ]);
  });

  it('reports a file that holds a list, null or nothing where an object belongs', () => {
    const broken = { 'zones.json': 'null', 'terms.json': '[]', 'services.json': '' };
    const { problems, zones } = checkCatalogueTexts({ ...texts, ...broken });
    expect(zones).toBe(0);
    expect(problems.map(({ file }) => file)).toEqual(['services.json', 'zones.json', 'terms.json']);
  });
});

describe('linkFault', () => {
  it.each(['https://www.gov.kr/', 'https://www.mois.go.kr/eng/', 'https://english.seoul.go.kr'])('accepts %s', link => {
    expect(linkFault(link)).toBeUndefined();
  });

  it.each([
    'http://www.gov.kr/',
    'https://user:word@www.gov.kr/',
    'https://www.gov.kr:8443/',
    'https://www.gov.kr/#top',
    'https://www.gov.kr/?id=1',
    'https://www.gov.kr/portal/service/serviceInfo/13100000015',
    'https://localhost/',
    'https://127.0.0.1/',
  ])('refuses %s, which is no front page', link => {
    expect(linkFault(link)).toMatch(/^must/);
  });
});

describe('reasonOf', () => {
  it('passes on the message of a fault it has no words for', () => {
    expect(reasonOf({ code: 'custom', path: [], message: 'is odd', input: 1 }, 1)).toBe('is odd');
  });

  it('says what is allowed when something other than a text is too long', () => {
    const issue = { code: 'too_big', origin: 'array', maximum: 2, path: ['list'], message: '', input: [] } as const;
    expect(reasonOf({ ...issue, path: ['list'] }, { list: [1, 2, 3] })).toBe('is too large: at most 2');
  });
});
