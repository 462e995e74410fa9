import type { Text } from './catalogue.schema.ts';
import type { Files, Problem } from './problems.ts';

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/;
/** Longest path that still counts as a front page: `/`, `/eng/`, `/english/main.do` */
const FRONT_PATH = 24;

/** Why a link is no front page, or `undefined` when it is one. */
export const linkFault = (link: string): string | undefined => {
  const url = new URL(link);
  if (url.protocol !== 'https:') return 'must be a link that begins with https://';
  if (url.username !== '' || url.password !== '' || url.port !== '') return 'must not name a user or a port';
  if (url.search !== '' || url.hash !== '' || url.pathname.length > FRONT_PATH)
    return 'must lead to a front page: no query, no #, a short path';
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(url.hostname)) return 'must name a host of the public internet';
  return undefined;
};

/** A text in the wrong language is the commonest slip of an editor: copied, and not translated. */
const textFaults = (text: Text, where: string, prose: boolean): [place: string, reason: string][] => [
  ...(HANGUL.test(text.en) ? [[`${where}.en`, 'the English text holds Korean letters'] as [string, string]] : []),
  // A name may be the same in both languages (TOPIS); a sentence may not.
  ...(prose && !HANGUL.test(text.ko)
    ? [[`${where}.ko`, 'the Korean text holds no Korean letters'] as [string, string]]
    : []),
  ...(['ko', 'en'] as const)
    .filter(language => text[language] !== text[language].trim())
    .map((language): [string, string] => [`${where}.${language}`, 'begins or ends with a space']),
];

interface Entry {
  id: string;
  name: Text;
  about?: Text | undefined;
  runBy?: Text | undefined;
  link?: Text | undefined;
}

const entryFaults = (file: string, list: string, entries: readonly Entry[]): Problem[] =>
  entries.flatMap((entry, index) => {
    const at = `${list}[${index}]`;
    const faults = [
      ...textFaults(entry.name, 'name', false),
      ...(entry.about ? textFaults(entry.about, 'about', true) : []),
      ...(entry.runBy ? textFaults(entry.runBy, 'runBy', false) : []),
    ];
    for (const language of ['ko', 'en'] as const) {
      const fault = entry.link ? linkFault(entry.link[language]) : undefined;
      if (fault !== undefined) faults.push([`link.${language}`, fault]);
    }
    return faults.map(([where, reason]) => ({
      severity: 'error' as const,
      file,
      place: `${at}.${where} (${entry.id})`,
      reason,
    }));
  });

/** Languages and links of every entry. */
export const checkWording = (files: Partial<Files>): Problem[] =>
  Object.entries(files).flatMap(([file, content]) =>
    Object.entries(content).flatMap(([list, entries]) =>
      Array.isArray(entries) && list !== 'hosts' ? entryFaults(file, list, entries as Entry[]) : [],
    ),
  );
