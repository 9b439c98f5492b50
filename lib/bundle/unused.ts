/** Functions of a module that is needed, and that are not. */
export interface Unused {
  /** The file, by its path below `node_modules`. */
  readonly module: string;
  /** Its functions and methods, as they are named there. Called nevertheless, each throws. */
  readonly names: readonly string[];
  /** Why nobody calls them. */
  readonly reason: string;
}

const core = '@smithy/core/dist-es/submodules';
const logger = '@aws-lambda-powertools/logger/lib/esm';
const metrics = '@aws-lambda-powertools/metrics/lib/esm';

/**
 * The functions whose bodies the bundles leave out, with all that only they use. The build fails where a name is not
 * found any more.
 */
export const unused: readonly Unused[] = [
  {
    module: `${core}/protocols/HttpProtocol.js`,
    names: [
      'serializeEventStream',
      'deserializeEventStream',
      'loadEventStreamCapability',
      'getEventStreamMarshaller',
      'resolveEventStreamMarshaller',
      'resolveError',
    ],
    reason:
      'InvokeModel, Invoke and the operations on objects have no event streams, and the protocols resolve errors themselves.',
  },
  {
    module: '@aws-sdk/core/dist-es/submodules/protocols/ProtocolLib.js',
    names: ['setQueryCompatError', 'queryCompatOutput', 'findQueryCompatibleError'],
    reason: 'They are for services that have spoken the query protocol.',
  },
  {
    module: `${core}/schema/schemas/NormalizedSchema.js`,
    names: ['getMemberSchema'],
    reason: 'All members of a structure are gone through, and none is looked for.',
  },
  {
    module: `${core}/schema/TypeRegistry.js`,
    names: ['register'],
    reason: 'Errors alone are registered, and by another function.',
  },
  {
    module: `${core}/protocols/HttpBindingProtocol.js`,
    names: ['serializeQuery'],
    reason: 'No operation is given a member that goes into the query.',
  },
  {
    module: `${core}/protocols/serde/ToStringShapeSerializer.js`,
    names: ['write', 'writeHttpBinding'],
    reason: 'All that is sent in a path or a header is a text, which is sent as it is.',
  },
  {
    module: `${core}/serde/date-utils.js`,
    names: ['parseRfc3339DateTimeWithOffset', 'parseEpochTimestamp'],
    reason: 'The JSON that is read holds no times.',
  },
  {
    module: `${core}/serde/schema-serde-lib/schema-date-utils.js`,
    names: ['_parseEpochTimestamp', '_parseRfc3339DateTimeWithOffset', '_parseRfc7231DateTime'],
    reason: 'No time of an object is read.',
  },
  {
    module: `${core}/serde/split-header.js`,
    names: ['splitHeader'],
    reason: 'No header that is read holds a list.',
  },
  {
    module: `${core}/serde/split-every.js`,
    names: ['splitEvery'],
    reason: 'No header that is read holds a list.',
  },
  {
    module: `${core}/serde/util-stream/getAwsChunkedEncodingStream.js`,
    names: ['getAwsChunkedEncodingStream'],
    reason: 'What is sent is a text or a buffer.',
  },
  {
    module: `${core}/checksum/hash-stream-node/readableStreamHasher.js`,
    names: ['readableStreamHasher'],
    reason: 'What is sent is a text or a buffer.',
  },
  {
    module: `${core}/client/smithy-client/schemaLogFilter.js`,
    names: ['schemaLogFilter'],
    reason: 'It is for the log of each request, which the clients do not write.',
  },
  {
    module: `${core}/client/middleware-stack/MiddlewareStack.js`,
    names: ['removeByName', 'removeByReference', 'removeByTag'],
    reason: 'No middleware is taken away again.',
  },
  {
    module: `${core}/endpoints/middleware-endpoint/adaptors/getEndpointUrlConfig.js`,
    names: ['configFileSelector'],
    reason: 'There is no ~/.aws in Lambda.',
  },
  {
    module: '@smithy/signature-v4/dist-es/SignatureV4.js',
    names: ['presign', 'signEvent', 'signMessage', 'signString'],
    reason: 'Requests are signed, and no addresses, events or texts.',
  },
  {
    module: '@aws-sdk/signature-v4-multi-region/dist-es/SignatureV4SignWithCredentials.js',
    names: ['signWithCredentials', 'presignWithCredentials'],
    reason: 'These are the signatures of S3 Express; the bucket is a general purpose bucket.',
  },
  {
    module: '@aws-sdk/core/dist-es/submodules/httpAuthSchemes/aws_sdk/AwsSdkSigV4ASigner.js',
    names: ['sign'],
    reason: 'Only Multi-Region access points ask for SigV4A.',
  },
  {
    module: `${logger}/Logger.js`,
    names: [
      'addContext',
      'createChild',
      'injectLambdaContext',
      'logEventIfEnabled',
      'refreshSampleRateCalculation',
      'setPersistentLogAttributes',
      '#filterReservedAttributeKeys',
      '#appendKeys',
      'bufferLogItem',
      'flushBuffer',
      'clearBuffer',
      'setCorrelationId',
    ],
    reason: 'The logger is only told lines: no keys that stay, no context, no buffer, no child.',
  },
  {
    module: `${logger}/LogAttributesStore.js`,
    names: [
      'appendTemporaryKeys',
      'removeTemporaryKeys',
      'clearTemporaryAttributes',
      'setPersistentAttributes',
      'removePersistentKeys',
    ],
    reason: 'No keys stay from line to line.',
  },
  {
    module: `${logger}/logBuffer.js`,
    names: ['setItem', '#deleteFromBufferUntilSizeIsLessThanMax'],
    reason: 'Lines are written as they come.',
  },
  {
    module: `${logger}/LogInvocationStore.js`,
    names: ['configureBuffer', 'add'],
    reason: 'Lines are written as they come.',
  },
  {
    module: `${metrics}/Metrics.js`,
    names: ['addDimensions', 'captureColdStartMetric', 'logMetrics', 'setTimestamp', '#validateEmfTimestamp'],
    reason: 'A handler publishes its metrics itself, with dimensions that are added one by one.',
  },
  {
    module: `${metrics}/MetricsStore.js`,
    names: ['setTimestamp', '#convertTimestampToEmfFormat'],
    reason: 'Metrics are of the time at which they are published.',
  },
];
