import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Catalogue } from '../../functions/catalogue/catalogue.schema.ts';
import { sha256 } from '../../functions/platform/ids.ts';
import { CATALOGUE_LANGUAGES, type CatalogueLanguage } from '../../functions/texts/languages.ts';
import { leafletPage } from './leaflet-page.ts';

/** One leaflet; `file` as the catalogue's material names it. */
export interface Leaflet {
  file: string;
  zone: number;
  language: CatalogueLanguage;
}

/** Every leaflet that the catalogue's materials name. */
export const leaflets = (catalogue: Catalogue): Leaflet[] =>
  catalogue.zones.flatMap(({ zone }) => {
    const file = catalogue.materials.find(({ id }) => id === `leaflet-zone-${zone}`)?.file;
    return file ? CATALOGUE_LANGUAGES.map(language => ({ file: file[language], zone, language })) : [];
  });

/** What a leaflet says, whatever fonts it is printed with: the hash of its page. */
export const leafletHash = (catalogue: Catalogue, { zone, language }: Leaflet): string =>
  sha256(leafletPage(catalogue, zone, language, ''));

/** The folder of the site that holds them; they lie in the repository, since not every machine that publishes has the browser. */
export const LEAFLETS = fileURLToPath(new URL('../../web/public/materials', import.meta.url));

/** Beside them: what each said when it was printed. A test compares it with the catalogue. */
export const PRINTED = 'printed.json';

/** Where the fonts lie, as the address of a folder. */
const fonts = (): string => {
  const style = fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans/wght.css'));
  return pathToFileURL(dirname(dirname(style))).href;
};

/**
 * Prints every leaflet into the folder `out`, with the browser of the tests: some seconds in all. Answers the files with their bytes. Throws
 * what the browser throws where it cannot run.
 */
export const printLeaflets = async (catalogue: Catalogue, out: string): Promise<{ file: string; bytes: number }[]> => {
  const [{ default: chromium }, { chromium: launcher }] = await Promise.all([
    import('@sparticuz/chromium'),
    import('playwright-core'),
  ]);
  const work = mkdtempSync(join(tmpdir(), 'leaflets-'));
  const browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    // The fonts lie beside us, and a page from a file may read them only so.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--allow-file-access-from-files'],
  });
  mkdirSync(out, { recursive: true });
  const base = fonts();
  try {
    const page = await browser.newPage();
    const written: { file: string; bytes: number }[] = [];
    const said: Record<string, string> = {};
    for (const leaflet of leaflets(catalogue)) {
      const { file, zone, language } = leaflet;
      const source = join(work, `${file}.html`);
      writeFileSync(source, leafletPage(catalogue, zone, language, base));
      await page.goto(pathToFileURL(source).href);
      await page.evaluate(() => document.fonts.ready);
      const pdf = await page.pdf({
        path: join(out, file),
        preferCSSPageSize: true,
        printBackground: true,
        tagged: true,
      });
      written.push({ file, bytes: pdf.length });
      said[file] = leafletHash(catalogue, leaflet);
    }
    writeFileSync(join(out, PRINTED), `${JSON.stringify(said, null, 2)}\n`);
    return written;
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
};

const HELP = `Prints one leaflet a zone and language from the catalogue, as the site has them under /materials/.

  npm run leaflets [-- --out FOLDER]

  --out FOLDER   where they go (web/public/materials, from where the site takes them)
`;

if (import.meta.main) {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: LEAFLETS }, help: { type: 'boolean', default: false } },
  });
  if (values.help) console.log(HELP);
  else {
    const { catalogue } = await import('../../functions/catalogue/catalogue.ts');
    const written = await printLeaflets(catalogue, values.out);
    for (const { file, bytes } of written) console.log(`${file.padEnd(16)} ${Math.round(bytes / 1024)} KiB`);
    console.log(`${written.length} leaflets in ${values.out}`);
  }
}
