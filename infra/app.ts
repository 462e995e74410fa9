import { App, AssetHashType, DefaultStackSynthesizer, type IReusableStackSynthesizer, Tags } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionId } from './constructs/names.ts';
import { hallSettings, type Settings } from './settings.ts';
import { DataStack, incomingName } from './stacks/data.ts';
import { EdgeStack } from './stacks/edge.ts';
import { FrontStack } from './stacks/front.ts';
import { HallStack } from './stacks/hall.ts';
import { MailStack } from './stacks/mail.ts';
import { WatchStack } from './stacks/watch.ts';

/** A function's code: a folder with `index.js`, and the hash by which it is known. */
export interface Bundle {
  dir: string;
  hash: string;
}

export interface HallAppOptions {
  bundles: Record<FunctionId, Bundle>;
  /** folder of the cloud assembly; without it one of CDK's own choice */
  outdir?: string;
  /** origin that visitors see; without it the domain of the settings, or the distribution's own */
  origin?: string;
}

/** The whole hall from its settings: `front` and `mail` and `data` hold what lasts, `hall` what is replaced at each deploy. */
export const hallApp = (settings: Settings, options: HallAppOptions): App => {
  const { stage, region, domain, waf, ses, logDays, concurrency } = settings;
  const app = new App({
    ...(options.outdir && { outdir: options.outdir }),
    analyticsReporting: false,
    // a stack whose values another uses cannot be deleted under it
    context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
    // the CLI checks the bootstrap's version itself; templates hold only what they make
    defaultStackSynthesizer: new DefaultStackSynthesizer({
      generateBootstrapVersionRule: false,
    }) as IReusableStackSynthesizer,
  });
  const hall = `hall-${stage}`;
  // cfn-lint does not know the tags of dashboards yet
  Tags.of(app).add('hall', hall, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
  const home = { env: { region }, hall, region };
  const named = (name: string) => `${hall}-${name}`;
  if (domain || waf) new EdgeStack(app, named('edge'), { env: { region: 'us-east-1' }, hall, domain, waf });
  const front = new FrontStack(app, named('front'), {
    ...home,
    logDays,
    domain,
    waf,
    uploadHost: `${incomingName(hall)}.s3.${region}.amazonaws.com`,
  });
  const origin = options.origin ?? front.origin;
  const data = new DataStack(app, named('data'), { ...home, backupDays: settings.backupDays, origin });
  const mail = new MailStack(app, named('mail'), { ...home, ...ses });
  new HallStack(app, named('functions'), {
    ...home,
    logDays,
    data,
    front,
    mail,
    origin,
    sender: ses,
    settings: asciiJson(hallSettings(settings)),
    concurrency,
    code: id => codeOf(options.bundles[id]),
  });
  new WatchStack(app, named('watch'), { ...home, data, front, alarmsTo: settings.alarmsTo });
  return app;
};

/** The hash is ours: the same sources give the same asset, wherever they were bundled. */
const codeOf = ({ dir, hash }: Bundle): Code =>
  Code.fromAsset(dir, { assetHash: hash, assetHashType: AssetHashType.CUSTOM });

/** JSON in ASCII: CloudFormation has been seen to turn other letters into question marks. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
