import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../functions/platform/names.ts';
import { localAssembly } from '../../infra/build.ts';
import { BUNDLE_FILE, bundleAll, checkBinaries, fileHash } from '../../infra/bundle.ts';
import { FUNCTION_IDS, type FunctionId } from '../../infra/constructs/names.ts';
import { parseSettings } from '../../infra/settings.ts';
import { passingFolder } from './synthesized.ts';

describe('what is deployed', () => {
  it('is byte for byte what runs locally', async () => {
    const { dir, templates, bundles } = await localAssembly({
      settings: parseSettings({}),
      origin: 'http://localhost:8787',
    });
    const deployed = await bundleAll(passingFolder());
    const resources = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources));
    const lambdas = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(lambdas).toHaveLength(FUNCTION_IDS.length);
    for (const id of FUNCTION_IDS) {
      const lambda = lambdas.find(({ Properties }) => Properties?.['FunctionName'] === `hall-main-${FUNCTIONS[id]}`);
      const { S3Key = '' } = (lambda?.Properties?.['Code'] ?? {}) as { S3Key?: string };
      const asset = join(dir, 'cdk', `asset.${S3Key.replace(/\.zip$/, '')}`, BUNDLE_FILE);
      expect(fileHash(asset), id).toBe(bundles[id].hash);
      expect(fileHash(join(deployed[id].dir, BUNDLE_FILE)), id).toBe(bundles[id].hash);
    }
  });

  it("has sharp for Lambda's platform in process-photo, and no binary anywhere else", () => {
    const out = passingFolder();
    const place = (id: string) => ({ dir: join(out, id), hash: id });
    const bundles = Object.fromEntries(FUNCTION_IDS.map(id => [id, place(id)])) as Parameters<typeof checkBinaries>[0];
    const put = (id: FunctionId, file: string) => {
      mkdirSync(join(bundles[id].dir, 'node_modules'), { recursive: true });
      writeFileSync(join(bundles[id].dir, 'node_modules', file), '');
    };
    expect(() => checkBinaries(bundles)).toThrow('process-photo lacks sharp');
    put('photo', 'sharp-linux-arm64.node');
    expect(() => checkBinaries(bundles)).not.toThrow();
    put('mail', 'libvips-cpp.so.42');
    expect(() => checkBinaries(bundles)).toThrow('deliver-mail holds node_modules/libvips-cpp.so.42');
    put('photo', 'sharp-darwin-arm64.node');
    expect(() => checkBinaries(bundles)).toThrow('sharp-darwin-arm64.node');
  });

  it('holds letters of every language as they are', async () => {
    const out = passingFolder();
    const { kiosk } = await bundleAll(out);
    expect(readFileSync(join(kiosk.dir, BUNDLE_FILE), 'utf8')).toMatch(/[가-힣]{3}/);
  });
});
