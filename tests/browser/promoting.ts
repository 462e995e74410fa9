import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAssembly } from '../../infra/build.ts';
import { ORIGIN_MARK } from '../../infra/local/template.ts';
import { readSettings } from '../../infra/settings.ts';

/** The exhibit that is a company's, in the hall below. */
export const PROMOTED = 'gov24';

/** The cloud assembly of a hall like ours, but with an exhibit whose editor marked it as promotion. `dir`: where it may lie. */
export const promotingAssembly = async (dir: string): Promise<string> => {
  const { dir: ours } = await localAssembly({ settings: readSettings(), origin: ORIGIN_MARK });
  const cdk = join(dir, 'promoting');
  cpSync(join(ours, 'cdk'), cdk, { recursive: true });
  let marked = 0;
  for (const file of globSync('asset.*/index.cjs', { cwd: cdk })) {
    const code = readFileSync(join(cdk, file), 'utf8');
    const [before = '', after, ...more] = code.split(`{"id":"${PROMOTED}",`);
    if (after === undefined) continue;
    if (more.length > 0) throw new Error(`${PROMOTED} is more than one thing of the catalogue`);
    writeFileSync(join(cdk, file), `${before}{"promotion":true,"id":"${PROMOTED}",${after}`);
    marked += 1;
  }
  // the functions that carry the catalogue: two doors and the one that writes mails
  if (marked < 3) throw new Error(`${PROMOTED} was found in ${marked} functions only`);
  return cdk;
};
