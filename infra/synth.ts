import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { acknowledge } from './acknowledged.ts';
import { type Bundle, hallApp } from './app.ts';
import { cached, DIST, sourceHash } from './build.ts';
import { bundleAll, checkBinaries, fileHash, ROOT } from './bundle.ts';
import { SET_ASIDE } from './guard.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';

/** sharp for Lambda, from its own lock: npm resolves the platform it is told, whatever machine this is. */
const lambdaSharp = async (): Promise<string> => {
  const { dir } = await cached('sharp', sourceHash(['infra/sharp/*']), async draft => {
    cpSync(join(ROOT, 'infra/sharp'), draft, { recursive: true });
    const platform = ['--os=linux', '--cpu=arm64', '--libc=glibc'];
    execFileSync('npm', ['ci', ...platform, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: draft,
      stdio: 'pipe',
    });
  });
  return join(dir, 'node_modules');
};

/** Puts sharp beside process-photo's one file; the asset's hash then speaks for both. */
const withSharp = async (bundle: Bundle): Promise<Bundle> => {
  cpSync(await lambdaSharp(), join(bundle.dir, 'node_modules'), { recursive: true });
  return { dir: bundle.dir, hash: `${bundle.hash}${fileHash(join(ROOT, 'infra/sharp/package-lock.json'))}` };
};

/** Bundles everything and writes the templates to `outdir`, after all gates. Throws with CDK's report when one of them fails. */
export const synth = async (settings: Settings, outdir: string): Promise<string[]> => {
  const work = join(DIST, 'deploy');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const plain = await bundleAll(work);
  const bundles = { ...plain, photo: await withSharp(plain.photo) };
  checkBinaries(bundles);
  const app = hallApp(settings, { bundles, outdir });
  acknowledge(app);
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new CfnGuardValidator({ disabledRules: Object.keys(SET_ASIDE) }),
  );
  const assembly = app.synth();
  const said = assembly.stacks.flatMap(stack => stack.messages.filter(({ level }) => level !== 'info'));
  if (said.length > 0) throw new Error(said.map(({ id, entry }) => `${id}: ${entry.data}`).join('\n'));
  return assembly.stacks.map(({ templateFile }) => join(outdir, templateFile));
};

/** Runs cfn-lint where it is installed. Returns what it found, or undefined when there is none. */
const lint = (templates: readonly string[]): string | undefined => {
  const { error, status, stdout } = spawnSync('cfn-lint', [...templates], { encoding: 'utf8' });
  if (error) return undefined;
  if (status !== 0) throw new Error(`cfn-lint:\n${stdout}`);
  return stdout;
};

const main = async (): Promise<void> => {
  const settings = readSettings(join(ROOT, 'settings.json'));
  // the CDK's CLI names the folder when it runs this file as its app
  const outdir = process.env['CDK_OUTDIR'] ?? join(ROOT, 'cdk.out');
  if (existsSync(outdir)) for (const name of readdirSync(outdir)) rmSync(join(outdir, name), { recursive: true });
  const templates = await synth(settings, outdir);
  const linted = lint(templates) === undefined ? 'cfn-lint is not installed here' : 'cfn-lint finds nothing';
  for (const file of templates) {
    const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: object };
    console.error(`${file}: ${Object.keys(Resources).length} resources`);
  }
  console.error(`cdk-nag and cfn-guard find nothing that is not acknowledged; ${linted}`);
};

if (import.meta.main)
  await main().catch(error => {
    console.error(error instanceof SettingsError ? error.message : error);
    process.exitCode = 1;
  });
