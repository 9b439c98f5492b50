import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { replaceModules } from '../../../lib/bundle/replace-modules.ts';
import { JsonShapeSerializer2 } from '../../../lib/bundle/replacements/body-writers.ts';
import { Sha256Js } from '../../../lib/bundle/replacements/digests.ts';
import {
  EventStreamCodec,
  eventStreamSerdeProvider,
} from '../../../lib/bundle/replacements/event-streams.ts';
import { NodeHttp2Handler } from '../../../lib/bundle/replacements/http2.ts';
import { fromSso } from '../../../lib/bundle/replacements/sso-token.ts';
import { collectReadableStream } from '../../../lib/bundle/replacements/web-streams.ts';
import { replacements } from '../../../lib/bundle/replacements.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const http2 = '@smithy/node-http-handler/dist-es/node-http2-handler.js';
const http1 = '@smithy/node-http-handler/dist-es/node-http-handler.js';

/** A bundle of both HTTP handlers of the SDK with these replacements, and what is at fault with them. */
async function bundleHandlers(...list: { file: string; modules: string[] }[]) {
  const { plugin, faults } = replaceModules(list.map((entry) => ({ ...entry, reason: 'None.' })));
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
    plugins: [plugin],
  });
  return { text: outputFiles[0]?.text ?? '', faults: faults() };
}

describe('a replacement', () => {
  it.each(replacements)('$file says why nothing is lost', ({ reason }) => {
    expect(reason).toMatch(/\.$/);
  });

  it('replaces the modules on the list, and no other', async () => {
    const { text, faults } = await bundleHandlers({ file: 'http2.ts', modules: [http2] });
    expect(faults).toEqual([]);
    expect(text).toContain("The SDK's HTTP/2 client");
    expect(text).not.toContain('node:http2');
    expect(text).toContain('socketTimeout');
  });

  it('that lacks an export of its module is not applied, with a warning', async () => {
    const { text, faults } = await bundleHandlers({ file: 'http2.ts', modules: [http1, http2] });
    expect(faults).toEqual([
      expect.stringMatching(
        /http2\.ts does not export .*\bNodeHttpHandler\b.*, which .*node-http-handler\.js does/,
      ),
    ]);
    expect(text).toContain('socketTimeout');
    expect(text).not.toContain('node:http2');
  });

  it('whose module no longer exists is a warning', async () => {
    const { faults } = await bundleHandlers({ file: 'http2.ts', modules: [http2, '@smithy/core/moved.js'] });
    expect(faults).toEqual([expect.stringMatching(/no bundle contains @smithy\/core\/moved\.js any more/)]);
  });

  it('is of an SDK whose versions are exact', () => {
    const { dependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    for (const [name, version] of Object.entries(dependencies))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });

  it.each<[string, () => unknown]>([
    ['HTTP/2 client', () => NodeHttp2Handler.create(undefined)],
    ['event streams', () => eventStreamSerdeProvider().serialize()],
    ['event streams', () => new EventStreamCodec()],
    ['handling of web streams', () => collectReadableStream()],
    ['serializer of request bodies', () => new JsonShapeSerializer2().write('schema', {})],
    ['digest in JavaScript', () => new Sha256Js()],
  ])("says that the SDK's %s is missing if it is used", (what, reach) => {
    expect(reach).toThrow(
      expect.objectContaining({
        name: 'ModuleLeftOutError',
        message: expect.stringContaining(`The SDK's ${what}`),
      }),
    );
  });

  it('of a provider is skipped by the provider chain', async () => {
    await expect(fromSso()()).rejects.toMatchObject({ name: 'TokenProviderError', tryNextLink: true });
    await expect(import('../../../lib/bundle/replacements/credential-provider.ts')).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      tryNextLink: true,
    });
  });

  it("accepts a configured handler in place of the SDK's HTTP/2 client", () => {
    const handler = { handle: () => {} };
    expect(NodeHttp2Handler.create(handler)).toBe(handler);
  });
});
