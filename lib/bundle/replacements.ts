/** Modules of the SDK that have no work in Lambda, and the file that stands in their place in the bundles. */
export interface Replacement {
  /** The file in `replacements/`. It must export what the modules do: what lacks an export is not replaced. */
  readonly file: string;
  /** The modules, by their paths below `node_modules`; or packages, of which only `import()` is replaced. */
  readonly modules: readonly string[];
  /** Why nothing is lost. */
  readonly reason: string;
}

const core = '@smithy/core/dist-es/submodules';

/** What the bundles leave out of the SDK. docs/bundle.md has what each saves. */
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
    reason: "Lambda puts the role's credentials into the environment.",
  },
  {
    file: 'sso-token.ts',
    modules: ['@aws-sdk/token-providers/dist-es/fromSso.js'],
    reason: 'A bearer token comes from AWS_BEARER_TOKEN_BEDROCK.',
  },
  {
    file: 'event-streams.ts',
    modules: [`${core}/event-streams/index.js`, '@aws-sdk/eventstream-handler-node/dist-es/index.js'],
    reason: 'InvokeModel, Invoke and the operations on objects have none.',
  },
  {
    file: 'body-writers.ts',
    modules: [
      `${core}/protocols/json/codec-v2/JsonShapeSerializer2.js`,
      '@aws-sdk/core/dist-es/submodules/protocols/xml/XmlShapeSerializer.js',
    ],
    reason:
      'InvokeModel and Invoke send JSON that is a text already; PutObject, GetObject and HeadObject send no XML.',
  },
  {
    file: 'digests.ts',
    modules: [
      `${core}/checksum/sha256/Sha256Js.js`,
      `${core}/checksum/md5/Md5Js.js`,
      `${core}/checksum/crc32/Crc32Js.js`,
      '@aws-sdk/checksums/dist-es/submodules/sha/sha1/Sha1Js.js',
    ],
    reason: 'Node has these digests, and the SDK takes them where it has.',
  },
  {
    file: 'load-config.ts',
    modules: [`${core}/config/node-config-provider/configLoader.js`],
    reason: 'There is no ~/.aws in Lambda: what is not in the environment has its default.',
  },
  {
    file: 'http2.ts',
    modules: ['@smithy/node-http-handler/dist-es/node-http2-handler.js'],
    reason: 'The clients are given HTTP/1.1 handlers, which keep one connection.',
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
    reason: "No body is a web stream: they are texts, buffers and Node's own streams.",
  },
  {
    file: 'body-length.ts',
    modules: [`${core}/serde/util-body-length/calculateBodyLength.js`],
    reason: 'No body is a file, and the question makes Node load its streams of files.',
  },
];
