import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { openApi } from '../../functions/doors/openapi.ts';
import { ROOT } from '../../infra/bundle.ts';
import { BUNDLE_PLUGINS } from '../../infra/bundle-plugins.ts';
import { passingFolder } from './synthesized.ts';

/** What `source` exports, bundled with some plugins. */
const bundled = async (source: string, plugins: Plugin[]): Promise<Record<string, unknown>> => {
  const outfile = join(passingFolder(), 'index.cjs');
  await build({
    stdin: { contents: source, resolveDir: ROOT },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins,
  });
  return createRequire(import.meta.url)(outfile) as Record<string, unknown>;
};

describe('what the build makes once', () => {
  let made: Record<string, unknown>;
  beforeAll(async () => {
    made = await bundled(
      "export { openApi } from './functions/doors/openapi.ts'; export { catalogue } from './functions/catalogue/catalogue.ts';",
      BUNDLE_PLUGINS,
    );
  });

  it('is the OpenAPI document that the source makes', () => {
    expect((made['openApi'] as typeof openApi)()).toEqual(openApi());
  });

  it('is the checked catalogue, frozen, with the version that devices compare', () => {
    const inside = made['catalogue'] as typeof catalogue;
    expect(inside).toEqual(catalogue);
    expect(Object.isFrozen(inside.services[0]?.name)).toBe(true);
  });
});

describe('a client with the shapes in use', () => {
  const withFunctions = (_: string, value: unknown) => (typeof value === 'function' ? String(value) : value);

  it.each(['s3', 'dynamodb', 'sqs', 'ses'])('knows every shape of %s as the SDK wrote it', async name => {
    const schemas = `./node_modules/@aws-sdk/client-${name}/dist-es/schemas/schemas_0.js`;
    const [ours, theirs] = await Promise.all([
      bundled(`export * from '${schemas}';`, BUNDLE_PLUGINS),
      bundled(`export * from '${schemas}';`, []),
    ]);
    expect(Object.keys(theirs).length).toBeGreaterThan(20);
    expect(JSON.stringify(ours, withFunctions)).toBe(JSON.stringify(theirs, withFunctions));
  });

  it('has no computed key left, which would keep every shape in every bundle', async () => {
    const { outputFiles } = await build({
      stdin: { contents: "export { GetObjectCommand } from '@aws-sdk/client-s3';", resolveDir: ROOT },
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      write: false,
      logLevel: 'error',
      plugins: BUNDLE_PLUGINS,
    });
    const text = outputFiles[0]?.text ?? '';
    expect(text).toContain('GetObjectRequest');
    expect(text).not.toContain('PutBucketLifecycleConfiguration');
    const source = readFileSync(join(ROOT, 'node_modules/@aws-sdk/client-s3/dist-es/schemas/schemas_0.js'), 'utf8');
    expect(source).toContain('PutBucketLifecycleConfiguration');
  });
});
