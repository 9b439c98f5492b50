import { clientEdits } from './client-edits.ts';
import { renderPrunedPartitions } from './partitions.ts';
import { renderPrunedRules } from './s3-endpoints.ts';
import { findUsedMembers, keepUsedMembers } from './used-members.ts';

/** A change to the text of some files of the SDK. */
export interface Edit {
  /** The files, by their absolute paths. */
  readonly files: RegExp;
  /** What a person calls it. */
  readonly name: string;
  /** The file's new text. */
  readonly edit: (code: string, path: string) => string | Promise<string>;
  /** Why nothing is lost. */
  readonly reason: string;
}

/** What the bundles change in the SDK's files. The build fails where an edit changes nothing any more. */
export const edits: readonly Edit[] = [
  {
    name: 'schemas',
    files: /\/@aws-sdk\/[^/]+\/dist-es\/(?:.+\/)?schemas\/schemas_\d+\.js$/,
    edit: (code) => inlineConstantKeys(keepOurErrors(code)),
    reason: 'It says the same, in a way in which esbuild sees which schemas nobody uses.',
  },
  {
    name: 'members of objects',
    files: /\/@aws-sdk\/client-s3\/dist-es\/schemas\/schemas_0\.js$/,
    edit: (code) => keepUsedMembers(code, findUsedMembers()),
    reason: 'A member whose name is nowhere in lambda/ is neither sent nor read.',
  },
  {
    name: 'SigV4A',
    files: /\/SignatureV4MultiRegion\.js$/,
    edit: withoutSigV4a,
    reason: 'Only Multi-Region access points ask for it, and with a package that is not installed.',
  },
  {
    name: 'S3 endpoints',
    files: /\/@aws-sdk\/client-s3\/dist-es\/endpoint\/bdd\.js$/,
    edit: (_, path) => renderPrunedRules(path),
    reason: 'The bucket is one with a plain name: the rules for every other kind of address lead nowhere.',
  },
  {
    name: 'partitions',
    files: /\/util-endpoints\/lib\/aws\/partitions\.js$/,
    edit: renderPrunedPartitions,
    reason:
      'A Region is found by the pattern of its partition, and needs no name and description of its own.',
  },
  {
    name: 'signing keys',
    files: /\/@smithy\/signature-v4\/dist-es\/credentialDerivation\.js$/,
    edit: (code) =>
      code
        .replace(/const credsHash = await hmac\([^;]*\);/, '')
        .replace('toHex(credsHash)', 'credentials.accessKeyId + ":" + credentials.secretAccessKey'),
    reason:
      'The keys are found again by the credentials themselves, without a digest of them for each request.',
  },
  {
    name: 'middleware of a command',
    files: /\/smithy-client\/command\.js$/,
    edit: keepStacks,
    reason: 'Nobody adds middleware to a client later: it is the same for each command of a kind.',
  },
  {
    name: 'middleware in its order',
    files: /\/middleware-stack\/MiddlewareStack\.js$/,
    edit: (code) =>
      code
        .replace('const stack = {', 'let inOrder;\n    const stack = {')
        .replace('of getMiddlewareList()\n', 'of (inOrder ??= getMiddlewareList())\n'),
    reason: 'A stack that is resolved is complete, and need not be put in order for each request.',
  },
  {
    name: 'digests',
    files: /\/(?:Sha1|Sha256|Md5|Crc32)Node\.js$/,
    edit: expectNodeDigests,
    reason: 'Node has these digests: to try each as its module is loaded costs a cold start.',
  },
  {
    name: 'NoOpLogger',
    files: /\/smithy-client\/NoOpLogger\.js$/,
    edit: (code) => code.replace('class NoOpLogger {', "class NoOpLogger {\n    static name = 'NoOpLogger';"),
    reason:
      'The clients tell whether they were given a logger by the name of this class, which is minified otherwise.',
  },
  {
    name: 'version',
    files: /\/@aws-sdk\/[^/]+\/package\.json$/,
    edit: (code) => JSON.stringify({ version: JSON.parse(code).version }),
    reason: 'The clients read their version in it, and nothing else.',
  },
  ...clientEdits,
];

/**
 * `{ [_k]: v }` as `{ ["k"]: v }`, where `const _k = "k"`. A computed key may be an object whose `toString` does
 * something, so that esbuild keeps every schema of every operation; a text cannot.
 */
export function inlineConstantKeys(code: string): string {
  const constants = new Map(
    [...code.matchAll(/^const (_\w*) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return code.replace(/\[(_\w*)\]:/g, (whole, name: string) => {
    const text = constants.get(name);
    return text === undefined ? whole : `[${text}]:`;
  });
}

/** The errors of our operations, by client. One that is not registered comes as the client's general one, under the same name and status. */
const registeredErrors: Readonly<Record<string, RegExp>> = {
  'com.amazonaws.lambda':
    /^(?:Service|TooManyRequests|ResourceNotFound|InvalidRequestContent|RequestTooLarge)/,
  'com.amazonaws.s3': /^(?:AccessDenied|NoSuchKey|NoSuchBucket|NotFound|InvalidObjectState|InvalidRequest)$/,
};

/** Leaves to a client the errors of our operations, of more than a hundred. */
function keepOurErrors(code: string): string {
  const [, ours] = Object.entries(registeredErrors).find(([service]) => code.includes(`"${service}"`)) ?? [];
  if (ours === undefined) return code;
  return code.replace(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, error: string) =>
    ours.test(error) ? line : '',
  );
}

/** Without the signer of SigV4A, which says anyway that it lacks a package. */
function withoutSigV4a(code: string): string {
  return code.replace(
    /class SignatureV4MultiRegion \{.*$/s,
    `class SignatureV4MultiRegion extends SignatureV4SignWithCredentials {
    static sigv4aDependency() { return "none"; }
    async sign(request, options = {}) {
        if (options.signingRegion === "*") throw new Error("SigV4A is not part of this bundle: lib/bundle/edits.ts left it out.");
        return super.sign(request, options);
    }
}`,
  );
}

/** Makes the stack of middleware of a client's command once, not for each request that has none of its own. */
function keepStacks(code: string): string {
  return code.replace(
    /( +)(for \(const mw of middlewareFn.*?\}\n)\s*const stack = (clientStack\.concat\(this\.middlewareStack\));/s,
    `$1const stacks = (configuration.stacksOfCommands ??= new Map());
$1const isPlain = this.middlewareStack.identify().length === 0;
$1let stack = isPlain ? stacks.get(CommandCtor) : undefined;
$1if (stack === undefined) {
$1$2$1stack = $3;
$1if (isPlain) stacks.set(CommandCtor, stack);
$1}`,
  );
}

/** Without the question whether Node has a digest, and without its substitute in JavaScript. */
export function expectNodeDigests(code: string): string {
  return code
    .replace(/const hasNativeCrypto = \(\(\) => \{.*?\}\)\(\);/s, '')
    .replace(/\w+ \? (buildNativeClass\(\w*\)) : \w+;/, '$1;');
}
