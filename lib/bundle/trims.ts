/** Modules of the SDK that have no work in Lambda, and what stands in their place in the bundles. */
export interface Trim {
  /** The files, by their paths below `node_modules`. */
  readonly modules?: readonly string[];
  /** What is imported where it is needed, with `import()`, as it is named there: that import alone is replaced. */
  readonly loads?: readonly string[];
  /** The file in `replacements/`. */
  readonly replacement: string;
  /** Why nothing is lost. */
  readonly reason: string;
}

/**
 * What the bundles leave out of the SDK. The build fails where an entry matches nothing any more, and
 * test/end-to-end/bundle-parity.test.ts compares the bundles with untrimmed ones at the wire.
 */
export const trims: readonly Trim[] = [
  {
    modules: ['@smithy/node-http-handler/dist-es/node-http2-handler.js'],
    replacement: 'http2.ts',
    reason: 'The clients are given HTTP/1.1 handlers, which keep one connection.',
  },
  {
    loads: [
      '@aws-sdk/credential-provider-sso',
      '@aws-sdk/credential-provider-ini',
      '@aws-sdk/credential-provider-process',
      '@aws-sdk/credential-provider-web-identity',
      '@aws-sdk/credential-provider-http',
      '@smithy/credential-provider-imds',
    ],
    replacement: 'credential-provider.ts',
    reason: "Lambda puts the role's credentials into the environment.",
  },
  {
    modules: ['@aws-sdk/token-providers/dist-es/fromSso.js'],
    replacement: 'sso-token.ts',
    reason: 'A bearer token comes from AWS_BEARER_TOKEN_BEDROCK.',
  },
  {
    modules: [
      '@smithy/core/dist-es/submodules/event-streams/index.js',
      '@aws-sdk/eventstream-handler-node/dist-es/index.js',
    ],
    replacement: 'event-streams.ts',
    reason: 'InvokeModel, Invoke and the operations on objects have none.',
  },
  {
    modules: ['@smithy/core/dist-es/submodules/config/node-config-provider/configLoader.js'],
    replacement: 'load-config.ts',
    reason: 'There is no ~/.aws in Lambda: what is not in the environment has its default.',
  },
  {
    modules: [
      '@smithy/core/dist-es/submodules/serde/util-stream/checksum/createChecksumStream.browser.js',
      '@smithy/core/dist-es/submodules/serde/util-stream/getAwsChunkedEncodingStream.browser.js',
      '@smithy/core/dist-es/submodules/serde/util-stream/sdk-stream-mixin.browser.js',
      '@smithy/core/dist-es/submodules/serde/util-stream/stream-collector.browser.js',
    ],
    replacement: 'web-streams.ts',
    reason: "No body is a web stream: they are texts, buffers and Node's own streams.",
  },
  {
    modules: ['@smithy/core/dist-es/submodules/serde/util-stream/stream-type-check.js'],
    replacement: 'stream-type-check.ts',
    reason: 'The names tell the same, and do not make Node load web streams and blobs.',
  },
  {
    modules: [
      '@smithy/core/dist-es/submodules/retry/middleware-retry/isStreamingPayload/isStreamingPayload.js',
    ],
    replacement: 'streaming-payload.ts',
    reason: 'No body is a web stream, and the question makes Node load them.',
  },
  {
    modules: ['@smithy/core/dist-es/submodules/serde/util-body-length/calculateBodyLength.js'],
    replacement: 'body-length.ts',
    reason: 'No body is a file, and the question makes Node load its streams of files.',
  },
  {
    modules: ['@aws-sdk/core/dist-es/submodules/protocols/xml/XmlShapeSerializer.js'],
    replacement: 'xml-serializer.ts',
    reason: 'PutObject, GetObject and HeadObject send no XML.',
  },
  {
    modules: ['@smithy/core/dist-es/submodules/protocols/json/codec-v2/JsonShapeSerializer2.js'],
    replacement: 'json-serializer.ts',
    reason: 'InvokeModel and Invoke send a body that is JSON already.',
  },
  {
    modules: ['@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js'],
    replacement: 'adaptive-retries.ts',
    reason: 'The clients retry in the mode "standard", which is the default.',
  },
  {
    modules: [
      '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    ],
    replacement: 'instance-metadata.ts',
    reason: 'Lambda is no EC2 instance, and says its Region in the environment.',
  },
  {
    modules: ['@smithy/core/dist-es/submodules/serde/util-stream/createBufferedReadable.js'],
    replacement: 'buffered-readable.ts',
    reason: 'What is sent is a text or a buffer.',
  },
  {
    modules: ['@smithy/signature-v4/dist-es/HeaderFormatter.js'],
    replacement: 'event-headers.ts',
    reason: 'Requests are signed here, and no events.',
  },
  {
    modules: [
      '@aws-sdk/middleware-sdk-s3/dist-es/submodules/s3/middleware-s3-express/classes/S3ExpressIdentityProviderImpl.js',
    ],
    replacement: 's3-express.ts',
    reason: "The stack's bucket is a general purpose bucket.",
  },
  {
    modules: ['@aws-sdk/core/dist-es/submodules/client/middleware-logger/loggerMiddleware.js'],
    replacement: 'client-logger.ts',
    reason: 'The clients are given no logger, and would gather what they do not log.',
  },
  {
    modules: ['@smithy/core/dist-es/submodules/serde/uuid/v4.js'],
    replacement: 'uuid.ts',
    reason: 'node:crypto makes the same, and does not make Node load Web Crypto.',
  },
  {
    modules: [
      '@aws-sdk/core/dist-es/submodules/client/util-user-agent-browser/createUserAgentStringParsingProvider.js',
    ],
    replacement: 'browser-user-agent.ts',
    reason: 'Node has a user agent of its own.',
  },
];

/**
 * What must not be in a bundle, because the trims are all that keeps it away: `node:` and a built-in module, or a
 * path below `node_modules`.
 */
export const gone: readonly string[] = [
  'node:http2',
  'node:fs',
  '@aws-sdk/nested-clients/',
  '@aws-sdk/credential-provider-login/',
  '@smithy/credential-provider-imds/',
  'bowser/',
];
