import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { edits } from '../../../lib/bundle/edits.ts';
import { AdaptiveRetryStrategy } from '../../../lib/bundle/replacements/adaptive-retries.ts';
import { createUserAgentStringParsingProvider } from '../../../lib/bundle/replacements/browser-user-agent.ts';
import { createBufferedReadable } from '../../../lib/bundle/replacements/buffered-readable.ts';
import { HeaderFormatter } from '../../../lib/bundle/replacements/event-headers.ts';
import {
  EventStreamCodec,
  eventStreamSerdeProvider,
} from '../../../lib/bundle/replacements/event-streams.ts';
import { NodeHttp2Handler } from '../../../lib/bundle/replacements/http2.ts';
import { JsonShapeSerializer2 } from '../../../lib/bundle/replacements/json-serializer.ts';
import { S3ExpressIdentityProviderImpl } from '../../../lib/bundle/replacements/s3-express.ts';
import { collectReadableStream } from '../../../lib/bundle/replacements/web-streams.ts';
import { XmlShapeSerializer } from '../../../lib/bundle/replacements/xml-serializer.ts';
import { assertApplied, assertGone, trimPlugin } from '../../../lib/bundle/trim-plugin.ts';
import { trims } from '../../../lib/bundle/trims.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const unchanged = { trims: [], edits: [], unused: [] };
const noTrim = { replacement: 'http2.ts', reason: 'none' };

describe('the trims', () => {
  it.each(trims)('$replacement stands in for modules that there are, and says why', (trim) => {
    expect(existsSync(`${root}/lib/bundle/replacements/${trim.replacement}`)).toBe(true);
    expect(trim.reason).toMatch(/\.$/);
    for (const module of trim.modules ?? []) expect(existsSync(`${root}/node_modules/${module}`)).toBe(true);
  });

  it('belong to versions of the SDK that are pinned', () => {
    const { dependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    for (const [name, version] of Object.entries(dependencies))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });

  it('fail the build where one matches nothing any more, and say which', () => {
    const trimming = {
      ...unchanged,
      trims: [
        { ...noTrim, modules: ['@smithy/core/moved.js', '@smithy/core/here.js'] },
        { ...noTrim, loads: ['@aws-sdk/credential-provider-gone'] },
      ],
    };
    expect(() => assertApplied(new Set(['@smithy/core/here.js']), trimming)).toThrow(
      /no bundle contains any more: @smithy\/core\/moved\.js, @aws-sdk\/credential-provider-gone\. The SDK has changed/,
    );
  });

  it('fail the build where an edit changes nothing any more', () => {
    expect(() => assertApplied(new Set(), { ...unchanged, edits: edits.slice(0, 1) })).toThrow(
      /any more: schemas\./,
    );
  });

  it('fail the build where a function that is left out is not defined any more', async () => {
    const module = '@smithy/node-http-handler/dist-es/node-http-handler.js';
    const trimming = { ...unchanged, unused: [{ module, names: ['goneFunction'], reason: 'None.' }] };
    expect(() => assertApplied(new Set(), trimming)).toThrow(/any more: .*node-http-handler\.js\./);
    const building = build({
      stdin: { contents: "export * from '@smithy/node-http-handler';", resolveDir: root },
      bundle: true,
      write: false,
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'silent',
      plugins: [trimPlugin(new Set(), trimming)],
    });
    await expect(building).rejects.toThrow(/leaves out goneFunction of @smithy\/node-http-handler/);
  });

  it('fail the build where the bundle contains what they keep away, and say by whom', () => {
    const metafile = {
      inputs: {
        'node_modules/@smithy/new/dist-es/h2.js': {
          bytes: 9,
          imports: [{ path: 'node-imported:http2', kind: 'import-statement' as const }],
        },
      },
      outputs: {
        'a.mjs': {
          bytes: 9,
          imports: [],
          exports: [],
          inputs: { 'node-imported:http2': { bytesInOutput: 9 } },
        },
      },
    };
    expect(() => assertGone(metafile)).toThrow(
      /contains node:http2, .* imported by node_modules\/@smithy\/new\/dist-es\/h2\.js\. The SDK has changed/,
    );
    expect(() => assertGone(metafile, ['node:fs'])).not.toThrow();
  });

  it.each<[string, () => unknown]>([
    ['HTTP/2 client', () => NodeHttp2Handler.create(undefined)],
    ['event streams', () => eventStreamSerdeProvider().serialize()],
    ['event streams', () => new EventStreamCodec()],
    ['handling of web streams', () => collectReadableStream()],
    ['writer of JSON', () => new JsonShapeSerializer2().write('schema', {})],
    ['writer of XML', () => new XmlShapeSerializer().write()],
    ['sessions of S3 Express', () => new S3ExpressIdentityProviderImpl().getS3ExpressIdentity()],
    ['signature of events', () => new HeaderFormatter().format()],
    ['retry mode "adaptive"', () => new AdaptiveRetryStrategy()],
    ['buffering of streams', () => createBufferedReadable()],
    ['user agent of browsers', () => createUserAgentStringParsingProvider()],
  ])("say that the SDK's %s is missing where it is reached nevertheless", (what, reach) => {
    expect(reach).toThrow(
      expect.objectContaining({
        name: 'TrimmedModuleError',
        message: expect.stringContaining(`The SDK's ${what}`),
      }),
    );
  });

  it("take the handler that a client is given in place of the SDK's HTTP/2 client", () => {
    const handler = { handle: () => {} };
    expect(NodeHttp2Handler.create(handler)).toBe(handler);
  });

  it('are applied by the plugin to the files they name and to no other', async () => {
    const applied = new Set<string>();
    const { outputFiles } = await build({
      stdin: {
        contents:
          "import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';\nconsole.log(NodeHttp2Handler, NodeHttpHandler);",
        resolveDir: root,
      },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      plugins: [trimPlugin(applied)],
    });
    expect([...applied]).toContain('@smithy/node-http-handler/dist-es/node-http2-handler.js');
    const text = outputFiles[0]?.text ?? '';
    expect(text).toContain("The SDK's HTTP/2 client");
    expect(text).not.toContain('node:http2');
    expect(text).toContain('socketTimeout');
  });
});
