import type { Edit } from './edits.ts';

/** A plugin of a client adds nothing to its middleware. */
const withoutMiddleware = (code: string): string =>
  code.replace(/applyToStack: \(clientStack\) => \{\n.*?\n {4}\},/s, 'applyToStack: () => { },');

/** Middleware of S3's client that does nothing, by the file that adds it. */
const idleMiddleware: readonly [file: string, reason: string][] = [
  ['s3ExpressMiddleware', 'The bucket is a general purpose bucket, and none of S3 Express.'],
  [
    's3ExpressHttpSigningMiddleware',
    'It signs as the one in whose place it is, and otherwise for S3 Express.',
  ],
  ['region-redirect-middleware', 'The client is not told to follow redirects to another Region.'],
  ['check-content-length-header', 'It warns of bodies of unknown length, and ours are texts.'],
];

/** Changes to how a client is made and what it does for each request. */
export const clientEdits: readonly Edit[] = [
  ...idleMiddleware.map(
    ([file, reason]): Edit => ({
      name: `middleware of ${file}.js`,
      files: new RegExp(`/middleware-sdk-s3/dist-es/.*/${file}\\.js$`),
      edit: withoutMiddleware,
      reason,
    }),
  ),
  {
    name: 'buckets that are addresses',
    files: /\/validate-bucket-name\.js$/,
    edit: (code) => code.replace(/^ *clientStack\.addRelativeTo\(bucketEndpointMiddleware.*\n/m, ''),
    reason: 'The client is not told to take a bucket for an address.',
  },
  {
    name: 'sessions of S3 Express',
    files: /\/@aws-sdk\/client-s3\/dist-es\/S3Client\.js$/,
    edit: (code) => code.replace('[() => this, CreateSessionCommand]', '[]'),
    reason: 'The bucket is a general purpose bucket, which is asked without a session.',
  },
  {
    name: 'runtime extensions',
    files: /\/@aws-sdk\/[^/]+\/dist-es\/runtimeExtensions\.js$/,
    edit: (code) => code.replace(/\{\n.*^\};/ms, '{\n    return runtimeConfig;\n};'),
    reason: 'No client is given an extension, and without one each setting is set to itself.',
  },
  {
    name: 'signer over WebSocket',
    files: /\/middleware-websocket\/dist-es\/resolveWebSocketConfig\.js$/,
    edit: (code) => code.replace(/\{\n.*?^\};/ms, '{\n    return input;\n};'),
    reason: 'InvokeModel is asked over HTTP, where the signer is the one that this one would call.',
  },
  {
    name: 'answers of S3 that are read',
    files: /\/throw-200-exceptions\.js$/,
    edit: (code) =>
      code.replace(/^import \{ toStream \}.*\n/m, '').replace('toStream(bodyBytes)', 'bodyBytes'),
    reason: 'Who reads the answer after it takes bytes as well, and need not have them as a stream again.',
  },
  {
    name: 'settings of a signer',
    files: /\/resolveAwsSdkSigV4Config\.js$/,
    edit: (code) => code.replaceAll('...config,\n', 'applyChecksum: config.applyChecksum,\n'),
    reason: 'A signer reads one more setting than it is given, and need not be given a copy of all.',
  },
  ...(
    [
      ['endpointMiddleware', '{ ...config }', 'Object.create(config)'],
      [
        'schemaSerializationMiddleware',
        /\{\s*\.\.\.config,\s*\.\.\.context,\s*endpoint,\s*\}/,
        'Object.assign(Object.create(config), context, { endpoint })',
      ],
      [
        'schemaDeserializationMiddleware',
        /\{\s*\.\.\.config,\s*\.\.\.context,\s*\}/,
        'Object.assign(Object.create(config), context)',
      ],
    ] as const
  ).map(
    ([file, copy, heir]): Edit => ({
      name: `copy of the settings in ${file}.js`,
      files: new RegExp(`/${file}\\.js$`),
      edit: (code) => code.replace(copy, heir),
      reason: 'What inherits the settings reads the same as a copy, which would be made for each request.',
    }),
  ),
  {
    name: 'user agent',
    files: /\/user-agent-middleware\.js$/,
    edit: (code) =>
      code.replace(
        '(await options.defaultUserAgentProvider()).map(escapeUserAgent)',
        '[...(options.escapedUserAgent ??= (await options.defaultUserAgentProvider()).map(escapeUserAgent))]',
      ),
    reason: 'What it tells of the machine does not change.',
  },
  {
    name: 'keys of an HMAC',
    files: /\/Sha256Node\.js$/,
    edit: (code) =>
      code
        .replace('import { createHash, createHmac }', 'import { createHash, createHmac, createSecretKey }')
        .replace('createHmac("sha256", toBuffer(this.secret))', 'createHmac("sha256", toKey(this.secret))')
        .concat(`
const keys = new WeakMap();
function toKey(secret) {
    if (typeof secret === "string") return secret;
    let key = keys.get(secret);
    if (key === undefined) keys.set(secret, key = createSecretKey(toBuffer(secret)));
    return key;
}
`),
    reason: 'Node makes a key of the bytes for each HMAC otherwise, which costs more than the HMAC.',
  },
];
