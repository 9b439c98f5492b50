import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { decideEndpoint as decide } from '@smithy/core/endpoints';
import { describe, expect, it, vi } from 'vitest';
import { expectNodeDigests, inlineConstantKeys } from '../../../lib/bundle/edits.ts';
import { type Partitions, prunePartitions, renderPrunedPartitions } from '../../../lib/bundle/partitions.ts';
import { type EndpointRules, pruneEndpointRules } from '../../../lib/bundle/s3-endpoints.ts';

const s3 = dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-s3/package.json'));

describe('inlineConstantKeys', () => {
  it('writes a constant key where the constant is one of the file, and leaves others', () => {
    expect(inlineConstantKeys('const _e = "error";\nvar a = [{ [_e]: 1, [_f]: 2, [e]: 3 }, _e];')).toBe(
      'const _e = "error";\nvar a = [{ ["error"]: 1, [_f]: 2, [e]: 3 }, _e];',
    );
  });
});

describe('expectNodeDigests', () => {
  it("takes Node's digest without trying it first", () => {
    const code =
      'const hasNativeCrypto = (() => {\n try { return true; } catch { return false; }\n})();\nexport const A = hasNativeCrypto ? buildNativeClass() : AJs;';
    expect(expectNodeDigests(code)).toBe('\nexport const A = buildNativeClass();');
    expect(expectNodeDigests('export const B = zlibCrc32 ? buildNativeClass(zlibCrc32) : BJs;')).toBe(
      'export const B = buildNativeClass(zlibCrc32);',
    );
  });
});

describe('the pruned partitions', () => {
  it('tell the same of every Region', async () => {
    const { partitionsInfo, find } = await readPartitions();
    const pruned = prunePartitions(partitionsInfo);
    const regions = partitionsInfo.partitions.flatMap((partition) => Object.keys(partition.regions));
    expect(regions.length).toBeGreaterThan(30);
    expect(JSON.stringify(pruned).length).toBeLessThan(JSON.stringify(partitionsInfo).length / 2);
    for (const region of [...regions, 'us-moon-1', 'cn-new-1', 'us-gov-new-1', 'nowhere']) {
      const { description: _, ...known } = find(partitionsInfo, region);
      expect([region, find(pruned, region)]).toEqual([region, known]);
    }
  });

  it('are rendered as the module that they replace', () => {
    const partitions = [{ regionRegex: '^us', regions: { 'us-east-1': { description: 'V' } }, outputs: {} }];
    expect(renderPrunedPartitions(`export const partitionsInfo = ${JSON.stringify({ partitions })};\n`)).toBe(
      'export const partitionsInfo = {"partitions":[{"regionRegex":"^us","regions":{},"outputs":{}}]};',
    );
  });
});

/** The partitions of the SDK, and how it finds one. */
async function readPartitions() {
  const { createRequire } = await import('node:module');
  const core = dirname(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json'));
  const folder = join(core, 'dist-es/submodules/client/util-endpoints/lib/aws');
  const { partitionsInfo } = (await import(join(folder, 'partitions.js'))) as { partitionsInfo: Partitions };
  const { setPartitionInfo, partition } = await import('@aws-sdk/core/client');
  const find = (info: Partitions, region: string): Record<string, unknown> => {
    setPartitionInfo(info as never);
    return { ...partition(region) } as never;
  };
  return { partitionsInfo, find };
}

describe('the pruned endpoint rules of S3', () => {
  const regions = [
    'us-east-1',
    'us-east-2',
    'eu-west-1',
    'cn-north-1',
    'us-gov-west-1',
    'aws-global',
    'xx',
    'not a region',
  ];
  const buckets = ['abc', 'posts', 'blog.writer.x', 'a'.repeat(63), `posts-${'1'.repeat(30)}`];
  const endpoints = [
    undefined,
    'http://127.0.0.1:8080',
    'https://127.0.0.1:1',
    'https://s3.example.com',
    'http://localhost:1/x',
  ];

  it('lead every plain bucket to the same endpoint or error', async () => {
    for (const method of ['error', 'warn'] as const) vi.spyOn(console, method).mockReturnValue();
    const { bdd } = (await import(join(s3, 'dist-es/endpoint/bdd.js'))) as { bdd: EndpointRules };
    const { customEndpointFunctions } = await import('@smithy/core/endpoints');
    const { awsEndpointFunctions } = await import('@aws-sdk/core/client');
    customEndpointFunctions.aws = awsEndpointFunctions;
    const pruned = pruneEndpointRules(bdd);
    expect(pruned.nodes.length).toBeLessThan(bdd.nodes.length / 5);
    const answer = (rules: EndpointRules, endpointParams: Record<string, unknown>): unknown => {
      try {
        return decide(rules as never, { endpointParams } as never);
      } catch (error) {
        return String(error);
      }
    };
    const modes = [true, false].flatMap((UseFIPS) =>
      [true, false].map((UseDualStack) => ({ UseFIPS, UseDualStack })),
    );
    for (const Region of regions)
      for (const Bucket of buckets)
        for (const Endpoint of endpoints)
          for (const mode of modes)
            for (const UseGlobalEndpoint of [undefined, true]) {
              const parameters = {
                Region,
                Bucket,
                Endpoint,
                ...mode,
                UseGlobalEndpoint,
                Accelerate: false,
                ForcePathStyle: false,
              };
              expect([parameters, answer(pruned, parameters)]).toEqual([parameters, answer(bdd, parameters)]);
            }
  });
});
