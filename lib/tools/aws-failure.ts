import { readAwsError } from '../../lambda/adapters/aws-error.ts';

/** What to do without credentials, or with ones that AWS does not accept. */
export const signIn = 'sign in with "aws sso login" or "aws configure", or set AWS_PROFILE';
export const signInAgain = 'sign in again with "aws sso login" or "aws configure"';

/** What an error of an AWS client means to the person who runs a command. */
export interface AwsFailure {
  readonly kind:
    | 'no-credentials'
    | 'bad-credentials'
    | 'denied'
    | 'missing'
    | 'throttled'
    | 'unreachable'
    | 'other';
  /** The exception, such as `AccessDeniedException`. */
  readonly name: string;
  /** One line, without punctuation at its end. */
  readonly message: string;
}

const kindByName: Readonly<Record<string, AwsFailure['kind']>> = {
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  ProviderError: 'no-credentials',
  ExpiredToken: 'bad-credentials',
  ExpiredTokenException: 'bad-credentials',
  InvalidAccessKeyId: 'bad-credentials',
  InvalidClientTokenId: 'bad-credentials',
  InvalidSignatureException: 'bad-credentials',
  SignatureDoesNotMatch: 'bad-credentials',
  UnrecognizedClientException: 'bad-credentials',
  ResourceNotFoundException: 'missing',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  ServiceQuotaExceededException: 'throttled',
  AbortError: 'unreachable',
  TimeoutError: 'unreachable',
};

/** Reads what an AWS client threw. @throws `error` itself if it is not from an AWS client */
export function readAwsFailure(error: unknown): AwsFailure {
  const { name, message, status } = readAwsError(error);
  const { code } = error as NodeJS.ErrnoException;
  const kind = kindByName[name] ?? kindByStatus(name, status, code);
  if (kind === undefined) throw error;
  const line = message.replace(/\s+/g, ' ').trim() || code || name;
  return { kind, name, message: line.replace(/[.:]$/, '') };
}

function kindByStatus(
  name: string,
  status: number | undefined,
  code: string | undefined,
): AwsFailure['kind'] | undefined {
  if (name.startsWith('AccessDenied') || status === 403) return 'denied';
  if (status === 429) return 'throttled';
  if (status !== undefined) return 'other';
  // Without a status there was no answer. A system error has a code such as ENOTFOUND; ERR_… are Node's own.
  return code !== undefined && !code.startsWith('ERR_') ? 'unreachable' : undefined;
}
