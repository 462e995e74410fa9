import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Licences that what we install may have: permissive ones, MPL for tools, LGPL for sharp's libvips, OFL for fonts. */
const LICENCES = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0'],
  ...[
    'Unlicense',
    'Python-2.0',
    'CC-BY-3.0',
    'CC-BY-4.0',
    'Zlib',
    'OFL-1.1',
    'MPL-2.0',
    'LGPL-3.0-or-later',
    'Artistic-2.0',
    'WTFPL',
  ],
]);

/** Versions that must not come back: below `from` there is a published weakness or a fault that bit us. */
const KNOWN_BAD: readonly { name: string; from: string; why: string }[] = [
  { name: 'sharp', from: '0.35.4', why: 'published vulnerabilities in its image libraries' },
  { name: 'fauxqs', from: '2.4.0', why: 'what an old npm picks instead does not persist' },
  {
    name: 'nodemailer',
    from: '7.0.7',
    why: 'a quoted local part could send the mail to another domain (GHSA-mm7p-fcc7-pg87)',
  },
];

const SECRETS: readonly [string, RegExp][] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36,}\b/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
];

interface Locked {
  version?: string;
  license?: string;
  link?: boolean;
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** `(MIT OR GPL-3.0)` is fine, `MIT AND GPL-3.0` is not. */
const allowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some(one => one.split(' AND ').every(licence => LICENCES.has(licence.trim())));

const older = (version: string, from: string): boolean => version.localeCompare(from, 'en', { numeric: true }) < 0;

/** Licences and known-bad versions in a lock file's packages. */
export const lockFaults = (packages: Record<string, Locked>): string[] =>
  Object.entries(packages).flatMap(([path, { version = '', license, link }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (name === '' || link) return [];
    const bad = KNOWN_BAD.find(one => one.name === name && older(version, one.from));
    return [
      license === undefined
        ? `${name}@${version}: names no licence`
        : allowed(license)
          ? ''
          : `${name}@${version}: licence ${license}`,
      bad ? `${name}@${version}: at least ${bad.from} (${bad.why})` : '',
    ].filter(fault => fault !== '');
  });

/** Dependencies that are not pinned to one version. */
export const pinFaults = ({ dependencies = {}, devDependencies = {} }: Manifest): string[] =>
  Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, wanted]) =>
    /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted) ? [] : [`${name}: ${wanted} is not one version`],
  );

/** Secrets in a text, by their form. */
export const secretFaults = (file: string, text: string): string[] =>
  SECRETS.flatMap(([what, form]) => (form.test(text) ? [`${file}: looks like ${what}`] : []));

const json = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

const main = (): number => {
  const folders = ['.', 'infra/sharp'];
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' })
    .split('\n')
    .filter(file => /\.(ts|tsx|js|cjs|mjs|json|md|ya?ml|css|html|svg)$|^\.[a-z]/.test(file));
  const faults = [
    ...folders.flatMap(folder =>
      lockFaults(json<{ packages: Record<string, Locked> }>(`${folder}/package-lock.json`).packages),
    ),
    ...folders.flatMap(folder => pinFaults(json<Manifest>(`${folder}/package.json`))),
    ...files.flatMap(file => secretFaults(file, readFileSync(file, 'utf8'))),
  ];
  for (const fault of faults) console.error(fault);
  console.log(
    faults.length === 0
      ? `licences, pins, known-bad versions and secrets: nothing found in ${files.length} files`
      : `${faults.length} faults`,
  );
  return faults.length === 0 ? 0 : 1;
};

if (import.meta.main) process.exitCode = main();
