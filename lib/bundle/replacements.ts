/** Modules of the SDK that are not needed in Lambda, and the file that replaces them in the bundles. */
export interface Replacement {
  /** The file in `replacements/`. It must export everything that the modules export; otherwise they are kept. */
  readonly file: string;
  /** The modules, by their paths under `node_modules`; or packages, for which only `import()` is replaced. */
  readonly modules: readonly string[];
  /** Why the modules are not needed. */
  readonly reason: string;
}

const core = '@smithy/core/dist-es/submodules';

/** The parts of the SDK that the bundles leave out. docs/bundle.md shows what each saves. */
export const replacements: readonly Replacement[] = [
  {
    file: 'credential-provider.ts',
    modules: [
      '@aws-sdk/credential-provider-sso',
      '@aws-sdk/credential-provider-ini',
      '@aws-sdk/credential-provider-process',
      '@aws-sdk/credential-provider-web-identity',
      '@aws-sdk/credential-provider-http',
      '@smithy/credential-provider-imds',
    ],
    reason: "Lambda provides the role's credentials in the environment.",
  },
  {
    file: 'sso-token.ts',
    modules: ['@aws-sdk/token-providers/dist-es/fromSso.js'],
    reason: 'A bearer token comes from AWS_BEARER_TOKEN_BEDROCK.',
  },
  {
    file: 'event-streams.ts',
    modules: [`${core}/event-streams/index.js`, '@aws-sdk/eventstream-handler-node/dist-es/index.js'],
    reason: 'InvokeModel, Invoke and the object operations use none.',
  },
  {
    file: 'body-writers.ts',
    modules: [
      `${core}/protocols/json/codec-v2/JsonShapeSerializer2.js`,
      '@aws-sdk/core/dist-es/submodules/protocols/xml/XmlShapeSerializer.js',
    ],
    reason:
      'InvokeModel and Invoke send JSON that is already serialized; PutObject and GetObject send no XML.',
  },
  {
    file: 'digests.ts',
    modules: [
      `${core}/checksum/sha256/Sha256Js.js`,
      `${core}/checksum/md5/Md5Js.js`,
      `${core}/checksum/crc32/Crc32Js.js`,
      '@aws-sdk/checksums/dist-es/submodules/sha/sha1/Sha1Js.js',
    ],
    reason: 'Node has these digests, and the SDK prefers them.',
  },
  {
    file: 'load-config.ts',
    modules: [`${core}/config/node-config-provider/configLoader.js`],
    reason: 'There is no ~/.aws in Lambda: values that are not in the environment have their defaults.',
  },
  {
    file: 'http2.ts',
    modules: ['@smithy/node-http-handler/dist-es/node-http2-handler.js'],
    reason: 'The clients use HTTP/1.1 handlers, which keep one connection.',
  },
  {
    file: 'web-streams.ts',
    modules: [
      `${core}/serde/util-stream/checksum/createChecksumStream.browser.js`,
      `${core}/serde/util-stream/getAwsChunkedEncodingStream.browser.js`,
      `${core}/serde/util-stream/sdk-stream-mixin.browser.js`,
      `${core}/serde/util-stream/stream-collector.browser.js`,
      `${core}/serde/util-stream/stream-type-check.js`,
      `${core}/retry/middleware-retry/isStreamingPayload/isStreamingPayload.js`,
    ],
    reason: 'No body is a web stream: all are strings, buffers and Node streams.',
  },
  {
    file: 'body-length.ts',
    modules: [`${core}/serde/util-body-length/calculateBodyLength.js`],
    reason: 'No body is a file stream, and checking for one makes Node load the module of file streams.',
  },
];
