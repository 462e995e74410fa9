import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ROOT } from '../bundle.ts';
import type { Settings } from '../settings.ts';
import { buildSite, siteFiles } from '../site.ts';
import { aws } from './aws.ts';
import { type Command, type Context, Misunderstood, type Said } from './command.ts';
import { NoTarget, outputsOf } from './target.ts';

/** A step of a deploy failed; what it printed stands above. */
export class DeployFailed extends Error {}

const profileOf = ({ profile }: Context): string => {
  if (profile === undefined) throw new Misunderstood('--profile is missing: the account to deploy to');
  return profile;
};

const step = (command: string, args: readonly string[], env: Record<string, string> = {}): void => {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['inherit', 2, 2],
    env: { ...process.env, ...env },
  });
  if (error || status !== 0)
    throw new DeployFailed(`${command} ${args.join(' ')} ended with ${error?.message ?? status}`);
};

/** The stacks in the order in which they are deployed, and what each is told. */
export const stacksOf = (
  { stage, domain, waf }: Pick<Settings, 'stage' | 'domain' | 'waf'>,
  edge: Record<string, string>,
): { stack: string; parameters: string[] }[] => {
  const wanted = [...(domain ? ['CertificateArn'] : []), ...(waf ? ['WebAclArn'] : [])];
  const parameters = wanted.map(name => `hall-${stage}-front:${name}=${edge[name] ?? ''}`);
  return ['front', 'data', 'mail', 'functions', 'watch'].map(name => ({
    stack: `hall-${stage}-${name}`,
    parameters: name === 'front' ? parameters : [],
  }));
};

/** The stack that must lie in us-east-1, when a setting asks for one. */
const edgeOf = ({ stage, domain, waf }: Settings): string[] =>
  domain !== undefined || waf ? [`hall-${stage}-edge`] : [];

const cdk = (profile: string, stack: string, parameters: readonly string[] = []): void =>
  step('npx', [
    'cdk',
    'deploy',
    stack,
    ...['--app', 'cdk.out', '--exclusively', '--profile', profile, '--require-approval', 'never'],
    ...parameters.flatMap(one => ['--parameters', one]),
  ]);

const edgeOutputs = (stack: string, profile: string): Record<string, string> => {
  const { Stacks } = aws<{ Stacks: { Outputs?: { OutputKey: string; OutputValue: string }[] }[] }>(
    ['cloudformation', 'describe-stacks', '--stack-name', stack],
    { profile, region: 'us-east-1' },
  );
  return Object.fromEntries((Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
};

/** What answers, works and watches. The other stacks hold data, addresses or names that a later deploy wants to find again. */
const DOWN = ['watch', 'functions'];

const down = async (context: Context): Promise<Said> => {
  const profile = profileOf(context);
  const stacks = DOWN.map(name => `hall-${context.settings.stage}-${name}`);
  const what = `${stacks.join(' and ')}. Data, pages and names stay; deploy brings the same hall back.`;
  if (context.values['dry-run']) return { result: { stacks, down: false }, lines: [`Would take down ${what}`] };
  if (!(await context.agrees(`Takes down ${what}`)))
    return { result: { stacks, down: false }, lines: ['Nothing was done.'] };
  step('npm', ['run', 'synth']);
  step('npx', ['cdk', 'destroy', ...stacks, '--app', 'cdk.out', '--exclusively', '--force', '--profile', profile]);
  return { result: { stacks, down: true }, lines: [`Took down ${what}`] };
};

/** Assets first and pages last, so that no page ever names what is not there yet. Old assets stay: an open page still asks for them. */
const publish = async (context: Context): Promise<Said> => {
  const profile = profileOf(context);
  const { region, stage } = context.settings;
  const outputs = outputsOf(`hall-${stage}`, profile, region);
  const [Bucket, distribution] = [outputs['SiteBucket'], outputs['DistributionId']];
  if (Bucket === undefined || distribution === undefined)
    throw new NoTarget('There is no front to publish to. Deploy first.');
  const { dir, hash } = await buildSite();
  const files = siteFiles(dir).sort((a, b) => Number(a.key.endsWith('.html')) - Number(b.key.endsWith('.html')));
  const s3 = new S3Client({ region, profile });
  try {
    for (const { key, type, cacheControl } of files) {
      context.progress(key);
      const Body = readFileSync(join(dir, key));
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body, ContentType: type, CacheControl: cacheControl }));
    }
  } finally {
    s3.destroy();
  }
  aws(['cloudfront', 'create-invalidation', '--distribution-id', distribution, '--paths', '/*'], { profile, region });
  return { result: { files: files.length, hash }, lines: [`${files.length} files are published (${hash})`] };
};

/** How the hall comes into an account. */
export const DEPLOY: Record<string, Command> = {
  deploy: {
    about: 'templates with all their checks, then edge, the other stacks, and the pages',
    takes: ['dry-run', 'yes'],
    run: async context => {
      const profile = profileOf(context);
      const { settings } = context;
      const [edge] = edgeOf(settings);
      const names = [...edgeOf(settings), ...stacksOf(settings, {}).map(({ stack }) => stack)];
      const what = `${names.join(', ')} in ${settings.region}, then the pages.`;
      step('npm', ['run', 'synth']);
      if (context.values['dry-run']) {
        step('npx', ['cdk', 'diff', '--app', 'cdk.out', '--profile', profile]);
        return { result: { stacks: names, deployed: false }, lines: [`Would deploy ${what}`] };
      }
      if (!(await context.agrees(`Deploys ${what}`)))
        return { result: { stacks: names, deployed: false }, lines: ['Nothing was done.'] };
      if (edge !== undefined) cdk(profile, edge);
      for (const { stack, parameters } of stacksOf(settings, edge === undefined ? {} : edgeOutputs(edge, profile)))
        cdk(profile, stack, parameters);
      const published = await publish(context);
      return {
        result: { stacks: names, deployed: true, ...published.result },
        lines: [`Deployed ${what}`, ...published.lines],
      };
    },
  },
  publish: { about: 'the pages alone', run: publish },
  down: {
    about: 'closes the hall: its functions and alarms go, its data stays',
    takes: ['dry-run', 'yes'],
    run: down,
  },
};
