import { spawnSync } from 'node:child_process';

/** AWS said no, or its command line is not installed; the message is AWS's own. */
export class AwsFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AwsFailed';
  }
}

/**
 * One call of AWS's own command line, which knows profiles and sign-in as the operator set them up; the answer parsed. For what the hall's
 * functions never do and so have no client for. Throws AwsFailed.
 */
export const aws = <T>(args: readonly string[], where: { profile: string; region: string }): T => {
  const options = ['--profile', where.profile, '--region', where.region, '--output', 'json', '--no-cli-pager'];
  const { error, status, stdout, stderr } = spawnSync('aws', [...args, ...options], { encoding: 'utf8' });
  if (error) throw new AwsFailed('The AWS CLI (version 2) is not installed: https://aws.amazon.com/cli/');
  if (status !== 0) throw new AwsFailed(stderr.trim());
  return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as T;
};
